//! Telling other programs what happened, when a rule says so: signed, once they have taken it, and never one at the
//! cost of another.
//!
//! That a rule calls a webhook is an activity of the ticket, recorded with what the rule does. A follower of the log
//! writes what is to be told into an outbox ([`FOLLOWER`]), and whoever sends takes it from there ([`Sender`]). A replay
//! follows nothing, and so tells nobody. Where a webhook is and whether it is on is a part of the policy
//! (`kernel::policy::Webhook`); the secret that its calls are signed with is not.

mod body;
mod follow;
mod jobs;
mod model;
mod pages;
mod queries;
pub mod screens;
mod sending;
mod signing;

pub use follow::FOLLOWER;
pub use sending::Sender;

use directory::{Setting, SettingGroup};
use kernel::Permission;
use work::Module;
use work::jobs::JobKind;

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: "webhook",
        settings: vec![Setting {
            group: SettingGroup::Tickets,
            label: "admin-webhooks",
            about: "admin-webhooks-about",
            icon: "send",
            href: pages::BASE,
            needs: Permission::PolicyManage,
            practice: None,
        }],
        jobs: vec![JobKind::of::<jobs::ForgetDeliveries>()],
        routes: Some(pages::routes),
        beside: Some(|floor| Box::pin(sending::keep_sending(floor))),
        ..Module::default()
    }
}
