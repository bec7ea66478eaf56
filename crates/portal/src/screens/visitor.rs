//! Asking without signing in, and what agents and administrators decide about it.

use web::Frame;
use web::askama::Template;
use web::parts::Input;
use work::screens::questions::Question;
use work::screens::ticket::Control;

/// `GET` and `POST /ask`
#[derive(Template)]
#[template(askama = web::askama, path = "ask.html")]
pub struct VisitorPage {
    /// The layout's part.
    pub frame: Frame,
    /// What is wrong with the form.
    pub error: Option<String>,
    /// A key that makes sending twice file one ticket.
    pub idempotency_key: String,
    /// Who asks.
    pub name: Input,
    /// Their address.
    pub email: Input,
    /// In a few words.
    pub subject: Input,
    /// What happened.
    pub description: Input,
    /// What else is asked.
    pub questions: Vec<Question>,
}

/// `GET /admin/portal`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_portal.html")]
pub struct SettingsPage {
    /// The layout's part.
    pub frame: Frame,
    /// Whether people may ask who are not signed in.
    pub open: bool,
    /// Where they do.
    pub address: String,
}

/// `GET` and `POST /tickets/{number}/link`
#[derive(Template)]
#[template(askama = web::askama, path = "ticket_link.html")]
pub struct LinkPage {
    /// The layout's part.
    pub frame: Frame,
    /// The ticket.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// The link that was just made.
    pub link: Option<String>,
    /// How many work.
    pub count: i64,
}
