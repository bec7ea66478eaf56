//! The documents: what of a ticket is indexed, and writing it.

use super::words::remember;
use crate::Tx;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::many::Many;
use crate::value::Value;
use kernel::text::each_word;
use kernel::{Ticket, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// Most words of one ticket that are indexed, in each of its parts.
const WORDS_MAX: usize = 20_000;

/// A ticket whose subject and texts are indexed.
pub struct Indexed<'a> {
    /// The ticket as it is now.
    pub ticket: &'a Ticket,
    /// Positions of the messages that were taken back: all other texts of its log are indexed.
    pub withdrawn: Vec<i64>,
}

/// The words of a ticket: of its subject, of what the requester reads, of what only agents read.
pub(super) struct Document {
    pub(super) ticket: TicketId,
    pub(super) parts: [Vec<String>; 3],
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
    let words = documents.into_iter().flat_map(|document| document.parts);
    remember(tx, words.flatten().collect())
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
    "SELECT a.ticket_id, a.position, (SELECT r.text FROM replies r WHERE r.position = a.position), \
     COALESCE((SELECT n.text FROM notes n WHERE n.position = a.position), \
     (SELECT s.text FROM side_messages s WHERE s.position = a.position)) FROM activities a \
     WHERE a.kind IN ('opened', 'replied', 'noted', 'side_written', 'brought') AND a.ticket_id IN (",
    "$",
    ") ORDER BY a.ticket_id, a.seq",
);
static NAMES: Many = Many::new(
    "SELECT ticket_id, position, name, internal FROM ticket_attachments WHERE position IN \
     (SELECT position FROM activities WHERE ticket_id IN (",
    "$",
    ")) ORDER BY position, ordinal",
);

/// What the documents of tickets are to be, in the tickets' order.
pub(super) fn documents(tx: &Tx<'_>, tickets: &[Indexed<'_>]) -> Result<Vec<Document>> {
    let mut found: BTreeMap<TicketId, [Vec<String>; 3]> = BTreeMap::new();
    let mut withdrawn: BTreeSet<i64> = BTreeSet::new();
    for Indexed {
        ticket,
        withdrawn: positions,
    } in tickets
    {
        withdrawn.extend(positions);
        found.insert(
            ticket.id,
            [vec![ticket.subject.clone()], Vec::new(), Vec::new()],
        );
    }
    let ids: Vec<Value> = found.keys().map(|id| (*id).into()).collect();
    TEXTS.each(tx, &ids, |row| {
        if let Some([_, public, internal]) = found.get_mut(&row.get(0)?)
            && !withdrawn.contains(&row.get::<i64>(1)?)
        {
            public.extend(row.get::<Option<String>>(2)?);
            internal.extend(row.get::<Option<String>>(3)?);
        }
        Ok::<_, Error>(())
    })?;
    let with_files = tickets
        .iter()
        .filter(|indexed| indexed.ticket.attachment_count > 0);
    let ids: Vec<Value> = with_files.map(|indexed| indexed.ticket.id.into()).collect();
    NAMES.each(tx, &ids, |row| {
        if let Some([_, public, internal]) = found.get_mut(&row.get(0)?)
            && !withdrawn.contains(&row.get::<i64>(1)?)
        {
            let part = if row.get(3)? { internal } else { public };
            part.push(row.get(2)?);
        }
        Ok::<_, Error>(())
    })?;
    let document = |(ticket, texts): (TicketId, [Vec<String>; 3])| Document {
        ticket,
        parts: texts.map(|texts| part_words(&texts)),
    };
    Ok(found.into_iter().map(document).collect())
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

impl Document {
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
    tx.run(tx.dialect().search_table())
}
