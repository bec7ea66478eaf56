//! The list of tickets of a saved view or a query.

use super::jobs::Notice;
use web::askama::Template;
use web::parts::{Chip, Choice, Empty, Face, Pager};
use web::{Frame, When};

/// `GET /tickets?view=…&q=…&sort=…&after=…`
#[derive(Template)]
#[template(askama = web::askama, path = "list.html")]
pub struct ListPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The view's name, or what a bare query is called.
    pub heading: &'a str,
    /// How many tickets there are, ready to read; empty where that is not known.
    pub total: &'a str,
    /// The view's key, so that a search stays inside it; empty for none.
    pub view: &'a str,
    /// The query as typed.
    pub query: &'a str,
    /// What the query means, in words; empty for none.
    pub meaning: &'a str,
    /// What is wrong with the query.
    pub query_error: Option<QueryProblem>,
    /// The forms that keep this list as a view; none where it cannot be kept.
    pub save: Option<SaveView>,
    /// This page's own address, for the live refresh.
    pub address: &'a str,
    /// The column heads, in the order of the cells.
    pub heads: Vec<Head<'a>>,
    /// The tickets.
    pub rows: Vec<Row<'a>>,
    /// The way on.
    pub pager: Pager,
    /// What can be done to marked tickets; none for readers who may not.
    pub bulk: Option<Bulk<'a>>,
    /// How the reader's jobs come on.
    pub jobs: Vec<Notice>,
    /// What to say when there are none.
    pub empty: Empty<'a>,
}

/// What is wrong with a query: what was typed, with the place marked.
pub struct QueryProblem {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What was typed before the place.
    pub before: String,
    /// The place; empty where something is missing.
    pub wrong: String,
    /// What was typed behind it.
    pub after: String,
    /// Where the query as it may have been meant leads, and what it says.
    pub meant: Option<(String, String)>,
}

/// Keeping a list as a view.
pub struct SaveView {
    /// The list's condition.
    pub query: String,
    /// The list's order.
    pub sort: &'static str,
    /// Whether the reader may make views for others.
    pub share: bool,
    /// The view that is shown, by id and name, where the reader may change it.
    pub present: Option<(String, String)>,
}

/// A column's head. The classes are `n s c r q g o u`: number, subject, state, priority, requester,
/// team, assignee, updated.
pub struct Head<'a> {
    /// The column's class.
    pub class: &'static str,
    /// Its name.
    pub label: &'a str,
    /// The same list sorted by it; none where it cannot be.
    pub href: Option<String>,
    /// `ascending` or `descending`, when the list is sorted by it.
    pub sort: Option<&'static str>,
}

/// One ticket.
pub struct Row<'a> {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Its tags.
    pub tags: &'a [String],
    /// Whether only its parties and its team know of it.
    pub confidential: bool,
    /// Its state.
    pub state: Chip<'a>,
    /// Its priority.
    pub priority: Chip<'a>,
    /// Who needs it.
    pub requester: &'a str,
    /// The team it is with.
    pub team: &'a str,
    /// Who works on it.
    pub assignee: Option<&'a Face>,
    /// When anything last happened to it.
    pub updated: When,
}

/// The choices of the bulk bar. The first of each leaves things as they are and has an empty value.
pub struct Bulk<'a> {
    /// The page to come back to.
    pub back: &'a str,
    /// States to move to.
    pub states: &'a [Choice],
    /// Teams to give them to.
    pub teams: &'a [Choice],
    /// People to give them to.
    pub assignees: &'a [Choice],
    /// Priorities to set.
    pub priorities: &'a [Choice],
}
