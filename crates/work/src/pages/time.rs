//! Time worked on a ticket: written down, or taken by a watch that runs until it is stopped.

use super::Pages;
use super::doing::{self, Form, change};
use super::sent::Sent;
use crate::desk::Command;
use crate::error::Error;
use crate::queries;
use directory::SignedIn;
use kernel::ticket::{Change, Channel, Refusal, Work, WorkKind};
use kernel::time::SECOND;
use kernel::{Permission, TicketId, Timestamp};
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::post;
use web::reply::see_other;
use web::{Flash, Path, Query, Result};

/// Longest time that a watch may have run, in seconds: what is longer was forgotten.
const WATCH_MAX_SECS: i64 = 24 * 60 * 60;

/// The routes.
pub(super) fn routes() -> Router<Pages> {
    Router::new()
        .route("/tickets/{number}/time", post(add))
        .route("/tickets/{number}/watch", post(start))
        .route("/tickets/{number}/watch/end", post(stop))
}

/// `POST /tickets/{number}/time`
async fn add(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    // What is no number is refused by the same rule as what is too little.
    let minutes: i64 = sent.get("minutes").trim().parse().unwrap_or(0);
    let form = Form::new(&signed, id, "time", signed.texts.t("done-time"));
    let day = match sent.get("worked_on") {
        "" => None,
        typed => match typed.parse() {
            Ok(day) => Some(day),
            Err(_) => {
                let error = Error::from(Refusal::WorkedOn);
                return doing::refuse(&pages, &signed, form, error, sent).await;
            }
        },
    };
    let work = Work {
        secs: minutes.saturating_mul(60),
        kind: WorkKind::named(sent.get("kind")),
        worked_on: day.filter(|day| *day != pages.reader(&signed).today()),
        comment: sent.get("comment").to_owned(),
    };
    let changes = vec![Change::TimeWorked(work)];
    change(&pages, &signed, form, changes, sent).await
}

/// Since when a watch runs that is had back.
#[derive(Deserialize)]
struct Again {
    since: Option<i64>,
}

/// `POST /tickets/{number}/watch`: the watch runs from now on, whatever else is looked at meanwhile; or since when it ran
/// that was discarded.
async fn start(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(again): Query<Again>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    if !signed.actor.can(Permission::TicketWork) {
        return Err(Error::from(Refusal::AgentsOnly).into());
    }
    let (reader, me) = (pages.reader(&signed), signed.person.id);
    let now = reader.now;
    let since = again.since.map_or(now, |since| Timestamp(since).min(now));
    pages
        .desk
        .store()
        .write(move |tx| {
            queries::ticket(tx, &reader, id)?;
            queries::start_work_timer(tx, me, id, since)
        })
        .await?;
    let said = match again.since {
        Some(_) => "done-undone",
        None => "done-watch-started",
    };
    let form = Form::new(&signed, id, "time", signed.texts.t(said));
    Ok(Flash::done(&form.said).on(see_other(&form.page())))
}

/// `POST /tickets/{number}/watch/end`: what it showed is time worked; or nothing, with `discard`.
async fn stop(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let (reader, me) = (pages.reader(&signed), signed.person.id);
    let (mut form, now) = (
        Form::new(&signed, id, "time", signed.texts.t("done-time")),
        reader.now,
    );
    let since = pages
        .desk
        .store()
        .read(move |tx| {
            queries::ticket(tx, &reader, id)?;
            queries::find_work_timer(tx, me, id)
        })
        .await?;
    let Some(since) = since else {
        return Ok(see_other(&form.page()));
    };
    if sent.find("discard").is_some() {
        let stopped = move |tx: &store::Tx<'_>| queries::stop_work_timer(tx, me, id);
        pages.desk.store().write(stopped).await?;
        form.said = signed.texts.t("done-watch-discarded").to_owned();
        let back = format!("/tickets/{id}/watch?since={}", since.0);
        let said = Flash::done(&form.said).with_undo(back);
        return Ok(said.on(see_other(&form.page())));
    }
    let secs = (now.0 - since.0) / SECOND;
    let work = Work {
        secs: secs.clamp(1, WATCH_MAX_SECS),
        kind: WorkKind::named(sent.get("kind")),
        worked_on: None,
        comment: sent.get("comment").to_owned(),
    };
    let command = Command::change(id, vec![Change::TimeWorked(work)]);
    let done = pages
        .desk
        .execute_with(
            &signed.actor,
            command,
            Channel::Web,
            move |tx, _, execute| {
                let outcome = execute()?;
                queries::stop_work_timer(tx, me, id)?;
                Ok(outcome)
            },
        )
        .await;
    doing::answer(&pages, &signed, form, done, sent).await
}
