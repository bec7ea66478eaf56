//! `/tickets/{number}/presence`: who else is there.

use super::super::Pages;
use super::super::sent::Sent;
use crate::presence::{Doing, Heard};
use crate::screens::composer::{Looking, PresencePart};
use directory::SignedIn;
use kernel::{Permission, TicketId};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Face;
use web::reply::html;
use web::{Path, Result};

/// `POST /tickets/{number}/presence`: somebody is there, writes, or has gone; answers who else is.
pub(in crate::pages) async fn heard(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let reader = pages.reader(&signed);
    if !reader.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let now = reader.now;
    let read = move |tx: &store::Tx<'_>| crate::queries::ticket(tx, &reader, id);
    let ticket = pages.desk.store().read(read).await?;
    let heard = Heard {
        person: signed.person.id,
        name: &signed.person.name,
        page: sent.get("page"),
        doing: Doing::named(sent.get("doing")),
    };
    pages.presence.hear(&pages.live, ticket, heard, now);
    Ok(answer(&pages, &signed, id))
}

/// `GET /tickets/{number}/presence`
pub(in crate::pages) async fn others(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
) -> Result<Response> {
    let reader = pages.reader(&signed);
    if !reader.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let read = move |tx: &store::Tx<'_>| crate::queries::ticket(tx, &reader, id);
    pages.desk.store().read(read).await?;
    Ok(answer(&pages, &signed, id))
}

fn answer(pages: &Pages, signed: &SignedIn, id: TicketId) -> Response {
    html(&PresencePart {
        looking: looking(pages, signed, id),
    })
}

/// Who else is on the ticket, in words.
pub(in crate::pages) fn looking(pages: &Pages, signed: &SignedIn, id: TicketId) -> Vec<Looking> {
    let (texts, now) = (signed.texts, pages.desk.clock().now());
    let others = pages.presence.others(id, Some(signed.person.id), now);
    others
        .into_iter()
        .map(|one| {
            let (class, key) = match one.doing {
                Doing::Looks => ("", "presence-looks"),
                Doing::Notes => ("notes", "presence-notes"),
                Doing::Replies => ("replies", "presence-replies"),
            };
            Looking {
                said: texts.t1(key, "who", one.name.clone()),
                face: Face::new(&one.name),
                class,
            }
        })
        .collect()
}
