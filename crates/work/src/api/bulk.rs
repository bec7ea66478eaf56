//! Many tickets at once, and taking commands back.

use super::body::Body;
use super::conditions::Asked;
use super::once::{Answer, once};
use super::wire::{Bulk, Outcome};
use crate::desk::{Command, Desk};
use crate::error::Result;
use crate::queries::{self, LIST_MAX, ListQuery, Sort};
use directory::SignedIn;
use kernel::ticket::Channel;
use kernel::{CommandId, TicketId};
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;

/// Most tickets that are changed at once.
const TICKETS_MAX: usize = 1_000;

/// Changes many tickets alike: all of them or none, as one command. Needs `ticket.bulk`.
#[utoipa::path(post, path = "/api/spoc/v1/bulk", tag = "tickets", request_body = Bulk,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Outcome), (status = 403), (status = 404), (status = 409), (status = 422)))]
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
    let command = Command::Change {
        tickets,
        changes: wanted,
        seen: changes.seen,
        channel: Channel::Api,
    };
    let actor = signed.actor.clone();
    let around = move |tx: &Tx<'_>, now, execute: &dyn Fn() -> Result<crate::Outcome>| {
        once(tx, &actor, now, request.as_ref(), || {
            Answer::new(StatusCode::OK, &Outcome::from(&execute()?))
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
            let mut found = Vec::new();
            let mut query = ListQuery {
                condition,
                sort: Sort::Oldest,
                after: None,
                limit: LIST_MAX,
            };
            while found.len() <= TICKETS_MAX {
                let page = queries::list(tx, reader, &query)?;
                found.extend(page.rows.iter().map(|row| row.id));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            Ok(found)
        })
        .await
}

/// Takes a command back, wherever it did something: by one more activity on each ticket.
#[utoipa::path(delete, path = "/api/spoc/v1/commands/{id}", tag = "tickets", params(("id" = i64, Path)),
    responses((status = 200, body = Outcome), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn undo_command(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> web::Result<Response> {
    let command = Command::Undo {
        command: CommandId(id),
    };
    let outcome = desk
        .execute_with(&signed.actor, command, Channel::Api, |_, _, execute| {
            execute()
        })
        .await?;
    Ok(web::reply::json(StatusCode::OK, &Outcome::from(&outcome)))
}
