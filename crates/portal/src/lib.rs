//! The portal: where people ask for help and follow what becomes of it.
//!
//! It opens with one question and answers while somebody types. What it says of tickets is what their
//! requester may read; what other practices show there comes from [`work::ports::Shows`]. Where administrators
//! allow it, people ask without signing in, and follow the one ticket by a link.

mod links;
mod pages;
mod queries;
pub mod screens;

pub use queries::set_open_to_all;

use directory::{Door, Setting, SettingGroup};
use kernel::Permission;

/// What the portal brings to the desk.
pub fn module() -> work::Module {
    work::Module {
        name: "portal",
        settings: vec![Setting {
            group: SettingGroup::Look,
            label: "admin-portal",
            about: "admin-portal-about",
            icon: "smile",
            href: "/admin/portal",
            needs: Permission::PolicyManage,
            practice: None,
        }],
        routes: Some(pages::routes),
        door: Some(Door {
            label: "door-ask",
            href: "/ask",
            is_open: queries::is_open_to_all,
        }),
        ..work::Module::default()
    }
}
