//! The page of the mail that goes out: how far each message has come, and sending again what did not arrive.

use super::super::out::is_set_up;
use super::super::out::model::{OutboxState, Outgoing, OutgoingId, TOO_OLD};
use super::super::queries::outbox;
use super::super::screens::{OutcomeChip, QueuePage, QueueRow};
use super::{allow, may_read};
use directory::{ButtonForm, SignedIn, frame};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Empty;
use web::reply::{html, see_other};
use web::{Error, Flash, Form, Path, Query, Result, Texts};
use work::Floor;

/// Where the page is.
pub(crate) const QUEUE: &str = "/admin/mail/queue";
/// Messages on a page.
const PAGE: i64 = 100;

/// Which page is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
}

/// `GET /admin/mail/queue`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow(&signed)?;
    let before = asked.before.map(OutgoingId);
    let actor = signed.actor.clone();
    let reading = move |tx: &Tx<'_>| {
        let mut found = Vec::new();
        for one in outbox::list_outgoing(tx, before, PAGE + 1)? {
            let may = may_read(tx, &actor, Some(one.ticket))?;
            found.push((one, may));
        }
        Ok::<_, work::Error>((is_set_up(tx)?, found))
    };
    let (is_set_up, mut found) = floor.desk.store().read(reading).await?;
    let texts = signed.texts;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let last = found.last().filter(|_| more);
    let older = last.map(|(last, _)| format!("{QUEUE}?before={}", last.id.0));
    let page = QueuePage {
        frame: frame(&signed, "/admin", texts.t("mail-queue")),
        is_set_up,
        rows: found
            .into_iter()
            .map(|(one, may)| row(one, may, &signed))
            .collect(),
        older,
        empty: Empty {
            icon: "send",
            title: texts.t("mail-queue-empty-title"),
            text: texts.t("mail-queue-empty-text"),
            action: Some((texts.t("admin-mail"), "/admin/mail")),
        },
    };
    Ok(html(&page))
}

/// `POST /admin/mail/queue/{id}/retry`
pub(super) async fn retry(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<ButtonForm>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let now = floor.desk.clock().now();
    let queueing =
        move |tx: &Tx<'_>| Ok::<_, work::Error>(outbox::requeue(tx, OutgoingId(id), now)?);
    if !floor.desk.store().write(queueing).await? {
        return Err(Error::not_found());
    }
    Ok(Flash::done(signed.texts.t("mail-queue-queued")).on(see_other(QUEUE)))
}

/// Of a ticket that the reader may not see, nobody is named.
fn row(one: Outgoing, may: bool, signed: &SignedIn) -> QueueRow {
    let texts = signed.texts;
    QueueRow {
        id: one.id.0,
        at: signed.calendar().when(one.created_at.0),
        to: match may {
            true => one.to.to_string(),
            false => texts.t("mail-hidden").to_owned(),
        },
        ticket: may.then(|| one.ticket.to_string()),
        state: chip(one.state, texts),
        error: wrong(one.error.filter(|_| may), texts),
        can_be_retried: !matches!(one.state, OutboxState::Sent | OutboxState::Withdrawn),
    }
}

/// What is wrong with a message, as it is kept: what others say in their words, what we say in the reader's.
pub(super) fn wrong(error: Option<String>, texts: Texts) -> String {
    match error.as_deref() {
        Some(TOO_OLD) => texts.t("mail-queue-too-old").to_owned(),
        _ => error.unwrap_or_default(),
    }
}

pub(super) fn chip(state: OutboxState, texts: Texts) -> OutcomeChip {
    let (key, class) = match state {
        OutboxState::Waiting => ("mail-queue-waiting", "new"),
        OutboxState::Sent => ("mail-queue-sent", "resolved"),
        OutboxState::Failed => ("mail-queue-failed", "cancelled"),
        OutboxState::Suppressed => ("mail-queue-suppressed", "wait"),
        OutboxState::Held => ("mail-queue-held", "wait"),
        OutboxState::Withdrawn => ("mail-queue-withdrawn", "closed"),
    };
    OutcomeChip {
        label: texts.t(key),
        class,
    }
}
