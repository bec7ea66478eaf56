//! The people that the desk knows.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Empty, Face, Pager};

/// `GET /people?q=…&role=…&after=…`
#[derive(Template)]
#[template(askama = web::askama, path = "people.html")]
pub struct PeoplePage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// How many there are, ready to read.
    pub total: &'a str,
    /// What is being searched for.
    pub query: &'a str,
    /// Roles to narrow down to, the first of them all.
    pub roles: Vec<Choice>,
    /// The people.
    pub people: Vec<PersonRow>,
    /// The way on.
    pub pager: Pager,
    /// What to say when there are none.
    pub empty: Empty<'a>,
    /// Whether the reader may add people.
    pub editable: bool,
}

/// One person.
pub struct PersonRow {
    /// The id, for `/people/{id}`.
    pub id: String,
    /// The person.
    pub face: Face,
    /// Their address.
    pub email: String,
    /// The role's name.
    pub role: String,
    /// Department and location.
    pub place: String,
    /// Their teams.
    pub teams: String,
    /// Whether they can no longer sign in.
    pub inactive: bool,
}
