//! The full-text index: SQLite's FTS5 or PostgreSQL's tsvector.
//!
//! Both get words that `kernel::text` has cut and folded already, so both see exactly what the in-memory
//! interpreter of conditions sees. The index is written in the unit of work that changes a text: what
//! was written can be found at once, and what was rolled back never.

mod check;
mod index;
mod newest;
mod texts;
mod words;

use crate::dialect::Dialect;
use crate::value::Value;

pub use check::Check;
pub(crate) use index::PLACE_BITS;
pub use index::{Indexed, clear, index};
pub use newest::newest;
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
fn query(dialect: Dialect, all: &[&[Phrase]]) -> Value {
    let one = |phrase: &Phrase| match dialect {
        Dialect::Sqlite => fts5(phrase),
        Dialect::Postgres => tsquery(phrase),
    };
    let any = |alternatives: &&[Phrase]| {
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

/// The condition that ticket `t` has a phrase; `bind` answers the place of a parameter (`$3`).
pub fn matches(dialect: Dialect, phrase: Phrase, bind: impl FnOnce(Value) -> String) -> String {
    let place = bind(query(dialect, &[&[phrase]]));
    let documents = documents(dialect, &place);
    format!("t.id IN (SELECT {} FROM {documents})", dialect.search_key())
}

/// The condition that ticket `t` has one phrase of each list of alternatives, for few tickets: it looks each of them
/// up, however many others match.
pub fn matches_each(
    dialect: Dialect,
    all: &[Vec<Phrase>],
    mut bind: impl FnMut(Value) -> String,
) -> String {
    let among = match dialect {
        Dialect::Sqlite => {
            format!("rowid BETWEEN t.id << {PLACE_BITS} AND ((t.id + 1) << {PLACE_BITS}) - 1")
        }
        Dialect::Postgres => "search.ticket_id = t.id".into(),
    };
    let one = |alternatives: &Vec<Phrase>| {
        let place = bind(query(dialect, &[alternatives]));
        let documents = documents(dialect, &place);
        format!("EXISTS (SELECT 1 FROM {documents} AND {among})")
    };
    all.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

/// The documents that match the parameter at `place`: what follows FROM.
fn documents(dialect: Dialect, place: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("search WHERE search MATCH {place}"),
        Dialect::Postgres => {
            format!("search WHERE search.words @@ CAST(CAST({place} AS TEXT) AS tsquery)")
        }
    }
}
