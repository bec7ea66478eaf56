//! A page with one form: what can be decided, with what is wrong beside it.

use super::table::Table;
use web::Frame;
use web::askama::Template;
use web::parts::Choice;

/// The least and the most lines of a text that are in sight.
const CODE_ROWS: (usize, usize) = (8, 30);

/// A form of the administration.
#[derive(Template)]
#[template(askama = web::askama, path = "admin_form.html")]
pub struct FormPage {
    /// The layout's part.
    pub frame: Frame,
    /// Where it is a part of: the words and the address.
    pub back: (String, String),
    /// What it is for, in a sentence or two.
    pub intro: String,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// Where it is sent; empty where there is nothing to send.
    pub action: String,
    /// Whether files go along.
    pub files: bool,
    /// The version that the reader sees.
    pub seen: i64,
    /// What can be decided.
    pub fields: Vec<Field>,
    /// The same as text, beside the form; what is changed on the one side is shown on the other one, too.
    pub beside: Option<Field>,
    /// What the button says.
    pub submit: String,
    /// A table below the form.
    pub table: Option<Table>,
    /// What else can be done, each by a button of its own.
    pub acts: Vec<Act>,
}

/// A field of a form.
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What helps; empty for nothing.
    pub help: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// How it is filled in.
    pub control: Control,
}

/// How a field is filled in.
pub enum Control {
    /// A line: the input's type and the value.
    Line(&'static str, String),
    /// A condition, completed and explained while somebody types.
    Condition(String),
    /// A file: what is accepted.
    File(&'static str),
    /// Several lines.
    Lines(String),
    /// A text that is read to the letter, in as many lines as it has.
    Code(String),
    /// One of some.
    Select(Vec<Choice>),
    /// Any of some.
    Boxes(Vec<Choice>),
    /// One of some, all in sight.
    Radios(Vec<Choice>),
    /// Yes or no.
    Check(bool),
    /// Sent along unseen.
    Hidden(String),
    /// A heading before what follows.
    Heading,
    /// Only shown.
    Fixed(String),
    /// A grid of boxes or selects: headings, and rows of a name with its cells.
    Grid(Grid),
    /// Entries of a list, each with what is said of it.
    Entries(Vec<Vec<GridCell>>),
}

impl Control {
    /// How many lines of a text are in sight.
    pub fn rows(text: &str) -> usize {
        let (least, most) = CODE_ROWS;
        (text.lines().count() + 1).clamp(least, most)
    }
}

/// A grid: what its columns are called, and its rows.
pub struct Grid {
    /// The columns' names.
    pub heads: Vec<String>,
    /// Each row's name with its cells.
    pub rows: Vec<(String, Vec<GridCell>)>,
}

/// A cell of a grid, or a part of an entry.
pub enum GridCell {
    /// Nothing can be decided here.
    Empty,
    /// A box: name, value, what it says to readers of words, whether it is ticked.
    Box {
        /// The name.
        name: String,
        /// The value.
        value: String,
        /// What it says to readers of words.
        label: String,
        /// Whether it is ticked.
        checked: bool,
    },
    /// One of some.
    Select {
        /// The name.
        name: String,
        /// What it says to readers of words.
        label: String,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// A line.
    Line {
        /// The name.
        name: String,
        /// What it says to readers of words.
        label: String,
        /// The value.
        value: String,
    },
    /// Several lines.
    Area {
        /// The name.
        name: String,
        /// What it says to readers of words.
        label: String,
        /// The value.
        value: String,
    },
    /// The name of somebody or something, with suggestions.
    Suggest {
        /// The name.
        name: String,
        /// What it says to readers of words.
        label: String,
        /// The value.
        value: String,
        /// Of what the suggestions are.
        kind: &'static str,
    },
    /// Only words.
    Words(String),
}

/// Something else that can be done.
pub struct Act {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub action: String,
    /// What it sends besides.
    pub sends: Vec<(&'static str, String)>,
}

impl Act {
    /// Takes away what the page is about: the form's own address is told so.
    pub(crate) fn removal(label: &str, action: String) -> Self {
        Self {
            label: label.to_owned(),
            action,
            sends: vec![("remove", "true".to_owned())],
        }
    }
}
