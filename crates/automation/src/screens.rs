//! What the pages of macros and signatures show.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Input};

/// `GET /macros` and `GET /admin/macros`
#[derive(Template)]
#[template(askama = web::askama, path = "macros.html")]
pub struct MacrosPage {
    /// The layout's part.
    pub frame: Frame,
    /// `/macros` or `/admin/macros`.
    pub base: &'static str,
    /// The other list, for whoever may go there.
    pub other: Option<&'static str>,
    /// The macros.
    pub rows: Vec<MacroRow>,
}

/// A macro in the list.
pub struct MacroRow {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: String,
    /// Who may use it.
    pub scope: String,
    /// What it says, in short.
    pub says: String,
    /// What it sets.
    pub sets: String,
}

/// `GET /macros/{id}`
#[derive(Template)]
#[template(askama = web::askama, path = "macro.html")]
pub struct MacroPage {
    /// The layout's part.
    pub frame: Frame,
    /// `/macros` or `/admin/macros`.
    pub base: &'static str,
    /// Its id; 0 for a new one.
    pub id: i64,
    /// As what it was read, so that what somebody else changes meanwhile is not overwritten.
    pub seen: i64,
    /// What was wrong with it.
    pub wrong: Option<String>,
    /// Its name.
    pub name: Input,
    /// Its folder.
    pub folder: Input,
    /// Everybody and the teams; empty for one's own.
    pub scope: Vec<Choice>,
    /// A reply or a note.
    pub writes: Vec<Choice>,
    /// Its texts.
    pub texts: Vec<TextField>,
    /// The properties that it can set.
    pub sets: Vec<SetField>,
    /// Tags that it adds, with spaces between.
    pub tags: Input,
    /// The placeholders, and what they become.
    pub placeholders: Vec<(String, String)>,
}

/// A text in one language.
pub struct TextField {
    /// The language's code.
    pub code: String,
    /// The language's name.
    pub language: String,
    /// The text.
    pub text: Input,
}

/// A property that a macro can set.
pub struct SetField {
    /// The field's name.
    pub name: &'static str,
    /// The field's label.
    pub label: String,
    /// What it can be set to; the first leaves it.
    pub choices: Vec<Choice>,
}

/// `GET /account/signature`
#[derive(Template)]
#[template(askama = web::askama, path = "signature.html")]
pub struct SignaturePage {
    /// The layout's part.
    pub frame: Frame,
    /// Where the form goes to.
    pub action: String,
    /// What was wrong with it.
    pub wrong: Option<String>,
    /// The signature by language.
    pub texts: Vec<TextField>,
    /// The placeholders, and what they become.
    pub placeholders: Vec<(String, String)>,
}
