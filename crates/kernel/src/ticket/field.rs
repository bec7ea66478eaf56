//! The fields of a ticket: for telling whether two changes touch the same thing, and the values of custom fields.

use crate::PersonId;
use crate::policy::Named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// A part of a ticket that can be changed on its own. Two people changing different fields both win.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The subject line.
    Subject,
    /// The kind of ticket.
    Kind,
    /// Who needs help.
    Requester,
    /// Who is affected.
    OnBehalfOf,
    /// State, hold and resolution, which move together.
    State,
    /// Impact.
    Impact,
    /// Urgency.
    Urgency,
    /// Priority.
    Priority,
    /// The team.
    Team,
    /// The assignee.
    Assignee,
    /// The service.
    Service,
    /// The category.
    Category,
    /// The parent ticket.
    Parent,
    /// Whether it is confidential.
    Confidential,
    /// The organisation that it is shared with.
    SharedWith,
    /// A custom field.
    Custom(String),
    /// A task.
    Task(i64),
}

impl Field {
    /// The name in forms, conditions and the API.
    pub fn name(&self) -> String {
        match self {
            Field::Subject => "subject".into(),
            Field::Kind => "kind".into(),
            Field::Requester => "requester".into(),
            Field::OnBehalfOf => "on_behalf_of".into(),
            Field::State => "state".into(),
            Field::Impact => "impact".into(),
            Field::Urgency => "urgency".into(),
            Field::Priority => "priority".into(),
            Field::Team => "team".into(),
            Field::Assignee => "assignee".into(),
            Field::Service => "service".into(),
            Field::Category => "category".into(),
            Field::Parent => "parent".into(),
            Field::Confidential => "confidential".into(),
            Field::SharedWith => "shared_with".into(),
            Field::Custom(key) => format!("field.{key}"),
            Field::Task(id) => format!("task.{id}"),
        }
    }
}

/// What values a custom field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A number; two decimals are kept.
    Number,
    /// A day.
    Date,
    /// One of a list.
    Choice {
        /// The list.
        choices: Vec<Named>,
    },
    /// Any of a list.
    MultipleChoice {
        /// The list.
        choices: Vec<Named>,
    },
    /// A person.
    Person,
    /// Yes or no.
    YesNo,
}

/// A value of a custom field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A line of text.
    Text(String),
    /// A number, in hundredths, so that equality is exact.
    Number(i64),
    /// A day, as `YYYY-MM-DD`.
    Date(String),
    /// The key of a choice.
    Choice(String),
    /// The keys of choices, sorted.
    Choices(Vec<String>),
    /// A person.
    Person(PersonId),
    /// Yes or no.
    YesNo(bool),
}

/// Why a value is none for a custom field. The text says what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the text of each is its documentation")]
pub enum FieldProblem {
    #[error("is longer than {max} bytes")]
    TooLong { max: usize },
    #[error("takes a number such as 12.5")]
    NoNumber,
    #[error("“{0}” is no day; write it as 2026-11-22")]
    NoDay(String),
    #[error("“{key}” is not one of {}", .choices.join(", "))]
    NoChoice { key: String, choices: Vec<String> },
    #[error("names nobody")]
    Nobody,
    #[error("takes {}", .0.describe())]
    OtherKind(FieldKind),
}

impl FieldValue {
    /// Longest text of a field, in bytes.
    pub const TEXT_MAX_BYTES: usize = 2_000;

    /// The value that somebody typed in a form for a field of `kind`: its first value, and all of them.
    ///
    /// # Errors
    /// With what would be right. Who a person is, only the directory knows.
    pub fn typed(kind: &FieldKind, first: &str, all: &[&str]) -> Result<FieldValue, FieldProblem> {
        Ok(match kind {
            FieldKind::Text => FieldValue::Text(first.to_owned()),
            FieldKind::Number => {
                FieldValue::Number(hundredths(first).ok_or(FieldProblem::NoNumber)?)
            }
            FieldKind::Date => FieldValue::Date(first.to_owned()),
            FieldKind::Choice { .. } => FieldValue::Choice(first.to_owned()),
            FieldKind::MultipleChoice { .. } => {
                let keys: BTreeSet<String> = all.iter().map(|key| (*key).to_owned()).collect();
                FieldValue::Choices(keys.into_iter().collect())
            }
            FieldKind::Person => return Err(FieldProblem::Nobody),
            FieldKind::YesNo => FieldValue::YesNo(first == "yes"),
        })
    }

    /// What is wrong with this value in a field of `kind`, if anything.
    pub fn problem(&self, kind: &FieldKind) -> Option<FieldProblem> {
        let unknown = |choices: &[Named], key: &String| {
            let known = choices.iter().any(|choice| &choice.key == key);
            (!known).then(|| FieldProblem::NoChoice {
                key: key.clone(),
                choices: choices.iter().map(|choice| choice.key.clone()).collect(),
            })
        };
        match (self, kind) {
            (FieldValue::Text(text), FieldKind::Text) if text.len() > Self::TEXT_MAX_BYTES => {
                let max = Self::TEXT_MAX_BYTES;
                Some(FieldProblem::TooLong { max })
            }
            (FieldValue::Date(day), FieldKind::Date) if day.parse::<Date>().is_err() => {
                Some(FieldProblem::NoDay(day.clone()))
            }
            (FieldValue::Choice(key), FieldKind::Choice { choices }) => unknown(choices, key),
            (FieldValue::Choices(keys), FieldKind::MultipleChoice { choices }) => {
                keys.iter().find_map(|key| unknown(choices, key))
            }
            (FieldValue::Text(_), FieldKind::Text)
            | (FieldValue::Number(_), FieldKind::Number)
            | (FieldValue::Date(_), FieldKind::Date)
            | (FieldValue::Person(_), FieldKind::Person)
            | (FieldValue::YesNo(_), FieldKind::YesNo) => None,
            (_, kind) => Some(FieldProblem::OtherKind(kind.clone())),
        }
    }
}

/// A number in hundredths, with a point or a comma.
fn hundredths(typed: &str) -> Option<i64> {
    let typed = typed.replace(',', ".");
    let (negative, digits) = match typed.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, typed.as_str()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    let value = whole.checked_mul(100)?.checked_add(part)?;
    Some(if negative { -value } else { value })
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    (date - epoch).get_days().into()
}

impl FieldKind {
    /// What the field takes, in words.
    pub fn describe(&self) -> &'static str {
        match self {
            FieldKind::Text => "a text",
            FieldKind::Number => "a number",
            FieldKind::Date => "a day such as 2026-11-22",
            FieldKind::Choice { .. } => "one of its choices",
            FieldKind::MultipleChoice { .. } => "any of its choices",
            FieldKind::Person => "a person",
            FieldKind::YesNo => "yes or no",
        }
    }
}

/// How a value is kept for searching: one row of (text, number) for each thing that it says.
///
/// | value | text | number |
/// |---|---|---|
/// | text | its words, folded, one space between | 0 |
/// | number | in hundredths | in hundredths |
/// | date | `YYYY-MM-DD` | days since 1970-01-01 |
/// | choice, choices | the key; no row for no choice | 0 |
/// | person | the id | the id |
/// | yes or no | `yes` or `no` | 1 or 0 |
///
/// Both interpreters of conditions see values through these rows alone, so they cannot disagree.
pub fn field_rows(value: &FieldValue) -> Vec<(String, i64)> {
    match value {
        FieldValue::Text(text) => vec![(crate::text::words(text).join(" "), 0)],
        FieldValue::Number(number) => vec![(number.to_string(), *number)],
        FieldValue::Date(day) => match day.parse::<Date>() {
            Ok(date) => vec![(date.to_string(), day_number(date))],
            Err(_) => vec![(day.clone(), i64::MIN)],
        },
        FieldValue::Choice(key) => vec![(key.clone(), 0)],
        FieldValue::Choices(keys) => {
            let keys: BTreeSet<&String> = keys.iter().collect();
            keys.into_iter().map(|key| (key.clone(), 0)).collect()
        }
        FieldValue::Person(person) => vec![(person.to_string(), person.0)],
        FieldValue::YesNo(yes) => {
            vec![(if *yes { "yes" } else { "no" }.to_owned(), i64::from(*yes))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("12", Some(1200)),
            ("12.5", Some(1250)),
            ("-0,05", Some(-5)),
            ("1.234", None),
            ("1e3", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(hundredths(typed), read, "{typed}");
        }
    }
}
