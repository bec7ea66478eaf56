//! The page where an administrator says where a mailbox is fetched from, and whether that works.

use super::{BASE, Said, allow};
use crate::mail::actions::{self, WrongAccount};
use crate::mail::fetching::account::{Account, Kept, Security};
use crate::mail::fetching::try_out;
use crate::mail::model::{Mailbox, MailboxId};
use crate::mail::screens::AccountPage;
use crate::mail::words::word;
use crate::mail::{Intake, queries};
use directory::{SignedIn, frame};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html_with, see_other};
use web::{Flash, Form, Kind, Path, Result};
use work::Floor;

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    csrf: String,
    host: String,
    port: String,
    security: String,
    user: String,
    password: String,
    folder: String,
    move_to: String,
    takes_old: String,
    silence_hours: String,
}

/// `GET /admin/mail/mailboxes/{id}/account`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    allow(&signed)?;
    let (mailbox, kept) = read(&floor, MailboxId(id)).await?;
    let sent = kept
        .as_ref()
        .map_or_else(fresh, |kept| Sent::from(&kept.account));
    Ok(show(&signed, &mailbox, kept.as_ref(), sent, None))
}

/// `POST /admin/mail/mailboxes/{id}/account`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let id = MailboxId(id);
    let (store, actor) = (floor.desk.store().clone(), signed.actor.clone());
    let (now, seal) = (floor.desk.clock().now(), store.seal().clone());
    let (account, password) = (account(&sent), sent.password.clone());
    let saving = move |tx: &Tx<'_>| {
        let wanted = (&account, password.as_str());
        actions::save_account(tx, &seal, &actor, now, id, wanted)
    };
    match store.write(saving).await? {
        Ok(()) => {
            let back = see_other(&format!("{BASE}/mailboxes/{}/account", id.0));
            Ok(Flash::done(signed.texts.t("saved")).on(back))
        }
        Err(wrong) => {
            let (mailbox, kept) = read(&floor, id).await?;
            Ok(show(&signed, &mailbox, kept.as_ref(), sent, Some(wrong)))
        }
    }
}

/// `POST /admin/mail/mailboxes/{id}/account/end`
pub(super) async fn end(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let ending = move |tx: &Tx<'_>| actions::delete_account(tx, &actor, now, MailboxId(id));
    floor.desk.store().write(ending).await?;
    Ok(Flash::done(signed.texts.t("saved")).on(see_other(BASE)))
}

/// `POST /admin/mail/mailboxes/{id}/account/try`
pub(super) async fn try_it(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let (_, kept) = read(&floor, MailboxId(id)).await?;
    let kept = kept.ok_or(work::Error::NotFound)?;
    let intake = Intake::new(floor.desk.clone(), floor.directory.clone());
    let texts = signed.texts;
    let said = match try_out(&intake, &kept).await {
        Ok(count) => Flash::done(texts.t1("account-works", "count", i64::from(count))),
        Err(reason) => Flash::failed(word(&reason, texts)),
    };
    Ok(said.on(see_other(&format!("{BASE}/mailboxes/{id}/account"))))
}

async fn read(floor: &Floor, id: MailboxId) -> Result<(Mailbox, Option<Kept>)> {
    let reading = move |tx: &Tx<'_>| {
        let mailbox = queries::find_mailbox(tx, id)?.ok_or(work::Error::NotFound)?;
        Ok::<_, work::Error>((mailbox, queries::accounts::find(tx, id)?))
    };
    Ok(floor.desk.store().read(reading).await?)
}

/// What an empty form says.
fn fresh() -> Sent {
    Sent {
        port: "993".into(),
        security: Security::Tls.name().into(),
        folder: "INBOX".into(),
        ..Sent::default()
    }
}

impl From<&Account> for Sent {
    fn from(account: &Account) -> Self {
        let Account {
            host,
            port,
            security,
            user,
            folder,
            move_to,
            takes_old,
            silence_hours,
        } = account.clone();
        Self {
            host,
            port: port.to_string(),
            security: security.name().into(),
            user,
            folder,
            move_to,
            takes_old: if takes_old {
                "yes".into()
            } else {
                String::new()
            },
            silence_hours: silence_hours
                .map(|hours| hours.to_string())
                .unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// What the form means; what is no number is none that will do.
fn account(sent: &Sent) -> Account {
    let text = |text: &String| text.trim().to_owned();
    let silence = sent.silence_hours.trim();
    Account {
        host: text(&sent.host).to_lowercase(),
        port: sent.port.trim().parse().unwrap_or(0),
        security: Security::named(&sent.security).unwrap_or(Security::Tls),
        user: text(&sent.user),
        folder: text(&sent.folder),
        move_to: text(&sent.move_to),
        takes_old: sent.takes_old == "yes",
        silence_hours: (!silence.is_empty()).then(|| silence.parse().unwrap_or(0)),
    }
}

fn show(
    signed: &SignedIn,
    mailbox: &Mailbox,
    kept: Option<&Kept>,
    sent: Sent,
    wrong: Option<WrongAccount>,
) -> Response {
    let texts = signed.texts;
    let status = match wrong {
        Some(_) => Kind::Invalid.status(),
        None => StatusCode::OK,
    };
    let input = |value: String, is: &[WrongAccount]| {
        let wrong = wrong.filter(|wrong| is.contains(wrong));
        let error = wrong.map(|wrong| texts.t(key(wrong)).to_owned());
        Input { value, error }
    };
    let progress = kept.map(|kept| &kept.progress);
    let calendar = signed.calendar();
    let failing = progress.and_then(|progress| progress.failing.as_ref());
    let page = AccountPage {
        frame: frame(signed, "/admin", texts.t("account")),
        address: mailbox.address.clone(),
        at: format!("{BASE}/mailboxes/{}/account", mailbox.id.0),
        is_kept: kept.is_some(),
        succeeded: progress
            .and_then(|progress| progress.succeeded_at)
            .map(|at| calendar.when(at.0)),
        failing: failing.map(|(since, reason)| (calendar.when(since.0), word(reason, texts))),
        securities: Security::ALL
            .iter()
            .map(|one| {
                let name = one.name();
                let key = format!("account-security-{name}");
                Choice::new(name, texts.t(&key), sent.security == name)
            })
            .collect(),
        host: input(sent.host, &[WrongAccount::Host, WrongAccount::Plain]),
        port: input(sent.port, &[WrongAccount::Port]),
        user: input(sent.user, &[WrongAccount::User]),
        password: input(String::new(), &[WrongAccount::Password]),
        folder: input(sent.folder, &[WrongAccount::Folder]),
        move_to: input(sent.move_to, &[WrongAccount::MoveTo]),
        silence_hours: input(sent.silence_hours, &[WrongAccount::Silence]),
        takes_old: sent.takes_old == "yes",
    };
    html_with(status, &page)
}

fn key(wrong: WrongAccount) -> &'static str {
    match wrong {
        WrongAccount::Host => "account-host-wrong",
        WrongAccount::Plain => "account-plain-wrong",
        WrongAccount::Port => "account-port-wrong",
        WrongAccount::User => "account-user-wrong",
        WrongAccount::Password => "account-password-wrong",
        WrongAccount::Folder => "account-folder-wrong",
        WrongAccount::MoveTo => "account-move-wrong",
        WrongAccount::Silence => "account-silence-wrong",
    }
}
