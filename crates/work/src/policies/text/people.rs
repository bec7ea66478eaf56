//! People who are named by their addresses where a policy has their numbers.

use super::Files;
use super::places::{TextProblem, place_of};
use kernel::PersonId;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What names a person.
const NAMES: [&str; 4] = ["assignee", "owner", "person", "watch"];

/// Puts numbers where files name people by their addresses; answers the addresses that are nobody's. `find` knows whose
/// an address is.
///
/// # Errors
/// When `find` fails.
pub(crate) fn number_people<E>(
    files: &mut Files,
    find: impl Fn(&str) -> Result<Option<PersonId>, E>,
) -> Result<Vec<TextProblem>, E> {
    let mut problems = Vec::new();
    for (file, text) in files {
        // The last ones first: what stands before them stays where it is.
        for (at, address) in named_in(text).into_iter().rev() {
            if let Some(person) = find(&address)? {
                text.replace_range(at, &person.to_string());
                continue;
            }
            let (line, column) = place_of(text, at.start);
            problems.push(TextProblem {
                file: file.clone(),
                line: Some(line),
                column,
                text: format!(
                    "nobody who is active has the address “{address}”; name somebody by the address that Spoc knows"
                ),
            });
        }
    }
    problems.reverse();
    Ok(problems)
}

/// The same for one text.
///
/// # Errors
/// When `find` fails; inside, the first address that is nobody's.
pub fn number_people_of<E>(
    text: &str,
    find: impl Fn(&str) -> Result<Option<PersonId>, E>,
) -> Result<Result<String, TextProblem>, E> {
    let mut files = Files::from([(String::new(), text.to_owned())]);
    let problems = number_people(&mut files, find)?;
    Ok(match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(files.remove("").unwrap_or_default()),
    })
}

/// A text in which addresses stand where numbers name people; `address` knows those who have one.
pub fn address_people(text: &str, address: impl Fn(PersonId) -> Option<String>) -> String {
    let mut written = text.to_owned();
    for (at, person) in numbered_in(text).into_iter().rev() {
        if let Some(address) = address(person) {
            written.replace_range(at, &format!("{address:?}"));
        }
    }
    written
}

/// The people whom a text names by their numbers.
pub fn people_in(text: &str) -> BTreeSet<PersonId> {
    let named = numbered_in(text).into_iter();
    named.map(|(_, person)| person).collect()
}

/// The numbers of people in a text, in its order.
fn numbered_in(text: &str) -> Vec<(Range<usize>, PersonId)> {
    let mut named = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        look_into(table.get_ref(), &mut |at, value| {
            if let (DeValue::Integer(_), Ok(id)) = (value, text[at.clone()].parse()) {
                named.push((at, PersonId(id)));
            }
        });
    }
    named.sort_by_key(|(at, _)| at.start);
    named
}

/// The addresses in a text, in its order. What is no TOML has none: whoever reads it says what is wrong.
fn named_in(text: &str) -> Vec<(Range<usize>, String)> {
    let mut named = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        look_into(table.get_ref(), &mut |at, value| {
            if let DeValue::String(text) = value
                && text.contains('@')
            {
                named.push((at, text.to_string()));
            }
        });
    }
    named.sort_by_key(|(at, _)| at.start);
    named
}

/// Finds what names somebody, with its place.
fn look_into(table: &DeTable<'_>, found: &mut impl FnMut(Range<usize>, &DeValue<'_>)) {
    for (key, value) in table {
        match value.get_ref() {
            one @ (DeValue::String(_) | DeValue::Integer(_))
                if NAMES.contains(&&**key.get_ref()) =>
            {
                found(value.span(), one);
            }
            other => look_at(other, found),
        }
    }
}

fn look_at(value: &DeValue<'_>, found: &mut impl FnMut(Range<usize>, &DeValue<'_>)) {
    match value {
        DeValue::Table(table) => look_into(table, found),
        DeValue::Array(all) => all.iter().for_each(|one| look_at(one.get_ref(), found)),
        _ => {}
    }
}
