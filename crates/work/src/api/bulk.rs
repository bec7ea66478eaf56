//! Many tickets at once, and taking commands back.

use super::conditions::Asked;
use super::wire::{Bulk, Job, Outcome};
use crate::desk::{Command, Desk};
use crate::jobs::bulk::{self as jobs, AT_ONCE_MAX, BulkEdit, TICKETS_MAX};
use crate::queries;
use directory::SignedIn;
use directory::once::{Answer, Body, Once, once};
use kernel::ticket::Channel;
use kernel::{CommandId, JobId, TicketId};
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse, Response};

/// Changes many tickets alike, as one command. Up to 50 at once: all of them or none. More, up to 20,000, beside
/// the request and each for itself: the answer is 202 with the job, which says how it comes on. Needs
/// `ticket.bulk`.
#[utoipa::path(post, path = "/api/spoc/v1/bulk", tag = "tickets", request_body = Bulk,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Outcome), (status = 202, body = Job), (status = 403), (status = 404),
        (status = 409), (status = 422)))]
pub(super) async fn change_many(
    State(desk): State<Desk>,
    signed: SignedIn,
    body: Body<Bulk>,
) -> web::Result<Answer> {
    let Body {
        value: Bulk {
            tickets,
            q,
            changes,
        },
        once: request,
    } = body;
    let rules = desk.rules().await?;
    let wanted = changes.changes(&rules.policy)?;
    let tickets = match (tickets, q) {
        (Some(tickets), None) => tickets.into_iter().map(TicketId).collect(),
        (None, Some(q)) => that_meet(&desk, &signed, q).await?,
        _ => {
            let text = "name the tickets either by their numbers or by a condition `q`";
            return Err(web::Error::invalid_field("tickets", text));
        }
    };
    if tickets.len() > TICKETS_MAX {
        let text = format!("at most {TICKETS_MAX} tickets are changed at once; narrow it down");
        return Err(web::Error::invalid_field("tickets", text));
    }
    if tickets.len() > AT_ONCE_MAX {
        if changes.seen.is_some() {
            let text = format!("a version can be given for at most {AT_ONCE_MAX} tickets");
            return Err(web::Error::invalid_field("changes.seen", text));
        }
        let edit = BulkEdit {
            tickets,
            changes: wanted,
            asked: asked(&signed),
        };
        return in_background(&desk, signed, edit, request).await;
    }
    let command = Command::Change {
        tickets,
        changes: wanted,
        seen: changes.seen,
        channel: Channel::Api,
    };
    let actor = signed.actor.clone();
    let around = move |tx: &Tx<'_>, now, execute: &dyn Fn() -> crate::Result<crate::Outcome>| {
        once(tx, &actor, now, request.as_ref(), || {
            let outcome = execute()?;
            Ok(Answer::new(StatusCode::OK, &Outcome::from(&outcome))?)
        })
    };
    Ok(desk
        .execute_with(&signed.actor, command, Channel::Api, around)
        .await?)
}

/// The tickets that meet a condition, and one more than may be if there are too many.
async fn that_meet(desk: &Desk, signed: &SignedIn, q: String) -> web::Result<Vec<TicketId>> {
    let asked = Asked::new(desk, signed, q);
    asked
        .read(desk, |tx, reader, _, condition| {
            queries::all_that_meet(tx, reader, condition, TICKETS_MAX)
        })
        .await
}

/// How a job is asked for over the API.
fn asked(signed: &SignedIn) -> jobs::Asked {
    jobs::Asked {
        permissions: signed.actor.permissions,
        language: None,
        channel: Channel::Api,
    }
}

/// Puts the edit into the queue; answers the job.
async fn in_background(
    desk: &Desk,
    signed: SignedIn,
    edit: BulkEdit,
    request: Option<Once>,
) -> web::Result<Answer> {
    let (desk, store, now) = (desk.clone(), desk.store().clone(), desk.clock().now());
    let work = move |tx: &Tx<'_>| {
        once(tx, &signed.actor, now, request.as_ref(), || {
            let id = jobs::begin(&desk, tx, &signed.actor, &edit, now)?;
            accepted(tx, &signed, id)
        })
    };
    Ok(store.write(work).await?)
}

/// The answer that a job is in the queue.
fn accepted(tx: &Tx<'_>, signed: &SignedIn, id: JobId) -> crate::Result<Answer> {
    let job = super::jobs::document(tx, signed, id)?;
    Ok(Answer::new(StatusCode::ACCEPTED, &job)?.at(super::jobs::location(id)))
}

/// Takes a command back, wherever it did something: by one more activity on each ticket. What a job of one's own
/// did is taken back by a job again: the answer is 202.
#[utoipa::path(delete, path = "/api/spoc/v1/commands/{id}", tag = "tickets", params(("id" = i64, Path)),
    responses((status = 200, body = Outcome), (status = 202, body = Job), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn undo_command(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> web::Result<Response> {
    let command = CommandId(id);
    let (begin, asked, by) = (desk.clone(), asked(&signed), signed.clone());
    let beginning = move |tx: &Tx<'_>| {
        let begun = jobs::begin_undo(&begin, tx, &by.actor, command, &asked)?;
        begun.map(|id| accepted(tx, &by, id)).transpose()
    };
    if let Some(accepted) = desk.store().write(beginning).await? {
        return Ok(accepted.into_response());
    }
    let command = Command::Undo { command };
    let outcome = desk
        .execute_with(&signed.actor, command, Channel::Api, |_, _, execute| {
            execute()
        })
        .await?;
    Ok(web::reply::json(StatusCode::OK, &Outcome::from(&outcome)))
}
