//! Automation by hand: macros (a canned text, changes of properties, or both at once) and signatures.
//!
//! A text has placeholders such as `{{ requester.first_name }}`. It is checked when it is saved, and written
//! out for a ticket within what the agent who uses it may see.

mod actions;
mod model;
mod pages;
mod placeholders;
mod queries;
pub mod screens;
mod seeds;

use directory::{Place, Setting, SettingGroup};
use kernel::Permission;
use work::Module;

pub use actions::add_examples;
pub use placeholders::{PLACEHOLDERS, Wrong, check};

/// What this engine brings to the desk.
pub fn module() -> Module {
    Module {
        name: "automation",
        navigation: vec![Place {
            label: "macros",
            icon: "zap",
            href: "/macros",
            needs: Some(Permission::TicketWork),
        }],
        settings: vec![Setting {
            group: SettingGroup::Tools,
            label: "macros",
            about: "macros-about",
            icon: "zap",
            href: "/admin/macros",
            needs: Permission::PolicyManage,
            practice: None,
        }],
        own: vec![Place {
            label: "signature",
            icon: "pencil",
            href: "/account/signature",
            needs: Some(Permission::TicketWork),
        }],
        routes: Some(pages::routes),
        signature: Some(actions::signature),
        write_out: Some(actions::write_out),
        beside: Some(|floor| Box::pin(floor.desk.keep_following(work::RULE_RUNS, async || {}))),
        ..Module::default()
    }
}
