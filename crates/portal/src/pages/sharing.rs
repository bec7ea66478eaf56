//! Letting others follow a ticket, and saying how content one is with how it was resolved.

use super::{Portal, acts};
use crate::queries;
use directory::SignedIn;
use directory::queries as people;
use kernel::ticket::{Change, Refusal};
use kernel::{PersonId, TicketId};
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::json;
use web::{Path, Query, Result};
use work::Error;
use work::pages::Sent;

/// Most people who are offered.
const OFFERED_MAX: usize = 8;
/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 100;

/// `POST /my/tickets/{number}/watchers`: `person` begins to follow, by address or full name; `remove` ends.
pub(super) async fn watchers(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    if let Ok(person) = sent.get("remove").parse() {
        let change = Change::Unwatch(PersonId(person));
        return acts::done(&portal, &signed, id, change, "done-unshared", sent).await;
    }
    match colleague(&portal, &signed, sent.get("person")).await {
        Ok(person) => {
            let change = Change::Watch(person);
            acts::done(&portal, &signed, id, change, "done-shared", sent).await
        }
        Err(error) => acts::refuse(&portal, &signed, id, error, sent).await,
    }
}

/// What was typed so far.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// Somebody who may be meant.
#[derive(Serialize)]
struct Offer {
    /// What the field gets.
    value: String,
    /// What people read.
    label: String,
}

/// `GET /my/colleagues?q=…`: people of the reader's own organisation; of others only the address leads to anybody.
pub(super) async fn colleagues(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let (me, organisation) = (signed.person.id, signed.actor.organisation);
    let q = typed.q[..typed.q.floor_char_boundary(TYPED_MAX_BYTES)].to_owned();
    let store = portal.pages.desk().store();
    let offers = store
        .read(move |tx| {
            let Some(organisation) = organisation else {
                return Ok(Vec::new());
            };
            let found = people::suggest_members(tx, organisation, &q, OFFERED_MAX + 1)?;
            let mut offers = Vec::new();
            for person in found.into_iter().filter(|person| person.id != me) {
                let alone = queries::colleagues_named(tx, organisation, &person.name)?.len() == 1;
                let value = match person.email {
                    Some(email) if !alone => email,
                    _ => person.name.clone(),
                };
                offers.push(Offer {
                    label: match alone {
                        true => person.name,
                        false => format!("{} · {value}", person.name),
                    },
                    value,
                });
            }
            offers.truncate(OFFERED_MAX);
            Ok::<_, Error>(offers)
        })
        .await?;
    Ok(json(StatusCode::OK, &offers))
}

/// `POST /my/tickets/{number}/following`: whoever looks on follows from now on.
pub(super) async fn follow(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let change = Change::Watch(signed.person.id);
    acts::done(&portal, &signed, id, change, "done-following", sent).await
}

/// `POST /my/tickets/{number}/sharing`: with the organisation, or no longer.
pub(super) async fn share(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let to = sent.get("to") == "organisation";
    let said = if to { "done-shared" } else { "done-unshared" };
    acts::done(&portal, &signed, id, Change::Share(to), said, sent).await
}

/// `POST /my/tickets/{number}/rating`
pub(super) async fn rate(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let change = Change::Rate {
        // Nothing chosen is refused by the same rule as what is no number of stars.
        stars: sent.get("stars").parse().unwrap_or(0),
        comment: sent.get("comment").to_owned(),
    };
    acts::done(&portal, &signed, id, change, "done-rated", sent).await
}

/// Whoever has exactly this address; or, within the own organisation, this name.
async fn colleague(portal: &Portal, signed: &SignedIn, typed: &str) -> work::Result<PersonId> {
    let (typed, organisation) = (typed.trim().to_owned(), signed.actor.organisation);
    let store = portal.pages.desk().store();
    let found = store
        .read(move |tx| {
            if typed.contains('@') {
                let found = people::find_person_by_email(tx, &typed)?;
                let active = found.filter(|person| person.active);
                return Ok::<_, Error>(active.map(|person| person.id));
            }
            let named = match organisation {
                Some(organisation) => queries::colleagues_named(tx, organisation, &typed)?,
                None => Vec::new(),
            };
            Ok(match named.as_slice() {
                [one] => Some(*one),
                _ => None,
            })
        })
        .await?;
    let (field, person) = ("watcher", PersonId(0));
    found.ok_or(Refusal::NoSuchPerson { field, person }.into())
}
