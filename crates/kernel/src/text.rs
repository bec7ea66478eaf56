//! Words: the one definition of what search sees in a text, shared by every index and by the in-memory interpreter;
//! and bytes as text.

/// Longest word that is indexed, in characters; the rest of a longer one is cut off.
pub const WORD_MAX_CHARS: usize = 40;

/// Bytes as digits of base 16, two for each, in small letters.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The bytes that such digits stand for; nothing where they are none. Capital letters will do, too.
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    let digit = |letter: &u8| char::from(*letter).to_digit(16);
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect()
}

/// The words of a text: runs of letters and digits, lower-cased, without diacritics.
///
/// `"Das Gerät (E-42) läuft"` gives `das`, `gerat`, `e`, `42`, `lauft`. German sharp s becomes `ss`.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word, _| words.push(word.to_owned()));
    words
}

/// Whether each of the typed words begins a word of the text; without any, it does.
pub fn begins_words(text: &str, typed: &[String]) -> bool {
    let words = words(text);
    typed
        .iter()
        .all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

/// Calls `found` with every word (folded) and the byte range that it has in `text`.
pub fn each_word(text: &str, mut found: impl FnMut(&str, std::ops::Range<usize>)) {
    let mut word = String::with_capacity(WORD_MAX_CHARS);
    let mut start = 0;
    let mut length = 0;
    for (at, c) in text.char_indices() {
        let combining = length > 0 && ('\u{0300}'..='\u{036f}').contains(&c);
        if c.is_alphanumeric() || combining {
            if length == 0 {
                start = at;
            }
            length += 1;
            if length <= WORD_MAX_CHARS {
                fold_into(c, &mut word);
            }
        } else if length > 0 {
            if !word.is_empty() {
                found(cut(&word), start..at);
            }
            word.clear();
            length = 0;
        }
    }
    if length > 0 && !word.is_empty() {
        found(cut(&word), start..text.len());
    }
}

/// Folding can make a word longer. Cut again, it folds to itself, as whatever is written back must.
fn cut(word: &str) -> &str {
    if word.len() <= WORD_MAX_CHARS {
        return word;
    }
    let end = word.char_indices().nth(WORD_MAX_CHARS);
    end.map_or(word, |(end, _)| &word[..end])
}

fn fold_into(c: char, word: &mut String) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase() {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => word.push('a'),
            'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => word.push('c'),
            'ď' | 'đ' | 'ð' => word.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => word.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => word.push('g'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => word.push('i'),
            'ķ' => word.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => word.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => word.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => word.push('o'),
            'ŕ' | 'ř' => word.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => word.push('s'),
            'ß' => word.push_str("ss"),
            'ţ' | 'ť' | 'ț' => word.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => word.push('u'),
            'ý' | 'ÿ' => word.push('y'),
            'ź' | 'ż' | 'ž' => word.push('z'),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'þ' => word.push_str("th"),
            // What remains of a decomposed letter once its base is taken.
            '\u{0300}'..='\u{036f}' => {}
            c => word.push(c),
        }
    }
}

/// Whether `a` becomes `b` by at most one insertion, deletion, replacement or swap of neighbours.
pub fn within_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let Some(at) = (0..short.len()).find(|&i| short[i] != long[i]) else {
        return true;
    };
    if short.len() < long.len() {
        return short[at..] == long[at + 1..];
    }
    let swapped = at + 1 < short.len() && short[at] == long[at + 1] && short[at + 1] == long[at];
    short[at + 1..] == long[at + 1..] || (swapped && short[at + 2..] == long[at + 2..])
}

/// The word and every form of it with one character left out: two words within one edit share at least one of these.
pub fn deletions(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (at, c) in word.char_indices() {
        let mut form = String::with_capacity(word.len());
        form.push_str(&word[..at]);
        form.push_str(&word[at + c.len_utf8()..]);
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_cut_at_anything_that_is_no_letter_or_digit() {
        assert_eq!(
            words("Das Gerät (E-42) läuft, Straße!"),
            ["das", "gerat", "e", "42", "lauft", "strasse"]
        );
        assert_eq!(words(""), Vec::<String>::new());
        assert_eq!(words(&"x".repeat(100)), ["x".repeat(WORD_MAX_CHARS)]);
        assert_eq!(words(&"ß".repeat(30)), ["s".repeat(WORD_MAX_CHARS)]);
    }

    #[test]
    fn one_edit_is_one_slip_of_the_finger() {
        for (a, b) in [
            ("printer", "printer"),
            ("printer", "priner"),
            ("printer", "prinnter"),
            ("printer", "prniter"),
            ("printer", "prinzer"),
        ] {
            assert!(within_one_edit(a, b) && within_one_edit(b, a), "{a} {b}");
            assert!(
                deletions(a).iter().any(|form| deletions(b).contains(form)),
                "{a} {b}"
            );
        }
        for (a, b) in [("printer", "print"), ("printer", "pirnetr"), ("abc", "cba")] {
            assert!(!within_one_edit(a, b), "{a} {b}");
        }
    }
}
