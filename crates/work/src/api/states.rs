//! Moves in a ticket's life: each a noun under the ticket.

use super::wire::{Changed, HoldSet, Outcome, Reason, ResolutionSet};
use super::writing::{Adding, added, change, changed};
use crate::desk::Desk;
use directory::SignedIn;
use directory::once::{Answer, Body};
use kernel::Timestamp;
use kernel::policy::Lifecycle;
use kernel::ticket::Change;
use web::axum::extract::State;
use web::axum::response::Response;
use web::{IfMatch, Path};

/// Resolves a ticket.
#[utoipa::path(put, path = "/api/spoc/v1/tickets/{number}/resolution", tag = "tickets",
    request_body = ResolutionSet,
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn set_resolution(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
    Body { value, .. }: Body<ResolutionSet>,
) -> web::Result<Response> {
    let ResolutionSet { code, text } = value;
    let command = change(number, vec![Change::Resolve { code, text }]);
    changed(&desk, &signed, seen, number, command).await
}

/// Puts a ticket on hold.
#[utoipa::path(put, path = "/api/spoc/v1/tickets/{number}/hold", tag = "tickets", request_body = HoldSet,
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn set_hold(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
    Body { value, .. }: Body<HoldSet>,
) -> web::Result<Response> {
    let until = match value.until.as_deref().map(Timestamp::parse) {
        None => None,
        Some(Some(until)) => Some(until),
        Some(None) => {
            let text = "is no instant; write it in RFC 3339, as 2026-11-22T14:05:00Z";
            return Err(web::Error::invalid_field("until", text));
        }
    };
    let hold = Change::Hold {
        reason: value.reason,
        until,
        text: value.text,
    };
    let command = change(number, vec![hold]);
    changed(&desk, &signed, seen, number, command).await
}

/// Takes a ticket off hold.
#[utoipa::path(delete, path = "/api/spoc/v1/tickets/{number}/hold", tag = "tickets",
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end_hold(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
) -> web::Result<Response> {
    let resume = Change::State(Lifecycle::IN_PROGRESS.into());
    let command = change(number, vec![resume]);
    changed(&desk, &signed, seen, number, command).await
}

/// Closes a ticket.
#[utoipa::path(put, path = "/api/spoc/v1/tickets/{number}/closure", tag = "tickets",
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn set_closure(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
) -> web::Result<Response> {
    let command = change(number, vec![Change::Close]);
    changed(&desk, &signed, seen, number, command).await
}

/// Withdraws a ticket.
#[utoipa::path(put, path = "/api/spoc/v1/tickets/{number}/cancellation", tag = "tickets", request_body = Reason,
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn set_cancellation(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
    Body { value, .. }: Body<Reason>,
) -> web::Result<Response> {
    let command = change(number, vec![Change::Cancel { text: value.text }]);
    changed(&desk, &signed, seen, number, command).await
}

/// Reopens a ticket.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/reopening", tag = "tickets", request_body = Reason,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn add_reopening(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<Reason>,
) -> web::Result<Answer> {
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::Reopen { text: value.text }]),
    };
    added(&desk, &signed, adding).await
}
