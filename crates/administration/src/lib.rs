//! The administration: the start page that names every setting, and the pages of what administrators decide
//! for the whole desk. People, teams and places have theirs in `directory`.

mod pages;
pub mod screens;

use directory::{Setting, SettingGroup};
use kernel::Permission;
use work::Module;

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: "administration",
        settings: SETTINGS.to_vec(),
        routes: Some(pages::routes),
        ..Module::default()
    }
}

/// The settings that are always there, group by group.
const SETTINGS: &[Setting] = &[
    Setting {
        group: SettingGroup::People,
        label: "nav-people",
        about: "admin-people-about",
        icon: "users",
        href: "/people",
        needs: Permission::PersonManage,
    },
    Setting {
        group: SettingGroup::People,
        label: "nav-teams",
        about: "admin-teams-about",
        icon: "users-round",
        href: "/teams",
        needs: Permission::TeamManage,
    },
    Setting {
        group: SettingGroup::System,
        label: "jobs-title",
        about: "jobs-about",
        icon: "refresh-cw",
        href: "/admin/jobs",
        needs: Permission::PolicyManage,
    },
];
