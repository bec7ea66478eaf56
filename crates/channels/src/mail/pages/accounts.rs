//! The page where an administrator says where a mailbox is fetched from. What is entered is tried before it is kept.

use super::{BASE, allow, port_or, securities};
use crate::mail::actions::{self, WrongAccount};
use crate::mail::fetching::account::{Account, Kept, Security, SignIn};
use crate::mail::fetching::{Key, try_out};
use crate::mail::grants::ready::Ready;
use crate::mail::grants::{Grant, tokens};
use crate::mail::model::{Mailbox, MailboxId, Reason};
use crate::mail::queries;
use crate::mail::screens::AccountPage;
use crate::mail::words::{sentence, word};
use directory::{ButtonForm, SignedIn, frame};
use serde::Deserialize;
use store::{Seal, Tx};
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html_with, see_other};
use web::{Flash, Form, Kind, Path, Result, Texts};
use work::Floor;

/// After how many hours without a message somebody is to look, unless it is said otherwise: longer than a weekend.
const SILENCE_USUAL_HOURS: i64 = 72;

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    csrf: String,
    host: String,
    port: String,
    security: String,
    user: String,
    sign_in: String,
    password: String,
    /// The password that was entered before, sealed for this form of this session.
    entered: String,
    folder: String,
    move_to: String,
    takes_old: String,
    silence_hours: String,
    /// Whether it is kept although it does not work.
    anyway: String,
}

/// Why the form is shown again.
enum Refused {
    /// Something cannot be as it is.
    Wrong(WrongAccount),
    /// The mail server cannot be talked to like this.
    Trouble(Reason),
}

/// `GET /admin/mail/mailboxes/{id}/account`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    allow(&signed)?;
    let read = read(&floor, MailboxId(id)).await?;
    let sent = match read.kept.as_ref() {
        Some(kept) => Sent::from(&kept.account),
        None => fresh(&read),
    };
    Ok(show(&signed, &read, sent, None))
}

/// `POST /admin/mail/mailboxes/{id}/account`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(mut sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let (id, seal) = (MailboxId(id), floor.desk.store().seal().clone());
    let about = sealed_for_form(id, &sent.csrf);
    if sent.password.is_empty() && !sent.entered.is_empty() {
        sent.password = seal.open(&about, &sent.entered).unwrap_or_default();
    }
    let said = match tried(&floor, &signed, id, &sent, &seal).await? {
        Ok(said) => said,
        Err(refused) => {
            sent.entered = match sent.password.as_str() {
                "" => String::new(),
                password => seal.close(&about, password).map_err(work::Error::from)?,
            };
            let read = read(&floor, id).await?;
            return Ok(show(&signed, &read, sent, Some(refused)));
        }
    };
    Ok(Flash::done(said).on(see_other(&at(id))))
}

/// Tries what was entered, and keeps it if it works, or if it is to be kept anyway; answers what is said of it.
async fn tried(
    floor: &Floor,
    signed: &SignedIn,
    id: MailboxId,
    sent: &Sent,
    seal: &Seal,
) -> Result<std::result::Result<String, Refused>> {
    let (store, texts) = (floor.desk.store().clone(), signed.texts);
    let wanted = (account(sent), sent.password.clone());
    let (asked, keeper, actor) = (wanted.clone(), seal.clone(), signed.actor.clone());
    let checking =
        move |tx: &Tx<'_>| actions::password_for(tx, &keeper, &actor, id, (&asked.0, &asked.1));
    let password = match store.read(checking).await? {
        Ok(password) => password,
        Err(wrong) => return Ok(Err(Refused::Wrong(wrong))),
    };
    let said = match sent.anyway.as_str() {
        "" => match try_with(floor, id, &wanted.0, password).await? {
            Ok(count) => texts.t1("account-works", "count", i64::from(count)),
            Err(trouble) => return Ok(Err(Refused::Trouble(trouble))),
        },
        _ => texts.t("saved").to_owned(),
    };
    let (keeper, actor, now) = (seal.clone(), signed.actor.clone(), floor.desk.clock().now());
    let saving = move |tx: &Tx<'_>| {
        actions::save_account(tx, &keeper, &actor, now, id, (&wanted.0, &wanted.1))
    };
    let saved = store.write(saving).await?;
    Ok(saved.map(|()| said).map_err(Refused::Wrong))
}

/// Signs in, and answers how many messages lie in the folder.
async fn try_with(
    floor: &Floor,
    id: MailboxId,
    account: &Account,
    password: String,
) -> Result<std::result::Result<u32, Reason>> {
    let desk = &floor.desk;
    let key = match account.sign_in {
        SignIn::Password => Key::Password(password),
        SignIn::Grant => match tokens::access(desk.store(), desk.clock().as_ref(), id).await? {
            Ok(token) => Key::Token(token),
            Err(trouble) => return Ok(Err(trouble)),
        },
    };
    Ok(try_out(account, &key).await)
}

/// `POST /admin/mail/mailboxes/{id}/account/end`
pub(super) async fn end(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<ButtonForm>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let ending = move |tx: &Tx<'_>| actions::delete_account(tx, &actor, now, MailboxId(id));
    floor.desk.store().write(ending).await?;
    Ok(Flash::done(signed.texts.t("saved")).on(see_other(BASE)))
}

/// What a password that was entered is sealed for until the form is sent again: this form, in this session.
fn sealed_for_form(id: MailboxId, csrf: &str) -> String {
    format!("imap-form:{}:{csrf}", id.0)
}

fn at(id: MailboxId) -> String {
    format!("{BASE}/mailboxes/{}/account", id.0)
}

/// What is known of a mailbox.
struct Read {
    mailbox: Mailbox,
    kept: Option<Kept>,
    grant: Option<Grant>,
}

impl Read {
    /// Whether a provider lets the desk in.
    fn is_granted(&self) -> bool {
        let granted = |grant: &Grant| grant.granted_at.is_some();
        self.grant.as_ref().is_some_and(granted)
    }
}

async fn read(floor: &Floor, id: MailboxId) -> Result<Read> {
    let reading = move |tx: &Tx<'_>| {
        Ok::<_, work::Error>(Read {
            mailbox: queries::find_mailbox(tx, id)?.ok_or(work::Error::NotFound)?,
            kept: queries::accounts::find(tx, id)?,
            grant: queries::grants::find(tx, id)?,
        })
    };
    Ok(floor.desk.store().read(reading).await?)
}

/// What the form proposes: what is so with most providers.
fn fresh(read: &Read) -> Sent {
    let mailbox = &read.mailbox;
    let (_, domain) = mailbox.address.split_once('@').unwrap_or_default();
    let ready = read
        .grant
        .as_ref()
        .and_then(|grant| Ready::of(&grant.terms));
    let sign_in = match read.is_granted() {
        true => SignIn::Grant,
        false => SignIn::Password,
    };
    Sent {
        host: ready.map_or_else(|| format!("imap.{domain}"), |it| it.imap_host.to_owned()),
        sign_in: sign_in.name().into(),
        security: Security::Tls.name().into(),
        user: mailbox.address.clone(),
        folder: "INBOX".into(),
        silence_hours: SILENCE_USUAL_HOURS.to_string(),
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
            sign_in,
            folder,
            move_to,
            takes_old,
            silence_hours,
        } = account.clone();
        Self {
            host,
            port: match port == security.usual_port() {
                true => String::new(),
                false => port.to_string(),
            },
            security: security.name().into(),
            user,
            sign_in: sign_in.name().into(),
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
    let security = Security::named(&sent.security).unwrap_or(Security::Tls);
    Account {
        host: text(&sent.host).to_lowercase(),
        port: port_or(&sent.port, security.usual_port()),
        security,
        user: text(&sent.user),
        sign_in: SignIn::named(&sent.sign_in),
        folder: text(&sent.folder),
        move_to: text(&sent.move_to),
        takes_old: sent.takes_old == "yes",
        silence_hours: (!silence.is_empty()).then(|| silence.parse().unwrap_or(0)),
    }
}

fn show(signed: &SignedIn, read: &Read, sent: Sent, refused: Option<Refused>) -> Response {
    let (texts, mailbox, kept) = (signed.texts, &read.mailbox, read.kept.as_ref());
    let status = match refused {
        Some(_) => Kind::Invalid.status(),
        None => StatusCode::OK,
    };
    let does_not_work = matches!(refused, Some(Refused::Trouble(_)));
    let (field, said) = refused.map_or_else(Default::default, |refused| refused.said(texts));
    let input = |name: &str, value: String| Input {
        value,
        error: (name == field).then(|| said.clone()),
    };
    let progress = kept.map(|kept| &kept.progress);
    let calendar = signed.calendar();
    let failing = progress.and_then(|progress| progress.failing.as_ref());
    let page = AccountPage {
        frame: frame(signed, "/admin", texts.t("account")),
        address: mailbox.address.clone(),
        at: at(mailbox.id),
        is_kept: kept.is_some(),
        succeeded: progress
            .and_then(|progress| progress.succeeded_at)
            .map(|at| calendar.when(at.0)),
        failing: failing.map(|(since, reason)| (calendar.when(since.0), word(reason, texts))),
        does_not_work,
        securities: securities(texts, &sent.security),
        grant: match (&read.grant, read.is_granted()) {
            (Some(_), true) => texts.t("account-granted"),
            _ => texts.t("account-not-granted"),
        },
        sign_ins: [SignIn::Password, SignIn::Grant]
            .into_iter()
            .filter(|it| *it == SignIn::Password || read.is_granted() || sent.sign_in == it.name())
            .map(|one| {
                let key = format!("account-sign-in-{}", one.name());
                Choice::new(one.name(), texts.t(&key), sent.sign_in == one.name())
            })
            .collect(),
        host: input("host", sent.host),
        port: input("port", sent.port),
        user: input("user", sent.user),
        sign_in_wrong: match field {
            "sign_in" => said.clone(),
            _ => String::new(),
        },
        password: input("password", String::new()),
        entered: sent.entered,
        folder: input("folder", sent.folder),
        move_to: input("move_to", sent.move_to),
        silence_hours: input("silence_hours", sent.silence_hours),
        takes_old: sent.takes_old == "yes",
    };
    html_with(status, &page)
}

impl Refused {
    /// The field that it is about, and what is said there.
    fn said(self, texts: Texts) -> (&'static str, String) {
        match self {
            Refused::Wrong(wrong) => {
                let (field, key) = wrong_field(wrong);
                (field, texts.t(key).to_owned())
            }
            Refused::Trouble(reason) => {
                let field = match reason.why.as_str() {
                    "imap_login" => "password",
                    why if why.starts_with("oauth") || why == "imap_token" => "sign_in",
                    "imap_folder" => "folder",
                    "imap_no_target" => "move_to",
                    _ => "host",
                };
                (field, sentence(&reason, texts))
            }
        }
    }
}

fn wrong_field(wrong: WrongAccount) -> (&'static str, &'static str) {
    match wrong {
        WrongAccount::Host => ("host", "account-host-wrong"),
        WrongAccount::Plain => ("host", "account-plain-wrong"),
        WrongAccount::Port => ("port", "account-port-wrong"),
        WrongAccount::User => ("user", "account-user-wrong"),
        WrongAccount::Password => ("password", "account-password-wrong"),
        WrongAccount::Grant => ("sign_in", "account-grant-wrong"),
        WrongAccount::Folder => ("folder", "account-folder-wrong"),
        WrongAccount::MoveTo => ("move_to", "account-move-wrong"),
        WrongAccount::Silence => ("silence_hours", "account-silence-wrong"),
    }
}
