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
    /// How many urgent tickets.
    pub urgent: i64,
    /// How many others.
    pub other: i64,
    /// How many on hold.
    pub held: i64,
    /// Where they are listed.
    pub href: String,
    /// The lengths of the three bars, of 1000 together for the busiest.
    pub bars: [i64; 3],
}

impl LoadRow {
    /// Where the second bar begins.
    pub fn second(&self) -> i64 {
        self.bars[0]
    }

    /// Where the third bar begins.
    pub fn third(&self) -> i64 {
        self.bars[0] + self.bars[1]
    }
}
