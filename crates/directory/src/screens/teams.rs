//! The teams that tickets are given to.

use web::Frame;
use web::askama::Template;
use web::parts::{Empty, Face, Pager};

/// `GET /teams?q=…&after=…`
#[derive(Template)]
#[template(askama = web::askama, path = "teams.html")]
pub struct TeamsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// How many there are, ready to read.
    pub total: &'a str,
    /// What is being searched for.
    pub query: &'a str,
    /// The teams.
    pub teams: Vec<TeamRow>,
    /// The way on.
    pub pager: Pager,
    /// What to say when there are none.
    pub empty: Empty<'a>,
    /// Whether the reader may add teams.
    pub editable: bool,
}

/// One team.
pub struct TeamRow {
    /// The id, for `/teams/{id}`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether only its members see its tickets.
    pub private: bool,
    /// A few of its members.
    pub faces: Vec<Face>,
    /// How many members it has.
    pub members: i64,
    /// Its open tickets, ready to read.
    pub open: String,
    /// Where they are listed.
    pub open_href: String,
}
