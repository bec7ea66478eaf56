//! The administration: the start page that names every setting, and the pages of what administrators decide
//! for the whole desk. People, teams and places have theirs in `directory`.

mod differences;
mod pages;
mod queries;
pub mod screens;

use Permission::{PersonManage, PolicyManage, ServiceManage, TeamManage};
use SettingGroup::{Look, People, System, Tickets, Tools};
use directory::{Setting, SettingGroup};
use kernel::Permission;
use kernel::policy::{APPROVALS, SERVICE_LEVELS};
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

/// The settings that are always there.
#[rustfmt::skip]
const SETTINGS: &[Setting] = &[
    setting(People, "nav-people", "admin-people-about", "users", "/people", PersonManage),
    setting(People, "nav-teams", "admin-teams-about", "users-round", "/teams", TeamManage),
    setting(People, "admin-roles", "admin-roles-about", "key-round", "/admin/roles", PolicyManage),
    setting(People, "admin-organisations", "admin-organisations-about", "building-2", "/admin/places/organisations", PersonManage),
    setting(People, "admin-departments", "admin-departments-about", "network", "/admin/places/departments", PersonManage),
    setting(People, "admin-locations", "admin-locations-about", "map-pin", "/admin/places/locations", PersonManage),
    setting(Tickets, "admin-services", "admin-services-about", "layers", "/admin/places/services", ServiceManage),
    setting(Tickets, "admin-categories", "admin-categories-about", "folder-tree", "/admin/lists/categories", PolicyManage),
    setting(Tickets, "admin-fields", "admin-fields-about", "text-cursor-input", "/admin/fields", PolicyManage),
    setting(Tickets, "admin-forms", "admin-forms-about", "clipboard-list", "/admin/forms", PolicyManage),
    setting(Tickets, "admin-states", "admin-states-about", "workflow", "/admin/states", PolicyManage),
    setting(Tickets, "admin-priority", "admin-priority-about", "flag", "/admin/rules/priority", PolicyManage),
    setting(Tickets, "admin-codes", "admin-codes-about", "circle-check", "/admin/lists/resolution-codes", PolicyManage),
    setting(Tickets, "admin-holds", "admin-holds-about", "circle-pause", "/admin/lists/hold-reasons", PolicyManage),
    setting(Tickets, "admin-calendars", "admin-calendars-about", "clock", "/admin/calendars", PolicyManage),
    setting(Tickets, "admin-service-levels", "admin-service-levels-about", "shield-check", "/admin/service-levels", PolicyManage).of(SERVICE_LEVELS),
    setting(Tickets, "admin-automation", "admin-automation-about", "zap", "/admin/automation", PolicyManage),
    setting(Tickets, "admin-routing", "admin-routing-about", "arrow-right-left", "/admin/routing", PolicyManage),
    setting(Tickets, "admin-approvals", "admin-approvals-about", "shield-check", "/admin/approvals", PolicyManage).of(APPROVALS),
    setting(Tickets, "admin-closing", "admin-closing-about", "clock", "/admin/rules/closing", PolicyManage),
    setting(Tickets, "admin-tags", "admin-tags-about", "tag", "/admin/tags", PolicyManage),
    setting(Tools, "admin-views", "admin-views-about", "inbox", "/tickets", PolicyManage),
    setting(Look, "admin-brand", "admin-brand-about", "palette", "/admin/brand", PolicyManage),
    setting(Look, "admin-logo", "admin-logo-about", "file-image", "/admin/logo", PolicyManage),
    setting(System, "admin-levels", "admin-levels-about", "toggle-right", "/admin/rules/levels", PolicyManage),
    setting(System, "admin-history", "admin-history-about", "history", "/admin/history", PolicyManage),
    setting(System, "trials", "trials-about", "eye", "/admin/policy", PolicyManage),
    setting(System, "jobs-title", "jobs-about", "refresh-cw", "/admin/jobs", PolicyManage),
];

const fn setting(
    group: SettingGroup,
    label: &'static str,
    about: &'static str,
    icon: &'static str,
    href: &'static str,
    needs: Permission,
) -> Setting {
    Setting {
        group,
        label,
        about,
        icon,
        href,
        needs,
        practice: None,
    }
}
