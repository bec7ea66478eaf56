//! The types of custom fields: their names in forms, what they are called, and how their choices and defaults are typed.

use super::parts::key_of;
use kernel::Policy;
use kernel::policy::{CustomField, Named};
use kernel::ticket::{FieldKind, FieldValue, Kind};
use web::Texts;

/// The types of fields: their names in forms, and the catalogue keys of what they are called.
pub(super) const TYPES: [(&str, &str); 7] = [
    ("text", "field-type-text"),
    ("number", "field-type-number"),
    ("date", "field-type-date"),
    ("choice", "field-type-choice"),
    ("multiple_choice", "field-type-multiple-choice"),
    ("person", "field-type-person"),
    ("yes_no", "field-type-yes-no"),
];

pub(super) fn kind_named(name: &str, choices: &str, known: &[Named]) -> FieldKind {
    let choices = choices_of(choices, known);
    match name {
        "number" => FieldKind::Number,
        "date" => FieldKind::Date,
        "choice" => FieldKind::Choice { choices },
        "multiple_choice" => FieldKind::MultipleChoice { choices },
        "person" => FieldKind::Person,
        "yes_no" => FieldKind::YesNo,
        _ => FieldKind::Text,
    }
}

/// Choices, one a line: a label, or `key = label`. A label that is known keeps its key.
pub(super) fn choices_of(lines: &str, known: &[Named]) -> Vec<Named> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| match line.split_once('=') {
            Some((key, label)) => Named {
                key: key.trim().to_owned(),
                label: label.trim().to_owned(),
            },
            None => match known.iter().find(|named| named.label == line) {
                Some(named) => named.clone(),
                None => Named {
                    key: key_of(line),
                    label: line.to_owned(),
                },
            },
        })
        .collect()
}

/// A default as it is typed.
pub(super) fn default_typed(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Choice(text) => text.clone(),
        FieldValue::Number(hundredths) => work::questions::number(*hundredths),
        FieldValue::Choices(keys) => keys.join(" "),
        FieldValue::Person(_) => String::new(),
        FieldValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}

pub(super) fn type_label(texts: Texts, kind: &FieldKind) -> &'static str {
    let name = match kind {
        FieldKind::Text => "field-type-text",
        FieldKind::Number => "field-type-number",
        FieldKind::Date => "field-type-date",
        FieldKind::Choice { .. } => "field-type-choice",
        FieldKind::MultipleChoice { .. } => "field-type-multiple-choice",
        FieldKind::Person => "field-type-person",
        FieldKind::YesNo => "field-type-yes-no",
    };
    texts.t(name)
}

/// What a kind of ticket is called.
pub(super) fn kind_label(texts: Texts, kind: Kind) -> &'static str {
    texts.t(kind.message())
}

pub(super) fn kinds_label(texts: Texts, policy: &Policy, known: &CustomField) -> String {
    let kinds = policy.kinds().filter(|kind| known.is_of(*kind));
    kinds
        .map(|kind| kind_label(texts, kind))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::choices_of;

    #[test]
    fn choices_are_typed_one_a_line_and_keep_their_keys() {
        let first = choices_of("Very red\n\n green = Green!\n", &[]);
        let keys = |choices: &[kernel::policy::Named]| {
            let all = choices.iter();
            all.map(|choice| (choice.key.clone(), choice.label.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(&first),
            [
                ("very_red".into(), "Very red".into()),
                ("green".into(), "Green!".into())
            ]
        );
        let again = choices_of("Green!\nBlue", &first);
        assert_eq!(
            keys(&again),
            [
                ("green".into(), "Green!".into()),
                ("blue".into(), "Blue".into())
            ]
        );
    }
}
