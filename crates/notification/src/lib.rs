//! Telling people what happened to the tickets that are theirs: in the page, and by the browser or by mail where they want it,
//! each kind switchable.
//!
//! A follower of the log writes what everybody is to be told ([`FOLLOWER`]); nobody is told of their own acts nor of
//! what they may not see, which is asked when it is written and again when it is read.

mod actions;
mod follow;
mod mail;
mod model;
mod pages;
mod panels;
mod push;
mod queries;
pub mod screens;
mod words;

pub use follow::FOLLOWER;
pub use model::{Choice, Kind, QuietHours};
pub use queries::{Told, list};

use directory::{Place, Setting, SettingGroup, Unread};
use kernel::Permission;
use work::jobs::JobKind;
use work::{HomePanel, Module};

/// What this engine brings to the desk.
pub fn module() -> Module {
    Module {
        name: "notification",
        settings: vec![Setting {
            group: SettingGroup::System,
            label: "admin-notifications",
            about: "admin-notifications-about",
            icon: "bell",
            href: "/admin/notifications",
            needs: Permission::PolicyManage,
            practice: None,
        }],
        jobs: vec![
            JobKind::of::<push::Push>(),
            JobKind::of::<push::PushDue>(),
            JobKind::of::<mail::MailDue>(),
        ],
        home: vec![HomePanel {
            order: 2,
            read: panels::mentions,
        }],
        own: vec![Place {
            label: "nav-notifications",
            icon: "bell",
            href: "/notifications/settings",
            needs: None,
        }],
        routes: Some(pages::routes),
        unread: Some(Unread {
            count: queries::unread_count,
            is_any_of: queries::is_unread_of,
            read: queries::read_of,
            name: actions::NEWS,
        }),
        beside: Some(|floor| Box::pin(follow::keep_telling(floor))),
        ..Module::default()
    }
}
