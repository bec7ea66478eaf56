//! People.

use super::{List, made, page, read, rows, tagged, write};
use crate::model::{NewPerson, Person, PersonEdit};
use crate::once::{Answer, Body};
use crate::queries::{self, PeopleFilter};
use crate::{Directory, Error as Refused, SignedIn, actions};
use kernel::{Permission, PersonId, RoleId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::reply::{json, json_version};
use web::{Error, IfMatch, Json, Path, Query, Result};

/// Which people.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PeopleParams {
    /// Every word begins a word of the name or the address.
    q: String,
    /// Only people of this role.
    role_id: Option<i64>,
    /// Whether people who have left are listed too.
    inactive: bool,
    /// The `next` of the page before.
    after: Option<i64>,
    /// Rows on the page, at most 200.
    limit: Option<usize>,
}

/// People in the order of their names.
#[utoipa::path(get, path = "/api/spoc/v1/people", tag = "people", params(PeopleParams),
    responses((status = 200, body = List<Person>)))]
pub(super) async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(params): Query<PeopleParams>,
) -> Result<Response> {
    let limit = rows(params.limit);
    let filter = PeopleFilter {
        text: params.q,
        role: params.role_id.map(RoleId),
        inactive: params.inactive,
        after: params.after.map(PersonId),
    };
    let people = read(&directory, &signed, Permission::PersonRead, move |tx| {
        Ok(queries::list_people(tx, &filter, limit + 1)?)
    })
    .await?;
    let list = page(people, limit, |person| person.id.to_string());
    Ok(json(StatusCode::OK, &list))
}

/// A person. Everybody may see themselves.
#[utoipa::path(get, path = "/api/spoc/v1/people/{id}", tag = "people", params(("id" = i64, Path)),
    responses((status = 200, body = Person), (status = 404)))]
pub(super) async fn get(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<PersonId>,
) -> Result<Response> {
    if id != signed.person.id && !signed.actor.can(Permission::PersonRead) {
        return Err(Error::not_found());
    }
    let person = directory
        .read(move |tx| queries::find_person(tx, id)?.ok_or(Refused::NotFound))
        .await?;
    Ok(json_version(&headers, person.version, &person))
}

/// Adds a person.
#[utoipa::path(post, path = "/api/spoc/v1/people", tag = "people", request_body = NewPerson,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Person), (status = 422)))]
pub(super) async fn create(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value, once }: Body<NewPerson>,
) -> Result<Answer> {
    made(
        &directory,
        &signed,
        once,
        "people",
        move |tx, actor, now| {
            let id = actions::create_person(tx, actor, now, &value)?;
            let made = queries::find_person(tx, id)?.ok_or(Refused::NotFound)?;
            Ok((id.0, made))
        },
    )
    .await
}

/// Changes a person. With `If-Match` only if nobody else has meanwhile; with `seen` only if nobody has changed the same fields
/// since.
#[utoipa::path(patch, path = "/api/spoc/v1/people/{id}", tag = "people", params(("id" = i64, Path)),
    request_body = PersonEdit,
    responses((status = 200, body = Person), (status = 409), (status = 422)))]
pub(super) async fn edit(
    State(directory): State<Directory>,
    signed: SignedIn,
    IfMatch(seen): IfMatch,
    Path(id): Path<PersonId>,
    Json(edit): Json<PersonEdit>,
) -> Result<Response> {
    let person = write(&directory, &signed, move |tx, actor, now| {
        actions::edit_person(tx, actor, now, id, seen, &edit)
    })
    .await?;
    Ok(tagged(json(StatusCode::OK, &person), person.version))
}
