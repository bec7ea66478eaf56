//! Open tickets of a person that speak of the same: shown before one more is filed.

use super::{ListQuery, Listed, Reader, Sort, list};
use crate::error::Result;
use kernel::PersonId;
use kernel::condition::{Condition, PersonField, PersonRef, Term};
use kernel::text::words;
use std::collections::BTreeSet;
use store::Tx;

/// How many of the person's newest tickets are looked at.
const LOOKED_AT: usize = 60;
/// Most that are shown.
const SHOWN_MAX: usize = 5;
/// Shortest word that tells something, in characters.
const WORD_MIN_CHARS: usize = 3;

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
) -> Result<Vec<Listed>> {
    let wanted = telling(subject);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let requester = Term::Person(PersonField::Requester, vec![Some(PersonRef::Id(requester))]);
    let newest = ListQuery {
        condition: Condition::Term(requester),
        sort: Sort::Newest,
        after: None,
        limit: LOOKED_AT,
    };
    let mut found: Vec<(usize, Listed)> = list(tx, reader, &newest)?
        .rows
        .into_iter()
        .filter(Listed::is_open)
        .map(|listed| {
            (
                telling(&listed.subject).intersection(&wanted).count(),
                listed,
            )
        })
        .filter(|(shared, _)| *shared > 0)
        .collect();
    found.sort_by_key(|(shared, listed)| std::cmp::Reverse((*shared, listed.id)));
    found.truncate(SHOWN_MAX);
    Ok(found.into_iter().map(|(_, listed)| listed).collect())
}

/// The words of a subject that tell something.
fn telling(subject: &str) -> BTreeSet<String> {
    let words = words(subject).into_iter();
    words
        .filter(|word| word.chars().count() >= WORD_MIN_CHARS)
        .collect()
}
