//! The documents: what of a ticket is indexed, and writing it.
//!
//! PostgreSQL has one document for each ticket. SQLite has one for each unit of work that wrote texts into it: what is
//! there already need neither be read nor written again. A document's key is the ticket's number with the place in
//! its log where the document begins, so the keys of a ticket follow each other.

use super::texts::read;
use super::words::remember;
use crate::Tx;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::many::Many;
use crate::value::Value;
use kernel::{Recorded, Ticket, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// How many bits of a key are the place in the log ([`Dialect::search_key`] shifts them away). Few, as each word of
/// each document holds what keys differ by.
pub(crate) const PLACE_BITS: i64 = 12;
/// Whoever has a longer log has all of it in one document.
const PLACE_MAX: i64 = (1 << PLACE_BITS) - 1;

/// A ticket whose subject and texts are indexed, but for the texts that were taken back.
pub struct Indexed<'a> {
    /// The ticket as it is now.
    pub ticket: &'a Ticket,
    /// The ticket as it was indexed last, if it was and nothing was taken back since: what was there then is indexed.
    pub before: Option<&'a Ticket>,
    /// Its whole log with the texts, where it is at hand; else it is read.
    pub log: Option<&'a [Recorded]>,
}

impl<'a> Indexed<'a> {
    /// A ticket of which all is indexed, whatever is there already.
    pub fn whole(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            before: None,
            log: None,
        }
    }

    /// A new ticket with all that was said in it.
    pub fn new(ticket: &'a Ticket, log: &'a [Recorded]) -> Self {
        Self {
            log: Some(log),
            ..Self::whole(ticket)
        }
    }

    /// A ticket that is indexed as it is.
    pub fn known(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            before: Some(ticket),
            log: None,
        }
    }

    /// Up to where its log need not be read.
    fn known_to(&self, dialect: Dialect) -> i64 {
        let Some(before) = self.before else { return 0 };
        let grows = dialect == Dialect::Sqlite
            && before.subject == self.ticket.subject
            && before.version < PLACE_MAX;
        if grows { before.version } else { 0 }
    }
}

/// The words of a part of a ticket's log: of its subject, of what the requester reads, of what only agents read.
pub(super) struct Document {
    pub(super) ticket: TicketId,
    /// The place in the log where it begins; 0 with the subject.
    pub(super) place: i64,
    pub(super) parts: [Vec<String>; 3],
    /// The words that came since the ticket was indexed last.
    pub(super) new: BTreeSet<String>,
}

/// The keys that the documents of a ticket may have in SQLite, from and to.
pub(super) fn keys(ticket: TicketId) -> [i64; 2] {
    let first = ticket.0 << PLACE_BITS;
    [first, first + PLACE_MAX]
}

/// Indexes tickets, all at once.
///
/// # Errors
/// When the database fails.
pub fn index(tx: &Tx<'_>, tickets: &[Indexed<'_>]) -> Result<()> {
    let dialect = tx.dialect();
    let from = |indexed: &Indexed<'_>| (indexed.ticket.id, indexed.known_to(dialect));
    let from: BTreeMap<TicketId, i64> = tickets.iter().map(from).collect();
    let begun = read(tx, tickets, &from)?;
    let documents: Vec<Document> = begun
        .iter()
        .filter(|read| read.begins == 0 || read.has_texts())
        .map(|read| read.document(read.begins, i64::MAX))
        .collect();
    let write = match dialect {
        Dialect::Sqlite => {
            let whole = documents.iter().filter(|document| document.place == 0);
            let keys: Vec<Value> = whole
                .flat_map(|document| keys(document.ticket).map(Value::from))
                .collect();
            REMOVE.execute(tx, &keys)?;
            &WRITE_PARTS
        }
        Dialect::Postgres => &WRITE_VECTORS,
    };
    let values: Vec<Value> = documents
        .iter()
        .flat_map(|document| document.values(dialect))
        .collect();
    write.execute(tx, &values)?;
    let words = documents.into_iter().flat_map(|document| document.new);
    remember(tx, words.collect())
}

static REMOVE: Many = Many::new("DELETE FROM search WHERE rowid BETWEEN ", "$ AND $", "");
static WRITE_PARTS: Many = Many::new(
    "INSERT INTO search (rowid, subject, public, internal) VALUES ",
    "($, $, $, $)",
    "",
);
static WRITE_VECTORS: Many = Many::new(
    "INSERT INTO search (ticket_id, words) VALUES ",
    "($, CAST(CAST($ AS TEXT) AS tsvector))",
    " ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words",
);

impl Document {
    fn values(&self, dialect: Dialect) -> Vec<Value> {
        match dialect {
            Dialect::Sqlite => {
                let key = Value::from(self.key());
                let parts = self.parts.iter().map(|words| words.join(" ").into());
                std::iter::once(key).chain(parts).collect()
            }
            Dialect::Postgres => vec![self.ticket.into(), self.tsvector().into()],
        }
    }

    /// Its key in SQLite.
    pub(super) fn key(&self) -> i64 {
        (self.ticket.0 << PLACE_BITS) + self.place
    }

    /// PostgreSQL takes positions up to 16,383 and 256 for each word; what lies beyond can be found but not as a
    /// phrase.
    pub(super) fn tsvector(&self) -> String {
        let mut places: BTreeMap<&str, Vec<(usize, char)>> = BTreeMap::new();
        let mut at = 0;
        for (words, weight) in self.parts.iter().zip(['A', 'B', 'D']) {
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
}

/// Empties the index.
///
/// # Errors
/// When the database fails.
pub fn clear(tx: &Tx<'_>) -> Result<()> {
    tx.run(tx.dialect().drop_search_table())?;
    tx.run(tx.dialect().search_table())?;
    tx.run(tx.dialect().search_settings())
}
