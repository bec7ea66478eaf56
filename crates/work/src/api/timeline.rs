//! What happened: to one ticket, and to all of them.

use super::wire::{Activity, ActivityList, Feed};
use super::{limit, reader};
use crate::desk::Desk;
use crate::error::Error;
use crate::queries;
use directory::SignedIn;
use kernel::ticket::Refusal;
use kernel::{Permission, TicketId, Timestamp};
use serde::Deserialize;
use store::log::Place;
use utoipa::IntoParams;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::{Path, Query};

/// Most activities on a page, and as many unless asked otherwise.
const PAGE: usize = 200;

/// Which activities.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ActivityParams {
    /// The `next` of the page before; the beginning when left out.
    after: Option<String>,
    /// How many, 1 to 200.
    limit: Option<i64>,
}

fn wrong_place() -> web::Error {
    web::Error::invalid_field("after", "take it from `next` of the page before")
}

/// What happened to a ticket and to those that became part of it, oldest first.
#[utoipa::path(get, path = "/api/spoc/v1/tickets/{number}/activities", tag = "activities",
    params(("number" = i64, Path), ActivityParams),
    responses((status = 200, body = ActivityList), (status = 404), (status = 422)))]
pub(super) async fn list_ticket_activities(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(number): Path<i64>,
    Query(params): Query<ActivityParams>,
) -> web::Result<Response> {
    let limit = limit(params.limit, PAGE, PAGE)?;
    let after = params.after.as_deref().map(place).transpose()?;
    let reader = reader(&desk, &signed);
    let reads_notes = reader.actor.can(Permission::NoteRead);
    let page = desk
        .store()
        .read(move |tx| queries::page(tx, &reader, TicketId(number)))
        .await?;
    let rest: Vec<_> = page
        .timeline
        .iter()
        .filter(|recorded| after.is_none_or(|after| (recorded.at, recorded.position) > after))
        .filter_map(|recorded| {
            let withdrawn = page.withdrawn.contains(&recorded.position);
            let shown = Activity::new(recorded, withdrawn, reads_notes)?;
            Some((recorded, shown))
        })
        .take(limit + 1)
        .collect();
    let more = rest.len() > limit;
    let last = rest.get(limit.saturating_sub(1)).filter(|_| more);
    let next = last.map(|(recorded, _)| format!("{}.{}", recorded.at.0, recorded.position));
    let items = rest.into_iter().take(limit).map(|(_, shown)| shown);
    let list = ActivityList {
        items: items.collect(),
        next,
    };
    Ok(web::reply::json(StatusCode::OK, &list))
}

fn place(text: &str) -> web::Result<(Timestamp, i64)> {
    let (at, position) = text.split_once('.').ok_or_else(wrong_place)?;
    let at = at.parse().map_err(|_| wrong_place())?;
    let position = position.parse().map_err(|_| wrong_place())?;
    Ok((Timestamp(at), position))
}

/// What happened to all tickets, in an order in which nothing is ever skipped. Ask again with `next` to
/// follow; a page may be short before the end, where much is not for whoever asks. After a backup was restored,
/// a `next` of before it is refused. Needs `activity.read`.
#[utoipa::path(get, path = "/api/spoc/v1/activities", tag = "activities", params(ActivityParams),
    responses((status = 200, body = Feed), (status = 403), (status = 422)))]
pub(super) async fn follow_activities(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(params): Query<ActivityParams>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::ActivityRead) {
        return Err(Error::from(Refusal::Forbidden(Permission::ActivityRead)).into());
    }
    let limit = limit(params.limit, PAGE, PAGE)?;
    let after: Option<Place> = params
        .after
        .map(|after| after.parse().map_err(|()| wrong_place()))
        .transpose()?;
    let reader = reader(&desk, &signed);
    let reads_notes = reader.actor.can(Permission::NoteRead);
    let read = desk.store().read(move |tx| {
        let generation = store::log::generation(tx)?;
        let after = after.unwrap_or(Place {
            generation,
            ..Place::default()
        });
        if after.generation != generation {
            return Err(Error::Invalid {
                field: "after",
                text: "feed-restored".into(),
            });
        }
        let (entries, cursor) = queries::activities(tx, &reader, after.cursor, limit)?;
        Ok((entries, Place { generation, cursor }))
    });
    let (entries, end) = read.await?;
    let shown = |entry: &queries::FeedEntry| Activity::new(&entry.recorded, false, reads_notes);
    let feed = Feed {
        items: entries.iter().filter_map(shown).collect(),
        next: end.to_string(),
    };
    Ok(web::reply::json(StatusCode::OK, &feed))
}
