//! What a search found.

use crate::screens::list::QueryProblem;
use web::askama::Template;
use web::parts::{Chip, Empty, Excerpt, Pager};
use web::{Frame, When};

/// `GET /search?q=…`
#[derive(Template)]
#[template(askama = web::askama, path = "search.html")]
pub struct SearchPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What was searched for.
    pub query: &'a str,
    /// The view's key, so that the next search stays inside it; empty for none.
    pub view: &'a str,
    /// What the query means, in words; empty for none.
    pub meaning: &'a str,
    /// "12 tickets", ready to read.
    pub total: &'a str,
    /// What is wrong with the query.
    pub query_error: Option<QueryProblem>,
    /// Which words were taken for others.
    pub corrected: Option<String>,
    /// What was found, the best first.
    pub hits: Vec<Hit<'a>>,
    /// All of them, the newest first.
    pub newest: Option<String>,
    /// The way on.
    pub pager: Pager,
    /// What to say when there is nothing.
    pub empty: Empty<'a>,
}

/// One ticket that was found.
pub struct Hit<'a> {
    /// Where it leads: the workspace's page or the portal's.
    pub href: String,
    /// Its number.
    pub number: i64,
    /// Its subject, with what was found in it.
    pub subject: Excerpt,
    /// A piece of a message, with what was found in it.
    pub excerpt: Excerpt,
    /// Where in the ticket that stands: "Reply by Anna Keller".
    pub place: &'a str,
    /// Its state.
    pub state: Chip<'a>,
    /// Who needs it.
    pub requester: &'a str,
    /// The team it is with; empty for none or for readers who do not see it.
    pub team: &'a str,
    /// When anything last happened to it.
    pub updated: When,
}
