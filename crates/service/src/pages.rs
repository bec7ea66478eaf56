//! The page on which agents say how services are.

use crate::model::{Said, Statement};
use crate::screens::{HealthPage, SaidRow, ServiceRow};
use crate::{actions, queries};
use directory::{ButtonForm, SignedIn, frame};
use kernel::{Permission, ServiceId};
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Choice, Empty};
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Result, Texts};
use work::ports::{Health, ServiceHealth};
use work::{Desk, Floor};

/// The routes of the page.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/services/health", get(page).post(say))
        .route("/services/health/{said}/undo", post(undo))
        .with_state(floor.desk.clone())
}

/// What the form sends.
#[derive(Clone, Deserialize)]
struct Sent {
    csrf: String,
    service: ServiceId,
    health: String,
    #[serde(default)]
    text: String,
}

/// `GET /services/health`
async fn page(State(desk): State<Desk>, signed: SignedIn) -> Result<Response> {
    show(&desk, &signed, None).await
}

/// `POST /services/health`
async fn say(
    State(desk): State<Desk>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let health = Health::named(&sent.health).ok_or_else(|| Error::bad_request("health"))?;
    let statement = Statement {
        service: sent.service,
        health,
        text: sent.text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let (actor, now) = (signed.actor.clone(), desk.clock().now());
    let store = desk.store();
    let said = store
        .write(move |tx| actions::say(tx, &actor, now, &statement))
        .await;
    match said.map_err(Error::from) {
        Ok(said) => {
            let mut flash = Flash::done(signed.texts.t("done-health"));
            if let Some(said) = said {
                flash = flash.with_undo(format!("/services/health/{said}/undo"));
            }
            Ok(flash.on(see_other("/services/health")))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let text = signed.texts.t("health-too-long").to_owned();
            show(&desk, &signed, Some(text)).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /services/health/{said}/undo`
async fn undo(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(said): Path<i64>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (actor, now) = (signed.actor.clone(), desk.clock().now());
    desk.store()
        .write(move |tx| actions::undo(tx, &actor, now, said))
        .await?;
    let flash = Flash::done(signed.texts.t("done-undone"));
    Ok(flash.on(see_other("/services/health")))
}

async fn show(desk: &Desk, signed: &SignedIn, error: Option<String>) -> Result<Response> {
    if !signed.actor.can(Permission::TicketWork) {
        return Err(Error::forbidden());
    }
    let (services, said) = desk
        .store()
        .read(|tx| Ok::<_, work::Error>((queries::all(tx)?, queries::latest(tx)?)))
        .await?;
    let texts = signed.texts;
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = HealthPage {
        frame: frame(signed, "/services/health", texts.t("nav-health")),
        error,
        services: services.into_iter().map(|it| row(it, texts)).collect(),
        said: told(said, signed),
        empty: Empty {
            icon: "activity",
            title: texts.t("health-empty-title"),
            text: texts.t("health-empty-text"),
            action: signed
                .actor
                .can(Permission::ServiceManage)
                .then(|| (texts.t("admin-services"), "/admin/places/services")),
        },
    };
    Ok(html_with(status, &page))
}

fn row(service: ServiceHealth, texts: Texts) -> ServiceRow {
    let choice = |health: Health| {
        Choice::new(
            health.name(),
            texts.t(health.label()),
            health == service.health,
        )
    };
    ServiceRow {
        id: service.service.to_string(),
        class: service.health.name(),
        icon: match service.health {
            Health::Operational => "circle-check",
            Health::Degraded => "triangle-alert",
            Health::Outage => "circle-x",
        },
        choices: Health::ALL.map(choice).into(),
        name: service.name,
        text: service.text,
    }
}

fn told<'a>(said: Vec<Said>, signed: &SignedIn) -> Vec<SaidRow<'a>> {
    let calendar = signed.calendar();
    said.into_iter()
        .map(|said| SaidRow {
            name: said.service_name,
            health: signed.texts.t(said.health.label()),
            text: said.text,
            by: said.by_name,
            started: calendar.when(said.started_at.0),
            ended: said.ended_at.map(|at| calendar.when(at.0)),
        })
        .collect()
}
