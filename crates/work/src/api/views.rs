//! Saved views and how many tickets they hold.

use super::conditions::{self, refused};
use super::reader;
use super::wire::{CountOfView, View, ViewCounts, ViewEdit, ViewList, ViewNew};
use super::writing::BASE;
use crate::columns::Layout;
use crate::desk::Desk;
use crate::error::Error;
use crate::queries::{self, NewView, Sort};
use directory::SignedIn;
use directory::once::{Answer, Body, once};
use kernel::{TeamId, ViewId};
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::reply::{json_as_it_is, version_of};
use web::{IfMatch, Path};

/// The views that whoever asks sees.
#[utoipa::path(get, path = "/api/spoc/v1/views", tag = "views", responses((status = 200, body = ViewList)))]
pub(super) async fn list_views(
    State(desk): State<Desk>,
    signed: SignedIn,
) -> web::Result<Response> {
    let items = seen(&desk, &signed).await?;
    let items = items.into_iter().map(Into::into).collect();
    Ok(web::reply::json(StatusCode::OK, &ViewList { items }))
}

async fn seen(desk: &Desk, signed: &SignedIn) -> web::Result<Vec<queries::View>> {
    let rules = desk.rules().await?;
    Ok(conditions::views(&rules, &reader(desk, signed)))
}

async fn find(desk: &Desk, signed: &SignedIn, id: i64) -> web::Result<queries::View> {
    let views = seen(desk, signed).await?;
    let found = views.into_iter().find(|view| view.id == ViewId(id));
    found.ok_or_else(web::Error::not_found)
}

/// How many tickets each view holds for whoever asks.
#[utoipa::path(get, path = "/api/spoc/v1/views/counts", tag = "views",
    responses((status = 200, body = ViewCounts)))]
pub(super) async fn count_views(
    State(desk): State<Desk>,
    signed: SignedIn,
) -> web::Result<Response> {
    let (reader, rules_of) = (reader(&desk, &signed), desk.clone());
    let counts = desk.store().read(move |tx| {
        let rules = rules_of.rules_in(tx)?;
        let views = conditions::views(&rules, &reader);
        let ids: Vec<_> = views.iter().map(|view| view.id).collect();
        queries::count(tx, &reader, &rules, &ids)
    });
    let items = counts.await?.into_iter().map(CountOfView::new).collect();
    Ok(web::reply::json(StatusCode::OK, &ViewCounts { items }))
}

/// Makes a view.
#[utoipa::path(post, path = "/api/spoc/v1/views", tag = "views", request_body = ViewNew,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = View), (status = 403), (status = 422)))]
pub(super) async fn create_view(
    State(desk): State<Desk>,
    signed: SignedIn,
    body: Body<ViewNew>,
) -> web::Result<Answer> {
    let Body {
        value,
        once: request,
    } = body;
    let new = NewView {
        name: value.name,
        owner: (!value.shared).then_some(signed.person.id),
        team: value.team.map(TeamId).filter(|_| value.shared),
        query: value.q,
        sort: value.sort.unwrap_or_else(|| Sort::default().name().into()),
        folder: value.folder,
        group: value.group,
        board: value.board,
    };
    let columns = columns(&desk, &value.columns).await?;
    let (actor, now, of) = (signed.actor.clone(), desk.clock().now(), desk.clone());
    let q = new.query.clone();
    let made = desk.store().write(move |tx| {
        once(tx, &actor, now, request.as_ref(), || {
            let id = of.create_view_in(tx, &actor, &new)?;
            queries::put_view_columns(tx, id, &columns)?;
            let view = View {
                id: id.0,
                name: new.name.trim().to_owned(),
                q: new.query.clone(),
                sort: new.sort.clone(),
                shared: new.owner.is_none(),
                team: new.team.map(|team| team.0),
                folder: new.folder.trim().to_owned(),
                group: new.group.clone(),
                board: new.board.clone(),
                columns: columns.clone(),
            };
            let answer = Answer::new(StatusCode::CREATED, &view)?;
            Ok::<_, Error>(answer.at(format!("{BASE}/views/{id}")))
        })
    });
    made.await.map_err(|error| refused(error, &q))
}

/// Columns as they are kept: nothing for the usual ones.
async fn columns(desk: &Desk, text: &str) -> web::Result<String> {
    match text.trim() {
        "" => Ok(String::new()),
        text => Ok(layout(desk, text).await?.to_string()),
    }
}

async fn layout(desk: &Desk, text: &str) -> web::Result<Layout> {
    if text.trim().is_empty() {
        return Ok(Layout::default());
    }
    let rules = desk.rules().await?;
    Layout::parse(text, &rules.policy).map_err(|text| web::Error::invalid_field("columns", text))
}

/// A view.
#[utoipa::path(get, path = "/api/spoc/v1/views/{id}", tag = "views", params(("id" = i64, Path)),
    responses((status = 200, body = View), (status = 404)))]
pub(super) async fn get_view(
    State(desk): State<Desk>,
    signed: SignedIn,
    headers: HeaderMap,
    Path(id): Path<i64>,
) -> web::Result<Response> {
    let view = find(&desk, &signed, id).await?;
    Ok(json_as_it_is(&headers, &View::from(view)))
}

/// Changes a view. With `If-Match` only if nobody else has meanwhile.
#[utoipa::path(patch, path = "/api/spoc/v1/views/{id}", tag = "views", request_body = ViewEdit,
    params(("id" = i64, Path)),
    responses((status = 200, body = View), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn change_view(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Path(id): Path<i64>,
    Body { value, .. }: Body<ViewEdit>,
) -> web::Result<Response> {
    let before = find(&desk, &signed, id).await?;
    if let Some(seen) = seen.0
        && seen != version_of(&View::from(before.clone()))
    {
        return Err(web::Error::precondition_failed());
    }
    let shared = value.shared.unwrap_or(before.owner.is_none());
    let team = match value.team {
        Some(team) => team.map(TeamId),
        None => before.team,
    };
    let present = before.as_new();
    let new = NewView {
        name: value.name.unwrap_or(present.name),
        owner: (!shared).then_some(signed.person.id),
        team: team.filter(|_| shared),
        query: value.q.unwrap_or(present.query),
        sort: value.sort.unwrap_or(present.sort),
        folder: value.folder.unwrap_or(present.folder),
        group: value.group.unwrap_or(present.group),
        board: value.board.unwrap_or(present.board),
    };
    let q = new.query.clone();
    desk.change_view(&signed.actor, ViewId(id), new)
        .await
        .map_err(|error| refused(error, &q))?;
    if let Some(text) = value.columns {
        let layout = layout(&desk, &text).await?;
        let actor = &signed.actor;
        desk.set_view_columns(actor, ViewId(id), layout).await?;
    }
    if let Some(before) = value.before {
        let before = (before != 0).then_some(ViewId(before));
        desk.place_view(&signed.actor, ViewId(id), before).await?;
    }
    let view = find(&desk, &signed, id).await?;
    Ok(json_as_it_is(&HeaderMap::new(), &View::from(view)))
}

/// Removes a view.
#[utoipa::path(delete, path = "/api/spoc/v1/views/{id}", tag = "views", params(("id" = i64, Path)),
    responses((status = 204), (status = 403), (status = 404)))]
pub(super) async fn remove_view(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> web::Result<Response> {
    desk.remove_view(&signed.actor, ViewId(id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
