//! The small pieces of plain data that component templates take.

/// A person in small: an avatar and a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// The person's name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// Which of the eight avatar colours.
    pub hue: u8,
}

impl Face {
    /// A face from a name; the same name always has the same colour.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut words = name
            .split_whitespace()
            .filter(|word| word.chars().next().is_some_and(char::is_alphanumeric));
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        let initials = first
            .into_iter()
            .chain(last)
            .flat_map(char::to_uppercase)
            .collect();
        let sum = name.bytes().fold(7_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        Self {
            name: name.to_owned(),
            initials,
            hue: (sum >> 3) as u8 % 8,
        }
    }
}

/// One choice of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// Whether it is chosen now.
    pub selected: bool,
}

impl Choice {
    /// A choice.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            selected,
        }
    }
}

/// One labelled input with what was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// What was typed or is stored.
    pub value: String,
    /// What is wrong with it, in the reader's language.
    pub error: Option<String>,
}

impl Input {
    /// An input with a value and no error.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            error: None,
        }
    }

    /// Fetches the error of one field from a refused request.
    #[must_use]
    pub fn with_error_of(mut self, field: &str, error: &crate::Error, texts: crate::Texts) -> Self {
        let found = error.fields().iter().find(|found| found.field == field);
        self.error = found.map(|found| texts.t(&found.detail).to_owned());
        self
    }
}

/// A coloured chip with a word: a state or a priority. The class is one of the style sheet's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip<'a> {
    /// `new active wait third resolved closed cancelled`, or `p1` to `p5`.
    pub class: &'static str,
    /// The word.
    pub label: &'a str,
}

/// The way to the neighbouring pages of a list that pages by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// "1–50 of about 19,934", or less where that is not known.
    pub summary: String,
    /// The first page; none when there.
    pub first: Option<String>,
    /// The next page; none at the end.
    pub next: Option<String>,
}

/// A piece of an excerpt: marked where the search word was found.
pub type Excerpt = Vec<(bool, String)>;

/// What an empty list says: what belongs here and the one button that starts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Empty<'a> {
    /// The icon's name.
    pub icon: &'static str,
    /// One short line.
    pub title: &'a str,
    /// What belongs here.
    pub text: &'a str,
    /// The button's words and address.
    pub action: Option<(&'a str, &'a str)>,
}
