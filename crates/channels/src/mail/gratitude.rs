//! Whether a message only says thank you: a small rule that would rather not know than be wrong.

/// More words than this say more than thank you.
const WORDS_MAX: usize = 12;

/// Most words that may be names.
const NAMES_MAX: usize = 2;

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

/// Whether a text says thank you and nothing else.
pub(super) fn is_thanks(text: &str) -> bool {
    if text.contains('?') {
        return false;
    }
    let words = kernel::text::words(text);
    let folded = |list: &[&str], word: &str| {
        list.iter()
            .any(|known| kernel::text::words(known).iter().any(|one| one == word))
    };
    let is_known = |word: &&str| {
        let words = kernel::text::words(word);
        let known = |word: &String| folded(&THANKS, word) || folded(&BESIDE, word);
        words.iter().all(known)
    };
    let unknown = text.split(|c: char| !c.is_alphanumeric());
    let unknown: Vec<&str> = unknown.filter(|word| !is_known(word)).collect();
    words.len() <= WORDS_MAX
        && words.iter().any(|word| folded(&THANKS, word))
        && !words.iter().any(|word| folded(&DOUBTS, word))
        // What is not known may be a name; anything else may say that it does not work.
        && unknown.len() <= NAMES_MAX
        && unknown.iter().all(|word| word.starts_with(char::is_uppercase))
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
            "Vielen Dank\n\nEleanor Ainsworth",
        ] {
            assert!(is_thanks(text), "{text}");
        }
        for text in [
            "",
            "Thanks, but it still fails.",
            "Danke, aber es geht noch nicht.",
            "Thanks. Can you also reset my password?",
            "The printer jams again.",
            "Thanks, it doesn't work",
            "Thanks, printer broken",
            "Danke, Drucker defekt",
            "Obrigado, não funciona",
            "Bedankt, werkt niet",
            "Dziękuję, nie działa",
            "Thanks. The printer on floor two jams since this morning and nobody can print their tickets.",
        ] {
            assert!(!is_thanks(text), "{text}");
        }
    }
}
