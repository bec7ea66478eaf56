//! People who are named by their addresses where a policy has their numbers.

use super::Files;
use super::places::{TextProblem, place_of};
use kernel::PersonId;
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

/// The addresses in a text, in its order. What is no TOML has none: whoever reads it says what is wrong.
fn named_in(text: &str) -> Vec<(Range<usize>, String)> {
    let mut named = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        look_into(table.get_ref(), &mut named);
    }
    named.sort_by_key(|(at, _)| at.start);
    named
}

fn look_into(table: &DeTable<'_>, named: &mut Vec<(Range<usize>, String)>) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(text) if NAMES.contains(&&**key.get_ref()) && text.contains('@') => {
                named.push((value.span(), text.to_string()));
            }
            other => look_at(other, named),
        }
    }
}

fn look_at(value: &DeValue<'_>, named: &mut Vec<(Range<usize>, String)>) {
    match value {
        DeValue::Table(table) => look_into(table, named),
        DeValue::Array(all) => all.iter().for_each(|one| look_at(one.get_ref(), named)),
        _ => {}
    }
}
