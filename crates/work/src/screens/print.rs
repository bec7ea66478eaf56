//! A ticket on paper.

use super::ticket::Message;
use web::Frame;
use web::askama::Template;

/// `GET /tickets/{number}/print`
#[derive(Template)]
#[template(askama = web::askama, path = "print.html")]
pub struct PrintPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket's number.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// How it stands.
    pub facts: Vec<Fact>,
    /// What was said, the oldest first.
    pub messages: Vec<Message>,
    /// Whether there is more than fits.
    pub cut: bool,
    /// Whether what colleagues wrote is among it.
    pub with_notes: bool,
    /// Whether the reader may choose that.
    pub notes: bool,
}

/// A line of how a ticket stands.
pub struct Fact {
    /// What it is.
    pub label: String,
    /// How it is.
    pub value: String,
}
