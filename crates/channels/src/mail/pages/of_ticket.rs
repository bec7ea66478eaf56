//! The mail of a ticket, for those who work on it: what came in and why it belongs here, what went out and how far it has
//! come, and the messages as they were sent.

use super::looking::{allow_agents, must_work_on, own_mailboxes};
use super::queue::{chip, wrong};
use super::rows;
use crate::mail::model::MailId;
use crate::mail::out::model::{Outgoing, OutgoingId};
use crate::mail::queries::{self, outbox};
use crate::mail::receiving::stored;
use crate::mail::screens::{OfTicketPage, WentRow};
use directory::{SignedIn, frame};
use kernel::TicketId;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Path, Result};
use work::Floor;

/// Messages of each way on the page: the latest.
const ROWS: i64 = 100;

/// `GET /tickets/{id}/mail`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(ticket): Path<TicketId>,
) -> Result<Response> {
    allow_agents(&signed)?;
    let actor = signed.actor.clone();
    let reading = move |tx: &Tx<'_>| {
        must_work_on(tx, &actor, ticket)?;
        let own = own_mailboxes(tx, &actor)?;
        let came = queries::left::of_ticket(tx, ticket, &own, ROWS)?;
        Ok::<_, work::Error>((came, outbox::of_ticket(tx, ticket, ROWS)?))
    };
    let (came, went) = floor.desk.store().read(reading).await?;
    let came: Vec<_> = came.into_iter().map(|mail| (mail, true)).collect();
    let texts = signed.texts;
    Ok(html(&OfTicketPage {
        frame: frame(&signed, "/tickets", texts.t("mail-of-ticket")),
        number: ticket.to_string(),
        came: rows(&came, &signed),
        went: went.into_iter().map(|one| row(one, &signed)).collect(),
    }))
}

fn row((one, is_kept): (Outgoing, bool), signed: &SignedIn) -> WentRow {
    WentRow {
        at: signed.calendar().when(one.created_at.0),
        to: one.to.to_string(),
        state: chip(one.state, signed.texts),
        error: wrong(one.error, signed.texts),
        raw: is_kept.then(|| format!("/mail/sent/{}/raw", one.id.0)),
    }
}

/// `GET /mail/sent/{id}/raw`: a message as it was sent.
pub(super) async fn raw(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    allow_agents(&signed)?;
    let actor = signed.actor.clone();
    let reading = move |tx: &Tx<'_>| {
        let found = outbox::sent(tx, OutgoingId(id))?;
        let (ticket, hash) = found.ok_or(work::Error::NotFound)?;
        must_work_on(tx, &actor, ticket)?;
        Ok::<_, work::Error>(hash)
    };
    let hash = floor.desk.store().read(reading).await?;
    let raw = stored(floor.desk.store(), hash).await;
    super::messages::file(raw?, MailId(id))
}
