//! What answers a question while it is typed: a part of the home page.

use super::tickets::MyTicket;
use web::Texts;
use web::askama::Template;

/// `GET /my/answers?q=…`
#[derive(Template)]
#[template(askama = web::askama, path = "my_answers.html")]
pub struct AnswersPart<'a> {
    /// The reader's language.
    pub texts: Texts,
    /// What was typed; nothing is shown for nothing.
    pub query: &'a str,
    /// What the practices know.
    pub answers: Vec<AnswerLine<'a>>,
    /// The reader's tickets.
    pub tickets: Vec<MyTicket<'a>>,
    /// Where to ask with these words.
    pub ask_href: String,
}

/// `GET /my/alike?subject=…`: what may answer it already, on the form that asks.
#[derive(Template)]
#[template(askama = web::askama, path = "my_alike.html")]
pub struct AlikePart<'a> {
    /// The reader's language.
    pub texts: Texts,
    /// What is known of services.
    pub known: Vec<AnswerLine<'a>>,
    /// Open tickets that speak of it.
    pub open: Vec<MyTicket<'a>>,
    /// Answered ones.
    pub answered: Vec<MyTicket<'a>>,
}

/// Something to be read or done, in a line.
pub struct AnswerLine<'a> {
    /// What it is.
    pub kind: &'a str,
    /// The icon's name.
    pub icon: &'static str,
    /// What people read.
    pub title: &'a str,
    /// A sentence more, or empty.
    pub text: &'a str,
    /// Where it leads.
    pub href: &'a str,
}
