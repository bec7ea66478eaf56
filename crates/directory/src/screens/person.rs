//! One person: who they are and what they may do.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Face, Input};

/// `GET` and `POST /people/{id}`; with `new` as the id, adding one.
#[derive(Template)]
#[template(askama = web::askama, path = "person.html")]
pub struct PersonPage {
    /// The layout's part.
    pub frame: Frame,
    /// The id, or `new`.
    pub id: String,
    /// The version the reader sees.
    pub version: i64,
    /// The person; empty for a new one.
    pub face: Face,
    /// A link for choosing a password that was just made: shown this one time.
    pub link: Option<String>,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// The name.
    pub name: Input,
    /// The address.
    pub email: Input,
    /// The telephone number.
    pub phone: Input,
    /// What they are in the organisation.
    pub job: Input,
    /// Who they report to: name or address.
    pub manager: Input,
    /// Whether they are to be looked after first.
    pub vip: bool,
    /// Roles.
    pub roles: Vec<Choice>,
    /// Organisations, the first of them none.
    pub organisations: Vec<Choice>,
    /// Departments, the first of them none.
    pub departments: Vec<Choice>,
    /// Locations, the first of them none.
    pub locations: Vec<Choice>,
    /// Languages, the first of them the browser's.
    pub languages: Vec<Choice>,
    /// The zone.
    pub zone: Input,
    /// The teams they are in: name and address.
    pub teams: Vec<(String, String)>,
    /// Where their tickets are listed; none for a new person.
    pub tickets_href: Option<String>,
    /// Whether they can sign in.
    pub active: bool,
    /// Whether the reader may change anything.
    pub editable: bool,
}
