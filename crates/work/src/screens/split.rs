//! Before a message becomes a ticket of its own: what that ticket would be.

use super::ticket::Message;
use web::Frame;
use web::askama::Template;

/// `GET /tickets/{number}/split`
#[derive(Template)]
#[template(askama = web::askama, path = "split.html")]
pub struct SplitPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket that the message is of.
    pub number: i64,
    /// Its version, sent back with the form.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// The message.
    pub message: Message,
    /// What the new ticket would have, a sentence each.
    pub told: Vec<String>,
}
