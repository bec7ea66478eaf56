//! The full-text index: one document for each ticket, in SQLite's FTS5 or as PostgreSQL's tsvector.
//!
//! Both get words that `kernel::text` has cut and folded already, so both see exactly what the in-memory
//! interpreter of conditions sees. The document is rewritten in the unit of work that changes a text: what
//! was written can be found at once, and what was rolled back never.

use crate::dialect::Dialect;
use crate::error::Result;
use crate::{Tx, Value, params};
use kernel::TicketId;
use kernel::text::{deletions, each_word, within_one_edit, words};
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// Most words of one ticket that are indexed, in each of its parts.
const WORDS_MAX: usize = 20_000;
/// Words of this many characters are remembered for forgiving slips of the finger.
const FORGIVEN_CHARS: std::ops::RangeInclusive<usize> = 4..=20;
/// Most remembered words that are known without asking the database.
const KNOWN_MAX: usize = 200_000;

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

/// Indexes a ticket: its subject and all texts of its log, but for those in `withdrawn` (positions).
///
/// # Errors
/// When the database fails.
pub fn index(tx: &Tx<'_>, ticket: TicketId, subject: &str, withdrawn: &[i64]) -> Result<()> {
    let mut public = Vec::new();
    let mut internal = Vec::new();
    let stands = |position: &i64| !withdrawn.contains(position);
    let texts = "SELECT a.position, r.text, COALESCE(n.text, s.text) FROM activities a LEFT JOIN replies r ON r.position = a.position \
                 LEFT JOIN notes n ON n.position = a.position \
                 LEFT JOIN side_messages s ON s.position = a.position \
                 WHERE a.ticket_id = $1 AND a.kind IN ('opened', 'replied', 'noted', 'side_written') ORDER BY a.seq";
    tx.each(texts, params![ticket], |row| {
        if stands(&row.get(0)?) {
            public.extend(row.get::<Option<String>>(1)?);
            internal.extend(row.get::<Option<String>>(2)?);
        }
        Ok::<_, crate::Error>(())
    })?;
    let names = "SELECT position, name, internal FROM ticket_attachments WHERE position IN \
                 (SELECT position FROM activities WHERE ticket_id = $1) ORDER BY position, ordinal";
    if tx.one::<i64>(
        "SELECT attachment_count FROM tickets WHERE id = $1",
        params![ticket],
    )? > 0
    {
        tx.each(names, params![ticket], |row| {
            if stands(&row.get(0)?) {
                if row.get(2)? {
                    &mut internal
                } else {
                    &mut public
                }
                .push(row.get(1)?);
            }
            Ok::<_, crate::Error>(())
        })?;
    }
    write(tx, ticket, [&[subject.to_owned()], &public, &internal])
}

/// The words of a part, with a gap between texts that no phrase reaches across.
fn part_words(texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        if !found.is_empty() {
            found.push(GAP.to_owned());
        }
        each_word(text, |word, _| {
            if found.len() < WORDS_MAX {
                found.push(word.to_owned());
            }
        });
    }
    found
}

/// Nobody can search for this: it is neither letter nor digit, so no text has it for a word. (A word in
/// capitals would not do: SQLite's tokenizer makes them small.)
const GAP: &str = "\u{e000}";

fn write(tx: &Tx<'_>, ticket: TicketId, parts: [&[String]; 3]) -> Result<()> {
    let [subject, public, internal] = parts.map(part_words);
    match tx.dialect() {
        Dialect::Sqlite => tx.execute(
            "INSERT OR REPLACE INTO search (rowid, subject, public, internal) VALUES ($1, $2, $3, $4)",
            params![ticket, subject.join(" "), public.join(" "), internal.join(" ")],
        )?,
        Dialect::Postgres => tx.execute(
            "INSERT INTO search (ticket_id, words) VALUES ($1, CAST(CAST($2 AS TEXT) AS tsvector)) \
             ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words",
            params![ticket, tsvector([(&subject, 'A'), (&public, 'B'), (&internal, 'D')])],
        )?,
    };
    let all: HashSet<&String> = subject.iter().chain(&public).chain(&internal).collect();
    remember(tx, all.into_iter().filter(|word| is_forgiven(word)))
}

/// PostgreSQL takes positions up to 16,383 and 256 for each word; what lies beyond can be found but not as a phrase.
fn tsvector(parts: [(&[String], char); 3]) -> String {
    let mut places: BTreeMap<&str, Vec<(usize, char)>> = BTreeMap::new();
    let mut at = 0;
    for (words, weight) in parts {
        for word in words {
            at += 1;
            let found = places.entry(word).or_default();
            if found.len() < 255 {
                found.push((at.min(16_383), weight));
            }
        }
        at += 1;
    }
    let mut text = String::new();
    for (word, places) in places {
        let places: Vec<String> = places
            .iter()
            .map(|(at, weight)| format!("{at}{weight}"))
            .collect();
        text.push_str(&format!("'{word}':{} ", places.join(",")));
    }
    text
}

/// Words that were remembered before, so that each is looked up once.
#[derive(Default)]
pub(crate) struct KnownWords(Mutex<HashSet<u64>>);

impl KnownWords {
    fn has(&self, word: &str) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&hashed(word))
    }

    fn add(&self, words: &[String]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + words.len() > KNOWN_MAX {
            known.clear();
        }
        known.extend(words.iter().map(|word| hashed(word)));
    }
}

fn hashed(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

fn is_forgiven(word: &str) -> bool {
    FORGIVEN_CHARS.contains(&word.chars().count())
        && word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase())
}

fn remember<'w>(tx: &Tx<'_>, words: impl Iterator<Item = &'w String>) -> Result<()> {
    let known = tx.known_words();
    let mut new: Vec<String> = words.filter(|word| !known.has(word)).cloned().collect();
    new.sort();
    for word in &new {
        let added = tx.execute(
            "INSERT INTO search_words (word) VALUES ($1) ON CONFLICT DO NOTHING",
            params![word],
        )?;
        if added > 0 {
            for form in deletions(word) {
                tx.execute(
                    "INSERT INTO search_word_forms (form, word) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    params![form, word],
                )?;
            }
        }
    }
    if !new.is_empty() {
        tx.after_commit(move || known.add(&new));
    }
    Ok(())
}

/// Words of the archive that differ from `word` by one slip of the finger, in alphabetical order.
///
/// They come from all tickets: show only what a search for them finds for the reader.
///
/// # Errors
/// When the database fails.
pub fn similar(tx: &Tx<'_>, word: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if let [word] = words(word).as_slice()
        && is_forgiven(word)
    {
        for form in deletions(word) {
            found.extend(tx.query::<String, crate::Error>(
                "SELECT word FROM search_word_forms WHERE form = $1",
                params![form],
                |row| row.get(0),
            )?);
        }
        found.retain(|candidate| candidate != word && within_one_edit(candidate, word));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Empties the index.
///
/// # Errors
/// When the database fails.
pub fn clear(tx: &Tx<'_>) -> Result<()> {
    tx.run(tx.dialect().drop_search_table())?;
    tx.run(tx.dialect().search_table())
}
