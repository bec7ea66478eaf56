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
    let Ok(mut value) = serde_json::to_value(whole) else {
        return Cow::Borrowed(whole);
    };
    if !mend(&mut value) {
        return Cow::Borrowed(whole);
    }
    serde_json::from_value(value).map_or(Cow::Borrowed(whole), Cow::Owned)
}

/// Whether there was something to mend.
fn mend(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match legible(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(mended) => {
                *text = mended;
                true
            }
        },
        // Without stopping at the first.
        Value::Array(items) => items.iter_mut().fold(false, |any, item| mend(item) | any),
        Value::Object(members) => members
            .values_mut()
            .fold(false, |any, item| mend(item) | any),
        _ => false,
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
}
