//! What is done to the tasks of a ticket.

use super::Pages;
use super::changes::{person, team};
use super::doing::{self, Form, change};
use super::sent::Sent;
use crate::error::{Error, Result};
use crate::queries;
use directory::SignedIn;
use kernel::ticket::{Change, Refusal, TaskChange, TaskId, TaskPlan, TaskState};
use kernel::{Actor, Permission, TicketId};
use store::Tx;
use web::Path;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::post;

/// The routes.
pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/tickets/{number}/tasks", post(add))
        .route("/tickets/{number}/tasks/template", post(add_template))
        .route("/tickets/{number}/tasks/{task}", post(plan))
        .route("/tickets/{number}/tasks/{task}/state", post(set_state))
        .route("/tickets/{number}/tasks/{task}/place", post(set_place))
        .route("/tickets/{number}/tasks/{task}/removal", post(remove))
}

/// `POST /tickets/{number}/tasks`
async fn add(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let form = Form::new(&signed, id, "task_add", signed.texts.t("done-task-added"));
    match planned(&pages, &signed, &sent).await {
        Ok(plan) => {
            let changes = vec![Change::Task(TaskChange::Add(plan))];
            change(&pages, &signed, form, changes, sent).await
        }
        Err(error) => doing::refuse(&pages, &signed, form, error, sent).await,
    }
}

/// `POST /tickets/{number}/tasks/template`: all tasks of a list that was prepared.
async fn add_template(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let template: i64 = sent.get("template").parse().unwrap_or(0);
    let today = pages.reader(&signed).today();
    let template = pages
        .desk
        .store()
        .read(move |tx| queries::find_task_template(tx, template))
        .await?;
    let template = template.ok_or_else(web::Error::not_found)?;
    let form = Form::new(&signed, id, "task_add", signed.texts.t("done-tasks-added"));
    let plans = template.items.into_iter().map(|item| item.plan(today));
    let changes = plans.map(|plan| Change::Task(TaskChange::Add(plan)));
    let changes = changes.collect();
    change(&pages, &signed, form, changes, sent).await
}

/// `POST /tickets/{number}/tasks/{task}`
async fn plan(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, task)): Path<(TicketId, TaskId)>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let form = about(&signed, id, task, "done-task-changed");
    match planned(&pages, &signed, &sent).await {
        Ok(plan) => {
            let changes = vec![Change::Task(TaskChange::Plan { task, plan })];
            change(&pages, &signed, form, changes, sent).await
        }
        Err(error) => doing::refuse(&pages, &signed, form, error, sent).await,
    }
}

/// `POST /tickets/{number}/tasks/{task}/state`
async fn set_state(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, task)): Path<(TicketId, TaskId)>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let state = TaskState::named(sent.get("state")).unwrap_or_default();
    let said = match state {
        TaskState::Open => "done-task-reopened",
        TaskState::Done => "done-task-done",
        TaskState::Skipped => "done-task-skipped",
    };
    let form = about(&signed, id, task, said);
    let changes = vec![Change::Task(TaskChange::State { task, state })];
    change(&pages, &signed, form, changes, sent).await
}

/// `POST /tickets/{number}/tasks/{task}/place`
async fn set_place(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, task)): Path<(TicketId, TaskId)>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let place = sent.get("place").parse().unwrap_or(0);
    let form = about(&signed, id, task, "done-task-moved");
    let changes = vec![Change::Task(TaskChange::Move { task, place })];
    change(&pages, &signed, form, changes, sent).await
}

/// `POST /tickets/{number}/tasks/{task}/removal`
async fn remove(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, task)): Path<(TicketId, TaskId)>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let form = about(&signed, id, task, "done-task-removed");
    let changes = vec![Change::Task(TaskChange::Remove(task))];
    change(&pages, &signed, form, changes, sent).await
}

fn about(signed: &SignedIn, ticket: TicketId, task: TaskId, said: &str) -> Form {
    Form::new(signed, ticket, format!("task.{task}"), signed.texts.t(said))
}

/// What a form says of a task.
async fn planned(pages: &Pages, signed: &SignedIn, sent: &Sent) -> Result<TaskPlan> {
    if !signed.actor.can(Permission::TicketWork) {
        return Err(Refusal::AgentsOnly.into());
    }
    let (actor, fields) = (signed.actor.clone(), sent.fields().to_vec());
    pages
        .desk
        .store()
        .read(move |tx| read_plan(tx, &actor, &fields))
        .await
}

fn read_plan(tx: &Tx<'_>, actor: &Actor, fields: &[(String, String)]) -> Result<TaskPlan> {
    let all = |wanted: &'static str| {
        let named = fields.iter().filter(move |(name, _)| name == wanted);
        named
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let owner = all("owner")
        .next()
        .map(|typed| person(tx, actor, "owner", typed));
    let team = team(tx, actor, all("team").next().unwrap_or_default())?;
    let due_on = all("due_on").next().map(|typed| {
        typed.parse().map_err(|_| Error::Invalid {
            field: "due_on",
            text: "refusal-day".into(),
        })
    });
    Ok(TaskPlan {
        title: all("title").next().unwrap_or_default().to_owned(),
        owner: owner.transpose()?,
        team,
        due_on: due_on.transpose()?,
        after: all("after").filter_map(|id| id.parse().ok()).collect(),
    })
}
