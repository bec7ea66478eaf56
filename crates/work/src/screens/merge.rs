//! Before tickets become one: what becomes of what they have.

use super::ticket::Related;
use web::Frame;
use web::askama::Template;
use web::parts::Chip;

/// `GET /tickets/{number}/merge`
#[derive(Template)]
#[template(askama = web::askama, path = "merge.html")]
pub struct MergePage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket that ends.
    pub number: i64,
    /// Its version, sent back with the form.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// What was typed as the ticket that goes on.
    pub into: String,
    /// What is wrong with that; empty for nothing.
    pub wrong: String,
    /// Whether something was searched, rather than a number typed.
    pub searched: bool,
    /// The requester's other open tickets, or those that are searched, each with the name of whoever asked.
    pub others: Vec<(Related<'a>, &'a str)>,
    /// What would happen, once the ticket that goes on is chosen.
    pub preview: Option<Preview<'a>>,
}

/// What a merge would do.
pub struct Preview<'a> {
    /// The ticket that goes on.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Who asked there.
    pub requester: String,
    /// Its state.
    pub state: Chip<'a>,
    /// What becomes of messages, people, links and tasks, a sentence each.
    pub told: Vec<String>,
}
