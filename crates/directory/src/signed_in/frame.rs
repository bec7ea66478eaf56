//! The frame of a page for somebody who is signed in: built here, so that every page has the same.

use super::SignedIn;
use kernel::Permission;
use web::parts::Face;
use web::{Bell, Frame, RailEntry, Texts, Theme};

/// The name of a role: the ones that come with Spoc have one in every language.
pub fn role_name(texts: Texts, key: &str, name: &str) -> String {
    let label = format!("role-{key}");
    match texts.t(&label) {
        text if text == label => name.to_owned(),
        text => text.to_owned(),
    }
}

/// Where the head of the portal leads: the same on every page that a requester sees.
pub fn portal_rail(signed: &SignedIn, here: &str) -> Vec<RailEntry> {
    let own = [
        ("portal-start", "house", "/my"),
        ("nav-my", "ticket", "/my/tickets"),
        ("nav-new", "plus", "/my/new"),
    ];
    let own = own.map(|(label, icon, href)| RailEntry {
        label,
        icon,
        href,
        current: href == here,
    });
    let agent = signed.actor.can(Permission::TicketRead);
    // Agents find their own places in the workspace.
    let further = rail(signed, here).filter(|entry| match agent {
        true => entry.href == "/tickets",
        false => entry.href != "/my",
    });
    own.into_iter().chain(further).collect()
}

fn rail<'s>(signed: &'s SignedIn, here: &'s str) -> impl Iterator<Item = RailEntry> + 's {
    let places = signed.site.places(&signed.actor, &signed.off);
    places.map(move |place| RailEntry {
        label: place.label,
        icon: place.icon,
        href: place.href,
        current: place.href == here,
    })
}

/// The frame of a page: `here` is the rail's entry that the page belongs to (`/tickets`), or empty.
pub fn frame(signed: &SignedIn, here: &str, title: impl Into<String>) -> Frame {
    let agent = signed.actor.can(Permission::TicketRead);
    Frame {
        csrf: signed.csrf.to_string(),
        person: Some(web::SignedIn {
            id: signed.person.id.to_string(),
            face: Face::new(&signed.person.name),
            email: signed.person.email.clone(),
            role: signed.role(),
        }),
        rail: match agent {
            true => rail(signed, here).collect(),
            false => portal_rail(signed, here),
        },
        product: signed.brand.product.clone(),
        brand_css: signed.brand.style_href(),
        logo: signed.brand.logo_href(),
        greeting: signed.brand.texts_in(signed.texts.code()).portal,
        theme: Theme::parse(&signed.person.theme),
        agent,
        bell: signed
            .unread
            .map(|count| Bell::new(signed.texts, count))
            .unwrap_or_default(),
        flash: signed.flash.clone(),
        ..Frame::plain(signed.texts, title)
    }
}
