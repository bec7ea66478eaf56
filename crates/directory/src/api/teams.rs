//! Teams and their members. A private team is not there for anybody outside.

use super::{List, PageParams, made, page, read, rows, tagged, write};
use crate::model::{Member, NewTeam, Team, TeamEdit};
use crate::once::{Answer, Body};
use crate::{Directory, Error as Refused, SignedIn, actions, queries};
use kernel::{Permission, PersonId, TeamId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::reply::{json, json_version};
use web::{IfMatch, Json, Path, Query, Result};

/// How a person is in a team.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Membership {
    /// Whether they lead it.
    lead: bool,
}

/// The teams that the reader knows of, in the order of their names.
#[utoipa::path(get, path = "/api/spoc/v1/teams", tag = "teams", params(PageParams),
    responses((status = 200, body = List<Team>)))]
pub(super) async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PageParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let actor = Arc::clone(&signed.actor);
    let teams = read(&directory, &signed, Permission::PersonRead, move |tx| {
        Ok(queries::list_teams(tx, &actor, &params.after, limit + 1)?)
    })
    .await?;
    let list = page(teams, limit, |team| team.name.clone());
    Ok(json(StatusCode::OK, &list))
}

/// A team.
#[utoipa::path(get, path = "/api/spoc/v1/teams/{id}", tag = "teams", params(("id" = i64, Path)),
    responses((status = 200, body = Team), (status = 404)))]
pub(super) async fn get(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<TeamId>,
) -> Result<Response> {
    let actor = Arc::clone(&signed.actor);
    let team = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_team(tx, &actor, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_version(&headers, team.version, &team))
}

/// Adds a team.
#[utoipa::path(post, path = "/api/spoc/v1/teams", tag = "teams", request_body = NewTeam,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Team), (status = 422)))]
pub(super) async fn create(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<NewTeam>,
) -> Result<Answer> {
    made(&directory, &signed, once, "teams", move |tx, actor, now| {
        let id = actions::create_team(tx, actor, now, &value)?;
        let made = queries::find_team(tx, actor, id)?.ok_or(Refused::NotFound)?;
        Ok((id.0, made))
    })
    .await
}

/// Changes a team. With `If-Match` only if nobody else has meanwhile; with `seen` only if nobody has changed the same fields
/// since.
#[utoipa::path(patch, path = "/api/spoc/v1/teams/{id}", tag = "teams", params(("id" = i64, Path)),
    request_body = TeamEdit,
    responses((status = 200, body = Team), (status = 409), (status = 422)))]
pub(super) async fn edit(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<TeamId>,
    Json(edit): Json<TeamEdit>,
) -> Result<Response> {
    let team = write(&directory, &signed, move |tx, actor, now| {
        actions::edit_team(tx, actor, now, id, seen, &edit)
    })
    .await?;
    Ok(tagged(json(StatusCode::OK, &team), team.version))
}

/// The members of a team, leads first. All on one page.
#[utoipa::path(get, path = "/api/spoc/v1/teams/{id}/members", tag = "teams", params(("id" = i64, Path)),
    responses((status = 200, body = List<Member>), (status = 404)))]
pub(super) async fn list_members(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<TeamId>,
) -> Result<Response> {
    let actor = Arc::clone(&signed.actor);
    let items = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_team(tx, &actor, id)?.ok_or(Refused::NotFound)?;
        Ok(queries::list_members(tx, id)?)
    })
    .await?;
    Ok(json(StatusCode::OK, &List { items, next: None }))
}

/// Puts a person into a team, as its lead or not.
#[utoipa::path(put, path = "/api/spoc/v1/teams/{id}/members/{person_id}", tag = "teams",
    params(("id" = i64, Path), ("person_id" = i64, Path)), request_body = Membership,
    responses((status = 204), (status = 404)))]
pub(super) async fn put_member(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path((id, person)): Path<(TeamId, PersonId)>,
    Json(wanted): Json<Membership>,
) -> Result<Response> {
    write(&directory, &signed, move |tx, actor, now| {
        actions::add_member(tx, actor, now, id, seen, person, wanted.lead)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Takes a person out of a team.
#[utoipa::path(delete, path = "/api/spoc/v1/teams/{id}/members/{person_id}", tag = "teams",
    params(("id" = i64, Path), ("person_id" = i64, Path)), responses((status = 204), (status = 404)))]
pub(super) async fn remove_member(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path((id, person)): Path<(TeamId, PersonId)>,
) -> Result<Response> {
    write(&directory, &signed, move |tx, actor, now| {
        actions::remove_member(tx, actor, now, id, seen, person)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
