//! Asking for help.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Input};
use work::screens::questions::Question;
use work::screens::ticket::Control;

/// `GET` and `POST /my/new`
#[derive(Template)]
#[template(askama = web::askama, path = "my_new.html")]
pub struct AskPage {
    /// The layout's part.
    pub frame: Frame,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// A key that makes sending twice file one ticket.
    pub idempotency_key: String,
    /// What kind of help is wanted, in the reader's words.
    pub kinds: Vec<Choice>,
    /// In a few words.
    pub subject: Input,
    /// What happened.
    pub description: Input,
    /// What it concerns, the first of them "I do not know".
    pub services: Vec<Choice>,
    /// How much it holds the reader up, in their words.
    pub urgencies: Vec<Choice>,
    /// What else is asked.
    pub questions: Vec<Question>,
    /// For whom, where that is somebody else: an address.
    pub on_behalf_of: Input,
}

/// `POST /my/questions`: the questions alone, asked anew while somebody answers.
#[derive(Template)]
#[template(askama = web::askama, path = "questions.html")]
pub struct QuestionsPart {
    /// The questions.
    pub questions: Vec<Question>,
}
