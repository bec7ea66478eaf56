//! What is done to a ticket by a form of its own: answering, resolving, putting on hold, and so on.

use super::doing::{self, Form, change};
use super::sent::Sent;
use super::ticket::chosen;
use super::{Pages, moving, refusals};
use crate::desk::Command;
use crate::error::Error;
use directory::SignedIn;
use kernel::ticket::{Attachment, Change, InternalText, Message, PublicText, Refusal};
use kernel::{Permission, TicketId};
use web::axum::extract::State;
use web::axum::response::Response;
use web::{Path, Result};

/// `POST /tickets/{number}/attachments`
///
/// A file from an agent without any words is among colleagues; whoever writes no notes sends it as a reply.
pub(super) async fn attach(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    mut sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let attachments = sent.keep_files(&pages).await?;
    let attached = if signed.actor.can(Permission::NoteWrite) {
        noted("", attachments)
    } else {
        let text = PublicText::default();
        Change::Reply(Message { text, attachments })
    };
    let form = Form::new(&signed, id, "files", signed.texts.t("done-files"));
    change(&pages, &signed, form, vec![attached], sent).await
}

fn noted(text: &str, attachments: Vec<Attachment>) -> Change {
    let text = InternalText(text.to_owned());
    Change::Note(Message { text, attachments })
}

/// `POST /tickets/{number}/resolution`
pub(super) async fn resolve(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let (code, text) = (sent.get("code").to_owned(), sent.get("text").to_owned());
    let form = Form::new(&signed, id, "resolution", signed.texts.t("done-resolved"));
    let changes = vec![Change::Resolve { code, text }];
    change(&pages, &signed, form, changes, sent).await
}

/// `POST /tickets/{number}/hold`
pub(super) async fn hold(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let form = Form::new(&signed, id, "hold", signed.texts.t("done-held"));
    let said = ["reason", "until", "text"].map(|name| sent.get(name));
    match moving::hold(&signed, said) {
        Ok(hold) => change(&pages, &signed, form, vec![hold], sent).await,
        Err(error) => doing::refuse(&pages, &signed, form, error, sent).await,
    }
}

/// `POST /tickets/{number}/closure`
pub(super) async fn close(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let form = Form::new(&signed, id, "", signed.texts.t("done-closed"));
    change(&pages, &signed, form, vec![Change::Close], sent).await
}

/// `POST /tickets/{number}/reopening`
pub(super) async fn reopen(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    let form = Form::new(&signed, id, "", signed.texts.t("done-reopened"));
    reopened(&pages, &signed, form, sent).await
}

async fn reopened(pages: &Pages, signed: &SignedIn, form: Form, sent: Sent) -> Result<Response> {
    sent.check(signed)?;
    let text = sent.get("text").to_owned();
    change(pages, signed, form, vec![Change::Reopen { text }], sent).await
}

/// `POST /tickets/{number}/cancellation`
pub(super) async fn cancel(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    let form = Form::new(&signed, id, "", signed.texts.t("done-cancelled"));
    cancelled(&pages, &signed, form, sent).await
}

async fn cancelled(pages: &Pages, signed: &SignedIn, form: Form, sent: Sent) -> Result<Response> {
    sent.check(signed)?;
    let text = sent.get("text").to_owned();
    change(pages, signed, form, vec![Change::Cancel { text }], sent).await
}

/// `POST /tickets/{number}/merge`
pub(super) async fn merge(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let mut form = Form::new(&signed, id, "", signed.texts.t("done-merged"));
    let Some(target) = number(sent.get("into")) else {
        let error = Error::Refused(Refusal::NoSuchTicket);
        return beside(&pages, &signed, form, error, sent).await;
    };
    let command = Command::Merge {
        sources: vec![id],
        target,
    };
    match pages.desk.execute(&signed.actor, command).await {
        Ok(outcome) => {
            form.ticket = target;
            Ok(doing::said(&form.page(), &form.said, &outcome))
        }
        Err(error) => beside(&pages, &signed, form, error, sent).await,
    }
}

/// A number that was typed and leads nowhere is a mistake in the form, not a page that is not there.
async fn beside(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    error: Error,
    sent: Sent,
) -> Result<Response> {
    let error = match error {
        Error::Refused(Refusal::NoSuchTicket) | Error::NotFound => Error::Refused(
            Refusal::NoSuchLink(number(sent.get("into")).unwrap_or(TicketId(0))),
        ),
        error => error,
    };
    doing::refuse(pages, signed, form, error, sent).await
}

/// `POST /tickets/{number}/split`
pub(super) async fn split(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let mut form = Form::new(&signed, id, "", signed.texts.t("done-split"));
    let reader = pages.reader(&signed);
    let known = pages
        .desk
        .store()
        .read(move |tx| crate::queries::page(tx, &reader, id))
        .await?;
    let messages = chosen(&known, sent.all("message"))?;
    let subject = match sent.get("subject") {
        "" => known.ticket.subject.clone(),
        subject => subject.to_owned(),
    };
    let command = Command::Split {
        ticket: id,
        seqs: messages.iter().map(|message| message.seq).collect(),
        subject,
    };
    match pages.desk.execute(&signed.actor, command).await {
        Ok(outcome) => {
            form.ticket = outcome.ticket()?;
            Ok(doing::said(&form.page(), &form.said, &outcome))
        }
        Err(error) => doing::refuse(&pages, &signed, form, error, sent).await,
    }
}

/// A ticket's number as people type it.
pub(super) fn number(typed: &str) -> Option<TicketId> {
    typed.trim().trim_start_matches('#').parse().ok()
}

/// What is said after a property was changed: its name.
pub(super) fn done(words: &super::words::Words, field: &str) -> String {
    let field = refusals::field(words, field);
    words.texts.t1("done-changed", "field", field)
}
