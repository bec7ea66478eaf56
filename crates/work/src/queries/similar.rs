//! Tickets that speak of the same: shown before one more is filed, and beside one that is worked on.

use super::search::newest;
use super::{ListQuery, Listed, Reader, Sort, list};
use crate::error::Result;
use kernel::condition::{Condition, PersonField, PersonRef, Term};
use kernel::text::words;
use kernel::{PersonId, TicketId};
use std::collections::BTreeSet;
use store::Tx;
use store::search::{Phrase, Scope};
use web::Texts;

/// How many of the newest tickets are looked at.
const LOOKED_AT: usize = 60;
/// Most that are shown.
const SHOWN_MAX: usize = 5;
/// Shortest word that tells something, in characters.
const WORD_MIN_CHARS: usize = 3;
/// Words that stand in every other subject, in the languages of the pages: they tell nothing.
const TELL_NOTHING: [&str; 40] = [
    "about", "again", "all", "and", "any", "are", "auf", "bei", "bitte", "can", "cannot", "das",
    "dem", "den", "der", "die", "does", "ein", "eine", "einen", "for", "from", "geht", "has",
    "have", "ich", "ist", "kann", "mein", "meine", "mit", "nicht", "not", "please", "the", "und",
    "von", "with", "work", "working",
];

/// A ticket that speaks of the same as another.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The ticket.
    pub listed: Listed,
    /// The words, or beginnings of words, that both subjects have.
    pub shared: Vec<String>,
}

impl Alike {
    /// Why it is shown, in words.
    pub fn why(&self, texts: Texts) -> String {
        texts.t1("similar-why", "words", self.shared.join(", "))
    }
}

/// The open tickets of `requester` that the reader sees and that share a word with `subject`, those that share
/// the most first.
///
/// # Errors
/// When the database fails.
pub fn similar(
    tx: &Tx<'_>,
    reader: &Reader,
    requester: PersonId,
    subject: &str,
) -> Result<Vec<Alike>> {
    let requester = Term::Person(PersonField::Requester, vec![Some(PersonRef::Id(requester))]);
    let mut found = alike(tx, reader, Condition::Term(requester), subject)?;
    found.retain(|alike| alike.listed.is_open());
    found.truncate(SHOWN_MAX);
    Ok(found)
}

/// Tickets `among` those that the reader sees which share a word with `subject`, or the beginning of one; open or
/// not, those that share the most first.
///
/// # Errors
/// When the database fails.
pub fn alike(tx: &Tx<'_>, reader: &Reader, among: Condition, subject: &str) -> Result<Vec<Alike>> {
    let wanted = telling(subject);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let newest = ListQuery {
        condition: among,
        sort: Sort::Newest,
        after: None,
        limit: LOOKED_AT,
    };
    let found = list(tx, reader, &newest)?.rows;
    Ok(sharing(&wanted, found, 1))
}

/// Tickets that the reader sees and that speak of the same as one that they look at, whoever asked for them; open or
/// not, those that share the most words with its subject first.
///
/// # Errors
/// When there is no such ticket for the reader, or the database fails.
pub(crate) fn resembling(tx: &Tx<'_>, reader: &Reader, id: TicketId) -> Result<Vec<Alike>> {
    let wanted = telling(&super::ticket(tx, reader, id)?.subject);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let phrase = |word: &String| Phrase {
        words: vec![word.clone()],
        prefix: true,
        scope: Scope::Subject,
    };
    let any: Vec<Phrase> = wanted.iter().map(phrase).collect();
    let mut found = newest(tx, reader, &Condition::everything(), &[any], LOOKED_AT)?;
    found.retain(|listed| listed.id != id);
    // One word of many is chance.
    let least = if wanted.len() < 3 { 1 } else { 2 };
    let mut found = sharing(&wanted, found, least);
    found.truncate(SHOWN_MAX);
    Ok(found)
}

/// Those whose subject has so many of these words, or the beginnings of as many; those that share the most first.
fn sharing(wanted: &BTreeSet<String>, found: Vec<Listed>, least: usize) -> Vec<Alike> {
    let compared = |listed: Listed| {
        let known = words(&listed.subject);
        let begins = |wanted: &&String| known.iter().any(|word| word.starts_with(wanted.as_str()));
        Alike {
            shared: wanted.iter().filter(begins).cloned().collect(),
            listed,
        }
    };
    let alike = found.into_iter().map(compared);
    let mut alike: Vec<Alike> = alike.filter(|it| it.shared.len() >= least).collect();
    alike.sort_by_key(|it| std::cmp::Reverse((it.shared.len(), it.listed.id)));
    alike
}

/// The words of a subject that tell something.
pub(crate) fn telling(subject: &str) -> BTreeSet<String> {
    let tells = |word: &String| {
        word.chars().count() >= WORD_MIN_CHARS && !TELL_NOTHING.contains(&word.as_str())
    };
    words(subject).into_iter().filter(tells).collect()
}

#[cfg(test)]
mod tests {
    use super::telling;

    #[test]
    fn what_stands_in_every_other_subject_tells_nothing() {
        let told: Vec<String> = telling("The printer is not working: a VPN error")
            .into_iter()
            .collect();
        assert_eq!(told, ["error", "printer", "vpn"]);
        assert!(telling("Bitte, ich kann nicht").is_empty());
    }
}
