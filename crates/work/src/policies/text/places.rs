//! Where in the text something is wrong.

use super::{Files, SECTIONS};
use kernel::policy::Problem;
use std::fmt;

/// Something that is wrong with the text of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextProblem {
    /// The file.
    pub file: String,
    /// The line, from 1; nothing where it is not about one.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong, and what would be right.
    pub text: String,
}

impl TextProblem {
    /// Something that is wrong at a byte of a text.
    pub fn at(file: &str, text: &str, byte: usize, what: impl Into<String>) -> Self {
        let (line, column) = place_of(text, byte);
        Self {
            file: file.to_owned(),
            line: Some(line),
            column,
            text: what.into(),
        }
    }

    /// What keeps a text from being read.
    pub fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> Self {
        match error.span() {
            Some(span) => Self::at(file, text, span.start, error.message()),
            None => Self {
                file: file.to_owned(),
                line: None,
                column: 1,
                text: error.message().to_owned(),
            },
        }
    }

    /// The same in a text whose lines differ from those that were read in the names of people alone.
    #[must_use]
    pub fn seen_in(mut self, read: &str, written: &str) -> Self {
        let line = |text: &str| {
            text.lines()
                .nth(self.line.unwrap_or(1) - 1)
                .map(str::to_owned)
        };
        if let (Some(read), Some(written)) = (line(read), line(written)) {
            let same = read
                .chars()
                .zip(written.chars())
                .take_while(|(one, other)| one == other);
            if self.column > same.count() + 1 {
                // Behind a name it is as far from the end.
                let (read, written) = (read.chars().count(), written.chars().count());
                self.column = (self.column + written).saturating_sub(read).max(1);
            }
        }
        self
    }
}

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}:{}: {}", self.file, self.column, self.text),
            None => write!(f, "{}: {}", self.file, self.text),
        }
    }
}

/// Line and column of a byte, from 1.
pub(super) fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at.min(text.len()))];
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// A problem of the policy, at the entry that it is about.
pub(super) fn placed(files: &Files, problem: &Problem) -> TextProblem {
    let mut parts = problem.at.split('.');
    let section = parts.next().unwrap_or_default();
    let key = parts.next();
    let usual = SECTIONS
        .iter()
        .find(|(_, sections)| sections.contains(&section))
        .map_or("policy.toml", |(file, _)| file);
    let named = files
        .iter()
        .find(|(_, text)| line_of(text, section).is_some());
    let (file, text) = named.map_or((usual, ""), |(file, text)| (file.as_str(), text.as_str()));
    let entry = key.and_then(|key| entry_line(text, section, key));
    TextProblem {
        file: file.to_owned(),
        line: entry.or_else(|| line_of(text, section)),
        column: 1,
        text: problem.to_string(),
    }
}

/// The line on which a section begins.
pub(super) fn line_of(text: &str, section: &str) -> Option<usize> {
    let begins = |line: &str| {
        let line = line.trim_start_matches('[');
        let rest = line.strip_prefix(section);
        rest.is_some_and(|rest| rest.starts_with([']', '.', ' ', '=']))
    };
    text.lines().position(begins).map(|at| at + 1)
}

/// The line on which an entry of a section says its key.
fn entry_line(text: &str, section: &str, key: &str) -> Option<usize> {
    let mut within = false;
    let says = |line: &str| {
        let value = line
            .split_once('=')
            .map(|(name, value)| (name.trim(), value.trim()));
        matches!(value, Some(("key" | "kind" | "team", value)) if value.trim_matches('"') == key)
    };
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("[[") {
            within = line.trim_start_matches('[').starts_with(section);
        }
        if within && says(line) {
            return Some(at + 1);
        }
    }
    None
}
