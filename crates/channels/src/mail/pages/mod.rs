//! The pages of mail: mailboxes, messages with what became of them and why, letting in what was left out.

mod accounts;
mod alarms;
mod choices;
mod grants;
mod left;
mod looking;
mod mailboxes;
mod messages;
mod of_ticket;
mod own;
mod queue;
mod signing;
mod written;

pub(crate) use alarms::alarms;
pub(crate) use left::waiting;
use looking::may_read;
use mailboxes::Refused;
pub(crate) use queue::QUEUE;

use super::fetching::account::{Kept, Security};
use super::model::{Mail, MailId, Mailbox, Outcome};
use super::queries;
use super::screens::{Filter, MailPage, MailRow};
use super::words::{chip, outcome_word, subject, why};
use directory::queries::{service_names, suggest_services, suggest_teams};
use directory::{SignedIn, frame};
use kernel::{Permission, ServiceId, TeamId};
use serde::Deserialize;
use std::collections::HashMap;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Choice, Empty};
use web::reply::html_with;
use web::{Error, Kind, Query, Result, Texts};
use work::Floor;

/// Where the page is.
pub(crate) const BASE: &str = "/admin/mail";
/// Messages on a page.
const PAGE: i64 = 50;
/// Mailboxes on a page.
const MAILBOXES: usize = 25;
/// Most teams that can be chosen.
const TEAMS_MAX: usize = 1_000;
/// Most services that can be chosen.
const SERVICES_MAX: usize = 1_000;
/// From here on it is "at least so many" that wait.
const WAITING_MAX: i64 = 100;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/admin/mail", get(page))
        .route("/admin/mail/mailboxes", post(mailboxes::add))
        .route("/admin/mail/mailboxes/{id}", post(mailboxes::change))
        .route(
            "/admin/mail/mailboxes/{id}/account",
            get(accounts::page).post(accounts::save),
        )
        .route(
            "/admin/mail/mailboxes/{id}/account/end",
            post(accounts::end),
        )
        .route(
            "/admin/mail/mailboxes/{id}/grant",
            get(grants::page).post(grants::save),
        )
        .route("/admin/mail/mailboxes/{id}/grant/end", post(grants::end))
        .route("/admin/mail/connected", get(grants::back))
        .route("/mail", get(left::page))
        .route("/mail/messages/{id}", get(messages::page))
        .route("/mail/sent/{id}/raw", get(of_ticket::raw))
        .route("/tickets/{id}/mail", get(of_ticket::page))
        .route("/tickets/{id}/mail/{position}", get(messages::of_ticket))
        .route("/account/mail", get(own::page).post(own::save))
        .route("/account/mail/reach", post(own::reach))
        .route("/mail/messages/{id}/raw", get(messages::raw))
        .route("/mail/messages/{id}/release", post(messages::release))
        .route("/mail/messages/{id}/page", get(written::page))
        .route(
            "/mail/messages/{id}/pictures/{number}",
            get(written::picture),
        )
        .route("/admin/mail/queue", get(queue::page))
        .route(
            "/admin/mail/signing",
            get(signing::page).post(signing::make),
        )
        .route("/admin/mail/signing/{id}/use", post(signing::begin))
        .route("/admin/mail/signing/{id}/use/end", post(signing::end))
        .route("/admin/mail/queue/{id}/retry", post(queue::retry))
        .route(
            "/mail/choices/{token}",
            get(choices::page).post(choices::switch_off),
        )
        .route("/mail/choices/{token}/wanted", post(choices::switch_on))
        .with_state(floor.clone())
}

/// What is listed.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    outcome: String,
    before: Option<i64>,
    /// How many mailboxes stand before those that are shown.
    #[serde(default)]
    mailboxes: usize,
}

/// `GET /admin/mail`
async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow(&signed)?;
    show(&floor, &signed, &asked, None).await
}

fn allow(signed: &SignedIn) -> Result<()> {
    match signed.actor.can(Permission::PolicyManage) {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}

/// All that the page reads.
struct Read {
    /// Those that are shown, and how many there are.
    mailboxes: Vec<Mailbox>,
    all: usize,
    accounts: Vec<Kept>,
    teams: Vec<(TeamId, String)>,
    services: Vec<(ServiceId, String)>,
    /// Each with whether the reader may see it.
    mail: Vec<(Mail, bool)>,
    waiting: i64,
}

async fn read(floor: &Floor, signed: &SignedIn, asked: &Asked) -> Result<Read> {
    let actor = signed.actor.clone();
    let (outcome, before) = (Outcome::named(&asked.outcome), asked.before.map(MailId));
    let skip = asked.mailboxes;
    let reading = move |tx: &Tx<'_>| {
        let mut seen = HashMap::new();
        let mut mail = Vec::new();
        for one in queries::list_mail(tx, outcome, before, PAGE + 1)? {
            let may = match seen.get(&one.ticket) {
                Some(may) => *may,
                None => may_read(tx, &actor, one.ticket)?,
            };
            seen.insert(one.ticket, may);
            mail.push((one, may));
        }
        let mut mailboxes = queries::mailboxes(tx)?;
        let all = mailboxes.len();
        mailboxes = mailboxes.into_iter().skip(skip).take(MAILBOXES).collect();
        Ok::<_, work::Error>(Read {
            all,
            services: services(tx, &mailboxes)?,
            mailboxes,
            accounts: queries::accounts::all(tx)?,
            teams: suggest_teams(tx, &actor, "", TEAMS_MAX)?,
            mail,
            waiting: queries::count_waiting(tx, WAITING_MAX)?,
        })
    };
    Ok(floor.desk.store().read(reading).await?)
}

/// The services that can be chosen, and those that are chosen and retired.
fn services(tx: &Tx<'_>, mailboxes: &[Mailbox]) -> work::Result<Vec<(ServiceId, String)>> {
    let mut all = suggest_services(tx, "", SERVICES_MAX)?;
    let chosen = mailboxes.iter().filter_map(|mailbox| mailbox.service);
    let missing = chosen.filter(|id| all.iter().all(|(known, _)| known != id));
    let missing = service_names(tx, &missing.collect())?;
    all.extend(missing);
    Ok(all)
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    asked: &Asked,
    refused: Option<Refused>,
) -> Result<Response> {
    let mut read = read(floor, signed, asked).await?;
    let texts = signed.texts;
    let status = match refused {
        Some(_) => Kind::Invalid.status(),
        None => StatusCode::OK,
    };
    let more = read.mail.len() as i64 > PAGE;
    read.mail.truncate(PAGE as usize);
    let older = read.mail.last().filter(|_| more).map(|(last, _)| {
        format!(
            "{BASE}?outcome={}&before={}#messages",
            asked.outcome, last.id.0
        )
    });
    let shown = asked.mailboxes.saturating_add(MAILBOXES);
    let page = MailPage {
        frame: frame(signed, "/admin", texts.t("admin-mail")),
        waiting: match read.waiting {
            0 => String::new(),
            count => texts.t1("mail-waiting", "count", count),
        },
        more_mailboxes: (shown < read.all).then(|| format!("{BASE}?mailboxes={shown}")),
        fewer_mailboxes: (asked.mailboxes > 0).then(|| {
            let before = asked.mailboxes.saturating_sub(MAILBOXES);
            format!("{BASE}?mailboxes={before}")
        }),
        mailboxes: mailboxes::forms(&read, refused, texts),
        filters: filters(BASE, Outcome::ALL, &asked.outcome, texts),
        messages: rows(&read.mail, signed),
        older,
        empty: Empty {
            icon: "mail",
            title: texts.t("mail-empty-title"),
            text: texts.t("mail-empty-text"),
            action: None,
        },
    };
    Ok(html_with(status, &page))
}

/// The choices of what is listed on a page.
fn filters(page: &str, outcomes: &[Outcome], asked: &str, texts: Texts) -> Vec<Filter> {
    let chosen = Outcome::named(asked).filter(|it| outcomes.contains(it));
    let all = Filter {
        href: format!("{page}#messages"),
        label: texts.t("mail-all"),
        chosen: chosen.is_none(),
    };
    let each = outcomes.iter().map(|outcome| Filter {
        href: format!("{page}?outcome={}#messages", outcome.name()),
        label: outcome_word(*outcome, texts),
        chosen: chosen == Some(*outcome),
    });
    std::iter::once(all).chain(each).collect()
}

/// The rows of messages, each with whether the reader may see it.
fn rows(mail: &[(Mail, bool)], signed: &SignedIn) -> Vec<MailRow> {
    let (texts, calendar) = (signed.texts, signed.calendar());
    let row = |(mail, may): &(Mail, bool)| MailRow {
        href: may.then(|| messages::address(mail.id)),
        subject: match may {
            true => subject(mail, texts).to_owned(),
            false => texts.t("mail-hidden").to_owned(),
        },
        from: mail.from_email.clone().filter(|_| *may).unwrap_or_default(),
        outcome: chip(mail.outcome, texts),
        why: match may {
            true => why(mail, texts),
            false => String::new(),
        },
        ticket: mail
            .ticket
            .filter(|_| *may)
            .map(|ticket| ticket.to_string()),
        at: calendar.when(mail.received_at.0),
    };
    mail.iter().map(row).collect()
}

/// How a mail server is talked to, to be chosen from.
fn securities(texts: Texts, chosen: &str) -> Vec<Choice> {
    let choice = |one: &Security| {
        let (name, key) = (one.name(), format!("account-security-{}", one.name()));
        Choice::new(name, texts.t(&key), chosen == name)
    };
    Security::ALL.iter().map(choice).collect()
}

/// The port that was typed, or the usual one; what is no number is none that will do.
fn port_or(typed: &str, usual: u16) -> u16 {
    match typed.trim() {
        "" => usual,
        port => port.parse().unwrap_or(0),
    }
}
