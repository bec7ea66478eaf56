//! What is wrong with a value of a document, in words.

use serde::de::{Expected, Unexpected};
use std::fmt;

/// Longest text that is said again where it is wrong, in characters.
const SHOWN_MAX_CHARS: usize = 60;

/// What is wrong with a value.
#[derive(Debug)]
pub(super) struct Fault {
    /// The member of the value, where it is one of them.
    pub(super) member: Option<String>,
    /// What was wrong and what would be right.
    pub(super) text: String,
}

impl Fault {
    fn of(text: String) -> Self {
        Self { member: None, text }
    }

    fn of_member(member: &str, text: &str) -> Self {
        Self {
            member: Some(member.to_owned()),
            text: text.to_owned(),
        }
    }

    pub(super) fn is(found: Unexpected<'_>, right: &str) -> Self {
        let found = match found {
            Unexpected::Bool(yes) => yes.to_string(),
            Unexpected::Unsigned(number) => number.to_string(),
            Unexpected::Signed(number) => number.to_string(),
            Unexpected::Float(number) => number.to_string(),
            Unexpected::Str(text) => format!("“{}”", shown(text)),
            Unexpected::Unit | Unexpected::Option => "null".to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "an object".to_owned(),
            other => other.to_string(),
        };
        Self::of(format!("is {found}; give {right}"))
    }
}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::of(text.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, right: &dyn Expected) -> Self {
        Self::is(found, &in_words(&right.to_string()))
    }

    fn invalid_value(found: Unexpected<'_>, right: &dyn Expected) -> Self {
        Self::is(found, &in_words(&right.to_string()))
    }

    fn invalid_length(count: usize, right: &dyn Expected) -> Self {
        let right = in_words(&right.to_string());
        Self::of(format!("has {count} of them; give {right}"))
    }

    fn unknown_variant(name: &str, variants: &'static [&'static str]) -> Self {
        Self::is(Unexpected::Str(name), &one_of(variants))
    }

    fn unknown_field(_: &str, members: &'static [&'static str]) -> Self {
        let known = listed(members, "none");
        Self::of(format!("is no member of this; there are {known}"))
    }

    fn missing_field(member: &'static str) -> Self {
        Self::of_member(member, "is missing; it must be given")
    }

    fn duplicate_field(member: &'static str) -> Self {
        Self::of_member(member, "is there twice; give it once")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

pub(super) fn listed(names: &[&str], none: &str) -> String {
    match names {
        [] => none.to_owned(),
        names => names.join(", "),
    }
}

pub(super) fn one_of(names: &[&str]) -> String {
    format!("one of {}", names.join(", "))
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_MAX_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// What belongs there, for people who know JSON: types of the program have other names.
fn in_words(right: &str) -> String {
    match right {
        "a string" | "str" | "string" => "a text",
        "a boolean" | "bool" => "true or false",
        "i8" => "a whole number from -128 to 127",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 on",
        "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a sequence" => "a list",
        "a map" => "an object",
        "unit" => "null",
        other if other.starts_with("struct ") => "an object",
        other if other.starts_with("enum ") => "one of its kinds",
        other if other.starts_with("tuple ") => "a list",
        other => other,
    }
    .to_owned()
}
