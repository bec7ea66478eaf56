//! Organisations, departments and locations.

use super::{List, PageParams, as_seen, changed, made, page, read, rows, write};
use crate::actions::{DepartmentEdit, LocationEdit, OrganisationEdit};
use crate::model::{Department, Location, Organisation};
use crate::once::{Answer, Body};
use crate::{Directory, Error as Refused, SignedIn, actions, queries};
use kernel::{DepartmentId, LocationId, OrganisationId, Permission};
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::reply::{json, json_as_it_is};
use web::{IfMatch, Json, Path, Query, Result};

/// Organisations in the order of their names.
#[utoipa::path(get, path = "/api/spoc/v1/organisations", tag = "organisations", params(PageParams),
    responses((status = 200, body = List<Organisation>)))]
pub(super) async fn list_organisations(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PageParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        Ok(queries::list_organisations(tx, &params.after, limit + 1)?)
    })
    .await?;
    let list = page(found, limit, |organisation| organisation.name.clone());
    Ok(json(StatusCode::OK, &list))
}

/// An organisation.
#[utoipa::path(get, path = "/api/spoc/v1/organisations/{id}", tag = "organisations", params(("id" = i64, Path)),
    responses((status = 200, body = Organisation), (status = 404)))]
pub(super) async fn get_organisation(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<OrganisationId>,
) -> Result<Response> {
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_organisation(tx, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_as_it_is(&headers, &found))
}

/// Adds an organisation.
#[utoipa::path(post, path = "/api/spoc/v1/organisations", tag = "organisations", request_body = OrganisationEdit,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Organisation), (status = 422)))]
pub(super) async fn create_organisation(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<OrganisationEdit>,
) -> Result<Answer> {
    made(
        &directory,
        &signed,
        once,
        "organisations",
        move |tx, actor, now| {
            let made = actions::create_organisation(tx, actor, now, &value)?;
            Ok((made.id.0, made))
        },
    )
    .await
}

/// Changes an organisation. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/organisations/{id}", tag = "organisations", params(("id" = i64, Path)),
    request_body = OrganisationEdit, responses((status = 200, body = Organisation), (status = 404), (status = 422)))]
pub(super) async fn edit_organisation(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<OrganisationId>,
    Json(edit): Json<OrganisationEdit>,
) -> Result<Response> {
    let now = write(&directory, &signed, move |tx, actor, now| {
        as_seen(seen, queries::find_organisation(tx, id)?)?;
        actions::edit_organisation(tx, actor, now, id, &edit)
    })
    .await?;
    Ok(changed(&now))
}

/// Departments in the order in which they were added.
#[utoipa::path(get, path = "/api/spoc/v1/departments", tag = "departments", params(PageParams),
    responses((status = 200, body = List<Department>)))]
pub(super) async fn list_departments(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PageParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let after = DepartmentId(params.after.parse().unwrap_or_default());
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        Ok(queries::list_departments(tx, after, limit + 1)?)
    })
    .await?;
    let list = page(found, limit, |department| department.id.to_string());
    Ok(json(StatusCode::OK, &list))
}

/// A department.
#[utoipa::path(get, path = "/api/spoc/v1/departments/{id}", tag = "departments", params(("id" = i64, Path)),
    responses((status = 200, body = Department), (status = 404)))]
pub(super) async fn get_department(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<DepartmentId>,
) -> Result<Response> {
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_department(tx, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_as_it_is(&headers, &found))
}

/// Adds a department.
#[utoipa::path(post, path = "/api/spoc/v1/departments", tag = "departments", request_body = DepartmentEdit,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Department), (status = 422)))]
pub(super) async fn create_department(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<DepartmentEdit>,
) -> Result<Answer> {
    made(
        &directory,
        &signed,
        once,
        "departments",
        move |tx, actor, now| {
            let made = actions::create_department(tx, actor, now, &value)?;
            Ok((made.id.0, made))
        },
    )
    .await
}

/// Changes a department. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/departments/{id}", tag = "departments", params(("id" = i64, Path)),
    request_body = DepartmentEdit, responses((status = 200, body = Department), (status = 404), (status = 422)))]
pub(super) async fn edit_department(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<DepartmentId>,
    Json(edit): Json<DepartmentEdit>,
) -> Result<Response> {
    let now = write(&directory, &signed, move |tx, actor, now| {
        as_seen(seen, queries::find_department(tx, id)?)?;
        actions::edit_department(tx, actor, now, id, &edit)
    })
    .await?;
    Ok(changed(&now))
}

/// Locations in the order of their names.
#[utoipa::path(get, path = "/api/spoc/v1/locations", tag = "locations", params(PageParams),
    responses((status = 200, body = List<Location>)))]
pub(super) async fn list_locations(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PageParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        Ok(queries::list_locations(tx, &params.after, limit + 1)?)
    })
    .await?;
    let list = page(found, limit, |location| location.name.clone());
    Ok(json(StatusCode::OK, &list))
}

/// A location.
#[utoipa::path(get, path = "/api/spoc/v1/locations/{id}", tag = "locations", params(("id" = i64, Path)),
    responses((status = 200, body = Location), (status = 404)))]
pub(super) async fn get_location(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<LocationId>,
) -> Result<Response> {
    let found = read(&directory, &signed, Permission::PersonRead, move |tx| {
        queries::find_location(tx, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_as_it_is(&headers, &found))
}

/// Adds a location.
#[utoipa::path(post, path = "/api/spoc/v1/locations", tag = "locations", request_body = LocationEdit,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Location), (status = 422)))]
pub(super) async fn create_location(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<LocationEdit>,
) -> Result<Answer> {
    made(
        &directory,
        &signed,
        once,
        "locations",
        move |tx, actor, now| {
            let made = actions::create_location(tx, actor, now, &value)?;
            Ok((made.id.0, made))
        },
    )
    .await
}

/// Changes a location. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/locations/{id}", tag = "locations", params(("id" = i64, Path)),
    request_body = LocationEdit, responses((status = 200, body = Location), (status = 404), (status = 422)))]
pub(super) async fn edit_location(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<LocationId>,
    Json(edit): Json<LocationEdit>,
) -> Result<Response> {
    let now = write(&directory, &signed, move |tx, actor, now| {
        as_seen(seen, queries::find_location(tx, id)?)?;
        actions::edit_location(tx, actor, now, id, &edit)
    })
    .await?;
    Ok(changed(&now))
}
