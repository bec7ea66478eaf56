//! The one list of pages: every address that answers with a page for people. The browser tests look at all of them,
//! `cargo xtask shots` takes their pictures, and a test compares the list with the routes. Sorted by address.

mod others;
mod ways;

pub use others::NO_PAGES;
pub use ways::{FOLLOW_LINK, OWN_MACRO, TRIED, Way, Who, approval_link};

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    /// What its picture is called.
    pub name: &'static str,
    /// The route that answers.
    pub route: &'static str,
    /// How one gets there.
    pub way: Way,
    /// Who opens it.
    pub who: Who,
}

/// All pages.
pub const PAGES: &[PageOf] = &[
    at("home", "/", Who::Agent),
    at("account", "/account", Who::Agent),
    at("signature", "/account/signature", Who::Agent),
    at("account-mail", "/account/mail", Who::Agent),
    at("admin", "/admin", Who::Administrator),
    at("jobs", "/admin/jobs", Who::Administrator),
    linked("job", "/jobs/{job}", "/admin/jobs", Who::Administrator),
    at("admin-macros", "/admin/macros", Who::Administrator),
    at("admin-macro-new", "/admin/macros/new", Who::Administrator),
    at(
        "admin-task-templates",
        "/admin/task-templates",
        Who::Administrator,
    ),
    at("macros", "/macros", Who::Agent),
    at("mail", "/mail", Who::Agent),
    linked(
        "mail-message",
        "/mail/messages/{id}",
        "/admin/mail",
        Who::Administrator,
    ),
    at("macro-new", "/macros/new", Who::Agent),
    by(
        "macro",
        "/macros/{id}",
        Way::Made("/macros/new", OWN_MACRO),
        Who::Agent,
    ),
    at("admin-approvals", "/admin/approvals", Who::Administrator),
    seen(
        "admin-approval",
        "/admin/approvals/{key}",
        "/admin/approvals/new",
        Who::Administrator,
    ),
    at("admin-policy", "/admin/policy", Who::Administrator),
    seen(
        "admin-policy-file",
        "/admin/policy/files/{file}",
        "/admin/policy/files/rules",
        Who::Administrator,
    ),
    by(
        "admin-policy-trial",
        "/admin/policy/trials/{id}",
        Way::Made("/admin/policy/files/rules", TRIED),
        Who::Administrator,
    ),
    at("approvals", "/approvals", Who::Agent),
    at("assets", "/asset", Who::Agent),
    seen("asset", "/asset/{id}", "/asset/new", Who::Agent),
    seen(
        "board",
        "/tickets",
        "/tickets?q=state:open&as=board",
        Who::Agent,
    ),
    seen(
        "groups",
        "/tickets",
        "/tickets?q=state:open&group=team",
        Who::Agent,
    ),
    at("admin-brand", "/admin/brand", Who::Administrator),
    at("admin-logo", "/admin/logo", Who::Administrator),
    at("admin-calendars", "/admin/calendars", Who::Administrator),
    seen(
        "admin-calendar",
        "/admin/calendars/{key}",
        "/admin/calendars/new",
        Who::Administrator,
    ),
    at(
        "admin-service-levels",
        "/admin/service-levels",
        Who::Administrator,
    ),
    seen(
        "admin-service-level",
        "/admin/service-levels/{key}",
        "/admin/service-levels/new",
        Who::Administrator,
    ),
    at("admin-automation", "/admin/automation", Who::Administrator),
    seen(
        "admin-automation-rule",
        "/admin/automation/{key}",
        "/admin/automation/new",
        Who::Administrator,
    ),
    at("admin-webhooks", "/admin/webhooks", Who::Administrator),
    seen(
        "admin-webhook",
        "/admin/webhooks/{key}",
        "/admin/webhooks/new",
        Who::Administrator,
    ),
    at("admin-routing", "/admin/routing", Who::Administrator),
    seen(
        "availability",
        "/availability/{person}",
        "/availability/1",
        Who::Administrator,
    ),
    at("admin-fields", "/admin/fields", Who::Administrator),
    seen(
        "admin-field",
        "/admin/fields/{key}",
        "/admin/fields/new",
        Who::Administrator,
    ),
    at("admin-forms", "/admin/forms", Who::Administrator),
    at("admin-forms-new", "/admin/forms/new", Who::Administrator),
    seen(
        "admin-form",
        "/admin/forms/{kind}/{service}",
        "/admin/forms/incident/0",
        Who::Administrator,
    ),
    seen(
        "admin-question",
        "/admin/forms/{kind}/{service}/questions/{asks}",
        "/admin/forms/incident/0/questions/new",
        Who::Administrator,
    ),
    at("admin-history", "/admin/history", Who::Administrator),
    seen(
        "admin-version",
        "/admin/history/{version}",
        "/admin/history/1",
        Who::Administrator,
    ),
    seen(
        "admin-list",
        "/admin/lists/{list}",
        "/admin/lists/categories",
        Who::Administrator,
    ),
    seen(
        "admin-list-entry",
        "/admin/lists/{list}/entry",
        "/admin/lists/categories/entry?key=network",
        Who::Administrator,
    ),
    seen(
        "admin-places",
        "/admin/places/{listing}",
        "/admin/places/organisations",
        Who::Administrator,
    ),
    seen(
        "admin-place",
        "/admin/places/{listing}/{id}",
        "/admin/places/organisations/1",
        Who::Administrator,
    ),
    at("admin-roles", "/admin/roles", Who::Administrator),
    seen(
        "admin-role",
        "/admin/roles/{id}",
        "/admin/roles/2",
        Who::Administrator,
    ),
    seen(
        "admin-priority",
        "/admin/rules/{part}",
        "/admin/rules/priority",
        Who::Administrator,
    ),
    seen(
        "admin-levels",
        "/admin/rules/{part}",
        "/admin/rules/levels",
        Who::Administrator,
    ),
    at("admin-tags", "/admin/tags", Who::Administrator),
    linked(
        "admin-tag",
        "/admin/tags/entry",
        "/admin/tags",
        Who::Administrator,
    ),
    at("admin-states", "/admin/states", Who::Administrator),
    seen(
        "admin-state",
        "/admin/states/{kind}",
        "/admin/states/incident",
        Who::Administrator,
    ),
    at(
        "admin-notifications",
        "/admin/notifications",
        Who::Administrator,
    ),
    at("admin-mail", "/admin/mail", Who::Administrator),
    linked(
        "admin-mail-account",
        "/admin/mail/mailboxes/{id}/account",
        "/admin/mail",
        Who::Administrator,
    ),
    linked(
        "admin-mail-grant",
        "/admin/mail/mailboxes/{id}/grant",
        "/admin/mail/mailboxes/1/account",
        Who::Administrator,
    ),
    at("admin-mail-queue", "/admin/mail/queue", Who::Administrator),
    at(
        "admin-mail-signing",
        "/admin/mail/signing",
        Who::Administrator,
    ),
    at("admin-portal", "/admin/portal", Who::Administrator),
    at("ask", "/ask", Who::Stranger),
    at("my", "/my", Who::Requester),
    at("my-new", "/my/new", Who::Requester),
    at("my-tickets", "/my/tickets", Who::Requester),
    linked("my-ticket", "/my/tickets/{number}", "/my", Who::Requester),
    at("offline", "/offline", Who::Stranger),
    at("notifications", "/notifications", Who::Agent),
    at(
        "notification-settings",
        "/notifications/settings",
        Who::Agent,
    ),
    at("forgot", "/password/forgot", Who::Stranger),
    PageOf {
        name: "reset",
        route: "/password/reset/{token}",
        way: Way::PasswordLink,
        who: Who::Stranger,
    },
    at("people", "/people", Who::Administrator),
    linked("person", "/people/{id}", "/people", Who::Administrator),
    linked(
        "person-merge",
        "/people/{id}/merge",
        "/people/1",
        Who::Administrator,
    ),
    seen(
        "person-tickets",
        "/people/{id}/tickets",
        "/people/1/tickets",
        Who::Agent,
    ),
    seen(
        "my-notifications",
        "/notifications",
        "/notifications",
        Who::Requester,
    ),
    seen("my-account", "/account", "/account", Who::Requester),
    seen("search", "/search", "/search?q=the", Who::Agent),
    seen("search-empty", "/search", "/search", Who::Agent),
    seen(
        "search-wrong",
        "/search",
        "/search?q=state%3Aopne",
        Who::Agent,
    ),
    at("services-health", "/services/health", Who::Agent),
    at("set-up-code", "/set-up", Who::First),
    by("set-up", "/set-up", Way::SetUpCode, Who::First),
    at("sign-in", "/sign-in", Who::Stranger),
    at("teams", "/teams", Who::Administrator),
    linked("team", "/teams/{id}", "/teams", Who::Administrator),
    at("tickets", "/tickets", Who::Agent),
    seen(
        "tickets-none",
        "/tickets",
        "/tickets?q=tag%3Anothing",
        Who::Agent,
    ),
    at("tickets-new", "/tickets/new", Who::Agent),
    linked(
        "ticket",
        "/tickets/{number}",
        "/tickets?q=state%3Awaiting_on_requester",
        Who::Agent,
    ),
    seen(
        "ticket-mail",
        "/tickets/{id}/mail",
        "/tickets/2/mail",
        Who::Agent,
    ),
    seen(
        "ticket-merge",
        "/tickets/{number}/merge",
        "/tickets/2/merge",
        Who::Agent,
    ),
    seen(
        "ticket-print",
        "/tickets/{number}/print",
        "/tickets/2/print",
        Who::Agent,
    ),
    linked(
        "ticket-split",
        "/tickets/{number}/split",
        "/tickets/2",
        Who::Agent,
    ),
    seen(
        "tickets-open",
        "/tickets",
        "/tickets?q=state%3Aopen",
        Who::Agent,
    ),
    seen("missing", "", "/nowhere", Who::Agent),
    at("columns", "/lists/columns", Who::Agent),
    at("views", "/views", Who::Agent),
    seen(
        "ticket-link",
        "/tickets/{number}/link",
        "/tickets/2/link",
        Who::Agent,
    ),
    linked(
        "approval",
        "/approvals/{number}/{id}",
        "/approvals",
        Who::Agent,
    ),
    linked(
        "admin-macro",
        "/admin/macros/{id}",
        "/admin/macros",
        Who::Administrator,
    ),
    by("follow", "/follow/{token}", Way::FollowLink, Who::Stranger),
    by(
        "approve",
        "/approve/{token}",
        Way::ApprovalLink,
        Who::Stranger,
    ),
    by(
        "mail-choice",
        "/mail/choices/{token}",
        Way::MailLink,
        Who::Stranger,
    ),
];

const fn at(name: &'static str, route: &'static str, who: Who) -> PageOf {
    seen(name, route, route, who)
}

const fn seen(name: &'static str, route: &'static str, address: &'static str, who: Who) -> PageOf {
    by(name, route, Way::Address(address), who)
}

const fn linked(name: &'static str, route: &'static str, on: &'static str, who: Who) -> PageOf {
    by(name, route, Way::LinkOn(on), who)
}

const fn by(name: &'static str, route: &'static str, way: Way, who: Who) -> PageOf {
    PageOf {
        name,
        route,
        way,
        who,
    }
}
