//! The full-text index: one document for each ticket, in SQLite's FTS5 or as PostgreSQL's tsvector.
//!
//! Both get words that `kernel::text` has cut and folded already, so both see exactly what the in-memory
//! interpreter of conditions sees. The document is rewritten in the unit of work that changes a text: what
//! was written can be found at once, and what was rolled back never.

mod check;
mod index;
mod words;

use crate::dialect::Dialect;
use crate::value::Value;

pub use check::Check;
pub use index::{Indexed, clear, index};
pub(crate) use words::KnownWords;
pub use words::similar;

/// Which part of a ticket a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The subject line.
    Subject,
    /// What the requester reads: subject, description, replies, names of their files.
    Public,
    /// Everything.
    All,
}

/// Words that must follow each other; the last may be only the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, folded.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub prefix: bool,
    /// Where they are looked for.
    pub scope: Scope,
}

/// The parameter that asks for documents in which, of each list of alternatives, one phrase occurs.
pub fn query(dialect: Dialect, all: &[Vec<Phrase>]) -> Value {
    let one = |phrase: &Phrase| match dialect {
        Dialect::Sqlite => fts5(phrase),
        Dialect::Postgres => tsquery(phrase),
    };
    let any = |alternatives: &Vec<Phrase>| {
        let parts: Vec<String> = alternatives.iter().map(one).collect();
        format!("({})", parts.join(dialect.pick(" OR ", " | ")))
    };
    let parts: Vec<String> = all.iter().map(any).collect();
    Value::from(parts.join(dialect.pick(" AND ", " & ")))
}

fn fts5(phrase: &Phrase) -> String {
    let columns = match phrase.scope {
        Scope::Subject => "{subject} : ",
        Scope::Public => "{subject public} : ",
        Scope::All => "",
    };
    // Folded words hold letters and digits alone: nothing to escape.
    format!(
        "{columns}\"{}\"{}",
        phrase.words.join(" "),
        if phrase.prefix { " *" } else { "" }
    )
}

fn tsquery(phrase: &Phrase) -> String {
    let weights = match phrase.scope {
        Scope::Subject => "A",
        Scope::Public => "AB",
        Scope::All => "ABD",
    };
    let last = phrase.words.len().saturating_sub(1);
    let words: Vec<String> = phrase
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            format!(
                "'{word}':{}{weights}",
                if phrase.prefix && at == last { "*" } else { "" }
            )
        })
        .collect();
    format!("({})", words.join(" <-> "))
}

/// The condition that ticket `t` has a document matching the parameter at `place` (`$3`).
pub fn matches(dialect: Dialect, place: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("t.id IN (SELECT rowid FROM search WHERE search MATCH {place})"),
        Dialect::Postgres => format!(
            "t.id IN (SELECT ticket_id FROM search WHERE words @@ CAST(CAST({place} AS TEXT) AS tsquery))"
        ),
    }
}

/// The same condition for few tickets `t`: it looks each of them up, however many others match.
pub fn matches_each(dialect: Dialect, place: &str) -> String {
    match dialect {
        Dialect::Sqlite => {
            format!("EXISTS (SELECT 1 FROM search WHERE search MATCH {place} AND rowid = t.id)")
        }
        Dialect::Postgres => format!(
            "EXISTS (SELECT 1 FROM search WHERE search.ticket_id = t.id \
             AND search.words @@ CAST(CAST({place} AS TEXT) AS tsquery))"
        ),
    }
}

/// The source of matching tickets `t` with the highest number first: (what follows FROM, what follows ORDER BY).
/// It reads from the end of the index, so the first fifty cost the same however many there are.
pub fn newest_matching(dialect: Dialect, place: &str) -> (String, &'static str) {
    match dialect {
        Dialect::Sqlite => (
            format!(
                "search CROSS JOIN tickets t ON t.id = search.rowid WHERE search MATCH {place}"
            ),
            "search.rowid DESC",
        ),
        Dialect::Postgres => (
            format!(
                "search JOIN tickets t ON t.id = search.ticket_id \
                 WHERE search.words @@ CAST(CAST({place} AS TEXT) AS tsquery)"
            ),
            "t.id DESC",
        ),
    }
}
