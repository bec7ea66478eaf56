//! Words of the archive, and each form of them with one letter left out: for forgiving slips of the finger.

use crate::error::{Error, Result};
use crate::many::Many;
use crate::{Tx, Value, params};
use kernel::text::{deletions, within_one_edit, words};
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// Words of this many characters are remembered for forgiving slips of the finger.
const FORGIVEN_CHARS: std::ops::RangeInclusive<usize> = 4..=20;
/// Most remembered words that are known without asking the database.
const KNOWN_MAX: usize = 200_000;

/// Words that were remembered before, so that each is looked up once.
#[derive(Default)]
pub(crate) struct KnownWords(Mutex<HashSet<u64>>);

impl KnownWords {
    fn has(&self, word: &str) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&hashed(word))
    }

    fn add(&self, words: &[String]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + words.len() > KNOWN_MAX {
            known.clear();
        }
        known.extend(words.iter().map(|word| hashed(word)));
    }
}

fn hashed(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

fn is_forgiven(word: &str) -> bool {
    FORGIVEN_CHARS.contains(&word.chars().count())
        && word.chars().all(|c| c.is_alphabetic() && !c.is_uppercase())
}

static ADD: Many = Many::new(
    "INSERT INTO search_words (word) VALUES ",
    "($)",
    " ON CONFLICT DO NOTHING RETURNING word",
);
static ADD_FORMS: Many = Many::new(
    "INSERT INTO search_word_forms (form, word) VALUES ",
    "($, $)",
    " ON CONFLICT DO NOTHING",
);

/// Remembers words, in the order of the alphabet: two that add the same do not wait in a circle.
pub(super) fn remember(tx: &Tx<'_>, words: BTreeSet<String>) -> Result<()> {
    let known = tx.known_words();
    let is_new = |word: &String| is_forgiven(word) && !known.has(word);
    let new: Vec<String> = words.into_iter().filter(is_new).collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut forms = Vec::new();
    let values: Vec<Value> = new.iter().map(Value::from).collect();
    ADD.each(tx, &values, |row| {
        let word = row.text(0)?;
        for form in deletions(word) {
            forms.extend([Value::from(form), Value::from(word)]);
        }
        Ok::<_, Error>(())
    })?;
    ADD_FORMS.execute(tx, &forms)?;
    tx.after_commit(move || known.add(&new));
    Ok(())
}

/// Words of the archive that differ from `word` by one slip of the finger, in alphabetical order.
///
/// They come from all tickets: show only what a search for them finds for the reader.
///
/// # Errors
/// When the database fails.
pub fn similar(tx: &Tx<'_>, word: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if let [word] = words(word).as_slice()
        && is_forgiven(word)
    {
        for form in deletions(word) {
            found.extend(tx.query::<String, crate::Error>(
                "SELECT word FROM search_word_forms WHERE form = $1",
                params![form],
                |row| row.get(0),
            )?);
        }
        found.retain(|candidate| candidate != word && within_one_edit(candidate, word));
    }
    found.sort();
    found.dedup();
    Ok(found)
}
