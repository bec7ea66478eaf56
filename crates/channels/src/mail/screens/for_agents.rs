//! What the templates of mail show agents.

use super::{Filter, MailRow, OutcomeChip};
use crate::mail::written::Written;
use web::askama::Template;
use web::parts::Empty;
use web::{Frame, When};

/// `GET /mail`
#[derive(Template)]
#[template(askama = web::askama, path = "mail_left.html")]
pub struct LeftPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What messages are listed: all, or those with an outcome.
    pub filters: Vec<Filter>,
    /// The messages that belong to no ticket, the newest first.
    pub messages: Vec<MailRow>,
    /// Where the older ones are, if there are any.
    pub older: Option<String>,
    /// What is said where there is no message.
    pub empty: Empty<'a>,
}

/// `GET /tickets/{id}/mail`
#[derive(Template)]
#[template(askama = web::askama, path = "mail_of_ticket.html")]
pub struct OfTicketPage {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket's number.
    pub number: String,
    /// What came in, the newest first.
    pub came: Vec<MailRow>,
    /// What went out, the newest first.
    pub went: Vec<WentRow>,
}

/// A message that went out, or is to.
pub struct WentRow {
    /// Since when it is to be sent.
    pub at: When,
    /// To whom.
    pub to: String,
    /// How far it has come.
    pub state: OutcomeChip,
    /// What was wrong last; empty for nothing.
    pub error: String,
    /// Where it is as it was sent, if that is kept.
    pub raw: Option<String>,
}

/// A message as it was written, within the page of the message.
pub struct WrittenPart {
    /// Where its own page is.
    pub src: String,
    /// That pictures of other hosts are left out, if any are.
    pub left: Option<String>,
    /// Where they are shown.
    pub ask: String,
}

/// `GET /mail/messages/{id}/page`
#[derive(Template)]
#[template(askama = web::askama, path = "mail_written.html")]
pub struct WrittenDocument {
    /// What it is about.
    pub title: String,
    /// The page that was written.
    pub written: Written,
}
