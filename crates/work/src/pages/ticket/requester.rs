//! The card of whoever asked: how to reach them, where they belong, what else they asked, how content they were.

use super::Found;
use crate::error::Result;
use crate::pages::address::{ListAddress, asked_by};
use crate::pages::words::Words;
use crate::queries::Listed;
use crate::screens::ticket::{PersonCard, Related};
use directory::model::Person;
use directory::{SignedIn, queries as people};
use kernel::PersonId;
use store::Tx;
use web::Calendar;
use web::parts::Face;

/// What the directory knows of them.
pub(super) struct Known {
    pub(super) person: Person,
    place: String,
    organisation: String,
    manager: String,
}

/// Who needs it, and what else they asked for.
pub(super) fn card<'a>(
    signed: &SignedIn,
    words: &'a Words,
    found: &'a Found,
    name: &str,
) -> PersonCard<'a> {
    let id = found.page.ticket.requester;
    let person = found.card.as_ref().map(|card| &card.person);
    let query = asked_by(id, person.and_then(|person| person.email.as_deref()));
    let all = ListAddress {
        q: &query,
        ..ListAddress::default()
    };
    PersonCard {
        href: format!("/people/{id}/tickets"),
        face: Face::new(name),
        email: person
            .and_then(|person| person.email.as_deref())
            .unwrap_or_default(),
        phone: person.map_or("", |person| &person.phone),
        place: found.card.as_ref().map_or("", |card| &card.place),
        title: person.map_or("", |person| &person.title),
        organisation: found.card.as_ref().map_or("", |card| &card.organisation),
        manager: found.card.as_ref().map_or("", |card| &card.manager),
        vip: person.is_some_and(|person| person.vip),
        local_time: person
            .filter(|person| person.time_zone != signed.person.time_zone)
            .map(|person| {
                let time = Calendar::new(words.texts, &person.time_zone).time(found.now.0);
                format!("{time} ({})", person.time_zone)
            })
            .unwrap_or_default(),
        content: found
            .ratings
            .average(words.texts)
            .map(|average| (average, found.ratings.counted(words.texts))),
        assets: found.held.clone(),
        others: found
            .others
            .iter()
            .map(|other| listed(words, other))
            .collect(),
        all_href: all.first(),
    }
}

/// A ticket in a line.
pub(super) fn listed<'a>(words: &'a Words, other: &'a Listed) -> Related<'a> {
    Related {
        relation: "",
        number: other.id.0,
        subject: &other.subject,
        state: words.state_chip(&other.kind, &other.state, &other.state_category),
        unlink: None,
    }
}

/// What the directory knows of a person; nothing where there is none.
pub(super) fn read(tx: &Tx<'_>, id: PersonId) -> Result<Option<Known>> {
    let Some(person) = people::find_person(tx, id)? else {
        return Ok(None);
    };
    let mut place = Vec::new();
    if let Some(id) = person.department_id {
        place.extend(people::department_names(tx, &[id].into())?.remove(&id));
    }
    if let Some(id) = person.location_id {
        place.extend(people::location_names(tx, &[id].into())?.remove(&id));
    }
    let organisation = match person.organisation_id {
        Some(id) => people::find_organisation(tx, id)?.map(|found| found.name),
        None => None,
    };
    let manager = match person.manager_id {
        Some(id) => people::person_names(tx, &[id].into())?.remove(&id),
        None => None,
    };
    Ok(Some(Known {
        place: place.join(" · "),
        organisation: organisation.unwrap_or_default(),
        manager: manager.map(|person| person.name).unwrap_or_default(),
        person,
    }))
}
