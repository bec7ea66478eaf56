//! The approvals of a ticket, and what waits for whoever is signed in.

use super::reader;
use super::wire::{Approval, ApprovalAnswer, ApprovalNew, ApprovalReason, Changed, Outcome};
use super::writing::{Adding, added, change, changed};
use crate::desk::Desk;
use crate::queries;
use directory::SignedIn;
use directory::once::{Answer, Body};
use kernel::TicketId;
use kernel::policy::APPROVALS;
use kernel::ticket::{ApprovalChange, Change};
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::{IfMatch, Path};

/// The approvals of a ticket, in their order: their steps, who was asked and what they said.
#[utoipa::path(get, path = "/api/spoc/v1/tickets/{number}/approvals", tag = "tickets",
    params(("number" = i64, Path)),
    responses((status = 200, body = Vec<Approval>), (status = 404)))]
pub(super) async fn list_approvals(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(number): Path<i64>,
) -> web::Result<Response> {
    let reader = reader(&desk, &signed);
    let asked = desk.clone();
    let ticket = desk.store().read(move |tx| {
        let is_on = asked.rules_in(tx)?.policy.has(APPROVALS);
        let ticket = queries::ticket(tx, &reader, TicketId(number))?;
        is_on.then_some(ticket).ok_or(crate::Error::NotFound)
    });
    let ticket = ticket.await?;
    let approvals: Vec<Approval> = ticket.approvals.iter().map(Approval::from).collect();
    Ok(web::reply::json(StatusCode::OK, &approvals))
}

/// Asks for an approval of the policy. One that waits already is not asked for twice.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/approvals", tag = "tickets", request_body = ApprovalNew,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_approval(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<ApprovalNew>,
) -> web::Result<Answer> {
    let ask = ApprovalChange::Ask(value.approval);
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::Approval(ask)]),
    };
    added(&desk, &signed, adding).await
}

/// Answers to an approval that one is asked for, also where one may not see the ticket.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/approvals/{approval}/answer", tag = "tickets",
    request_body = ApprovalAnswer,
    params(("number" = i64, Path), ("approval" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn answer_approval(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path((ticket, approval)): Path<(i64, i64)>,
    Body { value, once }: Body<ApprovalAnswer>,
) -> web::Result<Answer> {
    let decide = value.change(approval);
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::Approval(decide)]),
    };
    added(&desk, &signed, adding).await
}

/// Takes an approval back.
#[utoipa::path(put, path = "/api/spoc/v1/tickets/{number}/approvals/{approval}/cancellation", tag = "tickets",
    request_body = ApprovalReason,
    params(("number" = i64, Path), ("approval" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn cancel_approval(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path((number, approval)): Path<(i64, i64)>,
    Body { value, .. }: Body<ApprovalReason>,
) -> web::Result<Response> {
    let cancel = ApprovalChange::Cancel {
        approval,
        reason: value.reason,
    };
    let command = change(number, vec![Change::Approval(cancel)]);
    changed(&desk, &signed, seen, number, command).await
}
