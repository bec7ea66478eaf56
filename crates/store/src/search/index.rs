//! The documents: what of a ticket is indexed, and writing it.

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

/// Most words of one ticket that are indexed, in each of its parts.
const WORDS_MAX: usize = 20_000;

/// A ticket whose subject and texts are indexed, but for the texts that were taken back.
pub struct Indexed<'a> {
    /// The ticket as it is now.
    pub ticket: &'a Ticket,
    /// The ticket as it was indexed last, if it was: its words are remembered already.
    pub before: Option<&'a Ticket>,
}

impl<'a> Indexed<'a> {
    /// A ticket of which nothing is indexed yet.
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
}

/// The words of a ticket: of its subject, of what the requester reads, of what only agents read.
pub(super) struct Document {
    pub(super) ticket: TicketId,
    pub(super) parts: [Vec<String>; 3],
    /// The words that came since it was indexed last.
    new: BTreeSet<String>,
}

/// Indexes tickets, all at once.
///
/// # Errors
/// When the database fails.
pub fn index(tx: &Tx<'_>, tickets: &[Indexed<'_>]) -> Result<()> {
    let documents = documents(tx, tickets)?;
    let write = match tx.dialect() {
        Dialect::Sqlite => &WRITE_PARTS,
        Dialect::Postgres => &WRITE_VECTORS,
    };
    let values: Vec<Value> = documents
        .iter()
        .flat_map(|document| document.values(tx.dialect()))
        .collect();
    write.execute(tx, &values)?;
    let words = documents.into_iter().flat_map(|document| document.new);
    remember(tx, words.collect())
}

static WRITE_PARTS: Many = Many::new(
    "INSERT OR REPLACE INTO search (rowid, subject, public, internal) VALUES ",
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
     FROM activities a \
     WHERE a.kind IN ('opened', 'replied', 'noted', 'side_written', 'brought', 'undone') AND a.ticket_id IN (",
    "$",
    ") ORDER BY a.ticket_id, a.seq",
);
static NAMES: Many = Many::new(
    "SELECT ticket_id, position, name, internal FROM ticket_attachments WHERE position IN \
     (SELECT position FROM activities WHERE ticket_id IN (",
    "$",
    ")) ORDER BY position, ordinal",
);

/// What is read of a ticket that is indexed.
struct Read {
    /// Up to where its log was indexed before.
    known: i64,
    /// The first position after that.
    new_from: i64,
    parts: [Vec<Text>; 3],
    has_undone: bool,
}

struct Text {
    position: i64,
    is_new: bool,
    text: String,
}

impl Read {
    fn new(indexed: &Indexed<'_>) -> Self {
        let Indexed { ticket, before } = indexed;
        let subject = Text {
            position: 0,
            is_new: before.is_none_or(|before| before.subject != ticket.subject),
            text: ticket.subject.clone(),
        };
        Self {
            known: before.map_or(0, |before| before.version),
            new_from: i64::MAX,
            parts: [vec![subject], Vec::new(), Vec::new()],
            has_undone: false,
        }
    }

    fn add(&mut self, part: usize, position: i64, text: Option<String>) {
        let is_new = position >= self.new_from;
        self.parts[part].extend(text.map(|text| Text {
            position,
            is_new,
            text,
        }));
    }
}

/// By their places in [`Document::parts`].
const PUBLIC: usize = 1;
const INTERNAL: usize = 2;

/// What the documents of tickets are to be, in the tickets' order.
pub(super) fn documents(tx: &Tx<'_>, tickets: &[Indexed<'_>]) -> Result<Vec<Document>> {
    let read = |indexed: &Indexed<'_>| (indexed.ticket.id, Read::new(indexed));
    let mut found: BTreeMap<TicketId, Read> = tickets.iter().map(read).collect();
    let ids: Vec<Value> = found.keys().map(|id| (*id).into()).collect();
    TEXTS.each(tx, &ids, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let position = row.get(1)?;
            if row.get::<i64>(2)? > read.known {
                read.new_from = read.new_from.min(position);
            }
            read.has_undone |= row.text(3)? == "undone";
            read.add(PUBLIC, position, row.get(4)?);
            read.add(INTERNAL, position, row.get(5)?);
        }
        Ok::<_, Error>(())
    })?;
    let with_files = tickets
        .iter()
        .filter(|indexed| indexed.ticket.attachment_count > 0);
    let ids: Vec<Value> = with_files.map(|indexed| indexed.ticket.id.into()).collect();
    NAMES.each(tx, &ids, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let part = if row.get(3)? { INTERNAL } else { PUBLIC };
            read.add(part, row.get(1)?, row.get(2)?);
        }
        Ok::<_, Error>(())
    })?;
    let document = |(ticket, mut read): (TicketId, Read)| {
        if read.has_undone {
            let log = crate::log::of_ticket(tx, ticket, Texts::None)?;
            let withdrawn = kernel::ticket::withdrawn(&log);
            for part in &mut read.parts {
                part.retain(|text| !withdrawn.contains(&text.position));
            }
        }
        Ok(Document::of(ticket, &read))
    };
    found.into_iter().map(document).collect()
}

/// The words of a part, with a gap between texts that no phrase reaches across; the new ones among them.
fn part_words(texts: &[Text], new: &mut BTreeSet<String>) -> Vec<String> {
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
    fn of(ticket: TicketId, read: &Read) -> Self {
        let mut new = BTreeSet::new();
        let parts = read.parts.each_ref().map(|part| part_words(part, &mut new));
        Self { ticket, parts, new }
    }

    fn values(&self, dialect: Dialect) -> Vec<Value> {
        let ticket = self.ticket.into();
        match dialect {
            Dialect::Sqlite => {
                let parts = self.parts.iter().map(|words| words.join(" ").into());
                std::iter::once(ticket).chain(parts).collect()
            }
            Dialect::Postgres => vec![ticket, self.tsvector().into()],
        }
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
