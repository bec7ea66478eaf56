//! Messages on a ticket, and time worked on it.

use super::wire::{MessageNew, Outcome, SideMessageNew, TimeWorked};
use super::writing::{Adding, added, change, files};
use crate::desk::Desk;
use directory::SignedIn;
use directory::once::{Answer, Body};
use kernel::ticket::{Change, InternalText, Message, PublicText};
use web::axum::extract::State;
use web::{IfMatch, Path};

/// Replies: the requester reads it.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/replies", tag = "tickets", request_body = MessageNew,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_reply(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<MessageNew>,
) -> web::Result<Answer> {
    let mention = value.mention();
    let message = Message {
        text: PublicText(value.text),
        attachments: files(&desk, &signed, value.attachments).await?,
    };
    let mut changes = vec![Change::Reply(message)];
    changes.extend(mention);
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, changes),
    };
    added(&desk, &signed, adding).await
}

/// Adds an internal note: only agents read it.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/notes", tag = "tickets", request_body = MessageNew,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_note(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<MessageNew>,
) -> web::Result<Answer> {
    let mention = value.mention();
    let message = Message {
        text: InternalText(value.text),
        attachments: files(&desk, &signed, value.attachments).await?,
    };
    let mut changes = vec![Change::Note(message)];
    changes.extend(mention);
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, changes),
    };
    added(&desk, &signed, adding).await
}

/// Writes to people outside, or notes what they answered: the requester is never told.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/side-messages", tag = "tickets",
    request_body = SideMessageNew,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_side_message(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { mut value, once }: Body<SideMessageNew>,
) -> web::Result<Answer> {
    let hashes = std::mem::take(&mut value.attachments);
    let attachments = files(&desk, &signed, hashes).await?;
    let aside = value.aside(attachments)?;
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::WriteAside(Box::new(aside))]),
    };
    added(&desk, &signed, adding).await
}

/// Adds time that was worked.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/time-worked", tag = "tickets", request_body = TimeWorked,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_time_worked(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<TimeWorked>,
) -> web::Result<Answer> {
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::TimeWorked(value.work()?)]),
    };
    added(&desk, &signed, adding).await
}
