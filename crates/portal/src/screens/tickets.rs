//! The reader's tickets as a list.

use web::askama::Template;
use web::parts::{Chip, Empty, Pager};
use web::{Frame, When};

/// `GET /my/tickets`
#[derive(Template)]
#[template(askama = web::askama, path = "my_tickets.html")]
pub struct MyTicketsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What is being searched for.
    pub query: &'a str,
    /// Which tickets: open, done, shared.
    pub tabs: Vec<Tab<'a>>,
    /// The address of what is shown now.
    pub address: String,
    /// The tickets.
    pub tickets: Vec<MyTicket<'a>>,
    /// The way on.
    pub pager: Pager,
    /// What to say when there are none.
    pub empty: Empty<'a>,
}

/// A part of the tickets.
pub struct Tab<'a> {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its name.
    pub label: &'a str,
    /// Where it is.
    pub href: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A ticket in the reader's terms.
pub struct MyTicket<'a> {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// "Being worked on", "We need your answer".
    pub state: Chip<'a>,
    /// Who asked, where that was somebody else.
    pub by: &'a str,
    /// When anything last happened to it.
    pub updated: When,
    /// Why it is shown, where nobody asked for it; empty elsewhere.
    pub why: String,
}
