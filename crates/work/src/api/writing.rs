//! Commands that come in by the API: done once, under the conditions that the request states.

use super::wire::{Changed, Outcome, Ticket};
use super::{attachments, reader};
use crate::desk::{Command, Desk};
use crate::error::{Error, Result};
use crate::queries;
use directory::SignedIn;
use directory::once::{Answer, Once, once};
use kernel::ticket::{Attachment, Change, Channel};
use kernel::{Actor, Permission, TicketId};
use store::Tx;
use web::IfMatch;
use web::axum::http::StatusCode;
use web::axum::response::Response;

/// Where the API is.
pub(super) const BASE: &str = "/api/spoc/v1";

/// Changes of one ticket by the API.
pub(super) fn change(ticket: i64, changes: Vec<Change>) -> Command {
    Command::Change {
        tickets: vec![TicketId(ticket)],
        changes,
        seen: None,
        channel: Channel::Api,
    }
}

/// Refuses when the ticket has another version than `If-Match` says.
fn check_version(tx: &Tx<'_>, actor: &Actor, wanted: Option<(TicketId, i64)>) -> Result<()> {
    let Some((id, seen)) = wanted else {
        return Ok(());
    };
    store::lock(tx, &[id])?;
    let ticket = store::load(tx, id)?
        .filter(|ticket| actor.may_see(ticket))
        .ok_or(Error::NotFound)?;
    let present = ticket.version;
    if present == seen {
        Ok(())
    } else {
        Err(Error::Stale { seen, present })
    }
}

fn wanted(seen: IfMatch, ticket: i64) -> Option<(TicketId, i64)> {
    seen.0.map(|version| (TicketId(ticket), version))
}

/// Changes a ticket, and answers with what it is now.
pub(super) async fn changed(
    desk: &Desk,
    signed: &SignedIn,
    seen: IfMatch,
    ticket: i64,
    command: Command,
) -> web::Result<Response> {
    let wanted = wanted(seen, ticket);
    let actor = signed.actor.clone();
    let outcome = desk
        .execute_with(
            &signed.actor,
            command,
            Channel::Api,
            move |tx, _, execute| {
                check_version(tx, &actor, wanted)?;
                execute()
            },
        )
        .await?;
    let reader = reader(desk, signed);
    let reads_notes = reader.actor.can(Permission::NoteRead);
    let page = desk
        .store()
        .read(move |tx| queries::page(tx, &reader, TicketId(ticket)))
        .await;
    let ticket = match page {
        Ok(page) => Some(Ticket::new(&page, reads_notes)),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let version = ticket.as_ref().map(|ticket| ticket.version);
    let command = outcome.command.map(|command| command.0);
    let mut response = web::reply::json(StatusCode::OK, &Changed { command, ticket });
    if let Some(version) = version {
        let (name, tag) = web::reply::etag(version);
        response.headers_mut().insert(name, tag);
    }
    Ok(response)
}

/// A command of a ticket that adds something, done once.
pub(super) struct Adding {
    /// The ticket's number.
    pub(super) ticket: i64,
    /// The version that the writer has seen.
    pub(super) seen: IfMatch,
    /// The key of the request.
    pub(super) once: Option<Once>,
    /// What is added.
    pub(super) command: Command,
}

/// Adds something to a ticket, and answers with what the command did.
pub(super) async fn added(desk: &Desk, signed: &SignedIn, adding: Adding) -> web::Result<Answer> {
    let wanted = wanted(adding.seen, adding.ticket);
    let (actor, request) = (signed.actor.clone(), adding.once);
    let around = move |tx: &Tx<'_>, now, execute: &dyn Fn() -> Result<crate::Outcome>| {
        once(tx, &actor, now, request.as_ref(), || {
            check_version(tx, &actor, wanted)?;
            let outcome = execute()?;
            let answer = Answer::new(StatusCode::CREATED, &Outcome::from(&outcome))?;
            let first = outcome.ticket().ok();
            Ok(match first {
                Some(first) => answer.at(format!("{BASE}/tickets/{first}")),
                None => answer,
            })
        })
    };
    let done = desk.execute_with(&signed.actor, adding.command, Channel::Api, around);
    Ok(done.await?)
}

/// The files of these hashes, as far as whoever is signed in has uploaded them or sees them on a ticket.
pub(super) async fn files(
    desk: &Desk,
    signed: &SignedIn,
    hashes: Vec<String>,
) -> web::Result<Vec<Attachment>> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let reader = reader(desk, signed);
    let found = desk
        .store()
        .read(move |tx| attachments::named(tx, &reader, &hashes));
    Ok(found.await?)
}
