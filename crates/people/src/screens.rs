//! What the templates of this part show.

use web::askama::Template;
use web::parts::{Chip, Empty, Face};
use web::{Frame, When};
use work::ports::Holding;

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
    Done {
        /// Whoever goes on.
        into: Entry,
        /// When it was begun.
        at: When,
        /// Whether it was cut off before all tickets had gone over.
        cut_off: bool,
    },
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

/// `GET /people/{id}/tickets`
#[derive(Template)]
#[template(askama = web::askama, path = "person_tickets.html")]
pub struct OverviewPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Who.
    pub person: Entry,
    /// Whether their requests need particular care.
    pub vip: bool,
    /// Whether they can sign in.
    pub active: bool,
    /// How content they are; nothing where they rated none.
    pub satisfaction: Option<Satisfaction>,
    /// Whether the reader may make one of this entry and another.
    pub merge: bool,
    /// What they work with; nothing where nobody keeps that.
    pub assets: Option<Holding>,
    /// What they asked, the latest first.
    pub tickets: Vec<Asked>,
    /// Where all of it is listed.
    pub all: String,
    /// What to say when there is nothing.
    pub empty: Empty<'a>,
}

/// How content somebody is.
pub struct Satisfaction {
    /// The mean of the stars, ready to read.
    pub average: String,
    /// Of how many ratings, in words.
    pub ratings: String,
}

/// A ticket of theirs.
pub struct Asked {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// The style and the name of its state.
    pub state: State,
    /// When it was opened.
    pub opened: When,
}

/// A state, as its chip shows it.
pub struct State {
    /// The style.
    pub class: &'static str,
    /// The name.
    pub label: String,
}

impl From<Chip<'_>> for State {
    fn from(chip: Chip<'_>) -> Self {
        Self {
            class: chip.class,
            label: chip.label.to_owned(),
        }
    }
}
