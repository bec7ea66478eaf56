//! Tickets: listed, filed, read and changed.

use super::conditions::{self, Asked};
use super::wire::{Changed, Filed, Ticket, TicketEdit, TicketList, TicketNew};
use super::writing::{self, BASE, changed, files};
use super::{limit, reader};
use crate::desk::{Command, Desk};
use crate::error::{Error, Result};
use crate::queries::{self, LIST_MAX, ListQuery, Sort};
use directory::SignedIn;
use directory::once::{Answer, Body, once};
use kernel::condition::Condition;
use kernel::ticket::Channel;
use kernel::{Permission, TicketId, ViewId};
use serde::Deserialize;
use serde_json::json;
use store::Tx;
use utoipa::IntoParams;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::{IfMatch, Path, Query};

/// Tickets on a page unless asked otherwise.
const PAGE: usize = 50;

/// Which tickets.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListParams {
    /// A condition, such as `state:open priority<=2`.
    q: String,
    /// A view whose condition must hold as well, and whose order is taken.
    view: Option<i64>,
    /// `updated`, `stale`, `priority`, `lowest`, `newest`, `oldest`, `opened`, `earliest` or `due`.
    sort: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Tickets on the page, 1 to 200.
    limit: Option<i64>,
}

/// A page of the tickets that meet a condition.
#[utoipa::path(get, path = "/api/spoc/v1/tickets", tag = "tickets", params(ListParams),
    responses((status = 200, body = TicketList), (status = 422)))]
pub(super) async fn list_tickets(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(params): Query<ListParams>,
) -> web::Result<Response> {
    let sort = params.sort.as_deref().map(sort_named).transpose()?;
    let limit = limit(params.limit, PAGE, LIST_MAX)?;
    let asked = Asked::new(&desk, &signed, params.q);
    let (view, after) = (params.view.map(ViewId), params.after);
    let page = asked
        .read(&desk, move |tx, reader, rules, condition| {
            let mut order = Sort::default();
            let mut all = vec![condition];
            if let Some(id) = view {
                let (condition, sort) = of_view(reader, rules, id)?;
                all.push(condition);
                order = sort;
            }
            let sort = sort.unwrap_or(order);
            let query = ListQuery {
                condition: Condition::All(all),
                sort,
                after: after.map(|key| place(&key, sort)).transpose()?,
                limit,
            };
            let page = queries::list(tx, reader, &query)?;
            Ok(TicketList {
                items: page.rows.into_iter().map(Into::into).collect(),
                next: page.next.map(|key| format!("{}.{key}", sort.name())),
            })
        })
        .await?;
    Ok(web::reply::json(StatusCode::OK, &page))
}

fn sort_named(name: &str) -> web::Result<Sort> {
    Sort::named(name).ok_or_else(|| {
        let names = Sort::ALL.map(Sort::name).join(", ");
        web::Error::invalid_field("sort", format!("“{name}” is not one of {names}"))
    })
}

/// A place in a list belongs to the order in which it was found.
fn place<K: std::str::FromStr>(text: &str, sort: Sort) -> Result<K> {
    text.strip_prefix(sort.name())
        .and_then(|rest| rest.strip_prefix('.'))
        .and_then(|key| key.parse().ok())
        .ok_or_else(|| Error::Invalid {
            field: "after",
            text: "take it from `next` of the page before, with the same `sort` and `view`".into(),
        })
}

fn of_view(
    reader: &queries::Reader,
    rules: &crate::Rules,
    id: ViewId,
) -> Result<(Condition, Sort)> {
    let invalid = |text: &str| Error::Invalid {
        field: "view",
        text: text.into(),
    };
    let view = conditions::views(rules, reader)
        .into_iter()
        .find(|view| view.id == id)
        .ok_or_else(|| invalid("there is no such view"))?;
    let sort = Sort::named(&view.sort).unwrap_or_default();
    let condition = rules
        .views
        .iter()
        .find(|ruled| ruled.view.id == id)
        .and_then(|ruled| ruled.condition.clone())
        .ok_or_else(|| {
            invalid("its condition names something that is gone; change the view first")
        })?;
    Ok((condition, sort))
}

/// Files a ticket. With the same `Idempotency-Key` it is filed once.
#[utoipa::path(post, path = "/api/spoc/v1/tickets", tag = "tickets", request_body = TicketNew,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Filed), (status = 403), (status = 422)))]
pub(super) async fn open_ticket(
    State(desk): State<Desk>,
    signed: SignedIn,
    body: Body<TicketNew>,
) -> web::Result<Answer> {
    let Body {
        mut value,
        once: request,
    } = body;
    let files = files(&desk, &signed, std::mem::take(&mut value.attachments)).await?;
    let rules = desk.rules().await?;
    let new = value.ticket(&rules.policy, signed.person.id, files)?;
    let reader = reader(&desk, &signed);
    let around = move |tx: &Tx<'_>, now, execute: &dyn Fn() -> Result<crate::Outcome>| {
        once(tx, &reader.actor, now, request.as_ref(), || {
            let outcome = execute()?;
            let id = outcome.ticket()?;
            let command = outcome.command.map(|command| command.0);
            let answer = match queries::page(tx, &reader, id) {
                Ok(page) => {
                    let reads_notes = reader.actor.can(Permission::NoteRead);
                    let ticket = Ticket::new(&page, reads_notes);
                    Answer::new(StatusCode::CREATED, &Filed { command, ticket })?
                }
                // Filed into where its writer sees nothing: a private team, or confidentially.
                Err(Error::NotFound) => {
                    let known = json!({ "command": command, "number": id.0 });
                    Answer::new(StatusCode::CREATED, &known)?
                }
                Err(error) => return Err(error),
            };
            Ok(answer.at(format!("{BASE}/tickets/{id}")))
        })
    };
    let command = Command::open(new, Channel::Api);
    Ok(desk
        .execute_with(&signed.actor, command, Channel::Api, around)
        .await?)
}

/// A ticket.
#[utoipa::path(get, path = "/api/spoc/v1/tickets/{number}", tag = "tickets", params(("number" = i64, Path)),
    responses((status = 200, body = Ticket), (status = 404)))]
pub(super) async fn get_ticket(
    State(desk): State<Desk>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(number): Path<i64>,
) -> web::Result<Response> {
    let reader = reader(&desk, &signed);
    let reads_notes = reader.actor.can(Permission::NoteRead);
    let page = desk
        .store()
        .read(move |tx| queries::page(tx, &reader, TicketId(number)))
        .await?;
    let ticket = Ticket::new(&page, reads_notes);
    Ok(web::reply::json_version(&headers, ticket.version, &ticket))
}

/// Changes a ticket. With `If-Match` only if nothing has happened to it since; with `seen` only if nobody has
/// changed the same fields since.
#[utoipa::path(patch, path = "/api/spoc/v1/tickets/{number}", tag = "tickets", request_body = TicketEdit,
    params(("number" = i64, Path)),
    responses((status = 200, body = Changed), (status = 403), (status = 404), (status = 409),
        (status = 422)))]
pub(super) async fn change_ticket(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(number): Path<i64>,
    Body { value: edit, .. }: Body<TicketEdit>,
) -> web::Result<Response> {
    let rules = desk.rules().await?;
    let mut command = writing::change(number, edit.changes(&rules.policy)?);
    if let Command::Change { seen, .. } = &mut command {
        *seen = edit.seen;
    }
    changed(&desk, &signed, seen, number, command).await
}
