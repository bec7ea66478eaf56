//! The tickets of a view or a query as a board.

use super::list::{QueryProblem, SaveView};
use web::askama::Template;
use web::parts::{Chip, Choice, Face};
use web::{Frame, When};

/// `GET /tickets?as=board&by=…&view=…&q=…`
#[derive(Template)]
#[template(askama = web::askama, path = "board.html")]
pub struct BoardPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The view's name, or what a bare query is called.
    pub heading: &'a str,
    /// The view's key, so that a search stays inside it; empty for none.
    pub view: &'a str,
    /// The query as typed.
    pub query: &'a str,
    /// What the query means, in words; empty for none.
    pub meaning: &'a str,
    /// What is wrong with the query.
    pub query_error: Option<QueryProblem>,
    /// The forms that keep this board as a view; none where it cannot be kept.
    pub save: Option<SaveView>,
    /// This page's own address, for the live refresh.
    pub address: &'a str,
    /// The same tickets as a list.
    pub list: &'a str,
    /// What the lanes are: `state`, `priority`, `team` or `assignee`.
    pub by: &'static str,
    /// The boards that there are: label, address, and whether it is this one.
    pub boards: Vec<(&'a str, String, bool)>,
    /// Whether the reader may move cards.
    pub movable: bool,
    /// Why a ticket is put on hold by moving it; empty where no lane does so.
    pub holds: Vec<Choice>,
    /// How a ticket was resolved that is moved; empty where no lane does so.
    pub resolutions: Vec<Choice>,
    /// The lanes.
    pub lanes: Vec<Lane<'a>>,
    /// What is said of those that have tickets and no lane, and where all are listed.
    pub rest: Option<(String, String)>,
    /// Where the tickets are had as CSV and XLSX, lane by lane; nowhere for whoever may not.
    pub export: Option<(String, String)>,
}

/// A lane.
pub struct Lane<'a> {
    /// What a ticket that is moved here gets.
    pub value: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// How many tickets it has, as far as they are shown: `30+` where there are more.
    pub count: String,
    /// The cards, last changed first.
    pub cards: Vec<Card<'a>>,
    /// All of them as a list.
    pub all: String,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// A card.
pub struct Card<'a> {
    /// The ticket's number.
    pub number: i64,
    /// The version that the reader sees, sent back when it is moved.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Whether only its parties and its team know of it.
    pub confidential: bool,
    /// Its state; none where the lane says it.
    pub state: Option<Chip<'a>>,
    /// Its priority.
    pub priority: Chip<'a>,
    /// Who needs it.
    pub requester: &'a str,
    /// Who works on it.
    pub assignee: Option<Face>,
    /// When anything last happened to it.
    pub updated: When,
}
