//! Services. Everybody who may file a ticket may know what it can concern.

use super::{List, PageParams, as_seen, changed, made, page, read, rows, write};
use crate::actions::ServiceEdit;
use crate::model::Service;
use crate::once::{Answer, Body};
use crate::{Directory, Error as Refused, SignedIn, actions, queries};
use kernel::{Permission, ServiceId};
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::reply::{json, json_as_it_is};
use web::{IfMatch, Json, Path, Query, Result};

/// Services in the order of their names.
#[utoipa::path(get, path = "/api/spoc/v1/services", tag = "services", params(PageParams),
    responses((status = 200, body = List<Service>)))]
pub(super) async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PageParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let found = read(&directory, &signed, Permission::TicketOpen, move |tx| {
        Ok(queries::list_services(tx, &params.after, limit + 1)?)
    })
    .await?;
    let list = page(found, limit, |service| service.name.clone());
    Ok(json(StatusCode::OK, &list))
}

/// A service.
#[utoipa::path(get, path = "/api/spoc/v1/services/{id}", tag = "services", params(("id" = i64, Path)),
    responses((status = 200, body = Service), (status = 404)))]
pub(super) async fn get(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<ServiceId>,
) -> Result<Response> {
    let found = read(&directory, &signed, Permission::TicketOpen, move |tx| {
        queries::find_service(tx, id)?.ok_or(Refused::NotFound)
    })
    .await?;
    Ok(json_as_it_is(&headers, &found))
}

/// Adds a service.
#[utoipa::path(post, path = "/api/spoc/v1/services", tag = "services", request_body = ServiceEdit,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Service), (status = 422)))]
pub(super) async fn create(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<ServiceEdit>,
) -> Result<Answer> {
    made(
        &directory,
        &signed,
        once,
        "services",
        move |tx, actor, now| {
            let made = actions::create_service(tx, actor, now, &value)?;
            Ok((made.id.0, made))
        },
    )
    .await
}

/// Changes a service. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/services/{id}", tag = "services", params(("id" = i64, Path)),
    request_body = ServiceEdit, responses((status = 200, body = Service), (status = 404), (status = 422)))]
pub(super) async fn edit(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<ServiceId>,
    Json(edit): Json<ServiceEdit>,
) -> Result<Response> {
    let now = write(&directory, &signed, move |tx, actor, now| {
        as_seen(seen, queries::find_service(tx, id)?)?;
        actions::edit_service(tx, actor, now, id, &edit)
    })
    .await?;
    Ok(changed(&now))
}
