//! Texts for the benchmark's archive: a vocabulary in which the first words are common and the last are rare.

use rand::{Rng, RngExt};

const SYLLABLES: [&str; 24] = [
    "ba", "ke", "lo", "mi", "nu", "pa", "re", "so", "ti", "vu", "dra", "fle", "gri", "klo", "pru",
    "sta", "tre", "wo", "xi", "yal", "zen", "cor", "mon", "der",
];
/// How many different words there are.
const WORDS: usize = 30_000;

/// A word on about every tenth ticket.
pub(super) const COMMON: &str = "printer";
/// A word on about every ten-thousandth ticket.
pub(super) const RARE: &str = "quasar";

/// A text of `count` words.
pub(super) fn text(rng: &mut impl Rng, count: usize) -> String {
    let words: Vec<String> = (0..count).map(|_| word(rng)).collect();
    words.join(" ")
}

fn word(rng: &mut impl Rng) -> String {
    // The square of an even chance: the lower the number, the more common the word.
    let chance: f64 = rng.random();
    spelled((chance * chance * chance * WORDS as f64) as usize)
}

fn spelled(mut number: usize) -> String {
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
        if number == 0 {
            return word;
        }
    }
}
