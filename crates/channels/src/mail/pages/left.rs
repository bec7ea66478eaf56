//! What came in and belongs to no ticket, or waits for somebody to look at it, for the agents whose mailbox it came in by: the
//! list, and on the home page what waits.

use super::looking::{allow_agents, has_to_do_with_its_ticket, own_mailboxes};
use super::{Asked, PAGE, filters, messages, rows};
use crate::mail::model::{Mail, MailId, Outcome};
use crate::mail::queries;
use crate::mail::screens::LeftPage;
use crate::mail::words::{subject, why};
use directory::{SignedIn, frame};
use kernel::{Actor, Permission, TicketId};
use std::collections::HashMap;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Empty;
use web::reply::html;
use web::{Query, Result};
use work::{Floor, HomeAsked, Panel, PanelRow};

/// Where the page is.
const LEFT: &str = "/mail";
/// Messages on the home page.
const WAITING_SHOWN: usize = 5;
/// Messages among which those are found.
const WAITING_READ: i64 = 50;
/// What can be listed: what became something on a ticket is there.
const LISTED: [Outcome; 4] = [
    Outcome::Received,
    Outcome::Ignored,
    Outcome::Quarantined,
    Outcome::Failed,
];

/// `GET /mail`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow_agents(&signed)?;
    let (actor, before) = (signed.actor.clone(), asked.before.map(MailId));
    let outcomes = match Outcome::named(&asked.outcome) {
        Some(outcome) if !outcome.is_taken() => vec![outcome],
        _ => LISTED.to_vec(),
    };
    let reading = move |tx: &Tx<'_>| {
        let own = own_mailboxes(tx, &actor)?;
        let mut found = queries::left::list(tx, &own, &outcomes, before, PAGE + 1)?;
        let more = found.len() as i64 > PAGE;
        found.truncate(PAGE as usize);
        let last = found.last().filter(|_| more).map(|last| last.id);
        let seen = seen(tx, &actor, &found).map(|mail| Ok((mail?.clone(), true)));
        Ok::<_, work::Error>((seen.collect::<work::Result<Vec<_>>>()?, last))
    };
    let (found, last) = floor.desk.store().read(reading).await?;
    let older = last.map(|last| {
        let outcome = &asked.outcome;
        format!("{LEFT}?outcome={outcome}&before={}#messages", last.0)
    });
    let texts = signed.texts;
    Ok(html(&LeftPage {
        frame: frame(&signed, "", texts.t("mail-left")),
        filters: filters(LEFT, &LISTED, &asked.outcome, texts),
        messages: rows(&found, &signed),
        older,
        empty: Empty {
            icon: "mail",
            title: texts.t("mail-empty-title"),
            text: texts.t("mail-left-empty"),
            action: None,
        },
    }))
}

/// Of messages that came in by somebody's mailboxes those that they may look at, as they are asked for.
fn seen<'a>(
    tx: &'a Tx<'_>,
    actor: &'a Actor,
    found: &'a [Mail],
) -> impl Iterator<Item = work::Result<&'a Mail>> {
    let mut known: HashMap<Option<TicketId>, bool> = HashMap::new();
    found.iter().filter_map(move |mail| {
        let may = match known.get(&mail.ticket) {
            Some(may) => Ok(*may),
            None => has_to_do_with_its_ticket(tx, actor, mail.ticket),
        };
        match may {
            Ok(may) => {
                known.insert(mail.ticket, may);
                may.then_some(Ok(mail))
            }
            Err(error) => Some(Err(error)),
        }
    })
}

/// What waits for somebody to look at it; nothing where nothing waits.
pub(crate) fn waiting(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> work::Result<Option<Panel>> {
    let actor = &asked.reader.actor;
    if !actor.can(Permission::TicketWork) {
        return Ok(None);
    }
    let held_up = [Outcome::Quarantined, Outcome::Failed];
    let own = own_mailboxes(tx, actor)?;
    let found = queries::left::list(tx, &own, &held_up, None, WAITING_READ)?;
    let waiting = seen(tx, actor, &found).take(WAITING_SHOWN);
    let waiting = waiting.collect::<work::Result<Vec<_>>>()?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let mut panel = Panel::new("mail-waits", "mail", "mail-left-empty");
    panel.rows = waiting
        .into_iter()
        .map(|mail| PanelRow {
            href: messages::address(mail.id),
            text: subject(mail, asked.texts).to_owned(),
            detail: why(mail, asked.texts),
            at: Some(asked.calendar.when(mail.received_at.0)),
            ..PanelRow::default()
        })
        .collect();
    panel.all = Some(LEFT.to_owned());
    Ok(Some(panel))
}
