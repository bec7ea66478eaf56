//! The newest tickets that have some words.

use super::index::PLACE_BITS;
use super::{Phrase, Scope, documents, query};
use crate::error::Result;
use crate::{Dialect, Tx, Value, params};
use kernel::TicketId;
use std::collections::VecDeque;

/// How many documents are read at first, and after one was leapt to.
const FEW: i64 = 32;
/// The highest number that the key of a document has room for.
const NUMBER_MAX: i64 = (i64::MAX >> PLACE_BITS) - 1;
/// How many are read at once, where one follows the other.
const MANY: i64 = 2_048;

/// The tickets in which of each list of alternatives one phrase occurs: the `most` with the highest numbers, or those
/// `below` one; highest first.
///
/// It reads from the end of the index, so the first fifty cost the same however many there are. What different
/// documents of a ticket hold is brought together here: each list leaps to where the others are.
///
/// # Errors
/// When the database fails.
pub fn newest(
    tx: &Tx<'_>,
    all: &[Vec<Phrase>],
    below: Option<TicketId>,
    most: usize,
) -> Result<Vec<TicketId>> {
    let mut sources = sources(tx.dialect(), all, most);
    let mut found = Vec::new();
    let mut highest = below.map_or(NUMBER_MAX, |ticket| ticket.0 - 1);
    while found.len() < most {
        let mut lowest = highest;
        for source in &mut sources {
            match source.leap(tx, lowest)? {
                Some(ticket) => lowest = ticket,
                None => return Ok(found),
            }
        }
        if sources.iter().all(|source| source.at() == Some(lowest)) {
            found.push(TicketId(lowest));
            highest = lowest - 1;
        } else {
            highest = lowest;
        }
    }
    Ok(found)
}

/// What can be asked at once: PostgreSQL has all words of a ticket in one document, SQLite those of its subject.
fn sources(dialect: Dialect, all: &[Vec<Phrase>], most: usize) -> Vec<Source> {
    let is_together = |any: &&Vec<Phrase>| {
        dialect == Dialect::Postgres || any.iter().all(|phrase| phrase.scope == Scope::Subject)
    };
    let (together, apart): (Vec<&Vec<Phrase>>, Vec<&Vec<Phrase>>) =
        all.iter().partition(is_together);
    let together: Vec<&[Phrase]> = together.into_iter().map(Vec::as_slice).collect();
    let mut asked: Vec<Vec<&[Phrase]>> =
        apart.into_iter().map(|any| vec![any.as_slice()]).collect();
    if !together.is_empty() {
        asked.push(together);
    }
    // One alone is read as far as it is wanted.
    let count = match asked.len() {
        1 => i64::try_from(most).unwrap_or(MANY).clamp(1, MANY),
        _ => FEW,
    };
    let source = |all: &Vec<&[Phrase]>| Source::new(dialect, query(dialect, all), count);
    asked.iter().map(source).collect()
}

/// The tickets that match one parameter, from the highest number on.
struct Source {
    sql: String,
    asked: Value,
    /// The next tickets, as far as they are read.
    read: VecDeque<i64>,
    /// How many documents are read at once.
    count: i64,
    /// How often it was leapt within what was read last.
    leaps: i64,
}

impl Source {
    fn new(dialect: Dialect, asked: Value, count: i64) -> Self {
        let documents = documents(dialect, "$1");
        // Both in the form that an index answers from its end.
        let (upto, order) = match dialect {
            Dialect::Sqlite => (format!("rowid < ($2 + 1) << {PLACE_BITS}"), "rowid"),
            Dialect::Postgres => ("ticket_id <= $2".into(), "ticket_id"),
        };
        let ticket = dialect.search_key();
        let sql =
            format!("SELECT {ticket} FROM {documents} AND {upto} ORDER BY {order} DESC LIMIT $3");
        Self {
            sql,
            asked,
            read: VecDeque::new(),
            count,
            leaps: 0,
        }
    }

    /// The ticket that it stands at.
    fn at(&self) -> Option<i64> {
        self.read.front().copied()
    }

    /// Goes to the first ticket that is not above `highest`, and answers it.
    fn leap(&mut self, tx: &Tx<'_>, highest: i64) -> Result<Option<i64>> {
        while self.at().is_some_and(|ticket| ticket > highest) {
            self.read.pop_front();
        }
        if self.read.is_empty() {
            // Much of what was read is passed over where the others have little.
            if self.leaps > self.count / 4 {
                self.count = (self.count * 4).min(MANY);
            } else if self.leaps > 0 {
                self.count = self.count.min(FEW);
            }
            let asked = params![self.asked.clone(), highest, self.count];
            let read: Vec<i64> = tx.query(&self.sql, asked, |row| row.get(0))?;
            self.read = read.into();
            self.leaps = 0;
        }
        self.leaps += 1;
        Ok(self.at())
    }
}
