//! Roles.

use super::{List, as_seen, changed, made, read, write};
use crate::actions::RoleEdit;
use crate::model::Role;
use crate::once::{Answer, Body};
use crate::{Directory, Error as Refused, SignedIn, actions, queries};
use kernel::{Permission, RoleId};
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::reply::{json, json_as_it_is};
use web::{IfMatch, Json, Path, Result};

/// All roles, on one page.
#[utoipa::path(get, path = "/api/spoc/v1/roles", tag = "roles",
    responses((status = 200, body = List<Role>)))]
pub(super) async fn list(State(directory): State<Directory>, signed: SignedIn) -> Result<Response> {
    let items = read(&directory, &signed, Permission::PersonRead, |tx| {
        Ok(queries::list_roles(tx)?)
    })
    .await?;
    Ok(json(StatusCode::OK, &List { items, next: None }))
}

/// A role.
#[utoipa::path(get, path = "/api/spoc/v1/roles/{id}", tag = "roles", params(("id" = i64, Path)),
    responses((status = 200, body = Role), (status = 404)))]
pub(super) async fn get(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<RoleId>,
) -> Result<Response> {
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_role(tx, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_as_it_is(&headers, &found))
}

/// Adds a role.
#[utoipa::path(post, path = "/api/spoc/v1/roles", tag = "roles", request_body = RoleEdit,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Role), (status = 422)))]
pub(super) async fn create(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<RoleEdit>,
) -> Result<Answer> {
    made(&directory, &signed, once, "roles", move |tx, actor, now| {
        let made = actions::create_role(tx, actor, now, &value)?;
        Ok((made.id.0, made))
    })
    .await
}

/// Changes a role. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/roles/{id}", tag = "roles", params(("id" = i64, Path)),
    request_body = RoleEdit, responses((status = 200, body = Role), (status = 404), (status = 422)))]
pub(super) async fn edit(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<RoleId>,
    Json(edit): Json<RoleEdit>,
) -> Result<Response> {
    let now = write(&directory, &signed, move |tx, actor, now| {
        as_seen(seen, queries::find_role(tx, id)?)?;
        actions::edit_role(tx, actor, now, id, &edit)
    })
    .await?;
    Ok(changed(&now))
}
