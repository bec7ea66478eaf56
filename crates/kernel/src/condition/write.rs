//! Conditions as text: the one canonical form, which reads back as the same condition.

use super::choices::quoted_if_needed;
use super::fields::{CUSTOM_PREFIX, name_of};
use super::term::{
    Bounds, Condition, CustomTest, Edge, FlagField, NumberField, PersonRef, Phrase, StateTest,
    TeamRef, Term, TimeRange,
};
use super::values::{Duration, Hundredths};
use std::fmt::{self, Display};

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::All(parts) => join(f, parts, " ", |part| matches!(part, Condition::Any(_))),
            Condition::Any(parts) => join(f, parts, " or ", |_| false),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Term(term) => write!(f, "-{term}"),
                group => write!(f, "-({group})"),
            },
            Condition::Term(term) => term.fmt(f),
        }
    }
}

fn join(
    f: &mut fmt::Formatter<'_>,
    parts: &[Condition],
    between: &str,
    needs_parentheses: fn(&Condition) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        if needs_parentheses(part) {
            write!(f, "({part})")?;
        } else {
            part.fmt(f)?;
        }
    }
    Ok(())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Custom(key, test) => write!(f, "{CUSTOM_PREFIX}{key}{}", custom(test)),
            term => write!(f, "{}{}", name_of(term).unwrap_or_default(), values(term)),
        }
    }
}

/// Operator and values of a built-in field; for words alone, no operator.
fn values(term: &Term) -> String {
    match term {
        Term::Text(text) if name_of(term).is_none() => text.phrase.to_string(),
        Term::Text(text) => format!(":{}", text.phrase),
        Term::Kind(kinds) => present(kinds, |kind| kind.name().to_owned()),
        Term::State(states) => present(states, |state| match state {
            StateTest::Open => "open".to_owned(),
            StateTest::Done => "done".to_owned(),
            StateTest::Key(key) => quoted_if_needed(key),
            StateTest::Category(category) => category.name().to_owned(),
        }),
        Term::Hold(reasons) => optional(reasons, |key| quoted_if_needed(key)),
        Term::Approval(states) => optional(states, |state| state.name().to_owned()),
        Term::Channel(channels) => present(channels, |channel| channel.name().to_owned()),
        Term::Mail(_, results) => optional(results, |result| result.name().to_owned()),
        Term::Number(NumberField::Worked, bounds) => {
            numbers(&wrapped(bounds), |n| Duration(n).to_string())
        }
        Term::Number(_, bounds) => numbers(&wrapped(bounds), |n| n.to_string()),
        Term::Person(_, people) => optional(people, person),
        Term::Team(teams) => optional(teams, |team| match team {
            TeamRef::Mine => "mine".to_owned(),
            TeamRef::Id(id) => format!("#{id}"),
        }),
        Term::Service(services) => optional(services, |id| format!("#{id}")),
        Term::Category(paths) => optional(paths, |path| quoted_if_needed(path)),
        Term::Tag(tags) => optional(tags, |tag| quoted_if_needed(tag)),
        Term::Time(_, ranges) => times(ranges),
        Term::Flag(FlagField::Confidential | FlagField::Shared | FlagField::Breached, yes) => {
            yes_no(*yes, ":yes", ":no")
        }
        Term::Flag(FlagField::AnswerAwaited, yes) => yes_no(*yes, ":awaited", ":given"),
        Term::Ticket(_, tickets) => optional(tickets, |id| id.to_string()),
        Term::Link(kinds) => optional(kinds, |kind| kind.name().to_owned()),
        Term::Linked(tickets) => present(tickets, |id| id.to_string()),
        Term::Custom(_, test) => custom(test),
    }
}

fn custom(test: &CustomTest) -> String {
    match test {
        CustomTest::Text(phrases) => optional(phrases, Phrase::to_string),
        CustomTest::Number(bounds) => numbers(bounds, |n| Hundredths(n).to_string()),
        CustomTest::Date(ranges) => times(ranges),
        CustomTest::Choice(keys) => optional(keys, |key| quoted_if_needed(key)),
        CustomTest::Person(people) => optional(people, person),
        CustomTest::YesNo(values) => optional(values, |yes| yes_no(*yes, "yes", "no")),
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const KEYWORDS: [&str; 5] = ["or", "and", "not", "none", "any"];
        match self.words.as_slice() {
            words if self.prefix => write!(f, "{}*", words.join("-")),
            [word] if !KEYWORDS.contains(&word.as_str()) => f.write_str(word),
            words => write!(f, "\"{}\"", words.join(" ")),
        }
    }
}

fn person(person: &PersonRef) -> String {
    match person {
        PersonRef::Me => "me".to_owned(),
        PersonRef::Id(id) => format!("#{id}"),
    }
}

fn yes_no(value: bool, yes: &str, no: &str) -> String {
    if value { yes } else { no }.to_owned()
}

fn present<T>(values: &[T], text: impl Fn(&T) -> String) -> String {
    let texts: Vec<String> = values.iter().map(text).collect();
    format!(":{}", texts.join(","))
}

fn optional<T>(values: &[Option<T>], text: impl Fn(&T) -> String) -> String {
    present(values, |value| {
        value.as_ref().map_or_else(|| "none".to_owned(), &text)
    })
}

fn wrapped(bounds: &[Bounds]) -> Vec<Option<Bounds>> {
    bounds.iter().copied().map(Some).collect()
}

fn numbers(bounds: &[Option<Bounds>], text: fn(i64) -> String) -> String {
    if let [Some(only)] = bounds {
        match (only.min, only.max) {
            (Some(min), None) => return format!(">={}", text(min)),
            (None, Some(max)) => return format!("<={}", text(max)),
            _ => {}
        }
    }
    let text = |n: Option<i64>| n.map(text).unwrap_or_default();
    optional(bounds, |range| {
        if range.min == range.max {
            text(range.min)
        } else {
            format!("{}..{}", text(range.min), text(range.max))
        }
    })
}

fn times(ranges: &[Option<TimeRange>]) -> String {
    if let [Some(only)] = ranges {
        match (only.from, only.to) {
            (Some((when, Edge::Start)), None) => return format!(">={when}"),
            (Some((when, Edge::End)), None) => return format!(">{when}"),
            (None, Some((when, Edge::Start))) => return format!("<{when}"),
            (None, Some((when, Edge::End))) => return format!("<={when}"),
            _ => {}
        }
    }
    optional(ranges, |range| {
        let from = range.from.map(|(when, _)| when.to_string());
        let to = range.to.map(|(when, _)| when.to_string());
        if from == to {
            return from.unwrap_or_default();
        }
        format!("{}..{}", from.unwrap_or_default(), to.unwrap_or_default())
    })
}
