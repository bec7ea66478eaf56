//! Open tickets of the same person that speak of the same, while one more is written.

use super::Pages;
use super::changes::found_person;
use crate::error::Error;
use crate::queries;
use directory::SignedIn;
use kernel::Permission;
use serde::{Deserialize, Serialize};
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::json;
use web::{Query, Result};

/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 250;

/// What was typed so far.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    subject: String,
    /// Who needs it, by name or address; whoever is signed in without.
    #[serde(default)]
    requester: String,
}

/// A ticket that may be the same.
#[derive(Serialize)]
struct Offer {
    label: String,
    href: String,
    state: String,
    /// Why it may be.
    why: String,
}

/// `GET /tickets/similar?subject=…&requester=…`
pub(super) async fn similar(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let (reader, me, desk) = (pages.reader(&signed), signed.person.id, pages.desk.clone());
    let agent = signed.actor.can(Permission::TicketWork);
    let cut = |text: &str| {
        text[..text.floor_char_boundary(TYPED_MAX_BYTES)]
            .trim()
            .to_owned()
    };
    let (subject, requester) = (cut(&typed.subject), cut(&typed.requester));
    let (rules, found) = pages
        .desk
        .store()
        .read(move |tx| {
            let requester = match agent {
                true => match found_person(tx, &reader.actor, &requester) {
                    // Half a name may mean several.
                    Err(Error::Invalid { .. }) => None,
                    found => found?,
                },
                false => Some(me),
            };
            let found = match requester {
                Some(requester) => queries::similar(tx, &reader, requester, &subject)?,
                None => Vec::new(),
            };
            Ok::<_, Error>((desk.rules_in(tx)?, found))
        })
        .await?;
    let words = pages.words(&rules, signed.texts);
    let base = if agent { "/tickets" } else { "/my/tickets" };
    let offers: Vec<Offer> = found
        .iter()
        .map(|alike| {
            let ticket = &alike.listed;
            Offer {
                label: format!("#{} {}", ticket.id, ticket.subject),
                href: format!("{base}/{}", ticket.id),
                state: words.state(&ticket.kind, &ticket.state).to_owned(),
                why: alike.why(signed.texts),
            }
        })
        .collect();
    Ok(json(StatusCode::OK, &offers))
}
