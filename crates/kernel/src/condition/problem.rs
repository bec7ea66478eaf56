//! What can be wrong with a condition: where, why, and what would be right.

use super::ast::{Op, Span};
use std::fmt;
use thiserror::Error;

/// What is wrong with a condition, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{reason}{}", .suggestion.as_ref().map(|s| format!("; try {s}")).unwrap_or_default())]
pub struct Problem {
    /// The part of the text that it is about.
    pub span: Span,
    /// What is wrong.
    pub reason: Reason,
    /// What to write in place of the part.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem without a suggestion.
    pub fn new(span: Span, reason: Reason) -> Self {
        Self {
            span,
            reason,
            suggestion: None,
        }
    }

    /// The same, with what would be right.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<Option<String>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// Each reason on two lines: its name in code and in catalogues with what it tells of, and its English.
macro_rules! reasons {
    ($($variant:ident = $name:literal { $($value:ident: $kind:ty),* } => $english:literal,)*) => {
        /// Why a condition cannot be understood; in English it is a sentence without a full stop.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each says in English what it is")]
        pub enum Reason { $($variant { $($value: $kind),* },)* }

        impl Reason {
            /// The names of all reasons, as catalogues have them behind `wrong-`.
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The name in catalogues.
            pub fn name(&self) -> &'static str {
                match self { $(Reason::$variant { .. } => $name,)* }
            }

            /// What its text names, by the names of the catalogues' values.
            pub fn values(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Reason::$variant { $($value),* } => vec![$((stringify!($value), $value.to_string())),*],)*
                }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Reason::$variant { $($value),* } => write!(f, $english),)* }
            }
        }
    };
}

reasons! {
    TooLong = "too-long" { bytes: usize, max: usize }
        => "the condition has {bytes} bytes; at most {max} are read",
    TooDeep = "too-deep" { max: usize }
        => "parentheses and negations nest deeper than {max}",
    TooMany = "too-many" { max: usize }
        => "the condition names more than {max} words and values",
    InFull = "in-full" { inner: Box<Reason> }
        => "written in full, {inner}",

    LonelyMinus = "lonely-minus" {}
        => "“-” stands alone; write it directly before what must not be, or leave it out",
    OpenQuote = "open-quote" {}
        => "the quote is not closed",
    EmptyGroup = "empty-group" {}
        => "there is nothing in the parentheses",
    NeverClosed = "never-closed" {}
        => "“(” is never closed; add “)” where it ends",
    ClosesNothing = "closes-nothing" {}
        => "“)” closes nothing; take it out or open it with “(”",
    MissingBefore = "missing-before" { word: &'static str }
        => "something is missing before “{word}”; to look for the word, quote it",
    MissingAfter = "missing-after" { word: &'static str }
        => "something is missing after “{word}”; to look for the word, quote it",
    MissingEnd = "missing-end" {}
        => "something is missing at the end",

    FieldMissing = "field-missing" { op: Op }
        => "“{op}” has no field before it; write field and value without spaces, like priority<=2",
    ValueMissing = "value-missing" { field: String, op: Op }
        => "“{field}{op}” has no value; write it without a space, or put the text in quotes",
    ListMissing = "list-missing" {}
        => "a value is missing after the comma; write the list without spaces",
    NoField = "no-field" { field: String }
        => "there is no field “{field}”",
    NoFieldOrText = "no-field-or-text" { field: String }
        => "there is no field “{field}”; a text to look for goes in quotes",
    NotesOnly = "notes-only" { field: String }
        => "“{field}” is only for those who read internal notes",

    NotOrdered = "not-ordered" { field: String }
        => "“{field}” knows neither less nor more",
    NoRange = "no-range" { field: String }
        => "“{field}” takes no range; list the values",
    AnyAlone = "any-alone" {}
        => "“any” stands alone, without other values",
    OneOfTwo = "one-of-two" { field: String, yes: &'static str, no: &'static str }
        => "“{field}” takes one value: {yes} or {no}",
    OneValue = "one-value" { op: Op }
        => "“{op}” compares with one value",
    OneValueNoRange = "one-value-no-range" { op: Op }
        => "“{op}” compares with one value, not with a range",

    EmptyRange = "empty-range" {}
        => "the range has neither a beginning nor an end; write it like 1..3",
    Backwards = "backwards" {}
        => "the range runs backwards",
    Beyond = "beyond" { field: String, min: i64, max: i64 }
        => "“{field}” goes from {min} to {max}; nothing lies beyond",
    NeverLess = "never-less" { field: String, min: i64 }
        => "“{field}” is never less than {min}",
    NumberTooLarge = "number-too-large" {}
        => "the number is too large",
    Moment = "moment" {}
        => "a distance from now is a moment, not a stretch; say whether later or earlier",
    DaysOnly = "days-only" { field: String }
        => "“{field}” takes days, without a clock time",

    NoWord = "no-word" { text: String }
        => "“{text}” has no letter or digit to look for",
    ShortPrefix = "short-prefix" { min: usize }
        => "before “*” stand at least {min} characters",
    NoWhole = "no-whole" { text: String }
        => "“{text}” is no whole number",
    NoTicket = "no-ticket" { text: String }
        => "“{text}” is no number of a ticket, such as 1024",
    NoDecimal = "no-decimal" { text: String }
        => "“{text}” is no number with at most two decimals, such as 12.50",
    NoDuration = "no-duration" { text: String }
        => "“{text}” is no duration, such as 90m or 1h30m",
    NoTime = "no-time" { text: String }
        => "“{text}” is no time; write a day (2026-11-22), an instant (2026-11-22T10:00Z), a distance from now (-7d) or today",
    TooLarge = "too-large" { text: String }
        => "“{text}” is too large",
    NoTag = "no-tag" { text: String }
        => "“{text}” cannot be a tag; tags are letters, digits and - _ . /",

    NoneYet = "none-yet" { text: String }
        => "there is no “{text}”; there are no values yet",
    NotOneOf = "not-one-of" { text: String, known: String }
        => "“{text}” is not one of {known}",
    NoSuchValue = "no-such-value" { text: String }
        => "there is no “{text}”",
    NoSuchTeam = "no-such-team" { text: String }
        => "there is no team “{text}”",
    NoSuchService = "no-such-service" { text: String }
        => "there is no service “{text}”",
    Nobody = "nobody" { text: String }
        => "there is nobody called “{text}”; write the name or the e-mail address, or me",
    Several = "several" { text: String }
        => "several people are called “{text}”; write the e-mail address",
}
