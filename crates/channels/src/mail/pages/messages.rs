//! The page of one message: what it says, what became of it and why; letting in what was left out.

use super::BASE;
use super::looking::{allow_agents, message, must_work_on};
use super::written::{self, Asked};
use crate::mail::model::{Checked, Mail, MailId};
use crate::mail::parsing::Incoming;
use crate::mail::queries::accounts;
use crate::mail::screens::MessagePage;
use crate::mail::words::{chip, subject, word};
use crate::mail::{Intake, queries};
use directory::{ButtonForm, SignedIn, frame};
use kernel::ticket::{MailCheck, MailResult};
use kernel::{Permission, TicketId};
use store::{Tx, log};
use web::axum::body::Body;
use web::axum::extract::State;
use web::axum::http::HeaderValue;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::Response;
use web::reply::{html, see_other};
use web::{Error, Flash, Form, Path, Query, Result, Texts};
use work::Floor;

/// Where the page of a message is.
pub(super) fn address(id: MailId) -> String {
    format!("/mail/messages/{}", id.0)
}

/// `GET /mail/messages/{id}`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mail = message(&floor, &signed, id).await?;
    let intake = Intake::new(floor.desk.clone(), floor.directory.clone());
    let read = match mail.is_withheld() {
        true => Incoming::default(),
        false => intake.read(&mail).await?.unwrap_or_default(),
    };
    let mailbox = mail.mailbox;
    let reading = move |tx: &Tx<'_>| {
        let is_fetched = accounts::find(tx, mailbox)?.is_some();
        Ok::<_, work::Error>((queries::find_mailbox(tx, mailbox)?, is_fetched))
    };
    let (mailbox, is_fetched) = floor.desk.store().read(reading).await?;
    let texts = signed.texts;
    let page = MessagePage {
        frame: frame(&signed, "", subject(&mail, texts)),
        back: match (mail.ticket, signed.actor.can(Permission::PolicyManage)) {
            (_, true) => BASE.to_owned(),
            (Some(ticket), false) => format!("/tickets/{ticket}/mail"),
            (None, false) => "/mail".to_owned(),
        },
        id,
        mailbox: mailbox.map(|it| it.address).unwrap_or_default(),
        from: mail.from_email.clone().unwrap_or_default(),
        at: signed.calendar().when(mail.received_at.0),
        outcome: chip(mail.outcome, texts),
        reasons: mail
            .reasons
            .iter()
            .map(|reason| word(reason, texts))
            .collect(),
        ticket: mail.ticket.map(|ticket| ticket.to_string()),
        checks: checks(&mail, &read, texts),
        written: written::part(id, &read, &asked, texts).await?,
        text: read.text,
        size: format!("{} KB", texts.number(mail.size_bytes / 1024 + 1)),
        is_withheld: mail.is_withheld(),
        can_be_released: mail.outcome.can_be_retried() && (is_fetched || !mail.is_withheld()),
    };
    Ok(html(&page))
}

/// How a trusted server checked whether it is its sender's; else who says of themselves that they did.
fn checks(mail: &Mail, read: &Incoming, texts: Texts) -> Vec<String> {
    let Some(Checked { by, checks }) = &mail.checked else {
        let mut servers: Vec<&str> = read.server_checks.iter().map(|it| &*it.server).collect();
        servers.retain(|server| !server.is_empty());
        servers.dedup();
        return vec![match servers.as_slice() {
            [] => texts.t("mail-unchecked").to_owned(),
            servers => texts.t1("mail-checked-by-others", "servers", servers.join(", ")),
        }];
    };
    let result = |check: MailCheck| {
        let result = checks.of(check).map_or("none", MailResult::name);
        format!("{}: {result}", check.label())
    };
    let by = texts.t1("mail-checked-by", "server", by.clone());
    std::iter::once(by)
        .chain(MailCheck::ALL.map(result))
        .collect()
}

/// `GET /tickets/{id}/mail/{position}`: the page of the message that something on a ticket came by.
pub(super) async fn of_ticket(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((ticket, position)): Path<(TicketId, i64)>,
) -> Result<Response> {
    allow_agents(&signed)?;
    let actor = signed.actor.clone();
    let reading = move |tx: &Tx<'_>| {
        must_work_on(tx, &actor, ticket)?;
        let said = log::of_ticket(tx, ticket, log::Texts::Public)?;
        let came = said.iter().find(|one| one.position == position);
        let at = came.ok_or(work::Error::NotFound)?.at;
        Ok::<_, work::Error>(queries::mail_at(tx, ticket, at)?)
    };
    // What was brought in from elsewhere came by no mail of this desk's.
    Ok(see_other(&match floor.desk.store().read(reading).await? {
        Some(mail) => address(mail),
        None => format!("/tickets/{ticket}/mail"),
    }))
}

/// `GET /mail/messages/{id}/raw`
pub(super) async fn raw(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    let mail = message(&floor, &signed, id).await?;
    if mail.is_withheld() {
        return Err(Error::not_found());
    }
    let intake = Intake::new(floor.desk.clone(), floor.directory.clone());
    file(intake.raw(&mail).await?, mail.id)
}

/// A message as a file.
pub(super) fn file(raw: Vec<u8>, id: MailId) -> Result<Response> {
    let mut response = Response::new(Body::from(raw));
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    let name = format!("attachment; filename=\"message-{}.eml\"", id.0);
    let name = HeaderValue::from_str(&name).map_err(Error::internal)?;
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// `POST /mail/messages/{id}/release`
pub(super) async fn release(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&said.csrf)?;
    let mail = message(&floor, &signed, id).await?;
    let intake = Intake::new(floor.desk.clone(), floor.directory.clone());
    let is_done = intake.release(mail.id).await?;
    let back = see_other(&address(mail.id));
    let said = match (is_done, mail.is_withheld()) {
        (false, _) => Flash::failed(signed.texts.t("mail-not-released")),
        (true, true) => Flash::done(signed.texts.t("mail-asked-again")),
        (true, false) => Flash::done(signed.texts.t("mail-released")),
    };
    Ok(said.on(back))
}
