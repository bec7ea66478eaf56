//! What came in and belongs to no ticket, for the agents whose mailbox it came in by: the list, and on the home page what
//! waits for somebody to look at it.

use super::looking::{allow_agents, is_of};
use super::{Asked, PAGE, filters, messages, rows};
use crate::mail::model::{MailId, MailboxId, Outcome};
use crate::mail::queries;
use crate::mail::screens::LeftPage;
use crate::mail::words::{subject, why};
use directory::{SignedIn, frame};
use kernel::{Actor, Permission};
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
const WAITING_SHOWN: i64 = 5;

/// `GET /mail`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow_agents(&signed)?;
    let (actor, before) = (signed.actor.clone(), asked.before.map(MailId));
    let outcomes = match Outcome::named(&asked.outcome) {
        Some(outcome) => vec![outcome],
        None => Outcome::ALL.to_vec(),
    };
    let reading = move |tx: &Tx<'_>| {
        let own = own_mailboxes(tx, &actor)?;
        Ok::<_, work::Error>(queries::left::list(tx, &own, &outcomes, before, PAGE + 1)?)
    };
    let mut found = floor.desk.store().read(reading).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let older = found.last().filter(|_| more).map(|last| {
        let outcome = &asked.outcome;
        format!("{LEFT}?outcome={outcome}&before={}#messages", last.id.0)
    });
    let texts = signed.texts;
    let found: Vec<_> = found.into_iter().map(|mail| (mail, true)).collect();
    Ok(html(&LeftPage {
        frame: frame(&signed, "", texts.t("mail-left")),
        filters: filters(LEFT, &asked.outcome, texts),
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

/// The mailboxes whose messages are an agent's to work on; all for whoever looks after them.
fn own_mailboxes(tx: &Tx<'_>, actor: &Actor) -> store::Result<Vec<MailboxId>> {
    let all = queries::mailboxes(tx)?.into_iter();
    let is_own = |it: &_| actor.can(Permission::PolicyManage) || is_of(actor, it);
    Ok(all.filter(is_own).map(|it| it.id).collect())
}

/// What waits for somebody to look at it; nothing where nothing waits.
pub(crate) fn waiting(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> work::Result<Option<Panel>> {
    let actor = &asked.reader.actor;
    if !actor.can(Permission::TicketWork) {
        return Ok(None);
    }
    let held_up = [Outcome::Quarantined, Outcome::Failed];
    let own = own_mailboxes(tx, actor)?;
    let found = queries::left::list(tx, &own, &held_up, None, WAITING_SHOWN)?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut panel = Panel::new("mail-waits", "mail", "mail-left-empty");
    panel.rows = found
        .iter()
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
