//! What the home page shows.

use web::Frame;
use web::askama::Template;
use web::parts::Face;
use work::Panel;

/// `GET /`
#[derive(Template)]
#[template(askama = web::askama, path = "home.html")]
pub struct HomePage {
    /// The layout's part.
    pub frame: Frame,
    /// Good morning, with the reader's first name.
    pub greeting: String,
    /// What whoever sets the desk up does first; none where that is done.
    pub first_steps: Option<FirstSteps>,
    /// What there is to do, panel by panel.
    pub panels: Vec<Panel>,
    /// How the work of the reader's teams is spread.
    pub load: Vec<LoadRow>,
    /// That there are more open tickets than were looked at; nothing where all were.
    pub load_cut: Option<String>,
}

/// What whoever sets a desk up does first.
pub struct FirstSteps {
    /// How many of them are done.
    pub done: usize,
    /// All of them.
    pub rows: Vec<FirstStepRow>,
}

/// One of these steps.
pub struct FirstStepRow {
    /// The catalogue key of what is to be done.
    pub label: &'static str,
    /// The catalogue key of what it is for.
    pub about: &'static str,
    /// Where it is done.
    pub href: &'static str,
    /// Whether it is done.
    pub done: bool,
}

/// What one person has to do.
pub struct LoadRow {
    /// Who.
    pub face: Face,
    /// Where all of them are listed.
    pub href: String,
    /// The urgent ones, the others, those on hold.
    pub parts: [LoadPart; 3],
}

/// A part of what one person has to do.
pub struct LoadPart {
    /// Its colour.
    pub class: &'static str,
    /// How many tickets.
    pub count: i64,
    /// Where they are listed.
    pub href: String,
    /// Where its bar begins, of 1000.
    pub from: i64,
    /// How long its bar is, all together being 1000 for the busiest.
    pub length: i64,
}
