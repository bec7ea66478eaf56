//! The pages of notifications: the bell, the list, and what one wants to hear of.

use crate::actions::{self, Choices};
use crate::model::{Choice, Kind, QuietHours};
use crate::queries::{self, COUNTED_MAX, Told};
use crate::screens::{Bell, KindRow, NotificationsPage, SettingsPage, ToldRow};
use directory::{SignedIn, frame};
use kernel::{Permission, PersonId, Timestamp};
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Empty, Face, Input, Pager};
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind as Failure, Path, Query, Result, Texts};
use work::{Floor, Reader};

/// How many a page of the list shows.
const PAGE: usize = 50;

pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/notifications", get(list))
        .route("/notifications/bell", get(bell))
        .route("/notifications/reading", post(read_all))
        .route("/notifications/settings", get(settings).post(save))
        .route("/notifications/{id}/opening", post(open))
        .with_state(floor.clone())
}

/// Where the page before ended.
#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: String,
}

/// A form without anything else.
#[derive(Deserialize)]
struct Sent {
    csrf: String,
}

#[derive(Deserialize)]
struct SettingsForm {
    csrf: String,
    #[serde(default)]
    page: Vec<String>,
    #[serde(default)]
    push: Vec<String>,
    #[serde(default)]
    quiet_from: String,
    #[serde(default)]
    quiet_to: String,
}

fn me(signed: &SignedIn) -> Result<PersonId> {
    signed.actor.person.ok_or_else(Error::forbidden)
}

fn reader(floor: &Floor, signed: &SignedIn) -> Reader {
    Reader::new(&signed.actor, floor.desk.clock().now())
}

/// `GET /notifications/bell`
async fn bell(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    let reader = reader(&floor, &signed);
    let read = floor
        .desk
        .store()
        .read(move |tx| queries::unread_count(tx, &reader));
    let count = read.await?;
    let shown = match count {
        0 => String::new(),
        COUNTED_MAX.. => format!("{}+", COUNTED_MAX - 1),
        count => count.to_string(),
    };
    Ok(html(&Bell {
        words: signed.texts.count("notifications-bell", count),
        count: shown,
    }))
}

/// `GET /notifications`
async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(After { after }): Query<After>,
) -> Result<Response> {
    let reader = reader(&floor, &signed);
    let from = key(&after)?;
    let read = floor
        .desk
        .store()
        .read(move |tx| queries::list(tx, &reader, from, PAGE as i64 + 1));
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
            action: None,
        },
        frame: with_stream(&signed, texts.t("nav-notifications")),
    }))
}

fn with_stream(signed: &SignedIn, title: &str) -> web::Frame {
    let mut frame = frame(signed, "/notifications", title);
    frame.stream = "/live";
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
    let texts = signed.texts;
    let name = told
        .actor
        .clone()
        .unwrap_or_else(|| signed.brand.product.clone());
    let key = format!("told-{}", told.kind.name().replace('_', "-"));
    ToldRow {
        id: told.id,
        text: texts.with(
            &key,
            [("who", name.as_str().into()), ("count", told.count.into())],
        ),
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
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let ticket = actions::read(&floor, me(&signed)?, id).await?;
    let base = if signed.actor.can(Permission::TicketRead) {
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
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    actions::read_all(&floor, me(&signed)?).await?;
    Ok(see_other("/notifications"))
}

/// `GET /notifications/settings`
async fn settings(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    let person = me(&signed)?;
    let read = floor.desk.store().read(move |tx| {
        let kinds =
            Kind::ALL.map(|kind| queries::choice(tx, person, kind).map(|chosen| (kind, chosen)));
        let kinds = kinds.into_iter().collect::<store::Result<Vec<_>>>()?;
        Ok::<_, work::Error>(Choices {
            kinds,
            quiet: queries::quiet_hours(tx, person)?,
        })
    });
    let choices = read.await?;
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let from = Input::new(
        choices
            .quiet
            .map(|quiet| time(quiet.from))
            .unwrap_or_default(),
    );
    let to = Input::new(
        choices
            .quiet
            .map(|quiet| time(quiet.to))
            .unwrap_or_default(),
    );
    Ok(html(&settings_page(&signed, &choices.kinds, from, to)))
}

fn settings_page(
    signed: &SignedIn,
    kinds: &[(Kind, Choice)],
    quiet_from: Input,
    quiet_to: Input,
) -> SettingsPage {
    let texts = signed.texts;
    let agent = signed.actor.can(Permission::TicketRead);
    let kinds = kinds
        .iter()
        .filter(|(kind, _)| agent || !kind.is_for_agents());
    SettingsPage {
        frame: frame(signed, "/notifications", texts.t("notifications-settings")),
        kinds: kinds
            .map(|(kind, choice)| KindRow {
                name: kind.name(),
                label: label(*kind, texts),
                page: choice.page,
                push: choice.push,
            })
            .collect(),
        quiet_from,
        quiet_to,
    }
}

fn label(kind: Kind, texts: Texts) -> String {
    let key = format!("notification-{}", kind.name().replace('_', "-"));
    texts.t(&key).to_owned()
}

/// `POST /notifications/settings`
async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(form): Form<SettingsForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let chosen = |kind: Kind| {
        let has = |list: &[String]| list.iter().any(|name| name == kind.name());
        (
            kind,
            Choice {
                page: has(&form.page),
                push: has(&form.push),
            },
        )
    };
    let agent = signed.actor.can(Permission::TicketRead);
    // What the form did not show stays as it is.
    let shown = Kind::ALL
        .into_iter()
        .filter(|kind| agent || !kind.is_for_agents());
    let kinds: Vec<(Kind, Choice)> = shown.map(chosen).collect();
    let (from, to) = (minute(&form.quiet_from), minute(&form.quiet_to));
    let quiet = match (from, to) {
        (Ok(None), Ok(None)) => None,
        (Ok(Some(from)), Ok(Some(to))) => Some(QuietHours { from, to }),
        _ => {
            let error = Some(signed.texts.t("notifications-quiet-both").to_owned());
            let to = Input {
                value: form.quiet_to.clone(),
                error,
            };
            let page = settings_page(&signed, &kinds, Input::new(&form.quiet_from), to);
            return Ok(html_with(Failure::Invalid.status(), &page));
        }
    };
    actions::choose(&floor, me(&signed)?, Choices { kinds, quiet }).await?;
    let said = Flash::done(signed.texts.t("notifications-saved"));
    Ok(said.on(see_other("/notifications/settings")))
}

/// A time of day as minutes after midnight; nothing for an empty field.
fn minute(time: &str) -> Result<Option<u16>, ()> {
    if time.is_empty() {
        return Ok(None);
    }
    let (hours, minutes) = time.split_once(':').ok_or(())?;
    let (hours, minutes): (u16, u16) = (
        hours.parse().map_err(|_| ())?,
        minutes.parse().map_err(|_| ())?,
    );
    (hours < 24 && minutes < 60)
        .then_some(Some(hours * 60 + minutes))
        .ok_or(())
}
