//! The pages of notifications: the bell, the list, and what one wants to hear of.

mod administration;
mod browsers;
mod settings;

use crate::actions;
use crate::model::{APPROVALS, Kind};
use crate::queries::{self, Told};
use crate::screens::{BellPart, NotificationsPage, ToldRow};
use crate::words::{self, Happened};
use directory::{ButtonForm, SignedIn, frame};
use kernel::{Permission, PersonId, Timestamp};
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Empty, Face, Pager};
use web::reply::{html, see_other};
use web::{Bell, Error, Form, Path, Query, Result};
use work::{Floor, Reader};

/// How many a page of the list shows.
const PAGE: usize = 50;

pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/notifications", get(list))
        .route("/notifications/bell", get(bell))
        .route("/notifications/reading", post(read_all))
        .route(
            "/notifications/settings",
            get(settings::page).post(settings::save),
        )
        .route(
            "/notifications/settings/restoration",
            post(settings::restore),
        )
        .route("/notifications/browsers", post(browsers::add))
        .route("/notifications/browsers/going-on", post(browsers::go_on))
        .route(
            "/notifications/browsers/{id}/removal",
            post(browsers::remove),
        )
        .route(
            "/admin/notifications",
            get(administration::page).post(administration::save),
        )
        .route(
            "/admin/notifications/undo/{line}",
            post(administration::undo),
        )
        .route("/notifications/{id}/opening", post(open))
        .with_state(floor.clone())
}

/// Where the page before ended.
#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: String,
}

fn me(signed: &SignedIn) -> Result<PersonId> {
    signed.actor.person.ok_or_else(Error::forbidden)
}

/// Whether the reader is told of what agents are told of.
fn of_agents(signed: &SignedIn) -> bool {
    signed.actor.can(Permission::TicketRead)
}

fn reader(floor: &Floor, signed: &SignedIn) -> Reader {
    Reader::new(&signed.actor, floor.desk.clock().now())
}

/// `GET /notifications/bell`
async fn bell(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    let (actor, off) = (signed.actor.clone(), signed.off());
    let read = floor
        .desk
        .store()
        .read(move |tx| queries::unread_count(tx, &actor, &off));
    let count = read.await.map_err(work::Error::from)?;
    Ok(html(&BellPart {
        bell: Bell::new(signed.texts, count),
    }))
}

/// `GET /notifications`
async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(After { after }): Query<After>,
) -> Result<Response> {
    let (reader, off) = (reader(&floor, &signed), signed.off());
    let from = key(&after)?;
    let read = floor
        .desk
        .store()
        .read(move |tx| queries::list(tx, &reader, &off, from, PAGE as i64 + 1));
    let mut told = read.await?;
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let next = told
        .last()
        .filter(|_| more)
        .map(|last| format!("/notifications?after={}.{}", last.at.0, last.id));
    let texts = signed.texts;
    Ok(html(&NotificationsPage {
        unread: told.iter().any(|one| !one.read),
        told: told.iter().map(|one| row(one, &signed)).collect(),
        pager: Pager {
            summary: String::new(),
            first: (!after.is_empty()).then(|| "/notifications".to_owned()),
            next,
        },
        empty: Empty {
            icon: "bell",
            title: texts.t("notifications-empty-title"),
            text: texts.t("notifications-empty-text"),
            action: Some((texts.t("notifications-kinds"), "/notifications/settings")),
        },
        frame: with_stream(&signed, texts.t("nav-notifications")),
    }))
}

fn with_stream(signed: &SignedIn, title: &str) -> web::Frame {
    let mut frame = frame(signed, "/notifications", title);
    frame.stream = "/live".into();
    frame
}

fn key(after: &str) -> Result<Option<(Timestamp, i64)>> {
    if after.is_empty() {
        return Ok(None);
    }
    let parts = after.split_once('.');
    let key = parts.and_then(|(at, id)| Some((Timestamp(at.parse().ok()?), id.parse().ok()?)));
    key.map(Some)
        .ok_or_else(|| Error::bad_request("after: take it from the page before"))
}

fn row(told: &Told, signed: &SignedIn) -> ToldRow {
    let name = told
        .actor
        .clone()
        .unwrap_or_else(|| signed.brand.product.clone());
    let happened = Happened {
        kind: told.kind,
        who: told.actor.as_deref(),
        count: told.count,
    };
    ToldRow {
        id: told.id,
        text: words::said(&happened, signed.texts, &signed.brand.product),
        face: Face::new(&name),
        number: told.ticket.to_string(),
        subject: told.subject.clone(),
        at: signed.calendar().when(told.at.0),
        unread: !told.read,
    }
}

/// `POST /notifications/{id}/opening`: reads it and leads to its ticket.
async fn open(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (ticket, kind) = actions::read(&floor, me(&signed)?, id).await?;
    if kind == Kind::ApprovalAsked.name() && signed.has(kernel::policy::APPROVALS) {
        return Ok(see_other(APPROVALS));
    }
    let base = if of_agents(&signed) {
        "/tickets"
    } else {
        "/my/tickets"
    };
    Ok(see_other(&format!("{base}/{ticket}")))
}

/// `POST /notifications/reading`: everything is read.
async fn read_all(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    actions::read_all(&floor, me(&signed)?).await?;
    Ok(see_other("/notifications"))
}
