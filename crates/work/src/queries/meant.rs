//! What words may have been meant, when nothing has them as they were written: beginnings, and slips of the finger.

use super::Reader;
use super::search::{Found, newest};
use crate::error::Result;
use kernel::condition::Condition;
use kernel::text::words;
use std::collections::BTreeSet;
use store::Tx;
use store::search::{Phrase, similar};

/// Most words of the archive that one word may stand for.
const MEANT_MAX: usize = 40;
/// Shorter words are no beginnings: too much begins with them.
const BEGINNING_MIN_CHARS: usize = 2;

/// Words as they were written, and what they were taken for.
pub(super) type Corrections = Vec<(String, Vec<String>)>;

/// The last word, and the phrases with it as the beginning of a word.
pub(super) fn as_beginning(written: &[Vec<Phrase>]) -> Option<(&str, Vec<Vec<Phrase>>)> {
    let last = written.last()?.first()?;
    let [word] = last.words.as_slice() else {
        return None;
    };
    if last.prefix || word.chars().count() < BEGINNING_MIN_CHARS {
        return None;
    }
    let mut begun = written.to_vec();
    for phrase in begun.last_mut()? {
        phrase.prefix = true;
    }
    Some((word, begun))
}

/// Of what was found by a beginning, the words that begin so and that the reader sees.
pub(super) fn begun(beginning: &str, found: &[Found]) -> Corrections {
    let begins = |word: &String| word.starts_with(beginning);
    let meant: Vec<String> = seen(found)
        .into_iter()
        .filter(begins)
        .take(MEANT_MAX)
        .collect();
    if meant.is_empty() {
        return Corrections::new();
    }
    vec![(beginning.to_owned(), meant)]
}

/// The phrases with, for each single word, the words that it may have been meant to be.
pub(super) fn with_similar(
    tx: &Tx<'_>,
    reader: &Reader,
    written: &[Vec<Phrase>],
) -> Result<(Vec<Vec<Phrase>>, Corrections)> {
    let mut corrected = Corrections::new();
    let mut forgiving = written.to_vec();
    for alternatives in &mut forgiving {
        let Some(phrase) = alternatives.first().cloned() else {
            continue;
        };
        let [word] = phrase.words.as_slice() else {
            continue;
        };
        let mut meant = similar(tx, word)?;
        if meant.len() > MEANT_MAX {
            meant = known_to(tx, reader, &phrase, meant)?;
        }
        if !meant.is_empty() {
            alternatives.extend(meant.iter().map(|word| Phrase {
                words: vec![word.clone()],
                ..phrase.clone()
            }));
            corrected.push((word.clone(), meant));
        }
    }
    Ok((forgiving, corrected))
}

/// The first of many words that the reader would find something by: words of tickets that the reader may not
/// see must not crowd out the others.
fn known_to(
    tx: &Tx<'_>,
    reader: &Reader,
    phrase: &Phrase,
    meant: Vec<String>,
) -> Result<Vec<String>> {
    let mut known = Vec::new();
    for word in meant {
        let alone = Phrase {
            words: vec![word.clone()],
            ..phrase.clone()
        };
        if !newest(tx, reader, &Condition::everything(), &[vec![alone]], 1)?.is_empty() {
            known.push(word);
        }
        if known.len() == MEANT_MAX {
            break;
        }
    }
    Ok(known)
}

/// Of the words tried, those which the reader sees in what was found: no others may be told.
pub(super) fn shown_corrections(corrected: Corrections, found: &[Found]) -> Corrections {
    let seen = seen(found);
    let shown = |(word, meant): (String, Vec<String>)| {
        let meant: Vec<String> = meant
            .into_iter()
            .filter(|word| seen.contains(word))
            .collect();
        (!meant.is_empty()).then_some((word, meant))
    };
    corrected.into_iter().filter_map(shown).collect()
}

/// The words that are marked in what was found, in alphabetical order.
fn seen(found: &[Found]) -> BTreeSet<String> {
    let pieces = found
        .iter()
        .flat_map(|found| found.subject.iter().chain(&found.excerpt));
    let marked = pieces.filter(|piece| piece.marked);
    marked.flat_map(|piece| words(&piece.text)).collect()
}
