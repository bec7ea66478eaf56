//! What somebody may have meant.

use crate::text;

/// The form in which names compare: case, accents and what stands between words do not matter.
///
/// Vocabularies look names up by this: `spoken("Network & VPN") == spoken("network-vpn")`.
pub fn spoken(name: &str) -> String {
    text::words(name).join(" ")
}

/// The candidate that is most like what was written, if any is like it at all.
pub(super) fn nearest<'c>(
    written: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let written = spoken(written);
    if written.is_empty() {
        return None;
    }
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&written, &spoken(candidate))?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How far apart two names are; nothing when they have nothing to do with each other.
fn distance(written: &str, candidate: &str) -> Option<usize> {
    if text::within_one_edit(written, candidate) {
        return Some(1);
    }
    let edits = edits(written, candidate);
    if edits <= candidate.chars().count() / 3 {
        return Some(edits);
    }
    let part = written.chars().count() >= 3 && candidate.contains(written);
    part.then(|| 100 + candidate.len() - written.len())
}

/// Insertions, deletions and replacements between two names.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(100).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
