//! Approvals on a ticket's page: asked for, answered, taken back.

mod shown;

pub(super) use shown::{Looking, rows, unaskable};

use super::Pages;
use super::doing::{Form, change};
use super::sent::Sent;
use super::ticket::Teller;
use super::words::Words;
use crate::queries::NameMaps;
use crate::screens::approvals::ApprovalRow;
use directory::SignedIn;
use kernel::policy::APPROVALS;
use kernel::ticket::{ApprovalChange, ApprovalId, Change, Verdict};
use kernel::{Actor, PersonId, Ticket, TicketId};
use std::collections::BTreeSet;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::post;
use web::{Path, Result};

/// The routes.
pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/tickets/{number}/approvals", post(ask))
        .route("/tickets/{number}/approvals/{id}/answer", post(answer))
        .route(
            "/tickets/{number}/approvals/{id}/cancellation",
            post(cancel),
        )
}

/// The approvals of a ticket in words, the latest first; none while they are switched off. `away` are those for whom the reader stands in.
pub fn approval_rows(
    ticket: &Ticket,
    (words, names): (&Words, &NameMaps),
    calendar: &web::Calendar,
    actor: &Actor,
    away: &BTreeSet<PersonId>,
) -> Vec<ApprovalRow> {
    if !words.policy.has(APPROVALS) {
        return Vec::new();
    }
    let teller = Teller {
        words,
        names,
        linked: &[],
        calendar,
    };
    let looking = Looking {
        me: actor.person,
        away,
    };
    rows(ticket, &teller, &looking)
}

/// `POST /tickets/{number}/approvals`
async fn ask(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let form = Form::new(
        &signed,
        id,
        "approval",
        signed.texts.t("done-approval-asked"),
    );
    let key = sent.get("approval").to_owned();
    let changes = vec![Change::Approval(ApprovalChange::Ask(key))];
    change(&pages, &signed, form, changes, sent).await
}

/// `POST /tickets/{number}/approvals/{id}/answer`
async fn answer(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, approval)): Path<(TicketId, ApprovalId)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let change_wanted = answer_of(approval, &sent)?;
    let said = signed.texts.t("done-approval-answered");
    let form = Form::new(&signed, id, format!("approval.{approval}"), said);
    change(&pages, &signed, form, vec![change_wanted], sent).await
}

/// What a form says to an approval.
///
/// # Errors
/// When it says neither yes nor no.
pub fn answer_of(approval: ApprovalId, sent: &Sent) -> Result<Change> {
    let verdict = Verdict::named(sent.get("verdict")).ok_or_else(|| {
        web::Error::invalid_field("verdict", "say `approved` or `rejected`".to_owned())
    })?;
    Ok(Change::Approval(ApprovalChange::Decide {
        approval,
        verdict,
        comment: sent.get("comment").to_owned(),
    }))
}

/// `POST /tickets/{number}/approvals/{id}/cancellation`
async fn cancel(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, approval)): Path<(TicketId, ApprovalId)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let said = signed.texts.t("done-approval-cancelled");
    let form = Form::new(&signed, id, format!("approval.{approval}"), said);
    let reason = sent.get("reason").to_owned();
    let changes = vec![Change::Approval(ApprovalChange::Cancel {
        approval,
        reason,
    })];
    change(&pages, &signed, form, changes, sent).await
}
