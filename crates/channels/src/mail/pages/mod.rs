//! The pages of mail: mailboxes, messages with what became of them and why, letting in what was left out.

mod accounts;
mod alarms;
mod choices;
mod grants;
mod messages;
mod queue;
mod signing;

pub(crate) use alarms::alarms;
use messages::may_read;

use super::actions::{self, MailboxEdit, Wrong};
use super::fetching::account::{Kept, Security};
use super::model::{Mail, MailId, Mailbox, MailboxId, Outcome};
use super::queries;
use super::screens::{Fetched, Filter, MailPage, MailRow, MailboxForm};
use super::words::{chip, outcome_word, subject, word};
use directory::queries::suggest_teams;
use directory::{SignedIn, frame};
use kernel::{Permission, TeamId};
use serde::Deserialize;
use std::collections::HashMap;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Choice, Empty, Input};
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Query, Result, Texts};
use work::Floor;

/// Where the page is.
pub(crate) const BASE: &str = "/admin/mail";
/// Messages on a page.
const PAGE: i64 = 50;
/// Most teams that can be chosen.
const TEAMS_MAX: usize = 1_000;
/// From here on it is "at least so many" that wait.
const WAITING_MAX: i64 = 100;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/admin/mail", get(page))
        .route("/admin/mail/mailboxes", post(add))
        .route("/admin/mail/mailboxes/{id}", post(change))
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
        .route("/admin/mail/messages/{id}", get(messages::page))
        .route("/admin/mail/messages/{id}/raw", get(messages::raw))
        .route("/admin/mail/messages/{id}/release", post(messages::release))
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
}

/// What the form of a mailbox sends.
#[derive(Deserialize)]
struct Sent {
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    active: String,
    #[serde(default)]
    trusted_servers: String,
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

/// `POST /admin/mail/mailboxes`
async fn add(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&floor, &signed, None, sent).await
}

/// `POST /admin/mail/mailboxes/{id}`
async fn change(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&floor, &signed, Some(MailboxId(id)), sent).await
}

async fn save(
    floor: &Floor,
    signed: &SignedIn,
    id: Option<MailboxId>,
    sent: Sent,
) -> Result<Response> {
    allow(signed)?;
    signed.check_form(&sent.csrf)?;
    let edit = MailboxEdit {
        name: sent.name.trim().to_owned(),
        address: sent.address.trim().to_lowercase(),
        team: sent.team.parse().ok(),
        active: sent.active == "yes",
        trusted_servers: words(&sent.trusted_servers.to_lowercase()),
    };
    let (actor, now, wanted) = (signed.actor.clone(), floor.desk.clock().now(), edit.clone());
    let saving = move |tx: &Tx<'_>| actions::save_mailbox(tx, &actor, now, id, &wanted);
    match floor.desk.store().write(saving).await? {
        Ok(_) => Ok(Flash::done(signed.texts.t("saved")).on(see_other(BASE))),
        Err(wrong) => show(floor, signed, &Asked::default(), Some((id, edit, wrong))).await,
    }
}

fn words(text: &str) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let words = text.split(between).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn allow(signed: &SignedIn) -> Result<()> {
    match signed.actor.can(Permission::PolicyManage) {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}

/// What a form of a mailbox sent that was refused.
type Refused = (Option<MailboxId>, MailboxEdit, Wrong);

/// All that the page reads.
struct Read {
    mailboxes: Vec<Mailbox>,
    accounts: Vec<Kept>,
    teams: Vec<(TeamId, String)>,
    /// Each with whether the reader may see it.
    mail: Vec<(Mail, bool)>,
    waiting: i64,
}

async fn read(floor: &Floor, signed: &SignedIn, asked: &Asked) -> Result<Read> {
    let actor = signed.actor.clone();
    let (outcome, before) = (Outcome::named(&asked.outcome), asked.before.map(MailId));
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
        Ok::<_, work::Error>(Read {
            mailboxes: queries::mailboxes(tx)?,
            accounts: queries::accounts::all(tx)?,
            teams: suggest_teams(tx, &actor, "", TEAMS_MAX)?,
            mail,
            waiting: queries::count_waiting(tx, WAITING_MAX)?,
        })
    };
    Ok(floor.desk.store().read(reading).await?)
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
    let page = MailPage {
        frame: frame(signed, "/admin", texts.t("admin-mail")),
        waiting: match read.waiting {
            0 => String::new(),
            count => texts.t1("mail-waiting", "count", count),
        },
        mailboxes: forms(&read, refused, texts),
        filters: filters(asked, texts),
        messages: rows(&read, signed),
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

fn forms(read: &Read, refused: Option<Refused>, texts: Texts) -> Vec<MailboxForm> {
    let teams = |chosen: Option<TeamId>| {
        let none = Choice::new("", texts.t("mailbox-no-team"), chosen.is_none());
        let each = read
            .teams
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), chosen == Some(*id)));
        std::iter::once(none).chain(each).collect()
    };
    let mut forms: Vec<MailboxForm> = read
        .mailboxes
        .iter()
        .map(|mailbox| MailboxForm {
            id: Some(mailbox.id.0),
            name: Input::new(&mailbox.name),
            address: Input::new(&mailbox.address),
            teams: teams(mailbox.team),
            active: mailbox.active,
            trusted_servers: Input::new(mailbox.trusted_servers.join(" ")),
            fetched: Some(fetched(&read.accounts, mailbox.id, texts)),
        })
        .collect();
    forms.push(MailboxForm {
        id: None,
        name: Input::new(""),
        address: Input::new(""),
        teams: teams(None),
        active: true,
        trusted_servers: Input::new(""),
        fetched: None,
    });
    if let Some((id, edit, wrong)) = refused
        && let Some(form) = forms.iter_mut().find(|form| form.id == id.map(|id| id.0))
    {
        let said = |is: Wrong, key: &str| (wrong == is).then(|| texts.t(key).to_owned());
        form.name = Input {
            value: edit.name,
            error: said(Wrong::Name, "mailbox-name-wrong"),
        };
        let address = said(Wrong::Address, "mailbox-address-wrong")
            .or(said(Wrong::Taken, "mailbox-address-taken"));
        form.address = Input {
            value: edit.address,
            error: address,
        };
        form.teams = teams(edit.team);
        form.active = edit.active;
        form.trusted_servers = Input {
            value: edit.trusted_servers.join(" "),
            error: said(Wrong::Servers, "mailbox-servers-wrong"),
        };
    }
    forms
}

/// How fetching a mailbox goes.
fn fetched(accounts: &[Kept], mailbox: MailboxId, texts: Texts) -> Fetched {
    let Some(kept) = accounts.iter().find(|kept| kept.mailbox == mailbox) else {
        return Fetched {
            icon: "mail",
            text: texts.t("account-none").to_owned(),
        };
    };
    match &kept.progress.failing {
        Some((_, reason)) => Fetched {
            icon: "triangle-alert",
            text: format!("{} {}", texts.t("account-failing"), word(reason, texts)),
        },
        None => Fetched {
            icon: "circle-check",
            text: format!("{} {}", texts.t("account-by"), kept.account.host),
        },
    }
}

fn filters(asked: &Asked, texts: Texts) -> Vec<Filter> {
    let chosen = Outcome::named(&asked.outcome);
    let all = Filter {
        href: format!("{BASE}#messages"),
        label: texts.t("mail-all"),
        chosen: chosen.is_none(),
    };
    let each = Outcome::ALL.iter().map(|outcome| Filter {
        href: format!("{BASE}?outcome={}#messages", outcome.name()),
        label: outcome_word(*outcome, texts),
        chosen: chosen == Some(*outcome),
    });
    std::iter::once(all).chain(each).collect()
}

fn rows(read: &Read, signed: &SignedIn) -> Vec<MailRow> {
    let (texts, calendar) = (signed.texts, signed.calendar());
    let row = |(mail, may): &(Mail, bool)| MailRow {
        href: may.then(|| format!("{BASE}/messages/{}", mail.id.0)),
        subject: match may {
            true => subject(mail, texts).to_owned(),
            false => texts.t("mail-hidden").to_owned(),
        },
        from: mail.from_email.clone().filter(|_| *may).unwrap_or_default(),
        outcome: chip(mail.outcome, texts),
        why: match may {
            true => mail
                .reasons
                .iter()
                .map(|reason| word(reason, texts))
                .collect::<Vec<_>>()
                .join("; "),
            false => String::new(),
        },
        ticket: mail
            .ticket
            .filter(|_| *may)
            .map(|ticket| ticket.to_string()),
        at: calendar.when(mail.received_at.0),
    };
    read.mail.iter().map(row).collect()
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
