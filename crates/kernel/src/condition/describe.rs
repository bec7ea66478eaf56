//! Conditions in words, for people who do not read the language: "open, priority 1–2, not tagged spam".

use super::term::{
    Bounds, Condition, CustomTest, Edge, FlagField, NumberField, PersonField, PersonRef, Phrase,
    StateTest, TeamRef, Term, TextScope, TicketField, TimeField, TimeRange,
};
use super::values::{Duration, Hundredths};
use super::when::When;
use crate::policy::Named;
use crate::ticket::FieldKind;
use crate::{PersonId, Policy, ServiceId, TeamId};

/// What things are called.
pub trait Names {
    /// Labels of states, categories, hold reasons and custom fields.
    fn policy(&self) -> &Policy;
    /// The name of a team.
    fn team(&self, id: TeamId) -> Option<String>;
    /// The name of a service.
    fn service(&self, id: ServiceId) -> Option<String>;
    /// The name of a person.
    fn person(&self, id: PersonId) -> Option<String>;
    /// What a state is called in the reader's language, where its label says it otherwise.
    fn state(&self, _key: &str) -> Option<String> {
        None
    }
    /// A word of the description in the reader's language; [`WORDS`] has them all, but for
    /// the names of kinds of tickets.
    fn word(&self, english: &'static str) -> String {
        english.to_owned()
    }
}

/// Every word that descriptions are put together from.
#[rustfmt::skip]
pub const WORDS: &[&str] = &[
    "all tickets", "or", "not", "with", "without", "in the subject", "by",
    "hold reason", "team", "mine", "service", "category", "without tags", "tagged", "link", "linked to",
    "parent", "merge target", "no", "any", "yes", "none", "open", "done", "new", "active",
    "waiting on requester", "waiting on third party", "resolved", "closed", "cancelled", "me",
    "at least", "at most", "never", "from", "to", "in the last", "since", "after", "ago", "more than",
    "before", "up to", "at any time", "from now", "number", "priority", "impact", "urgency",
    "reassignments", "reopenings", "replies", "notes", "attachments", "time worked", "assignee", "requester",
    "affected person", "watcher", "party", "created", "updated", "first answered", "resuming", "due", "answer due", "resolution due", "past a deadline", "past no deadline",
    "confidential", "not confidential", "shared with the organisation",
    "not shared with the organisation", "rating", "awaiting an answer", "answered",
    "today", "yesterday", "tomorrow", "this week", "last week", "next week", "this month", "last month",
    "next month", "this year", "last year", "next year",
    "portal", "web", "email", "phone", "chat", "walk in", "api", "import", "automation",
    "relates", "duplicates", "duplicated by", "caused by", "causes", "blocks", "blocked by",
];

/// The word for a name that is known only now; itself where [`WORDS`] does not have it.
fn spoken_name(name: &str, names: &dyn Names) -> String {
    let spoken = name.replace('_', " ");
    match WORDS.iter().find(|word| **word == spoken) {
        Some(word) => names.word(word),
        None => spoken,
    }
}

/// The condition in words.
pub fn describe(condition: &Condition, names: &dyn Names) -> String {
    match condition {
        Condition::All(parts) if parts.is_empty() => names.word("all tickets"),
        Condition::All(parts) => group(parts, ", ", names),
        Condition::Any(parts) => group(parts, &format!(" {} ", names.word("or")), names),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Term(term) => phrase(term, &format!("{} ", names.word("not")), names),
            group => format!("{} ({})", names.word("not"), describe(group, names)),
        },
        Condition::Term(term) => phrase(term, "", names),
    }
}

fn group(parts: &[Condition], between: &str, names: &dyn Names) -> String {
    let parts = parts.iter().map(|part| match part {
        Condition::All(_) | Condition::Any(_) => format!("({})", describe(part, names)),
        part => describe(part, names),
    });
    parts.collect::<Vec<_>>().join(between)
}

/// A comparison in words; `not` is empty or "not ", and stands where English wants it.
fn phrase(term: &Term, not: &str, names: &dyn Names) -> String {
    let policy = names.policy();
    match term {
        Term::Text(text) => {
            let place = match text.scope {
                TextScope::Everywhere => String::new(),
                TextScope::Subject => format!(" {}", names.word("in the subject")),
            };
            let with = if not.is_empty() { "with" } else { "without" };
            format!("{} {}{place}", names.word(with), words(&text.phrase))
        }
        Term::Kind(kinds) => format!("{not}{}", or(names, kinds, |kind| names.word(kind.name()))),
        Term::State(tests) => format!("{not}{}", or(names, tests, |test| state(test, names))),
        Term::Hold(reasons) => said(names, &names.word("hold reason"), reasons, not, |key| {
            let reason = policy.hold_reason(key);
            reason.map_or(key, |reason| &reason.label).to_owned()
        }),
        Term::Approval(states) => said(names, &names.word("approval"), states, not, |state| {
            spoken_name(state.name(), names)
        }),
        Term::Channel(channels) => {
            format!(
                "{not}{} {}",
                names.word("by"),
                or(names, channels, |channel| spoken_name(
                    channel.name(),
                    names
                ))
            )
        }
        Term::Mail(check, results) => said(names, check.label(), results, not, |result| {
            result.name().to_owned()
        }),
        Term::Number(field, bounds) => {
            let text: fn(i64) -> String = match field {
                NumberField::Worked => |n| Duration(n).to_string(),
                _ => |n| n.to_string(),
            };
            let values = or(names, bounds, |range| span(names, *range, text));
            format!("{} {not}{values}", names.word(number_noun(*field)))
        }
        Term::Person(field, people) => said(
            names,
            &names.word(person_noun(*field)),
            people,
            not,
            |who| person(who, names),
        ),
        Term::Team(teams) => said(names, &names.word("team"), teams, not, |team| match team {
            TeamRef::Mine => names.word("mine"),
            TeamRef::Id(id) => names.team(*id).unwrap_or_else(|| format!("#{id}")),
        }),
        Term::Service(services) => said(names, &names.word("service"), services, not, |id| {
            names.service(*id).unwrap_or_else(|| format!("#{id}"))
        }),
        Term::Category(paths) => said(names, &names.word("category"), paths, not, |path| {
            policy.category_label(path)
        }),
        Term::Tag(tags) => match tags.as_slice() {
            [None] if not.is_empty() => names.word("without tags"),
            [None] => names.word("tagged"),
            tags => format!(
                "{not}{} {}",
                names.word("tagged"),
                or(names, tags, |tag| given(names, tag, String::clone))
            ),
        },
        Term::Time(field, ranges) => {
            time_phrase(names, &names.word(time_verb(*field)), ranges, not)
        }
        Term::Flag(field, yes) => names.word(flag(*field, *yes == not.is_empty())),
        Term::Ticket(field, tickets) => {
            let noun = match field {
                TicketField::Parent => "parent",
                TicketField::Merged => "merge target",
            };
            said(names, &names.word(noun), tickets, not, |id| {
                format!("#{id}")
            })
        }
        Term::Link(kinds) => said(names, &names.word("link"), kinds, not, |kind| {
            spoken_name(kind.name(), names)
        }),
        Term::Linked(tickets) => format!(
            "{not}{} {}",
            names.word("linked to"),
            or(names, tickets, |id| format!("#{id}"))
        ),
        Term::Custom(key, test) => custom(key, test, not, names),
    }
}

fn custom(key: &str, test: &CustomTest, not: &str, names: &dyn Names) -> String {
    let field = names.policy().field(key);
    let noun = field.map_or(key, |field| &field.label);
    match test {
        CustomTest::Text(phrases) => said(names, noun, phrases, not, words),
        CustomTest::Number(bounds) => said(names, noun, bounds, not, |range| {
            span(names, *range, |n| Hundredths(n).to_string())
        }),
        CustomTest::Date(ranges) => time_phrase(names, noun, ranges, not),
        CustomTest::Choice(keys) => {
            let choices: &[Named] = match field.map(|field| &field.kind) {
                Some(FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices }) => {
                    choices
                }
                _ => &[],
            };
            said(names, noun, keys, not, |key| {
                let choice = choices.iter().find(|choice| choice.key == *key);
                choice.map_or(key, |choice| &choice.label).clone()
            })
        }
        CustomTest::Person(people) => said(names, noun, people, not, |who| person(who, names)),
        CustomTest::YesNo(values) => said(names, noun, values, not, |yes| {
            names.word(if *yes { "yes" } else { "no" })
        }),
    }
}

/// `noun value or value`; `no noun` and `any noun` where nothing but `none` is asked for.
fn said<T>(
    names: &dyn Names,
    noun: &str,
    values: &[Option<T>],
    not: &str,
    text: impl Fn(&T) -> String,
) -> String {
    match values {
        [None] if not.is_empty() => format!("{} {noun}", names.word("no")),
        [None] => format!("{} {noun}", names.word("any")),
        values => format!(
            "{noun} {not}{}",
            or(names, values, |value| given(names, value, &text))
        ),
    }
}

fn given<T>(names: &dyn Names, value: &Option<T>, text: impl Fn(&T) -> String) -> String {
    value.as_ref().map_or_else(|| names.word("none"), text)
}

fn or<T>(names: &dyn Names, values: &[T], text: impl Fn(&T) -> String) -> String {
    let between = format!(" {} ", names.word("or"));
    values.iter().map(text).collect::<Vec<_>>().join(&between)
}

fn words(phrase: &Phrase) -> String {
    let more = if phrase.prefix { "…" } else { "" };
    format!("“{}{more}”", phrase.words.join(" "))
}

fn state(test: &StateTest, names: &dyn Names) -> String {
    match test {
        StateTest::Open => names.word("open"),
        StateTest::Done => names.word("done"),
        StateTest::Key(key) => names.state(key).unwrap_or_else(|| {
            let mut lifecycles = names.policy().lifecycles.iter();
            let state = lifecycles.find_map(|lifecycle| lifecycle.state(key));
            state.map_or_else(|| key.clone(), |state| state.label.to_lowercase())
        }),
        StateTest::Category(category) => spoken_name(category.name(), names),
    }
}

fn person(who: &PersonRef, names: &dyn Names) -> String {
    match who {
        PersonRef::Me => names.word("me"),
        PersonRef::Id(id) => names.person(*id).unwrap_or_else(|| format!("#{id}")),
    }
}

fn span(names: &dyn Names, range: Bounds, text: impl Fn(i64) -> String) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => text(min),
        (Some(min), Some(max)) => format!("{}–{}", text(min), text(max)),
        (Some(min), None) => format!("{} {}", names.word("at least"), text(min)),
        (None, Some(max)) => format!("{} {}", names.word("at most"), text(max)),
        (None, None) => names.word("any"),
    }
}

fn time_phrase(names: &dyn Names, verb: &str, ranges: &[Option<TimeRange>], not: &str) -> String {
    match ranges {
        [None] if not.is_empty() => format!("{} {verb}", names.word("never")),
        [None] => verb.to_owned(),
        ranges => {
            let ranges = or(names, ranges, |range| {
                given(names, range, |range| time_span(names, range))
            });
            format!("{not}{verb} {ranges}")
        }
    }
}

fn time_span(names: &dyn Names, range: &TimeRange) -> String {
    let at = |word, when| format!("{} {}", names.word(word), spoken_time(names, when));
    match (range.from, range.to) {
        (Some((from, _)), Some((to, _))) if from == to => spoken_time(names, from),
        (Some((from, _)), Some((to, _))) => format!("{} {}", at("from", from), at("to", to)),
        (Some((When::FromNow(secs), _)), None) if secs < 0 => {
            format!("{} {}", names.word("in the last"), Duration(-secs))
        }
        (Some((from, Edge::Start)), None) => at("since", from),
        (Some((from, Edge::End)), None) => at("after", from),
        (None, Some((when @ When::FromNow(secs), _))) if secs < 0 => at("more than", when),
        (None, Some((to, Edge::Start))) => at("before", to),
        (None, Some((to, Edge::End))) => at("up to", to),
        (None, None) => names.word("at any time"),
    }
}

fn spoken_time(names: &dyn Names, when: When) -> String {
    match when {
        When::FromNow(secs) if secs < 0 => format!("{} {}", Duration(-secs), names.word("ago")),
        When::FromNow(secs) if secs > 0 => {
            format!("{} {}", Duration(secs), names.word("from now"))
        }
        When::At(..) => when.to_string().replace('T', " "),
        when => spoken_name(&when.to_string(), names),
    }
}

fn number_noun(field: NumberField) -> &'static str {
    match field {
        NumberField::Number => "number",
        NumberField::Priority => "priority",
        NumberField::Impact => "impact",
        NumberField::Urgency => "urgency",
        NumberField::Reassignments => "reassignments",
        NumberField::Reopens => "reopenings",
        NumberField::Tasks => "open tasks",
        NumberField::Replies => "replies",
        NumberField::Notes => "notes",
        NumberField::Attachments => "attachments",
        NumberField::Worked => "time worked",
        NumberField::Rating => "rating",
    }
}

fn person_noun(field: PersonField) -> &'static str {
    match field {
        PersonField::Assignee => "assignee",
        PersonField::Requester => "requester",
        PersonField::OnBehalfOf => "affected person",
        PersonField::Watcher => "watcher",
        PersonField::Approver => "approver",
        PersonField::Party => "party",
    }
}

fn time_verb(field: TimeField) -> &'static str {
    match field {
        TimeField::Created => "created",
        TimeField::Updated => "updated",
        TimeField::Responded => "first answered",
        TimeField::Resolved => "resolved",
        TimeField::Closed => "closed",
        TimeField::Resume => "resuming",
        TimeField::Due => "due",
        TimeField::ResponseDue => "answer due",
        TimeField::ResolutionDue => "resolution due",
    }
}

fn flag(field: FlagField, yes: bool) -> &'static str {
    match (field, yes) {
        (FlagField::Confidential, true) => "confidential",
        (FlagField::Confidential, false) => "not confidential",
        (FlagField::Shared, true) => "shared with the organisation",
        (FlagField::Shared, false) => "not shared with the organisation",
        (FlagField::Breached, true) => "past a deadline",
        (FlagField::Breached, false) => "past no deadline",
        (FlagField::AnswerAwaited, true) => "awaiting an answer",
        (FlagField::AnswerAwaited, false) => "answered",
    }
}
