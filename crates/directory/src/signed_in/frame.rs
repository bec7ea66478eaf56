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

/// The frame of a page: `here` is the rail's entry that the page belongs to (`/tickets`), or empty.
pub fn frame(signed: &SignedIn, here: &str, title: impl Into<String>) -> Frame {
    Frame {
        csrf: signed.csrf.to_string(),
        person: Some(web::SignedIn {
            id: signed.person.id.to_string(),
            face: Face::new(&signed.person.name),
            email: signed.person.email.clone(),
            role: signed.role(),
        }),
        rail: signed
            .site
            .places(&signed.actor, &signed.off)
            .map(|place| RailEntry {
                label: place.label,
                icon: place.icon,
                href: place.href,
                current: place.href == here,
            })
            .collect(),
        product: signed.brand.product.clone(),
        brand_css: signed.brand.style_href(),
        logo: signed.brand.logo_href(),
        greeting: signed.brand.texts_in(signed.texts.code()).portal,
        theme: Theme::parse(&signed.person.theme),
        agent: signed.actor.can(Permission::TicketRead),
        bell: signed
            .unread
            .map(|count| Bell::new(signed.texts, count))
            .unwrap_or_default(),
        flash: signed.flash.clone(),
        ..Frame::plain(signed.texts, title)
    }
}
