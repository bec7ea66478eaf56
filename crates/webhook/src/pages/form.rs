//! The page of one webhook: what is decided about it, and what it was told.

use super::{BASE, NEW, allow, href, known, words};
use crate::model::{Delivery, DeliveryState};
use crate::queries;
use crate::screens::{DeliveryRow, Known, WebhookPage};
use directory::{SignedIn, frame};
use kernel::policy::{Fault, Problem, Webhook, key_of};
use kernel::{Actor, Policy, PolicyVersion, Timestamp};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::header::CACHE_CONTROL;
use web::axum::http::{HeaderValue, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::parts::Input;
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Result, Texts};
use work::Floor;

/// Deliveries on the page: the latest.
const ROWS: i64 = 50;
/// Whoever is shown a secret keeps it; the browser does not.
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    label: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    active: bool,
    #[serde(default)]
    inside: bool,
    #[serde(default)]
    remove: bool,
}

/// What the page shows beside what is in force.
pub(super) enum Shown {
    /// Nothing.
    Nothing,
    /// The secret that was just made.
    Secret(String),
    /// What was sent and refused, and why.
    Refused(Webhook, Wrong),
}

/// What is wrong with a form, in the reader's words.
#[derive(Default)]
pub(super) struct Wrong {
    label: Option<String>,
    url: Option<String>,
    rest: Vec<String>,
}

/// `GET /admin/webhooks/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    show(&floor, &signed, &key, Shown::Nothing).await
}

/// `POST /admin/webhooks/{key}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let texts = signed.texts;
    let wanted = match sent.remove {
        true => known(&floor, &signed, &key).await?,
        false => said(&key, &sent),
    };
    let (edited, removes, put) = (key.clone(), sent.remove, wanted.clone());
    let change = move |policy: &mut Policy| decide(policy, &edited, &put, removes);
    let seen = PolicyVersion(sent.seen);
    let comment = format!("{}: {}", texts.t("admin-webhooks"), wanted.key);
    let decided = floor
        .desk
        .decide_policy(&signed.actor, Some(seen), &comment, change);
    let (back, version) = match (removes, decided.await) {
        (_, Err(error)) => {
            let wrong = wrong(texts, error)?;
            return show(&floor, &signed, &key, Shown::Refused(wanted, wrong)).await;
        }
        (true, Ok(version)) => (BASE.to_owned(), version),
        (false, Ok(version)) => (href(&wanted.key), version),
    };
    floor.directory.changed();
    let mut said = Flash::done(texts.t("saved"));
    // Where nothing changed the latest version is somebody else's.
    if version != seen {
        said = said.with_undo(format!("/admin/history/{version}/undo"));
    }
    Ok(said.on(see_other(&back)))
}

/// The webhook as the form says.
fn said(key: &str, sent: &Sent) -> Webhook {
    let label = sent.label.trim().to_owned();
    Webhook {
        key: match key {
            NEW => key_of(&label),
            key => key.to_owned(),
        },
        label,
        url: sent.url.trim().to_owned(),
        active: sent.active,
        inside: sent.inside,
    }
}

/// Adds, changes or removes a webhook.
fn decide(policy: &mut Policy, key: &str, wanted: &Webhook, removes: bool) -> work::Result<()> {
    if key == NEW {
        policy.webhooks.push(wanted.clone());
        return Ok(());
    }
    let at = policy.webhooks.iter().position(|known| known.key == key);
    let at = at.ok_or(work::Error::NotFound)?;
    if removes {
        policy.webhooks.remove(at);
    } else {
        policy.webhooks[at] = wanted.clone();
    }
    Ok(())
}

/// What is wrong with a form; what no form can show stays an error.
fn wrong(texts: Texts, error: work::Error) -> Result<Wrong> {
    let mut wrong = Wrong::default();
    match error {
        work::Error::Policy(problems) => {
            for problem in &problems {
                wrong.add(texts, problem);
            }
        }
        work::Error::Stale { .. } => {
            let text = texts.t("error-precondition-failed-text");
            wrong.rest.push(text.to_owned());
        }
        error => return Err(error.into()),
    }
    Ok(wrong)
}

impl Wrong {
    fn add(&mut self, texts: Texts, problem: &Problem) {
        let key = format!("policy-fault-{}", problem.fault.name());
        let text = texts.t(&key);
        match (problem.fault, problem.at.split('.').nth(1)) {
            (Fault::Url, _) => self.url = Some(text.to_owned()),
            (Fault::Label | Fault::Key | Fault::KeyTwice, _) => self.label = Some(text.to_owned()),
            // A rule that calls it would have nothing to call.
            (Fault::Action, Some(rule)) => self.rest.push(texts.t1("webhook-used", "rule", rule)),
            _ => self.rest.push(text.to_owned()),
        }
    }
}

/// The page of a webhook.
pub(super) async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    shown: Shown,
) -> Result<Response> {
    allow(signed)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let known = rules.policy.webhook(key);
    if key != NEW && known.is_none() {
        return Err(Error::not_found());
    }
    let fresh = || Webhook {
        key: String::new(),
        label: String::new(),
        url: String::new(),
        active: true,
        inside: false,
    };
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let (webhook, wrong, secret) = match shown {
        Shown::Nothing => (known.cloned().unwrap_or_else(fresh), None, None),
        Shown::Secret(secret) => (known.cloned().unwrap_or_else(fresh), None, Some(secret)),
        Shown::Refused(webhook, wrong) => (webhook, Some(wrong), None),
    };
    let status = match wrong {
        Some(_) => Kind::Invalid.status(),
        None => StatusCode::OK,
    };
    let wrong = wrong.unwrap_or_default();
    let page = WebhookPage {
        frame: frame(signed, "/admin", title),
        href: href(key),
        seen: rules.version.0,
        wrong: wrong.rest.join(" "),
        label: Input {
            value: webhook.label,
            error: wrong.label,
        },
        url: Input {
            value: webhook.url,
            error: wrong.url,
        },
        active: webhook.active,
        inside: webhook.inside,
        known: match known {
            Some(_) => Some(beside(floor, signed, key, secret).await?),
            None => None,
        },
    };
    Ok(([(CACHE_CONTROL, NEVER)], html_with(status, &page)).into_response())
}

/// What there is of a webhook beside what is decided about it.
async fn beside<'a>(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    fresh: Option<String>,
) -> Result<Known<'a>> {
    let (texts, calendar) = (signed.texts, signed.calendar());
    let (wanted, actor) = (key.to_owned(), signed.actor.clone());
    let reading = floor.desk.store().read(move |tx| {
        let secret = queries::secret(tx, &wanted)?;
        let mut told = Vec::new();
        for delivery in queries::list(tx, &wanted, ROWS)? {
            let may = may_see(tx, &actor, &delivery)?;
            told.push((delivery, may));
        }
        Ok::<(Option<(String, Timestamp)>, Vec<(Delivery, bool)>), work::Error>((secret, told))
    });
    let (secret, told) = reading.await?;
    let row = |(delivery, may): &(Delivery, bool)| DeliveryRow {
        id: delivery.id.0,
        at: calendar.when(delivery.created_at.0),
        event: words::event(delivery, texts),
        ticket: delivery.ticket.filter(|_| *may).map(|ticket| ticket.0),
        state: words::chip(delivery.state, texts),
        attempts: delivery.attempts,
        reason: delivery
            .reason
            .as_ref()
            .map(|reason| words::reason(reason, texts))
            .unwrap_or_default(),
        again: (delivery.state == DeliveryState::Waiting && delivery.attempts > 0)
            .then(|| calendar.when(delivery.due_at.0)),
        can_be_retried: delivery.state != DeliveryState::Taken,
    };
    Ok(Known {
        action: format!("webhook = \"{key}\""),
        fresh,
        signed_since: secret.map(|(_, since)| calendar.when(since.0)),
        deliveries: told.iter().map(row).collect(),
    })
}

/// Whether the reader may know which ticket a delivery is of.
fn may_see(tx: &Tx<'_>, actor: &Actor, delivery: &Delivery) -> work::Result<bool> {
    let Some(ticket) = delivery.ticket else {
        return Ok(false);
    };
    Ok(store::load(tx, ticket)?.is_some_and(|ticket| actor.may_see(&ticket)))
}
