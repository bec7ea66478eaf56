//! What tickets have to do with each other: links, merging, splitting.

use super::wire::{Changed, Link, MergeSources, Outcome, SplitOff};
use super::writing::{Adding, added, change, changed};
use crate::desk::{Command, Desk};
use directory::SignedIn;
use directory::once::{Answer, Body};
use kernel::TicketId;
use kernel::ticket::{Change, LinkKind};
use web::axum::extract::State;
use web::axum::response::Response;
use web::{IfMatch, Path};

/// Links a ticket to another.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/links", tag = "tickets", request_body = Link,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_link(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<Link>,
) -> web::Result<Answer> {
    let adding = Adding {
        ticket,
        seen,
        once,
        command: change(ticket, vec![Change::Link(value.into())]),
    };
    added(&desk, &signed, adding).await
}

/// Removes a link to another ticket. One that is not there is removed already.
#[utoipa::path(delete, path = "/api/spoc/v1/tickets/{number}/links/{kind}/{to}", tag = "tickets",
    params(("number" = i64, Path), ("kind" = String, Path), ("to" = i64, Path),),
    responses((status = 200, body = Changed), (status = 403), (status = 404)))]
pub(super) async fn remove_link(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path((number, kind, to)): Path<(i64, String, i64)>,
) -> web::Result<Response> {
    let kind = LinkKind::named(&kind).ok_or_else(web::Error::not_found)?;
    let link = kernel::ticket::Link {
        kind,
        to: TicketId(to),
    };
    let command = change(number, vec![Change::Unlink(link)]);
    changed(&desk, &signed, seen, number, command).await
}

/// Makes other tickets part of this one.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/merges", tag = "tickets", request_body = MergeSources,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn add_merge(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<MergeSources>,
) -> web::Result<Answer> {
    if value.sources.is_empty() {
        let text = "name at least one ticket that becomes part of this one";
        return Err(web::Error::invalid_field("sources", text));
    }
    let adding = Adding {
        ticket,
        seen,
        once,
        command: Command::Merge {
            sources: value.sources.into_iter().map(TicketId).collect(),
            target: TicketId(ticket),
        },
    };
    added(&desk, &signed, adding).await
}

/// Makes replies a ticket of their own: the first of the tickets in the answer.
#[utoipa::path(post, path = "/api/spoc/v1/tickets/{number}/splits", tag = "tickets", request_body = SplitOff,
    params(("number" = i64, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Outcome), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn add_split(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(ticket): Path<i64>,
    Body { value, once }: Body<SplitOff>,
) -> web::Result<Answer> {
    let adding = Adding {
        ticket,
        seen,
        once,
        command: Command::Split {
            ticket: TicketId(ticket),
            seqs: [vec![value.seq], value.more].concat(),
            subject: value.subject,
        },
    };
    added(&desk, &signed, adding).await
}
