//! Lists of tasks that are prepared for many tickets, and the page where administrators write them. The tasks of
//! a ticket themselves are the desk's: `kernel::ticket::Task`, `work::queries::TaskTemplate`.

mod lines;
mod pages;
pub mod screens;

use directory::{Setting, SettingGroup};
use kernel::Permission;
use work::Module;

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: "tasks",
        settings: vec![Setting {
            group: SettingGroup::Tools,
            label: "task-templates",
            about: "task-templates-about",
            icon: "list-checks",
            href: pages::BASE,
            needs: Permission::PolicyManage,
            practice: None,
        }],
        routes: Some(pages::routes),
        ..Module::default()
    }
}
