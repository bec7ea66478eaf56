//! Texts without characters that nobody can see: of the control characters, a text has tabs and ends of lines.
//! PostgreSQL cannot even store one of the others.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;

/// A text without them. Every end of a line is `\n`.
pub fn legible(text: &str) -> Cow<'_, str> {
    let stays = |c: char| c == '\n' || c == '\t' || !c.is_control();
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.retain(stays);
    Cow::Owned(text)
}

/// The same with every text in it legible, whatever it is made of.
pub fn legible_texts<T>(whole: &T) -> Cow<'_, T>
where
    T: Serialize + Clone + DeserializeOwned,
{
    // Nearly always there is nothing to mend: that is seen without making anything.
    let mut seen = Seen::default();
    if serde_json::to_writer(&mut seen, whole).is_ok() && !seen.illegible {
        return Cow::Borrowed(whole);
    }
    let Ok(mut value) = serde_json::to_value(whole) else {
        return Cow::Borrowed(whole);
    };
    mend(&mut value);
    serde_json::from_value(value).map_or(Cow::Borrowed(whole), Cow::Owned)
}

/// Whether every text in this JSON is legible already.
pub fn is_legible_json(json: &str) -> bool {
    let mut seen = Seen::default();
    seen.look_at(json.as_bytes());
    !seen.illegible
}

/// Whether what is written as JSON has characters that no text keeps.
#[derive(Default)]
struct Seen {
    illegible: bool,
    last: u8,
}

impl Seen {
    fn look_at(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.illegible |= match (self.last, byte) {
                // An escape of a control character that is neither a tab nor the end of a line.
                (b'\\', b'b' | b'f' | b'r' | b'u') => true,
                // U+0080 to U+009F.
                (0xc2, 0x80..=0x9f) => true,
                (_, 0x7f) => true,
                _ => false,
            };
            let is_escaped = self.last == b'\\';
            self.last = if is_escaped { 0 } else { byte };
        }
    }
}

impl std::io::Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.look_at(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn mend(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(mended) = legible(text) {
                *text = mended;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mend),
        Value::Object(members) => members.values_mut().for_each(mend),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::{Change, FieldValue};

    #[test]
    fn of_control_characters_only_tabs_and_ends_of_lines_stay() {
        for (text, wanted) in [
            ("", ""),
            (
                "The printer\tin B-2\nis “ölig” 🖨",
                "The printer\tin B-2\nis “ölig” 🖨",
            ),
            ("\0", ""),
            ("a\0b\0", "ab"),
            (
                "bell\u{7}, escape\u{1b}[31m, back\u{8}",
                "bell, escape[31m, back",
            ),
            ("delete\u{7f}, next line\u{85}", "delete, next line"),
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            (
                "a zero-width\u{200b} space stays",
                "a zero-width\u{200b} space stays",
            ),
        ] {
            assert_eq!(legible(text), wanted, "{text:?}");
            assert_eq!(legible(wanted), wanted, "once is enough: {text:?}");
        }
    }

    #[test]
    fn every_text_in_a_change_is_made_legible() {
        let key = "room".to_owned();
        let field = |text: &str| Change::Field {
            key: key.clone(),
            value: Some(FieldValue::Text(text.into())),
        };
        let cancel = |text: &str| Change::Cancel { text: text.into() };
        let wanted = vec![Change::Subject("ab".into()), field("B-2"), cancel("x")];
        let sent = vec![
            Change::Subject("a\0b".into()),
            field("B\u{1}-2"),
            cancel("x\0"),
        ];
        assert_eq!(*legible_texts(&sent), wanted);
        assert!(matches!(legible_texts(&wanted), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_is_made_where_nothing_is_to_be_mended() {
        for text in [
            "two\nlines\tand \"more\"",
            "C:\\users\\rita\\backup\\r",
            "50 °C, £5 and ñ",
            "",
        ] {
            let whole = vec![text.to_owned()];
            assert!(matches!(legible_texts(&whole), Cow::Borrowed(_)), "{text}");
        }
        for text in [
            "\u{7f}", "\u{85}", "a\rb", "\u{8}", "\u{c}", "\u{1b}", "\\\r",
        ] {
            let whole = vec!["before".to_owned(), text.to_owned()];
            assert_eq!(legible_texts(&whole)[1], legible(text), "{text:?}");
            assert!(matches!(legible_texts(&whole), Cow::Owned(_)), "{text:?}");
        }
    }
}
