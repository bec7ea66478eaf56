//! Whether the full-text index holds what it is to hold.

use super::index::{Document, Indexed, keys};
use super::texts::{Read, read};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::many::Many;
use crate::value::Value;
use crate::{Tx, params};
use kernel::TicketId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A check in one unit of work.
///
/// SQLite does not keep the documents, so the index is read once from its beginning to its end, and what it
/// has of each is summed up; that is what the sums of the wanted documents are compared with. PostgreSQL
/// compares document by document.
pub struct Check {
    /// By the documents' keys.
    sums: HashMap<i64, u64>,
}

impl Check {
    /// Begins.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin(tx: &Tx<'_>) -> Result<Self> {
        let mut sums: HashMap<i64, u64> = HashMap::new();
        if tx.dialect() == Dialect::Sqlite {
            tx.run(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_places \
                 USING fts5vocab('main', 'search', 'instance')",
            )?;
            let places = "SELECT doc, term, col, \"offset\" FROM temp.search_places";
            tx.each(places, &[], |row| {
                let column = row.text(2)?;
                let part = PARTS.iter().position(|part| *part == column);
                let sum = sums.entry(row.get(0)?).or_default();
                *sum = sum.wrapping_add(place(row.text(1)?, part, row.get(3)?));
                Ok::<_, Error>(())
            })?;
        }
        Ok(Self { sums })
    }

    /// Which of the tickets have no document, or another than they are to have.
    ///
    /// # Errors
    /// When the database fails.
    pub fn differing(&self, tx: &Tx<'_>, tickets: &[Indexed<'_>]) -> Result<Vec<TicketId>> {
        let wanted = read(tx, tickets, &BTreeMap::new())?;
        let mut differing: BTreeSet<TicketId> = wanted.iter().map(|read| read.ticket).collect();
        match tx.dialect() {
            Dialect::Sqlite => {
                for read in &wanted {
                    if self.is_sound(tx, read)? {
                        differing.remove(&read.ticket);
                    }
                }
            }
            Dialect::Postgres => {
                let values = wanted.iter().flat_map(|read| {
                    let document = read.document(0, i64::MAX);
                    [Value::from(document.ticket), document.tsvector().into()]
                });
                EQUAL.each(tx, &values.collect::<Vec<_>>(), |row| {
                    differing.remove(&row.get(0)?);
                    Ok::<_, Error>(())
                })?;
            }
        }
        Ok(differing.into_iter().collect())
    }

    /// Whether SQLite's documents of a ticket hold its texts: each those up to where the next begins.
    fn is_sound(&self, tx: &Tx<'_>, wanted: &Read) -> Result<bool> {
        let [first, last] = keys(wanted.ticket);
        let documents: Vec<i64> = tx.query(
            "SELECT id FROM search_docsize WHERE id BETWEEN $1 AND $2 ORDER BY id",
            params![first, last],
            |row| row.get(0),
        )?;
        let ends = documents.iter().skip(1).copied().chain([i64::MAX]);
        let has_its_texts = |(key, end): (&i64, i64)| {
            let document = wanted.document(key - first, end.saturating_sub(first));
            self.sums.get(key).copied().unwrap_or(0) == sum(&document)
        };
        Ok(documents.first() == Some(&first) && documents.iter().zip(ends).all(has_its_texts))
    }
}

const PARTS: [&str; 3] = ["subject", "public", "internal"];

static EQUAL: Many = Many::new(
    "SELECT s.ticket_id FROM (VALUES ",
    "(CAST($ AS BIGINT), CAST(CAST($ AS TEXT) AS tsvector))",
    ") AS wanted (ticket_id, words) JOIN search s ON s.ticket_id = wanted.ticket_id AND s.words = wanted.words",
);

fn place(word: &str, part: Option<usize>, at: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (word, part, at).hash(&mut hasher);
    hasher.finish()
}

fn sum(document: &Document) -> u64 {
    let part = |(part, words): (usize, &Vec<String>)| {
        let places = words
            .iter()
            .zip(0..)
            .map(|(word, at)| place(word, Some(part), at));
        places.fold(0, u64::wrapping_add)
    };
    document
        .parts
        .iter()
        .enumerate()
        .map(part)
        .fold(0, u64::wrapping_add)
}
