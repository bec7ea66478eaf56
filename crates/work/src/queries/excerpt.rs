//! The place in a text where the words sought stand, with the words marked.

use kernel::text::each_word;
use std::ops::Range;
use store::search::Phrase;

/// How many words an excerpt has.
const EXCERPT_WORDS: usize = 28;
/// How many words stand before the first that was sought.
const LEAD_WORDS: usize = 6;
/// Longest part of a text that is looked at, in bytes.
const LOOKED_AT_MAX: usize = 20_000;

/// A piece of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whether these are words that were sought.
    pub marked: bool,
    /// The text.
    pub text: String,
}

/// A whole line with the words sought marked.
pub(super) fn marked(text: &str, sought: &[&Phrase]) -> Vec<Piece> {
    let words = folded(text);
    let hits = hits(&words, sought);
    pieces(text, 0..text.len(), &words, &hits)
}

/// The first place with most of the words sought; the beginning of the first text when none has any.
pub(super) fn excerpt<'a>(texts: impl Iterator<Item = &'a str>, sought: &[&Phrase]) -> Vec<Piece> {
    let mut best: Option<(usize, Vec<Piece>)> = None;
    for text in texts {
        let text = &text[..text.floor_char_boundary(LOOKED_AT_MAX)];
        let words = folded(text);
        let hits = hits(&words, sought);
        let first = hits
            .iter()
            .position(|hit| *hit)
            .unwrap_or(0)
            .saturating_sub(LEAD_WORDS);
        let end = (first + EXCERPT_WORDS).min(words.len());
        let score = hits[first..end].iter().filter(|hit| **hit).count();
        if best.as_ref().is_none_or(|(known, _)| score > *known) && !words.is_empty() {
            let from = if first == 0 { 0 } else { words[first].1.start };
            let to = if end == words.len() {
                text.len()
            } else {
                words[end - 1].1.end
            };
            let mut found = pieces(text, from..to, &words, &hits);
            if from > 0 {
                found.insert(
                    0,
                    Piece {
                        marked: false,
                        text: "… ".into(),
                    },
                );
            }
            if to < text.len() {
                found.push(Piece {
                    marked: false,
                    text: " …".into(),
                });
            }
            best = Some((score, found));
        }
    }
    best.map(|(_, pieces)| pieces).unwrap_or_default()
}

type Words = Vec<(String, Range<usize>)>;

fn folded(text: &str) -> Words {
    let mut words = Words::new();
    each_word(text, |word, place| words.push((word.to_owned(), place)));
    words
}

/// Which words belong to a phrase sought.
fn hits(words: &Words, sought: &[&Phrase]) -> Vec<bool> {
    let mut hits = vec![false; words.len()];
    for phrase in sought {
        let Some(last) = phrase.words.len().checked_sub(1) else {
            continue;
        };
        for start in 0..words.len().saturating_sub(last) {
            let fits = phrase.words.iter().enumerate().all(|(at, word)| {
                let found = &words[start + at].0;
                found == word || (phrase.prefix && at == last && found.starts_with(word.as_str()))
            });
            if fits {
                hits[start..=start + last].fill(true);
            }
        }
    }
    hits
}

fn pieces(text: &str, part: Range<usize>, words: &Words, hits: &[bool]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = part.start;
    let mut push = |marked: bool, range: Range<usize>| {
        if !range.is_empty() {
            pieces.push(Piece {
                marked,
                text: text[range].replace(['\n', '\r'], " "),
            });
        }
    };
    for ((_, place), hit) in words.iter().zip(hits) {
        if *hit && place.start >= at && place.end <= part.end {
            push(false, at..place.start);
            push(true, place.clone());
            at = place.end;
        }
    }
    push(false, at..part.end);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::search::Scope;

    fn plain(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|p| {
                if p.marked {
                    format!("[{}]", p.text)
                } else {
                    p.text.clone()
                }
            })
            .collect()
    }

    fn word(word: &str, prefix: bool) -> Phrase {
        Phrase {
            words: kernel::text::words(word),
            prefix,
            scope: Scope::All,
        }
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        let sought = [&word("gerat", false), &word("lauf", true)];
        assert_eq!(
            plain(&marked("Das Gerät läuft nicht", &sought)),
            "Das [Gerät] [läuft] nicht"
        );
    }

    #[test]
    fn an_excerpt_begins_shortly_before_the_words_and_says_where_it_was_cut() {
        let long = format!("{}needle {}", "hay ".repeat(50), "hay ".repeat(50));
        let found = plain(&excerpt(
            ["nothing here", &long].into_iter(),
            &[&word("needle", false)],
        ));
        assert!(
            found.starts_with("… hay") && found.contains("[needle]") && found.ends_with(" …"),
            "{found}"
        );
        assert_eq!(found.matches("hay").count(), EXCERPT_WORDS - 1);
    }
}
