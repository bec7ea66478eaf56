//! The tasks of a ticket: for those who read its notes.

use super::reader;
use super::wire::{Changed, Outcome, TaskEdit, TaskNew};
use super::writing::{Adding, added, change, changed};
use crate::desk::{Command, Desk};
use crate::error::Error;
use crate::queries;
use directory::SignedIn;
use directory::once::{Answer, Body};
use kernel::TicketId;
use kernel::ticket::{Change, Channel, Refusal, TaskChange};
use web::axum::extract::State;
use web::axum::response::Response;
use web::{IfMatch, Path};

/// Adds a task to a ticket: the last of its tasks.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/tasks", tag = "tickets", request_body = TaskNew,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_task(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<TaskNew>,
) -> web::Result<Answer> {
    let task = Change::Task(TaskChange::Add(value.plan()?));
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![task]),
    };
    added(&desk, &signed, adding).await
}

/// Changes a task: what it is about, how far it is, its place.
#[utoipa::path(patch, path = "/api/spoc/v1/tickets/{number}/tasks/{task}", tag = "tickets", request_body = TaskEdit,
    params(("number" = i64, Path), ("task" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 409),
        (status = 422)))]
pub(super) async fn change_task(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path((number, task)): Path<(i64, i64)>,
    Body { value, .. }: Body<TaskEdit>,
) -> web::Result<Response> {
    let reader = reader(&desk, &signed);
    let ticket = desk
        .store()
        .read(move |tx| queries::ticket(tx, &reader, TicketId(number)))
        .await?;
    let found = ticket.tasks.iter().find(|other| other.id == task);
    let now = found.ok_or(Error::from(Refusal::NoSuchTask(task)))?;
    let changes = value.changes(now)?.into_iter().map(Change::Task);
    let command = Command::Change {
        tickets: vec![ticket.id],
        changes: changes.collect(),
        // What is left out stays as it is now: whoever changed it meanwhile is not overwritten.
        seen: Some(ticket.version),
        channel: Channel::Api,
    };
    changed(&desk, &signed, seen, number, command).await
}

/// Removes a task.
#[utoipa::path(delete, path = "/api/spoc/v1/tickets/{number}/tasks/{task}", tag = "tickets",
    params(("number" = i64, Path), ("task" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn remove_task(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path((number, task)): Path<(i64, i64)>,
) -> web::Result<Response> {
    let command = change(number, vec![Change::Task(TaskChange::Remove(task))]);
    changed(&desk, &signed, seen, number, command).await
}
