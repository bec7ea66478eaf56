//! Whether two texts say the same, more or less: machines that answer each other repeat themselves, with another date,
//! number or name in it each time. Pure and bounded.
//!
//! Of a text its pairs of words are kept, without digits, as the smallest of their hashes (a bottom-k sketch): of texts
//! of few words all of them, of longer ones a sample from which their likeness is reckoned.

use kernel::text::each_word;
use std::collections::BTreeSet;

/// As much of a text is looked at, in bytes.
const TEXT_MAX_BYTES: usize = 8_000;
/// Hashes that are kept of a text.
const KEPT: usize = 64;
/// How much of two texts must be the same, in hundredths.
const ALIKE_PERCENT: usize = 65;
/// A hash, written down.
const HASH_CHARS: usize = 8;

/// What is kept of a text to know others like it by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch(BTreeSet<u32>);

impl Sketch {
    /// Of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut hashes = BTreeSet::new();
        let mut keep = |hash: u32| {
            hashes.insert(hash);
            if hashes.len() > KEPT {
                hashes.pop_last();
            }
        };
        let mut before = String::new();
        each_word(
            &text[..text.floor_char_boundary(TEXT_MAX_BYTES)],
            |word, _| {
                let word: String = word.chars().filter(|c| !c.is_numeric()).collect();
                if !word.is_empty() {
                    keep(hash(&before, &word));
                    before = word;
                }
            },
        );
        Self(hashes)
    }

    /// As it was written down; of something else, one that is like nothing.
    pub(crate) fn read(written: &str) -> Self {
        let hashes = written.as_bytes().chunks(HASH_CHARS).take(KEPT);
        let read = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        Self(hashes.filter_map(read).collect())
    }

    /// Written down.
    pub(crate) fn written(&self) -> String {
        self.0.iter().map(|hash| format!("{hash:08x}")).collect()
    }

    /// Whether the other text says the same, more or less. Two that say nothing do.
    pub(crate) fn is_like(&self, other: &Sketch) -> bool {
        // Of the smallest hashes of both together, those that both have: the others may be beyond what is kept of one.
        let all: BTreeSet<u32> = self.0.union(&other.0).copied().collect();
        let smallest = || all.iter().take(KEPT);
        let both = smallest().filter(|hash| self.0.contains(hash) && other.0.contains(hash));
        both.count() * 100 >= smallest().count() * ALIKE_PERCENT
    }
}

/// The same for the same two words, on every machine and in every version: it is kept.
fn hash(first: &str, second: &str) -> u32 {
    // FNV-1a, and the end of MurmurHash3, which spreads its bits evenly.
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = first.bytes().chain([0]).chain(second.bytes());
    let mut hash = bytes.fold(START, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    });
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Sketch};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn alike(one: &str, other: &str) -> bool {
        Sketch::of(one).is_like(&Sketch::of(other))
    }

    const AWAY: &str = "Thank you for your message. I am out of the office until 14 August and will answer when I am back. \
        In urgent cases please call my colleague Jan on 0228 1234.";

    #[test]
    fn texts_that_say_the_same_with_other_numbers_names_and_dates_are_alike() {
        for (one, other) in [
            (AWAY, AWAY),
            (
                AWAY,
                &AWAY
                    .replace("14 August", "3 September")
                    .replace("1234", "99"),
            ),
            (AWAY, &AWAY.replace("Jan", "Petra Meier")),
            (AWAY, &AWAY.to_uppercase().replace(' ', "\n> ")),
            ("We have your message 17.", "We have your message 18."),
            (
                "Ihr Anliegen [#4711] ist eingegangen",
                "Ihr Anliegen [#4712] ist eingegangen!",
            ),
            ("", ""),
            ("42", "4711"),
        ] {
            assert!(alike(one, other), "{one}\n{other}");
        }
    }

    #[test]
    fn texts_that_say_something_else_are_not_alike() {
        for (one, other) in [
            (
                AWAY,
                "Thank you for your message. It works again since the restart this morning.",
            ),
            ("Server web is down", "Server database is up again"),
            (
                "The printer on the second floor is out of paper",
                "The VPN drops every ten minutes since Monday",
            ),
            (
                "Please reset the password of Jan",
                "Please give Jan access to the folder of the project",
            ),
            ("It does not print.", ""),
        ] {
            assert!(!alike(one, other), "{one}\n{other}");
        }
    }

    /// A text of so many words out of a small language.
    fn text(dice: &mut ChaCha8Rng, count: usize) -> Vec<String> {
        (0..count)
            .map(|_| format!("w{}", letters(dice.random_range(0..5_000))))
            .collect()
    }

    fn letters(number: u32) -> String {
        number
            .to_string()
            .bytes()
            .map(|digit| char::from(digit - b'0' + b'a'))
            .collect()
    }

    #[test]
    fn likeness_goes_both_ways_outlives_the_writing_and_what_is_kept_is_bounded() {
        let mut dice = ChaCha8Rng::seed_from_u64(7);
        for round in 0..300 {
            let one = text(&mut dice, 1 + round * 5);
            let mut other = one.clone();
            for _ in 0..dice.random_range(0..=round) {
                let at = dice.random_range(0..other.len());
                other[at] = text(&mut dice, 1).remove(0);
            }
            let (one, other) = (Sketch::of(&one.join(" ")), Sketch::of(&other.join(" ")));
            assert!(one.is_like(&one) && one.is_like(&other) == other.is_like(&one));
            assert_eq!(Sketch::read(&one.written()), one);
            assert!(one.written().len() <= KEPT * 8);
        }
    }

    #[test]
    fn of_long_texts_a_sample_tells_how_much_is_the_same() {
        let mut dice = ChaCha8Rng::seed_from_u64(8);
        for _ in 0..100 {
            let one = text(&mut dice, 400);
            // Each other word takes two pairs along: nine tenths of them stay, or a half.
            let (mut near, mut far) = (one.clone(), one.clone());
            (0..20).for_each(|at| near[at * 20] = "changed".into());
            (0..100).for_each(|at| far[at * 4] = format!("changed{}", letters(at as u32)));
            let one = one.join(" ");
            assert!(alike(&one, &near.join(" ")) && !alike(&one, &far.join(" ")));
        }
    }

    #[test]
    fn whatever_was_written_down_is_read() {
        for written in [
            "",
            "x",
            "zzzzzzzz",
            "ä".repeat(9).as_str(),
            "0123456789abcdef0",
        ] {
            let read = Sketch::read(written);
            assert!(read.is_like(&read), "{written}");
        }
        assert!(!Sketch::read("0123456789abcdef").is_like(&Sketch::of(AWAY)));
    }
}
