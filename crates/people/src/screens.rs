//! What the template of this part shows.

use web::askama::Template;
use web::parts::Face;
use web::{Frame, When};

/// `GET /people/{id}/merge`
#[derive(Template)]
#[template(askama = web::askama, path = "person_merge.html")]
pub struct MergePage {
    /// The layout's part.
    pub frame: Frame,
    /// The entry that ends.
    pub from: Entry,
    /// What was typed as the one that goes on.
    pub into: String,
    /// What is wrong with that; empty for nothing.
    pub wrong: String,
    /// How it stands.
    pub stands: Stands,
}

/// How far it is.
pub enum Stands {
    /// Whoever goes on is still to be named.
    Asked,
    /// What would happen.
    Preview(Entry),
    /// It was done.
    Done(Entry, When),
}

/// An entry for a person.
pub struct Entry {
    /// The id.
    pub id: String,
    /// Who.
    pub face: Face,
    /// Address, telephone number and where they belong, as far as known.
    pub facts: Vec<String>,
}
