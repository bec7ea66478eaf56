//! The first page: one question, answers while somebody types, and how things are.

use super::{Portal, plain, portal_frame, tickets};
use crate::screens::answers::{AnswerLine, AnswersPart};
use crate::screens::home::{HomePage, ServiceLine};
use directory::SignedIn;
use kernel::condition::{Condition, StateTest, Term};
use kernel::policy::StateCategory;
use serde::Deserialize;
use store::Tx;
use web::Query;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Empty;
use web::reply::html;
use web::{Calendar, Texts};
use work::pages::encoded;
use work::ports::{Answer, Health, ServiceHealth, Shows};
use work::queries::{self, ListQuery, Listed, Sort};
use work::{Desk, Reader, Result};

/// Open tickets on the page.
const OPEN: usize = 5;
/// Answers of each practice.
const ANSWERS: usize = 5;
/// Services whose health is shown.
const SERVICES: usize = 30;
/// What the page is made of, of one instant.
struct Found {
    services: Vec<ServiceHealth>,
    approvals: Vec<Answer>,
    open: Vec<Listed>,
    more: bool,
}

/// `GET /my`
pub(super) async fn page(State(portal): State<Portal>, signed: SignedIn) -> web::Result<Response> {
    let (reader, shows) = (portal.reader(&signed), portal.shows(&signed));
    let store = portal.pages.desk().store();
    let found = store.read(move |tx| read(tx, &reader, &shows)).await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let cards = |listed| plain::listed(listed, signed.person.id, &calendar, texts);
    let page = HomePage {
        frame: portal_frame(&signed, "/my", texts.t("ask-title")),
        approvals: lines(&found.approvals, texts),
        services: services(&found.services, &calendar, texts),
        open: found.open.iter().map(cards).collect(),
        more: found.more,
        empty: Empty {
            icon: "smile",
            title: texts.t("my-empty-title"),
            text: texts.t("my-empty-text"),
            action: Some((texts.t("nav-new"), "/my/new")),
        },
    };
    Ok(html(&page))
}

fn read(tx: &Tx<'_>, reader: &Reader, shows: &[Shows]) -> Result<Found> {
    let state = |test| Condition::Term(Term::State(vec![test]));
    let waiting = StateTest::Category(StateCategory::WaitingOnRequester);
    let list = |condition, limit| {
        let query = ListQuery {
            condition: Condition::all([tickets::mine(), condition]),
            sort: Sort::Updated,
            after: None,
            limit,
        };
        queries::list(tx, reader, &query)
    };
    // What needs the reader first comes first, however long ago it was asked.
    let mut open = list(state(waiting), OPEN)?.rows;
    let rest = list(state(StateTest::Open), OPEN + open.len())?;
    let known: Vec<_> = open.iter().map(|ticket| ticket.id).collect();
    open.extend(rest.rows.into_iter().filter(|it| !known.contains(&it.id)));
    let more = rest.next.is_some() || open.len() > OPEN;
    open.truncate(OPEN);
    let (mut services, mut approvals) = (Vec::new(), Vec::new());
    for show in shows {
        if let Some(health) = show.health {
            services.extend(health(tx, reader)?);
        }
        if let Some(waiting) = show.approvals {
            approvals.extend(waiting(tx, reader)?);
        }
    }
    services.truncate(SERVICES);
    Ok(Found {
        services,
        approvals,
        open,
        more,
    })
}

fn services<'a>(
    known: &'a [ServiceHealth],
    calendar: &Calendar,
    texts: Texts,
) -> Vec<ServiceLine<'a>> {
    let line = |service: &'a ServiceHealth| {
        let (icon, key) = match service.health {
            Health::Operational => ("circle-check", "health-operational"),
            Health::Degraded => ("triangle-alert", "health-degraded"),
            Health::Outage => ("circle-x", "health-outage"),
        };
        ServiceLine {
            class: service.health.name(),
            icon,
            name: &service.name,
            health: texts.t(key),
            text: &service.text,
            since: service.since.map(|since| calendar.when(since.0)),
        }
    };
    known.iter().map(line).collect()
}

pub(super) fn lines(answers: &[Answer], texts: Texts) -> Vec<AnswerLine<'_>> {
    answers
        .iter()
        .map(|answer| AnswerLine {
            kind: texts.t(answer.kind),
            icon: answer.icon,
            title: &answer.title,
            text: &answer.text,
            href: &answer.href,
        })
        .collect()
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// `GET /my/answers?q=…`: what answers a question, as a part of the page.
pub(super) async fn answers(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(typed): Query<Typed>,
) -> web::Result<Response> {
    let (reader, shows) = (portal.reader(&signed), portal.shows(&signed));
    let desk = portal.pages.desk().clone();
    let q = tickets::bounded(&typed.q);
    let asked = q.clone();
    let store = portal.pages.desk().store();
    let (answers, listed) = store
        .read(move |tx| find(tx, &desk, &reader, &shows, &asked))
        .await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let card = |listed| plain::listed(listed, signed.person.id, &calendar, texts);
    Ok(html(&AnswersPart {
        texts,
        query: &q,
        answers: lines(&answers, texts),
        tickets: listed.iter().map(card).collect(),
        ask_href: format!("/my/new?subject={}", encoded(&q)),
    }))
}

fn find(
    tx: &Tx<'_>,
    desk: &Desk,
    reader: &Reader,
    shows: &[Shows],
    q: &str,
) -> Result<(Vec<Answer>, Vec<Listed>)> {
    let listed = tickets::found(tx, desk, reader, tickets::mine(), q)?;
    Ok((answers_of(tx, reader, shows, q)?, listed))
}

/// What the practices know of what was typed.
pub(super) fn answers_of(
    tx: &Tx<'_>,
    reader: &Reader,
    shows: &[Shows],
    q: &str,
) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    if !kernel::text::words(q).is_empty() {
        for show in shows.iter().filter_map(|show| show.answers) {
            answers.extend(show(tx, reader, q)?.into_iter().take(ANSWERS));
        }
    }
    Ok(answers)
}
