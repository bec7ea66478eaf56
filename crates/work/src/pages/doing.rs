//! Doing what a form on a ticket's page wants, and answering it: back to the ticket with what was done and its
//! undo, or the ticket again with what was refused.

use super::address::with;
use super::sent::Sent;
use super::ticket::Onwards;
use super::{Pages, ticket};
use crate::desk::{Command, Outcome};
use crate::error::Error;
use crate::screens::ticket::Refused;
use directory::SignedIn;
use kernel::ticket::{Change, Channel};
use kernel::{Permission, TicketId};
use web::axum::response::Response;
use web::reply::see_other;
use web::{Flash, Kind, Result};

/// A form about one ticket.
pub(super) struct Form {
    /// The ticket.
    pub(super) ticket: TicketId,
    /// Its name on the page, to show again what was refused.
    pub(super) name: String,
    /// What is said once it is done.
    pub(super) said: String,
    /// Whether whoever sent it reads tickets in the portal.
    portal: bool,
}

impl Form {
    pub(super) fn new(
        signed: &SignedIn,
        ticket: TicketId,
        name: impl Into<String>,
        said: impl Into<String>,
    ) -> Self {
        Self {
            ticket,
            name: name.into(),
            said: said.into(),
            portal: !signed.actor.can(Permission::TicketRead),
        }
    }

    /// The page that it stands on.
    pub(super) fn page(&self) -> String {
        let base = if self.portal {
            "/my/tickets"
        } else {
            "/tickets"
        };
        format!("{base}/{}", self.ticket)
    }

    /// The same, with what was on it when the form was sent.
    fn back(&self, sent: &Sent) -> String {
        if self.portal {
            return self.page();
        }
        let address = Onwards::read(sent.get("onwards")).address(self.ticket);
        match sent.gone_on_with(&self.page(), &self.name) {
            Some(draft) => with(&address, format_args!("draft={draft}")),
            None => address,
        }
    }
}

/// Changes the ticket as the form wants.
pub(super) async fn change(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    changes: Vec<Change>,
    sent: Sent,
) -> Result<Response> {
    let command = Command::Change {
        tickets: vec![form.ticket],
        changes,
        seen: sent.seen(),
        channel: if form.portal {
            Channel::Portal
        } else {
            Channel::Web
        },
    };
    let done = pages.desk.execute(&signed.actor, command).await;
    answer(pages, signed, form, done, sent).await
}

/// The answer to a form that was done or refused.
pub(super) async fn answer(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    done: crate::Result<Outcome>,
    sent: Sent,
) -> Result<Response> {
    match done {
        Ok(outcome) => Ok(said(&form.back(&sent), &form.said, &outcome)),
        Err(error) => refuse(pages, signed, form, error, sent).await,
    }
}

/// Back to a page, with what was done and its undo; with nothing where everything was so already.
pub(super) fn said(page: &str, text: &str, outcome: &Outcome) -> Response {
    let back = see_other(page);
    match outcome.command {
        Some(command) => Flash::done(text).with_undo(command).on(back),
        None => back,
    }
}

/// The ticket again, with what was refused beside what was typed.
pub(super) async fn refuse(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    error: Error,
    sent: Sent,
) -> Result<Response> {
    let text = pages.why(signed.texts, &error).await?;
    let error = web::Error::from(error);
    let can_be_shown = matches!(
        error.kind(),
        Kind::BadRequest
            | Kind::Invalid
            | Kind::Forbidden
            | Kind::Conflict
            | Kind::PreconditionFailed
    );
    if !can_be_shown || form.portal {
        return Err(error);
    }
    let status = match error.kind() {
        Kind::BadRequest => Kind::Invalid.status(),
        kind => kind.status(),
    };
    let shown = sent.timeline_shown();
    let draft = sent.gone_on_with(&form.page(), &form.name);
    let refused = Refused {
        form: form.name,
        text,
        typed: sent.into_typed(),
    };
    let refused = (status, refused);
    let before = (shown.as_deref(), draft);
    ticket::show(pages, signed, form.ticket, before, refused).await
}

/// Why it was refused, with the name of whoever else changed it.
pub(super) async fn why(pages: &Pages, signed: &SignedIn, error: &Error) -> Result<String> {
    pages.why(signed.texts, error).await
}
