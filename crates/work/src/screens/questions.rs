//! The questions of a form, alone: asked anew while somebody answers.

use super::ticket::Control;
use web::askama::Template;

/// `POST /questions`
#[derive(Template)]
#[template(askama = web::askama, path = "questions.html")]
pub struct QuestionsPart {
    /// The questions.
    pub questions: Vec<Question>,
}

/// A question about a custom field.
pub struct Question {
    /// The form field's name: `field.KEY`.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What helps; empty for nothing.
    pub help: String,
    /// How it is answered.
    pub control: Control,
    /// Whether it must be answered.
    pub required: bool,
    /// What is wrong with the answer.
    pub error: Option<String>,
}

impl Question {
    /// Whether somebody is to be named.
    pub fn asks_for_people(&self) -> bool {
        matches!(self.control, Control::Text { suggest, .. } if suggest == "people")
    }
}
