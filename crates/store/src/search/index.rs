//! The documents: what of a ticket is indexed, and writing it.
//!
//! PostgreSQL has one document for each ticket. SQLite has one for each unit of work that wrote texts into it: what is
//! there already need neither be read nor written again. A document's key is the ticket's number with the place in
//! its log where the document begins, so the keys of a ticket follow each other.

use super::words::remember;
use crate::Tx;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::log::Texts;
use crate::many::Many;
use crate::value::Value;
use kernel::text::each_word;
use kernel::{Ticket, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// Most words of one document that are indexed, in each of its parts.
const WORDS_MAX: usize = 20_000;
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
}

impl<'a> Indexed<'a> {
    /// A ticket of which all is indexed, whatever is there already.
    pub fn whole(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            before: None,
        }
    }

    /// A ticket that is indexed as it is.
    pub fn known(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            before: Some(ticket),
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
    new: BTreeSet<String>,
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

// A text is looked up for each message: joined, PostgreSQL would read all texts for a batch of tickets.
static TEXTS: Many = Many::new(
    "SELECT a.ticket_id, a.position, a.seq, a.kind, \
     CASE WHEN a.kind IN ('opened', 'replied', 'brought') \
     THEN (SELECT r.text FROM replies r WHERE r.position = a.position) END, \
     CASE a.kind WHEN 'noted' THEN (SELECT n.text FROM notes n WHERE n.position = a.position) \
     WHEN 'side_written' THEN (SELECT s.text FROM side_messages s WHERE s.position = a.position) END \
     FROM (VALUES ",
    "(CAST($ AS BIGINT), CAST($ AS BIGINT))",
    ") AS asked CROSS JOIN activities a WHERE a.ticket_id = asked.column1 AND a.seq > asked.column2 \
     AND a.kind IN ('opened', 'replied', 'noted', 'side_written', 'brought', 'undone') ORDER BY a.ticket_id, a.seq",
);
static NAMES: Many = Many::new(
    "SELECT a.ticket_id, a.position, a.seq, f.name, f.internal \
     FROM (VALUES ",
    "(CAST($ AS BIGINT), CAST($ AS BIGINT))",
    ") AS asked CROSS JOIN activities a CROSS JOIN ticket_attachments f WHERE a.ticket_id = asked.column1 \
     AND a.seq > asked.column2 AND f.position = a.position ORDER BY f.position, f.ordinal",
);

/// What is read of a ticket that is indexed.
pub(super) struct Read {
    pub(super) ticket: TicketId,
    /// The place in its log where what was read begins; 0 with the subject.
    begins: i64,
    /// Up to where its log was indexed before.
    known: i64,
    parts: [Vec<Text>; 3],
    has_undone: bool,
}

struct Text {
    position: i64,
    seq: i64,
    is_new: bool,
    text: String,
}

impl Read {
    fn new(indexed: &Indexed<'_>, after: i64) -> Self {
        let Indexed { ticket, before } = indexed;
        let subject = (after == 0).then(|| Text {
            position: 0,
            seq: 0,
            is_new: before.is_none_or(|before| before.subject != ticket.subject),
            text: ticket.subject.clone(),
        });
        Self {
            ticket: ticket.id,
            begins: if after == 0 { 0 } else { after + 1 },
            known: before.map_or(0, |before| before.version),
            parts: [subject.into_iter().collect(), Vec::new(), Vec::new()],
            has_undone: false,
        }
    }

    fn add(&mut self, part: usize, position: i64, seq: i64, text: Option<String>) {
        let is_new = seq > self.known;
        self.parts[part].extend(text.map(|text| Text {
            position,
            seq,
            is_new,
            text,
        }));
    }

    fn has_texts(&self) -> bool {
        self.parts.iter().any(|part| !part.is_empty())
    }

    /// The document of what stands in its log from `place` on, and before `end`.
    pub(super) fn document(&self, place: i64, end: i64) -> Document {
        let mut new = BTreeSet::new();
        let within = |part: &Vec<Text>| {
            let texts = part.iter().filter(|text| (place..end).contains(&text.seq));
            part_words(texts, &mut new)
        };
        Document {
            ticket: self.ticket,
            place,
            parts: self.parts.each_ref().map(within),
            new,
        }
    }
}

/// By their places in [`Document::parts`].
const PUBLIC: usize = 1;
const INTERNAL: usize = 2;

/// The texts of tickets, of each those after the place in its log that `from` names; in the order of their numbers.
pub(super) fn read(
    tx: &Tx<'_>,
    tickets: &[Indexed<'_>],
    from: &BTreeMap<TicketId, i64>,
) -> Result<Vec<Read>> {
    let after = |ticket: TicketId| from.get(&ticket).copied().unwrap_or(0);
    let begin = |indexed: &Indexed<'_>| {
        let ticket = indexed.ticket.id;
        (ticket, Read::new(indexed, after(ticket)))
    };
    let mut found: BTreeMap<TicketId, Read> = tickets.iter().map(begin).collect();
    let asked: Vec<Value> = found
        .keys()
        .flat_map(|ticket| [Value::from(*ticket), after(*ticket).into()])
        .collect();
    TEXTS.each(tx, &asked, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let (position, seq) = (row.get(1)?, row.get(2)?);
            read.has_undone |= row.text(3)? == "undone";
            read.add(PUBLIC, position, seq, row.get(4)?);
            read.add(INTERNAL, position, seq, row.get(5)?);
        }
        Ok::<_, Error>(())
    })?;
    let asked: Vec<Value> = tickets
        .iter()
        .filter(|indexed| indexed.ticket.attachment_count > 0)
        .flat_map(|indexed| {
            let ticket = indexed.ticket.id;
            [Value::from(ticket), after(ticket).into()]
        })
        .collect();
    NAMES.each(tx, &asked, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let part = if row.get(4)? { INTERNAL } else { PUBLIC };
            read.add(part, row.get(1)?, row.get(2)?, row.get(3)?);
        }
        Ok::<_, Error>(())
    })?;
    for read in found.values_mut().filter(|read| read.has_undone) {
        let log = crate::log::of_ticket(tx, read.ticket, Texts::None)?;
        let withdrawn = kernel::ticket::withdrawn(&log);
        for part in &mut read.parts {
            part.retain(|text| !withdrawn.contains(&text.position));
        }
    }
    Ok(found.into_values().collect())
}

/// The words of a part, with a gap between texts that no phrase reaches across; the new ones among them.
fn part_words<'t>(
    texts: impl Iterator<Item = &'t Text>,
    new: &mut BTreeSet<String>,
) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        if !found.is_empty() {
            found.push(GAP.to_owned());
        }
        each_word(&text.text, |word, _| {
            if found.len() < WORDS_MAX {
                found.push(word.to_owned());
                if text.is_new && !new.contains(word) {
                    new.insert(word.to_owned());
                }
            }
        });
    }
    found
}

/// Nobody can search for this: it is neither letter nor digit, so no text has it for a word. (A word in
/// capitals would not do: SQLite's tokenizer makes them small.)
const GAP: &str = "\u{e000}";

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
