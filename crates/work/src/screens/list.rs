//! The list of tickets of a saved view or a query.

use super::jobs::Notice;
use super::ticket::Control;
use std::borrow::Cow;
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
    /// How a search says that it stays a list; empty where that goes without saying.
    pub shape: &'a str,
    /// The query as typed.
    pub query: &'a str,
    /// What the query means, in words; empty for none.
    pub meaning: &'a str,
    /// What is wrong with the query.
    pub query_error: Option<QueryProblem>,
    /// The forms that keep this list as a view; none where it cannot be kept.
    pub save: Option<SaveView>,
    /// This page's own address, for the live refresh and for the way back to it.
    pub address: &'a str,
    /// Whether there are so many columns that the table is wider than narrow windows.
    pub wide: bool,
    /// The same list as a board.
    pub board: &'a str,
    /// Where columns are chosen.
    pub columns: &'a str,
    /// Where the list is had as a file of CSV and of XLSX; none where it cannot be.
    pub export: Option<(String, String)>,
    /// The ways to put it into groups: name, address, and whether it is so now.
    pub groups: Vec<(&'static str, String, bool)>,
    /// Why it is not in groups, though that was asked for; empty where nothing is to be said.
    pub ungrouped: &'a str,
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
    /// By what the list is put into groups; empty for none.
    pub group: &'static str,
    /// By what its board has lanes; empty for a list.
    pub board: &'static str,
    /// Whether the reader may make views for others.
    pub share: bool,
    /// The view that is shown, by id and name, where the reader may change it.
    pub present: Option<(String, String)>,
    /// Whether the list is another than that view would be.
    pub differs: bool,
}

/// A column's head.
pub struct Head<'a> {
    /// The class of its cells: a letter or two, for there are many of them.
    pub class: &'static str,
    /// The column's name in addresses.
    pub column: Cow<'static, str>,
    /// Its name.
    pub label: &'a str,
    /// How wide somebody made it, in pixels.
    pub width: Option<u16>,
    /// The same list sorted by it; none where it cannot be.
    pub href: Option<String>,
    /// `ascending` or `descending`, when the list is sorted by it.
    pub sort: Option<&'static str>,
}

/// One ticket.
pub struct Row<'a> {
    /// The group that begins with it: name, and how many tickets it has.
    pub group: Option<(&'a str, String)>,
    /// Whether the reader has a draft on it.
    pub draft: bool,
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Its tags, beside the subject; none where they have a column of their own.
    pub tags: &'a [String],
    /// Whether only its parties and its team know of it.
    pub confidential: bool,
    /// A cell for each column.
    pub cells: Vec<Cell<'a>>,
}

/// What a cell shows.
pub enum Cell<'a> {
    /// The ticket's number.
    Number,
    /// The ticket's subject and what stands beside it.
    Subject,
    /// Its state.
    State(Chip<'a>),
    /// Its priority.
    Priority(Chip<'a>),
    /// Who works on it.
    Assignee(Option<&'a Face>),
    /// Its tags.
    Tags(Vec<&'a str>),
    /// A text, in a cell of this class.
    Text(&'static str, Cow<'a, str>),
    /// An instant, in a cell of this class.
    When(&'static str, When),
}

/// `GET /lists/columns?view=…`: which columns a list shows.
#[derive(Template)]
#[template(askama = web::askama, path = "columns.html")]
pub struct ColumnsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The view's key; empty for lists that are no view.
    pub view: &'a str,
    /// The list's name.
    pub list: &'a str,
    /// Where the list is.
    pub back: &'a str,
    /// The columns that are shown, by name and label.
    pub shown: Vec<(String, String)>,
    /// The columns that can be added.
    pub others: Vec<Choice>,
    /// Whether the reader chose columns.
    pub own: bool,
    /// Whether the reader may choose for everybody who sees the view.
    pub share: bool,
}

/// The choices of the bulk bar. The first of each leaves things as they are and has an empty value.
pub struct Bulk<'a> {
    /// The page to come back to.
    pub back: &'a str,
    /// What all tickets of the list are called; nothing where the page shows them all.
    pub whole: Option<&'a str>,
    /// States to move to.
    pub states: &'a [Choice],
    /// Why they are put on hold, where that is the state.
    pub holds: &'a [Choice],
    /// How they were resolved, where that is the state.
    pub resolutions: &'a [Choice],
    /// Teams to give them to: a list, or a name to type where there are many.
    pub teams: &'a Control,
    /// People to give them to.
    pub assignees: &'a [Choice],
    /// Priorities to set.
    pub priorities: &'a [Choice],
    /// Categories to put them into.
    pub categories: &'a [Choice],
    /// Services that they are about: a list, or a name to type where there are many.
    pub services: &'a Control,
    /// How many people they hit.
    pub impacts: &'a [Choice],
    /// How soon they hurt.
    pub urgencies: &'a [Choice],
}
