//! What the file needs of the policy: categories, resolution codes, reasons for being on hold, custom fields.

use super::fields::custom_fields;
use super::names::{Name, Names};
use super::read::Log;
use crate::ImportError;
use kernel::Policy;
use kernel::policy::{HoldReason, Key, Lifecycle, Named, StateCategory};
use kernel::ticket::Kind;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// The states that tickets of this format come to be in.
const STATES: [&str; 5] = [
    Lifecycle::NEW,
    Lifecycle::IN_PROGRESS,
    Lifecycle::ON_HOLD,
    Lifecycle::RESOLVED,
    Lifecycle::CLOSED,
];

/// The reasons for being on hold: key, label, whom the ticket waits for.
pub(super) const HOLD_REASONS: [(&str, &str, StateCategory); 4] = [
    (
        "requester",
        "Waiting for the requester",
        StateCategory::WaitingOnRequester,
    ),
    (
        "third_party",
        "Waiting for a third party",
        StateCategory::WaitingOnThirdParty,
    ),
    (
        "problem",
        "Waiting for a problem to be solved",
        StateCategory::WaitingOnThirdParty,
    ),
    (
        "evidence",
        "Waiting for evidence",
        StateCategory::WaitingOnRequester,
    ),
];

/// The keys of the file's words, and what the policy must have.
pub(super) struct Words {
    keys: Vec<Key>,
    categories: Vec<Named>,
    codes: Vec<Named>,
}

impl Words {
    /// The words of the file.
    ///
    /// # Errors
    /// When two different words would get the same key.
    pub(super) fn of(path: &Path, log: &Log) -> Result<Words, ImportError> {
        let keys = log.names.all().map(|(_, text)| key_of(text)).collect();
        let mut words = Words {
            keys,
            categories: Vec::new(),
            codes: Vec::new(),
        };
        let mut categories = Taken {
            names: &log.names,
            path,
            keys: BTreeMap::new(),
        };
        let mut codes = Taken {
            names: &log.names,
            path,
            keys: BTreeMap::new(),
        };
        let mut seen = HashSet::new();
        for line in log.incidents.iter().flat_map(|incident| &incident.lines) {
            let row = &line.row;
            if !seen.insert((row.category, row.subcategory, row.closed_code)) {
                continue;
            }
            let (parent, child) = (
                words.category(row.category, None),
                words.category(row.category, row.subcategory),
            );
            categories.take(parent, row.category, ("category", line.number))?;
            categories.take(
                child,
                row.subcategory.or(row.category),
                ("subcategory", line.number),
            )?;
            let code = row.closed_code.map(|code| words.code(code).to_owned());
            codes.take(code, row.closed_code, ("closed_code", line.number))?;
        }
        words.categories = categories.named();
        words.codes = codes.named();
        Ok(words)
    }

    /// The key of a resolution code.
    pub(super) fn code(&self, code: Name) -> &str {
        &self.keys[code.index()]
    }

    /// The path of a category.
    pub(super) fn category(
        &self,
        category: Option<Name>,
        subcategory: Option<Name>,
    ) -> Option<Key> {
        let key = |name: Name| self.keys[name.index()].as_str();
        match (category.map(key), subcategory.map(key)) {
            (Some(parent), Some(child)) => Some(format!("{parent}/{child}")),
            (found, other) => found.or(other).map(str::to_owned),
        }
    }

    /// Adds to the policy what it does not have.
    pub(super) fn add_to(&self, policy: &mut Policy) {
        for (key, label, category) in HOLD_REASONS {
            if policy.hold_reason(key).is_none() {
                let (key, label) = (key.to_owned(), label.to_owned());
                policy.hold_reasons.push(HoldReason {
                    key,
                    label,
                    category,
                });
            }
        }
        add_missing(&mut policy.resolution_codes, &self.codes, |word| &word.key);
        add_missing(&mut policy.categories, &self.categories, |word| &word.key);
        add_missing(&mut policy.fields, &custom_fields(), |field| &field.key);
    }
}

/// Whether tickets of this format can be in the policy's lifecycle.
///
/// # Errors
/// When it lacks a state.
pub(super) fn check_lifecycle(policy: &Policy) -> Result<(), ImportError> {
    let lifecycle = policy.lifecycle(Kind::Incident);
    match STATES.iter().find(|state| lifecycle.state(state).is_none()) {
        None => Ok(()),
        Some(state) => Err(ImportError::Policy(format!(
            "the lifecycle of incidents has no state `{state}`, which ServiceNow's incidents come to be in; add it to the policy"
        ))),
    }
}

fn add_missing<T: Clone>(present: &mut Vec<T>, wanted: &[T], key: fn(&T) -> &Key) {
    let known: HashSet<Key> = present.iter().map(|word| key(word).clone()).collect();
    present.extend(
        wanted
            .iter()
            .filter(|word| !known.contains(key(word)))
            .cloned(),
    );
}

/// Keys that words of the file have taken, with the line that did first.
struct Taken<'a> {
    names: &'a Names,
    path: &'a Path,
    keys: BTreeMap<Key, (Name, u64)>,
}

impl Taken<'_> {
    fn take(
        &mut self,
        key: Option<Key>,
        name: Option<Name>,
        (column, line): (&str, u64),
    ) -> Result<(), ImportError> {
        let (Some(key), Some(name)) = (key, name) else {
            return Ok(());
        };
        let (first, at) = *self.keys.entry(key).or_insert((name, line));
        let (text, taken) = (self.names.text(name), self.names.text(first));
        if text == taken {
            return Ok(());
        }
        let problem = format!(
            "“{text}” gets the same key as “{taken}” on line {at}; write both alike or rename one"
        );
        Err(ImportError::Value {
            file: self.path.to_owned(),
            line,
            column: column.to_owned(),
            problem,
        })
    }

    fn named(self) -> Vec<Named> {
        let label = |name| self.names.text(name).to_owned();
        let mut named: Vec<Named> = self
            .keys
            .iter()
            .map(|(key, (name, _))| Named {
                key: key.clone(),
                label: label(*name),
            })
            .collect();
        named.sort_by_cached_key(|word| counting(&word.key));
        named
    }
}

/// A key for machines made of a label: lower case, `_` for whatever is neither letter nor digit.
fn key_of(label: &str) -> Key {
    let mut key = String::with_capacity(label.len());
    for c in label.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            key.push(c);
        } else if !key.ends_with('_') {
            key.push('_');
        }
    }
    key.trim_matches('_').to_owned()
}

/// The key with its numbers padded, so that `category_9` comes before `category_26`.
fn counting(key: &str) -> String {
    let is_digit = |c: &char| c.is_ascii_digit();
    let mut padded = String::with_capacity(key.len() * 2);
    let mut rest = key.chars().peekable();
    while let Some(c) = rest.peek().copied() {
        if is_digit(&c) {
            let number: String = std::iter::from_fn(|| rest.next_if(is_digit)).collect();
            padded.push_str(&format!("{number:0>8}"));
        } else {
            padded.push(c);
            rest.next();
        }
    }
    padded
}
