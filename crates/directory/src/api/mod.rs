//! The JSON API of people, teams, services, passwords and tokens, under `/api/spoc/v1`.

mod me;
mod passwords;
mod people;
mod places;
mod roles;
mod services;
mod teams;

use crate::once::{self, Answer, Once};
use crate::{Directory, Error, Result, SignedIn, actions};
use kernel::{Actor, Permission, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Tx;
use utoipa::{IntoParams, ToSchema};
// The macro `routes!` names the framework's crate.
use web::axum;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::{json, version_of};
use web::utoipa_axum::router::OpenApiRouter;
use web::utoipa_axum::routes;
use web::versioned;

/// Rows on a page unless asked otherwise.
const PAGE: usize = 50;
/// Most rows on a page.
const PAGE_MAX: usize = 200;

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; null on the last one.
    pub next: Option<String>,
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PageParams {
    /// The `next` of the page before.
    after: String,
    /// Rows on the page, at most 200.
    limit: Option<usize>,
}

/// The routes with their documentation.
pub(crate) fn routes() -> OpenApiRouter<Directory> {
    OpenApiRouter::new()
        .routes(routes!(people::list, people::create))
        .routes(versioned(routes!(people::get, people::edit)))
        .routes(routes!(teams::list, teams::create))
        .routes(versioned(routes!(teams::get, teams::edit)))
        .routes(routes!(teams::list_members))
        .routes(versioned(routes!(teams::put_member, teams::remove_member)))
        .routes(routes!(
            places::list_organisations,
            places::create_organisation
        ))
        .routes(versioned(routes!(
            places::get_organisation,
            places::edit_organisation
        )))
        .routes(routes!(places::list_departments, places::create_department))
        .routes(versioned(routes!(
            places::get_department,
            places::edit_department
        )))
        .routes(routes!(places::list_locations, places::create_location))
        .routes(versioned(routes!(
            places::get_location,
            places::edit_location
        )))
        .routes(routes!(services::list, services::create))
        .routes(versioned(routes!(services::get, services::edit)))
        .routes(routes!(roles::list, roles::create))
        .routes(versioned(routes!(roles::get, roles::edit)))
        .routes(routes!(me::get))
        .routes(routes!(passwords::change))
        .routes(routes!(passwords::forgot))
        .routes(routes!(passwords::reset))
        .routes(routes!(me::list_tokens, me::create_token))
        .routes(routes!(me::revoke_token))
}

/// A page out of one row more than it holds.
fn page<T>(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> List<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(key);
    List { items, next }
}

/// The rows that are wanted on a page, by default or as asked.
fn rows(limit: Option<usize>) -> usize {
    limit.unwrap_or(PAGE).clamp(1, PAGE_MAX)
}

/// A response with the entity tag of a version.
fn tagged(mut response: Response, version: i64) -> Response {
    let (name, tag) = web::reply::etag(version);
    response.headers_mut().insert(name, tag);
    response
}

/// Something as it is after a change, with its entity tag.
fn changed(now: &impl Serialize) -> Response {
    tagged(json(StatusCode::OK, now), version_of(now))
}

/// Refuses to change what is not there, or not any more as it was `seen`.
fn as_seen(seen: Option<i64>, present: Option<impl Serialize>) -> Result<()> {
    let present = present.ok_or(Error::NotFound)?;
    match seen {
        Some(seen) if seen != version_of(&present) => Err(Error::Stale),
        _ => Ok(()),
    }
}

/// Asks for something that needs a permission.
async fn read<T: Send + 'static>(
    directory: &Directory,
    signed: &SignedIn,
    permission: Permission,
    work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
) -> web::Result<T> {
    actions::require(&signed.actor, permission)?;
    Ok(directory.read(work).await?)
}

/// Changes something as whoever is signed in.
async fn write<T: Send + 'static>(
    directory: &Directory,
    signed: &SignedIn,
    work: impl Fn(&Tx<'_>, &Actor, Timestamp) -> Result<T> + Send + 'static,
) -> web::Result<T> {
    let (actor, now) = (Arc::clone(&signed.actor), directory.now());
    Ok(directory.write(move |tx| work(tx, &actor, now)).await?)
}

/// Makes something as whoever is signed in, once; `work` answers its id and what it is.
async fn made<T: Serialize>(
    directory: &Directory,
    signed: &SignedIn,
    once: Option<Once>,
    path: &'static str,
    work: impl Fn(&Tx<'_>, &Actor, Timestamp) -> Result<(i64, T)> + Send + 'static,
) -> web::Result<Answer> {
    let done = write(directory, signed, move |tx, actor, now| {
        once::once(tx, actor, now, once.as_ref(), || {
            let (id, made) = work(tx, actor, now)?;
            created(path, id, &made)
        })
    });
    done.await
}

/// Something that was made: where it is, and what it is.
fn created(path: &str, id: i64, made: &impl Serialize) -> Result<Answer> {
    let answer = Answer::new(StatusCode::CREATED, made)?;
    Ok(answer.at(format!("/api/spoc/v1/{path}/{id}")))
}
