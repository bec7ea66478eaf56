//! Before messages become a ticket of their own: which, and what that ticket would be.

use super::ticket::Message;
use web::Frame;
use web::When;
use web::askama::Template;

/// `GET /tickets/{number}/split`
#[derive(Template)]
#[template(askama = web::askama, path = "split.html")]
pub struct SplitPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket that the messages are of.
    pub number: i64,
    /// Its version, sent back with the form.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// The messages that can be split out, the oldest first.
    pub choices: Vec<SplitChoice>,
    /// Whether there are internal messages, which cannot be.
    pub notes_stay: bool,
    /// Those that are chosen, as they are.
    pub chosen: Vec<Message>,
    /// What the new ticket would have, a sentence each.
    pub told: Vec<String>,
}

/// A message that can be split out.
pub struct SplitChoice {
    /// Its anchor on the ticket's page.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: When,
    /// How it begins.
    pub begins: String,
    /// Whether it is chosen.
    pub chosen: bool,
}
