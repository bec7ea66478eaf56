//! One team and its members.

use web::Frame;
use web::askama::Template;
use web::parts::{Face, Input};

/// `GET` and `POST /teams/{id}`; with `new` as the id, adding one.
#[derive(Template)]
#[template(askama = web::askama, path = "team.html")]
pub struct TeamPage {
    /// The layout's part.
    pub frame: Frame,
    /// The id, or `new`.
    pub id: String,
    /// The version the reader sees.
    pub version: i64,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// The name.
    pub name: Input,
    /// What it is for.
    pub description: Input,
    /// Whether only its members see its tickets.
    pub private: bool,
    /// By whose wall clock it works.
    pub zone: Input,
    /// The members; added and removed by `POST /teams/{id}/members` with `add` (an address) or `remove` (an id).
    pub members: Vec<Member>,
    /// What was typed to add one.
    pub add: Input,
    /// Whether the reader may change anything.
    pub editable: bool,
}

/// One member.
pub struct Member {
    /// The person's id.
    pub id: String,
    /// The person.
    pub face: Face,
    /// Their address.
    pub email: String,
    /// The role's name.
    pub role: String,
    /// Whether they lead the team; changed by `POST /teams/{id}/members` with `promote` or `demote` (an id).
    pub lead: bool,
}
