//! The frame of a page for somebody who is signed in: built here, so that every page has the same.

use super::SignedIn;
use kernel::Permission;
use web::parts::Face;
use web::{Frame, RailEntry, Texts, Theme};

/// The name of a role: the ones that come with Spoc have one in every language.
pub(crate) fn role_name(texts: Texts, key: &str, name: &str) -> String {
    let label = format!("role-{key}");
    match texts.t(&label) {
        text if text == label => name.to_owned(),
        text => text.to_owned(),
    }
}

/// The frame of a page: `here` is the rail's entry that the page belongs to (`/tickets`), or empty.
pub fn frame(signed: &SignedIn, here: &str, title: impl Into<String>) -> Frame {
    let can = |permission| signed.actor.can(permission);
    let entries = [
        (
            "nav-tickets",
            "inbox",
            "/tickets",
            can(Permission::TicketRead),
        ),
        ("nav-my", "smile", "/my", true),
        (
            "nav-people",
            "users",
            "/people",
            can(Permission::PersonRead),
        ),
        (
            "nav-teams",
            "users-round",
            "/teams",
            can(Permission::PersonRead),
        ),
    ];
    Frame {
        csrf: signed.csrf.to_string(),
        person: Some(web::SignedIn {
            id: signed.person.id.to_string(),
            face: Face::new(&signed.person.name),
            email: signed.person.email.clone(),
            role: signed.role(),
        }),
        rail: entries
            .into_iter()
            .filter(|(.., visible)| *visible)
            .map(|(label, icon, href, _)| RailEntry {
                label,
                icon,
                href,
                current: href == here,
            })
            .collect(),
        theme: Theme::parse(&signed.person.theme),
        agent: can(Permission::TicketRead),
        flash: signed.flash.clone(),
        ..Frame::plain(signed.texts, title)
    }
}
