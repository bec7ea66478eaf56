//! Ids of messages, and what they refer to.

use mail_parser::{HeaderValue, Message};
use std::collections::HashSet;

/// Longest id, in bytes.
const ID_MAX_BYTES: usize = 500;
/// Most ids that are kept of a message.
const REFERENCES_MAX: usize = 100;

/// An id as it is compared: without brackets and spaces. With any inside it is none: our answers could not name it.
pub(super) fn valid(id: &str) -> Option<String> {
    let id = id
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim();
    let plain = !id.is_empty()
        && id.len() <= ID_MAX_BYTES
        && !id.contains(['<', '>'])
        && !id.chars().any(|c| c.is_whitespace() || c.is_control());
    plain.then(|| id.to_owned())
}

/// What a message answers, and what went before: the nearest first, each once.
pub(super) fn references(message: &Message<'_>) -> Vec<String> {
    let answered = texts(message.in_reply_to());
    let mut before = texts(message.references());
    before.reverse();
    let mut found = distinct_ids(answered.into_iter().chain(before));
    found.truncate(REFERENCES_MAX);
    found
}

/// Each id once, in their order.
pub fn distinct_ids(ids: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ids.into_iter()
        .filter(|id| seen.insert(id.clone()))
        .collect()
}

fn texts(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => valid(text).into_iter().collect(),
        HeaderValue::TextList(list) => list.iter().filter_map(|text| valid(text)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn an_id_has_no_brackets_and_spaces_inside() {
        for (written, read) in [
            ("<a@example.com>", Some("a@example.com")),
            (" a@example.com ", Some("a@example.com")),
            ("<a@example.com<b@example.com>", None),
            ("<a@example.com> b@example.com", None),
            ("<a b@example.com>", None),
            ("<>", None),
        ] {
            assert_eq!(valid(written).as_deref(), read, "{written}");
        }
    }
}
