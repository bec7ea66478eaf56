//! What was tried, and what would have been different: tables below each other, and how far it has come.

use super::form::Act;
use super::table::Table;
use web::Frame;
use web::askama::Template;
use web::parts::Pager;

/// A page about policies that are tried.
#[derive(Template)]
#[template(askama = web::askama, path = "admin_trial.html")]
pub struct TrialPage {
    /// The layout's part.
    pub frame: Frame,
    /// Where it is a part of: the words and the address.
    pub back: (String, String),
    /// What it is about, in a sentence or two.
    pub intro: String,
    /// Where it is asked how far it has come, while it goes on.
    pub refreshes: Option<String>,
    /// How far it has come, and how far it goes, while it goes on.
    pub progress: Option<(i64, i64)>,
    /// What is to be said about it; empty for nothing.
    pub note: String,
    /// What was wrong.
    pub error: Option<String>,
    /// What there is to see.
    pub tables: Vec<Table>,
    /// The neighbouring pages of the last table.
    pub pager: Pager,
    /// The version that it was compared with.
    pub seen: i64,
    /// What can be done with it.
    pub acts: Vec<Act>,
}

impl TrialPage {
    /// A page with nothing on it.
    pub fn new(frame: Frame) -> Self {
        Self {
            frame,
            back: (String::new(), String::new()),
            intro: String::new(),
            refreshes: None,
            progress: None,
            note: String::new(),
            error: None,
            tables: Vec::new(),
            pager: Pager::default(),
            seen: 0,
            acts: Vec::new(),
        }
    }
}
