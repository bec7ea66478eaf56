//! The place in a text where the words sought stand, with the words marked.

use kernel::text::each_word;
use std::ops::Range;
use store::search::Phrase;
use web::markdown;

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
    let words = Folded::of(text);
    let hits = words.hits(sought);
    pieces(text, 0..text.len(), &words, &hits)
}

/// The first place with most of the words sought, and no further than where `enough` of them stand together;
/// the beginning of the first text when none has any. Shown is what is to be read, without the marks of Markdown.
pub(super) fn excerpt<'a>(
    texts: impl Iterator<Item = &'a str>,
    sought: &[&Phrase],
    enough: usize,
) -> Vec<Piece> {
    let mut best: Option<(usize, &str)> = None;
    for text in texts {
        let text = &text[..text.floor_char_boundary(LOOKED_AT_MAX)];
        let Some((score, _)) = best_place(text, sought) else {
            continue;
        };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, text));
            if score >= enough {
                break;
            }
        }
    }
    let Some((score, text)) = best else {
        return Vec::new();
    };
    // A word may stand only in what is not shown, such as the address of a link: then all is shown as it was written.
    let shown = markdown::to_text(text);
    let place = best_place(&shown, sought).filter(|(found, _)| *found >= score);
    let place = place.or_else(|| best_place(text, sought));
    place.map(|(_, pieces)| pieces).unwrap_or_default()
}

/// The first place with words sought, and how many stand there; none in a text without words.
fn best_place(text: &str, sought: &[&Phrase]) -> Option<(usize, Vec<Piece>)> {
    let words = Folded::of(text);
    let count = words.places.len();
    let hits = words.hits(sought);
    let first = hits
        .iter()
        .position(|hit| *hit)
        .unwrap_or(0)
        .saturating_sub(LEAD_WORDS);
    let end = (first + EXCERPT_WORDS).min(count);
    if count == 0 {
        return None;
    }
    let score = hits[first..end].iter().filter(|hit| **hit).count();
    let from = if first == 0 {
        0
    } else {
        words.places[first].1.start
    };
    let to = if end == count {
        text.len()
    } else {
        words.places[end - 1].1.end
    };
    let mut found = pieces(text, from..to, &words, &hits);
    let cut = |text: &str| Piece {
        marked: false,
        text: text.into(),
    };
    if from > 0 {
        found.insert(0, cut("… "));
    }
    if to < text.len() {
        found.push(cut(" …"));
    }
    Some((score, found))
}

/// The words of a text as search sees them, one behind the other, each with its place here and in the text.
struct Folded {
    text: String,
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len() / 5),
        };
        each_word(text, |word, place| {
            let start = folded.text.len();
            folded.text.push_str(word);
            folded.places.push((start..folded.text.len(), place));
        });
        folded
    }

    /// Which words belong to a phrase sought.
    fn hits(&self, sought: &[&Phrase]) -> Vec<bool> {
        let mut hits = vec![false; self.places.len()];
        for phrase in sought {
            let Some(last) = phrase.words.len().checked_sub(1) else {
                continue;
            };
            for start in 0..self.places.len().saturating_sub(last) {
                let fits = phrase.words.iter().enumerate().all(|(at, word)| {
                    let found = &self.text[self.places[start + at].0.clone()];
                    found == word
                        || (phrase.prefix && at == last && found.starts_with(word.as_str()))
                });
                if fits {
                    hits[start..=start + last].fill(true);
                }
            }
        }
        hits
    }
}

fn pieces(text: &str, part: Range<usize>, words: &Folded, hits: &[bool]) -> Vec<Piece> {
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
    for ((_, place), hit) in words.places.iter().zip(hits) {
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
    fn marks_of_markdown_are_not_shown_and_words_that_only_they_hold_are() {
        let of = |text: &str, sought: &str| {
            plain(&excerpt([text].into_iter(), &[&word(sought, false)], 1))
        };
        for (text, shown) in [
            ("hello **world**, it is _so_", "hello [world], it is so"),
            (
                "# The world\n\n- one\n- `two`\n\n> three",
                "The [world] one two three",
            ),
            (
                "the [world](https://w.test/a_b) of snake_case",
                "the [world] of snake_case",
            ),
            ("2 * 3 > 5, world", "2 * 3 > 5, [world]"),
            ("| a | world |\n|---|---|\n| 1 | 2 |", "a [world] 1 2"),
            ("```\nworld --help\n```", "[world] --help"),
        ] {
            assert_eq!(of(text, "world"), shown);
        }
        assert_eq!(
            of("see [here](https://world.test)", "world"),
            "see [here](https://[world].test)"
        );
    }

    #[test]
    fn an_excerpt_begins_shortly_before_the_words_and_says_where_it_was_cut() {
        let long = format!("{}needle {}", "hay ".repeat(50), "hay ".repeat(50));
        let found = plain(&excerpt(
            ["nothing here", &long].into_iter(),
            &[&word("needle", false)],
            1,
        ));
        assert!(
            found.starts_with("… hay") && found.contains("[needle]") && found.ends_with(" …"),
            "{found}"
        );
        assert_eq!(found.matches("hay").count(), EXCERPT_WORDS - 1);
    }
}
