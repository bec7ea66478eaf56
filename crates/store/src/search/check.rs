//! Whether the full-text index holds what it is to hold.

use super::index::{Document, Indexed, documents};
use crate::Tx;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::many::Many;
use crate::value::Value;
use kernel::TicketId;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A check in one unit of work.
///
/// SQLite does not keep the documents, so the index is read once from its beginning to its end, and what it
/// has of each ticket is summed up; that is what the sums of the wanted documents are compared with. PostgreSQL
/// compares document by document.
pub struct Check {
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
        let wanted = documents(tx, tickets)?;
        let mut differing: BTreeSet<TicketId> =
            wanted.iter().map(|document| document.ticket).collect();
        match tx.dialect() {
            Dialect::Sqlite => {
                let is = |document: &Document| self.sums.get(&document.ticket.0).copied();
                for document in wanted
                    .iter()
                    .filter(|document| is(document).unwrap_or(0) == sum(document))
                {
                    differing.remove(&document.ticket);
                }
            }
            Dialect::Postgres => {
                let values = wanted.iter().flat_map(|document| {
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
