//! Whether a message only says thank you: a small rule that would rather not know than be wrong.

/// More words than this say more than thank you.
const WORDS_MAX: usize = 12;

/// Longer texts say more, too.
const TEXT_MAX_BYTES: usize = 1_000;

/// Most names after the thanks: two nouns of German look like two names.
const NAMES_MAX: usize = 1;

/// Words that thank.
const THANKS: [&str; 18] = [
    "thanks",
    "thank",
    "thx",
    "cheers",
    "danke",
    "dankeschön",
    "dank",
    "merci",
    "gracias",
    "grazie",
    "obrigado",
    "obrigada",
    "bedankt",
    "dank je",
    "tack",
    "tak",
    "takk",
    "dziękuję",
];
/// Words that may stand beside them.
const BESIDE: [&str; 66] = [
    "you",
    "a",
    "lot",
    "so",
    "much",
    "very",
    "many",
    "for",
    "your",
    "the",
    "help",
    "quick",
    "all",
    "it",
    "works",
    "working",
    "work",
    "now",
    "again",
    "fine",
    "great",
    "perfect",
    "super",
    "solved",
    "fixed",
    "is",
    "that",
    "did",
    "best",
    "regards",
    "kind",
    "vielen",
    "herzlichen",
    "besten",
    "schön",
    "sehr",
    "für",
    "die",
    "schnelle",
    "ihre",
    "deine",
    "hilfe",
    "es",
    "geht",
    "funktioniert",
    "wieder",
    "jetzt",
    "alles",
    "klar",
    "prima",
    "passt",
    "und",
    "viele",
    "grüße",
    "freundliche",
    "freundlichen",
    "mfg",
    "lg",
    "beaucoup",
    "muchas",
    "mille",
    "and",
    "hi",
    "hallo",
    "hello",
    "erledigt",
];
/// Words after which nothing is sure.
const DOUBTS: [&str; 14] = [
    "but",
    "however",
    "not",
    "still",
    "aber",
    "nicht",
    "noch",
    "jedoch",
    "leider",
    "unfortunately",
    "mais",
    "pero",
    "kein",
    "no",
];

/// Words of which one must stand beside "wieder": alone it may say that something fails again.
const WORKS: [&str; 7] = [
    "works",
    "working",
    "work",
    "fine",
    "geht",
    "funktioniert",
    "alles",
];

/// Whether a text says thank you and nothing else. `from` is who wrote it: their name may stand below.
pub(super) fn is_thanks(text: &str, from: &str) -> bool {
    if text.len() > TEXT_MAX_BYTES || text.contains('?') {
        return false;
    }
    let words = kernel::text::words(text);
    let has = |list: &[&str]| words.iter().any(|word| is_of(list, word));
    words.len() <= WORDS_MAX
        && has(&THANKS)
        && !has(&DOUBTS)
        && (has(&WORKS) || !words.iter().any(|word| word == "wieder"))
        && is_all_known(text, &kernel::text::words(from))
}

/// Whether a word as search sees it is one of a list.
fn is_of(list: &[&str], word: &str) -> bool {
    list.iter()
        .any(|known| kernel::text::words(known).iter().any(|one| one == word))
}

/// Whether nothing stands in a text that may say that something does not work: what is not known are names, of whoever is
/// thanked right after the thanks, on the same line, and of whoever wrote it.
fn is_all_known(text: &str, from: &[String]) -> bool {
    // Names that may follow still.
    let mut names = 0;
    let mut rest = text;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        if rest[..begin].contains(|c: char| c == '\n' || !c.is_whitespace()) {
            names = 0;
        }
        let word = &rest[begin..];
        let end = word.find(|c: char| !c.is_alphanumeric());
        let (word, after) = word.split_at(end.unwrap_or(word.len()));
        rest = after;
        let folded = kernel::text::words(word);
        let is_known = |list: &[&str]| folded.iter().all(|one| is_of(list, one));
        if is_known(&THANKS) {
            names = NAMES_MAX;
        } else if is_known(&BESIDE) || folded.iter().all(|one| from.contains(one)) {
            continue;
        } else if names > 0 && word.starts_with(char::is_uppercase) {
            names -= 1;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_thanks;

    #[test]
    fn thanks_are_known_and_anything_more_is_not() {
        for text in [
            "Thanks!",
            "Thank you very much, it works now.",
            "Vielen Dank für die schnelle Hilfe!\n\nViele Grüße\nRita",
            "Merci beaucoup",
            "Thanks Wayne!",
            "Thank you Wayne",
            "Thanks again Wayne",
            "Danke, es geht wieder.",
            "Vielen Dank\n\nEleanor Ainsworth",
        ] {
            assert!(is_thanks(text, "Rita Eleanor Ainsworth"), "{text}");
        }
        for text in [
            "",
            "Thanks, but it still fails.",
            "Danke, aber es geht noch nicht.",
            "Thanks. Can you also reset my password?",
            "The printer jams again.",
            "Thanks, it doesn't work",
            "Thanks, printer broken",
            "Thanks. Fails again.",
            "Danke. Drucker Störung",
            "Danke Drucker Störung",
            "Danke, Fehler wieder",
            "Danke, wieder",
            "Vielen Dank\n\nEleanor Ainsworth",
            "Danke, Drucker defekt",
            "Obrigado, não funciona",
            "Bedankt, werkt niet",
            "Dziękuję, nie działa",
            "Thanks. The printer on floor two jams since this morning and nobody can print their tickets.",
        ] {
            assert!(!is_thanks(text, "Rita Roth"), "{text}");
        }
    }
}
