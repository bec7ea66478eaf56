//! The texts of tickets, of which documents are made: from the log at hand, or read.

use super::index::{Document, Indexed};
use crate::Tx;
use crate::error::{Error, Result};
use crate::log::Texts;
use crate::many::Many;
use crate::value::Value;
use kernel::text::each_word;
use kernel::ticket::{Activity, withdrawn};
use kernel::{Recorded, TicketId};
use std::collections::{BTreeMap, BTreeSet};

/// Most words of one document that are indexed, in each of its parts.
const WORDS_MAX: usize = 20_000;

/// What is read of a ticket that is indexed.
pub(super) struct Read {
    pub(super) ticket: TicketId,
    /// The place in its log where what was read begins; 0 with the subject.
    pub(super) begins: i64,
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
        let Indexed { ticket, before, .. } = indexed;
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

    pub(super) fn has_texts(&self) -> bool {
        self.parts.iter().any(|part| !part.is_empty())
    }

    /// Adds what stands in a log: the texts, then the names of files.
    fn add_all(&mut self, log: &[Recorded]) {
        let withdrawn = withdrawn(log);
        let stands = |one: &&Recorded| !withdrawn.contains(&one.position);
        for one in log.iter().filter(stands) {
            let text = one.activity.text().map(str::to_owned);
            self.add(part_of(&one.activity), one.position, one.seq, text);
        }
        for one in log.iter().filter(stands) {
            for file in one.activity.attachments() {
                let name = Some(file.name.clone());
                self.add(part_of(&one.activity), one.position, one.seq, name);
            }
        }
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

fn part_of(activity: &Activity) -> usize {
    if activity.is_internal() {
        INTERNAL
    } else {
        PUBLIC
    }
}

/// The texts of tickets, of each those after the place in its log that `from` names; in the order of their numbers.
pub(super) fn read(
    tx: &Tx<'_>,
    tickets: &[Indexed<'_>],
    from: &BTreeMap<TicketId, i64>,
) -> Result<Vec<Read>> {
    let after = |ticket: TicketId| from.get(&ticket).copied().unwrap_or(0);
    let begin = |indexed: &Indexed<'_>| {
        let ticket = indexed.ticket.id;
        let mut read = Read::new(indexed, after(ticket));
        indexed.log.iter().for_each(|log| read.add_all(log));
        (ticket, read)
    };
    let mut found: BTreeMap<TicketId, Read> = tickets.iter().map(begin).collect();
    let unread: Vec<&Indexed<'_>> = tickets
        .iter()
        .filter(|indexed| indexed.log.is_none())
        .collect();
    let place = |indexed: &&Indexed<'_>| {
        let ticket = indexed.ticket.id;
        [Value::from(ticket), after(ticket).into()]
    };
    let asked: Vec<Value> = unread.iter().flat_map(place).collect();
    TEXTS.each(tx, &asked, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let (position, seq) = (row.get(1)?, row.get(2)?);
            read.has_undone |= row.text(3)? == "undone";
            read.add(PUBLIC, position, seq, row.get(4)?);
            read.add(INTERNAL, position, seq, row.get(5)?);
        }
        Ok::<_, Error>(())
    })?;
    let with_files = unread
        .iter()
        .filter(|indexed| indexed.ticket.attachment_count > 0);
    let asked: Vec<Value> = with_files.flat_map(place).collect();
    NAMES.each(tx, &asked, |row| {
        if let Some(read) = found.get_mut(&row.get(0)?) {
            let part = if row.get(4)? { INTERNAL } else { PUBLIC };
            read.add(part, row.get(1)?, row.get(2)?, row.get(3)?);
        }
        Ok::<_, Error>(())
    })?;
    for read in found.values_mut().filter(|read| read.has_undone) {
        let log = crate::log::of_ticket(tx, read.ticket, Texts::None)?;
        let withdrawn = withdrawn(&log);
        for part in &mut read.parts {
            part.retain(|text| !withdrawn.contains(&text.position));
        }
    }
    Ok(found.into_values().collect())
}

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
