//! The portal's first page.

use super::answers::AnswerLine;
use super::tickets::MyTicket;
use web::askama::Template;
use web::parts::Empty;
use web::{Frame, When};

/// `GET /my`
#[derive(Template)]
#[template(askama = web::askama, path = "my.html")]
pub struct HomePage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What waits for the reader's approval.
    pub approvals: Vec<AnswerLine<'a>>,
    /// How services are; empty where nothing is known of any.
    pub services: Vec<ServiceLine<'a>>,
    /// Open tickets, those that need the reader first.
    pub open: Vec<MyTicket<'a>>,
    /// Whether there are more than these.
    pub more: bool,
    /// What to say when there are none.
    pub empty: Empty<'a>,
}

/// A service and how it is.
pub struct ServiceLine<'a> {
    /// `operational`, `degraded` or `outage`.
    pub class: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// Its name.
    pub name: &'a str,
    /// How it is, in words.
    pub health: &'a str,
    /// What is known, or empty.
    pub text: &'a str,
    /// Since when.
    pub since: Option<When>,
}
