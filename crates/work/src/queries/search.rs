//! Search: the best tickets for some words, always inside what the reader may see.
//!
//! Candidates are the newest tickets with all words in the subject and the newest with them anywhere; they
//! are ranked here, by the same rule on both databases. So a common word costs what a rare one does. When
//! nothing is found, the last word is tried as a beginning, and then words that differ by one slip of the finger.

use super::excerpt::{Piece, excerpt, marked};
use super::list::{COLUMNS, Listed, hide_team, read};
use super::matching::newest_matching;
use super::{Reader, meant};
use crate::error::Result;
use kernel::condition::{Condition, TextScope, TextTerm};
use kernel::time::DAY;
use kernel::{Permission, TicketId};
use std::collections::BTreeMap;
use store::log::Texts;
use store::search::{Phrase, Scope};
use store::{Tx, params};

/// Candidates with the words in the subject.
const SUBJECT_CANDIDATES: usize = 60;
/// Candidates with the words anywhere.
const CANDIDATES: usize = 120;
/// Most results of a search; whoever wants more lists by newest.
pub const FOUND_MAX: usize = 50;

/// A ticket that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The ticket.
    pub ticket: Listed,
    /// Its subject, with the words found marked.
    pub subject: Vec<Piece>,
    /// The best place in its texts, with the words found marked.
    pub excerpt: Vec<Piece>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SearchPage {
    /// The best tickets, best first.
    pub found: Vec<Found>,
    /// Whether there may be more: list by newest to see them.
    pub more: bool,
    /// Words that were taken for others, when nothing had the words as written.
    pub corrected: Vec<(String, Vec<String>)>,
}

/// The best `limit` tickets that meet `condition`, by its words.
///
/// # Errors
/// When the database fails.
pub fn search(
    tx: &Tx<'_>,
    reader: &Reader,
    condition: &Condition,
    limit: usize,
) -> Result<SearchPage> {
    let limit = limit.clamp(1, FOUND_MAX);
    let anywhere = if reader.actor.can(Permission::NoteRead) {
        Scope::All
    } else {
        Scope::Public
    };
    let written: Vec<Vec<Phrase>> = condition
        .text_terms()
        .iter()
        .map(|term| vec![phrase(term, anywhere)])
        .collect();
    let rest = condition.without_text();
    let page = ranked(tx, reader, &rest, &written, limit)?;
    if !page.found.is_empty() || written.is_empty() {
        return Ok(page);
    }
    if let Some((word, begun)) = meant::as_beginning(&written) {
        let mut page = ranked(tx, reader, &rest, &begun, limit)?;
        if !page.found.is_empty() {
            page.corrected = meant::begun(word, &page.found);
            return Ok(page);
        }
    }
    let (forgiving, corrected) = meant::with_similar(tx, reader, &written)?;
    if corrected.is_empty() {
        return Ok(page);
    }
    let mut page = ranked(tx, reader, &rest, &forgiving, limit)?;
    page.corrected = meant::shown_corrections(corrected, &page.found);
    Ok(page)
}

fn phrase(term: &TextTerm, anywhere: Scope) -> Phrase {
    let scope = match term.scope {
        TextScope::Everywhere => anywhere,
        TextScope::Subject => Scope::Subject,
    };
    Phrase {
        words: term.phrase.words.clone(),
        prefix: term.phrase.prefix,
        scope,
    }
}

fn ranked(
    tx: &Tx<'_>,
    reader: &Reader,
    rest: &Condition,
    phrases: &[Vec<Phrase>],
    limit: usize,
) -> Result<SearchPage> {
    let in_subject: Vec<Vec<Phrase>> = phrases
        .iter()
        .map(|any| {
            any.iter()
                .map(|phrase| Phrase {
                    scope: Scope::Subject,
                    ..phrase.clone()
                })
                .collect()
        })
        .collect();
    let mut candidates: BTreeMap<TicketId, (bool, Listed)> = BTreeMap::new();
    for listed in newest(tx, reader, rest, phrases, CANDIDATES)? {
        candidates.insert(listed.id, (false, listed));
    }
    for listed in newest(tx, reader, rest, &in_subject, SUBJECT_CANDIDATES)? {
        candidates.insert(listed.id, (true, listed));
    }
    let more = candidates.len() > limit;
    let score = |(in_subject, listed): (bool, Listed)| {
        (score(reader, &listed, in_subject, phrases.len()), listed)
    };
    let mut scored: Vec<(i64, Listed)> = candidates.into_values().map(score).collect();
    scored.sort_by_key(|(score, listed)| (std::cmp::Reverse(*score), std::cmp::Reverse(listed.id)));
    scored.truncate(limit);
    let show = |(_, listed): (i64, Listed)| shown(tx, reader, listed, phrases);
    Ok(SearchPage {
        found: scored.into_iter().map(show).collect::<Result<_>>()?,
        more,
        corrected: Vec::new(),
    })
}

pub(super) fn newest(
    tx: &Tx<'_>,
    reader: &Reader,
    rest: &Condition,
    phrases: &[Vec<Phrase>],
    most: usize,
) -> Result<Vec<Listed>> {
    newest_matching(tx, reader, COLUMNS, rest, phrases, most, |row| {
        let mut listed = read(row)?;
        hide_team(&reader.actor, &mut listed);
        Ok(listed)
    })
}

/// Words in the subject weigh most, then whether there is still something to do, then how fresh it is.
fn score(reader: &Reader, listed: &Listed, in_subject: bool, sought: usize) -> i64 {
    let says_little_else = in_subject && listed.subject.split(' ').count() <= sought + 2;
    let open = !matches!(
        listed.state_category.as_str(),
        "resolved" | "closed" | "cancelled"
    );
    let age_days = (reader.now.0 - listed.updated_at.0).max(0) / DAY;
    let fresh = 64 - i64::from((age_days + 1).ilog2()) * 6;
    i64::from(in_subject) * 200 + i64::from(says_little_else) * 60 + i64::from(open) * 50 + fresh
}

fn shown(tx: &Tx<'_>, reader: &Reader, listed: Listed, phrases: &[Vec<Phrase>]) -> Result<Found> {
    let sought: Vec<&Phrase> = phrases.iter().flatten().collect();
    let subject = marked(&listed.subject, &sought);
    let texts = readable_texts(tx, listed.id, reader.actor.can(Permission::NoteRead))?;
    let excerpt = excerpt(texts.iter().map(String::as_str), &sought, phrases.len());
    Ok(Found {
        ticket: listed,
        subject,
        excerpt,
    })
}

/// What people wrote in a ticket, but for what was taken back, and the names of its files.
fn readable_texts(tx: &Tx<'_>, ticket: TicketId, notes: bool) -> Result<Vec<String>> {
    let (mut texts, mut taken_back, mut files) = (Vec::new(), false, false);
    let sql = "SELECT a.kind, a.position, r.text, COALESCE(n.text, s.text), \
               (SELECT COUNT(*) FROM ticket_attachments f WHERE f.position = a.position) \
               FROM activities a LEFT JOIN replies r ON r.position = a.position \
               LEFT JOIN notes n ON n.position = a.position \
               LEFT JOIN side_messages s ON s.position = a.position WHERE a.ticket_id = $1 ORDER BY a.seq";
    tx.each(sql, params![ticket], |row| {
        taken_back |= row.text(0)? == "undone";
        files |= row.get::<bool>(4)?;
        let position: i64 = row.get(1)?;
        texts.extend(row.get::<Option<String>>(2)?.map(|text| (position, text)));
        if notes {
            texts.extend(row.get::<Option<String>>(3)?.map(|text| (position, text)));
        }
        Ok::<_, store::Error>(())
    })?;
    if files {
        let internal = if notes { "" } else { " AND internal = 0" };
        let sql = format!(
            "SELECT position, name FROM ticket_attachments WHERE position = $1{internal} ORDER BY ordinal"
        );
        let positions: Vec<i64> = texts.iter().map(|(position, _)| *position).collect();
        for position in positions {
            let names = tx.query(&sql, params![position], |row| {
                Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
            })?;
            texts.extend(names);
        }
    }
    if taken_back {
        let log = store::log::of_ticket(tx, ticket, Texts::None)?;
        let withdrawn = kernel::ticket::withdrawn(&log);
        texts.retain(|(position, _)| !withdrawn.contains(position));
    }
    Ok(texts.into_iter().map(|(_, text)| text).collect())
}
