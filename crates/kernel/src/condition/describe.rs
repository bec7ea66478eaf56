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
}

/// The condition in words.
pub fn describe(condition: &Condition, names: &dyn Names) -> String {
    match condition {
        Condition::All(parts) if parts.is_empty() => "all tickets".to_owned(),
        Condition::All(parts) => group(parts, ", ", names),
        Condition::Any(parts) => group(parts, " or ", names),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Term(term) => phrase(term, "not ", names),
            group => format!("not ({})", describe(group, names)),
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
                TextScope::Everywhere => "",
                TextScope::Subject => " in the subject",
            };
            let with = if not.is_empty() { "with" } else { "without" };
            format!("{with} {}{place}", words(&text.phrase))
        }
        Term::Kind(kinds) => format!("{not}{}", or(kinds, |kind| kind.name().to_owned())),
        Term::State(tests) => format!("{not}{}", or(tests, |test| state(test, policy))),
        Term::Hold(reasons) => said("hold reason", reasons, not, |key| {
            let reason = policy.hold_reason(key);
            reason.map_or(key, |reason| &reason.label).to_owned()
        }),
        Term::Channel(channels) => {
            format!(
                "{not}by {}",
                or(channels, |channel| channel.name().replace('_', " "))
            )
        }
        Term::Number(field, bounds) => {
            let text: fn(i64) -> String = match field {
                NumberField::Worked => |n| Duration(n).to_string(),
                _ => |n| n.to_string(),
            };
            let values = or(bounds, |range| span(*range, text));
            format!("{} {not}{values}", number_noun(*field))
        }
        Term::Person(field, people) => {
            said(person_noun(*field), people, not, |who| person(who, names))
        }
        Term::Team(teams) => said("team", teams, not, |team| match team {
            TeamRef::Mine => "mine".to_owned(),
            TeamRef::Id(id) => names.team(*id).unwrap_or_else(|| format!("#{id}")),
        }),
        Term::Service(services) => said("service", services, not, |id| {
            names.service(*id).unwrap_or_else(|| format!("#{id}"))
        }),
        Term::Category(paths) => said("category", paths, not, |path| policy.category_label(path)),
        Term::Tag(tags) => match tags.as_slice() {
            [None] if not.is_empty() => "without tags".to_owned(),
            [None] => "tagged".to_owned(),
            tags => format!("{not}tagged {}", or(tags, |tag| given(tag, String::clone))),
        },
        Term::Time(field, ranges) => time_phrase(time_verb(*field), ranges, not),
        Term::Flag(field, yes) => flag(*field, *yes == not.is_empty()).to_owned(),
        Term::Ticket(field, tickets) => {
            let noun = match field {
                TicketField::Parent => "parent",
                TicketField::Merged => "merge target",
            };
            said(noun, tickets, not, |id| format!("#{id}"))
        }
        Term::Link(kinds) => said("link", kinds, not, |kind| kind.name().replace('_', " ")),
        Term::Linked(tickets) => format!("{not}linked to {}", or(tickets, |id| format!("#{id}"))),
        Term::Custom(key, test) => custom(key, test, not, names),
    }
}

fn custom(key: &str, test: &CustomTest, not: &str, names: &dyn Names) -> String {
    let field = names.policy().field(key);
    let noun = field.map_or(key, |field| &field.label);
    match test {
        CustomTest::Text(phrases) => said(noun, phrases, not, words),
        CustomTest::Number(bounds) => said(noun, bounds, not, |range| {
            span(*range, |n| Hundredths(n).to_string())
        }),
        CustomTest::Date(ranges) => time_phrase(noun, ranges, not),
        CustomTest::Choice(keys) => {
            let choices: &[Named] = match field.map(|field| &field.kind) {
                Some(FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices }) => {
                    choices
                }
                _ => &[],
            };
            said(noun, keys, not, |key| {
                let choice = choices.iter().find(|choice| choice.key == *key);
                choice.map_or(key, |choice| &choice.label).clone()
            })
        }
        CustomTest::Person(people) => said(noun, people, not, |who| person(who, names)),
        CustomTest::YesNo(values) => said(noun, values, not, |yes| {
            if *yes { "yes" } else { "no" }.to_owned()
        }),
    }
}

/// `noun value or value`; `no noun` and `any noun` where nothing but `none` is asked for.
fn said<T>(noun: &str, values: &[Option<T>], not: &str, text: impl Fn(&T) -> String) -> String {
    match values {
        [None] if not.is_empty() => format!("no {noun}"),
        [None] => format!("any {noun}"),
        values => format!("{noun} {not}{}", or(values, |value| given(value, &text))),
    }
}

fn given<T>(value: &Option<T>, text: impl Fn(&T) -> String) -> String {
    value.as_ref().map_or_else(|| "none".to_owned(), text)
}

fn or<T>(values: &[T], text: impl Fn(&T) -> String) -> String {
    values.iter().map(text).collect::<Vec<_>>().join(" or ")
}

fn words(phrase: &Phrase) -> String {
    let more = if phrase.prefix { "…" } else { "" };
    format!("“{}{more}”", phrase.words.join(" "))
}

fn state(test: &StateTest, policy: &Policy) -> String {
    match test {
        StateTest::Open => "open".to_owned(),
        StateTest::Done => "done".to_owned(),
        StateTest::Key(key) => {
            let mut lifecycles = policy.lifecycles.iter();
            let state = lifecycles.find_map(|lifecycle| lifecycle.state(key));
            state.map_or_else(|| key.clone(), |state| state.label.to_lowercase())
        }
        StateTest::Category(category) => category.name().replace('_', " "),
    }
}

fn person(who: &PersonRef, names: &dyn Names) -> String {
    match who {
        PersonRef::Me => "me".to_owned(),
        PersonRef::Id(id) => names.person(*id).unwrap_or_else(|| format!("#{id}")),
    }
}

fn span(range: Bounds, text: impl Fn(i64) -> String) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => text(min),
        (Some(min), Some(max)) => format!("{}–{}", text(min), text(max)),
        (Some(min), None) => format!("at least {}", text(min)),
        (None, Some(max)) => format!("at most {}", text(max)),
        (None, None) => "any".to_owned(),
    }
}

fn time_phrase(verb: &str, ranges: &[Option<TimeRange>], not: &str) -> String {
    match ranges {
        [None] if not.is_empty() => format!("never {verb}"),
        [None] => verb.to_owned(),
        ranges => {
            let ranges = or(ranges, |range| given(range, time_span));
            format!("{not}{verb} {ranges}")
        }
    }
}

fn time_span(range: &TimeRange) -> String {
    match (range.from, range.to) {
        (Some((from, _)), Some((to, _))) if from == to => spoken_time(from),
        (Some((from, _)), Some((to, _))) => {
            format!("from {} to {}", spoken_time(from), spoken_time(to))
        }
        (Some((When::FromNow(secs), _)), None) if secs < 0 => {
            format!("in the last {}", Duration(-secs))
        }
        (Some((from, Edge::Start)), None) => format!("since {}", spoken_time(from)),
        (Some((from, Edge::End)), None) => format!("after {}", spoken_time(from)),
        (None, Some((When::FromNow(secs), _))) if secs < 0 => {
            format!("more than {} ago", Duration(-secs))
        }
        (None, Some((to, Edge::Start))) => format!("before {}", spoken_time(to)),
        (None, Some((to, Edge::End))) => format!("up to {}", spoken_time(to)),
        (None, None) => "at any time".to_owned(),
    }
}

fn spoken_time(when: When) -> String {
    match when {
        When::FromNow(secs) if secs < 0 => format!("{} ago", Duration(-secs)),
        When::FromNow(secs) if secs > 0 => format!("{} from now", Duration(secs)),
        When::At(..) => when.to_string().replace('T', " "),
        when => when.to_string().replace('_', " "),
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
        NumberField::Replies => "replies",
        NumberField::Notes => "notes",
        NumberField::Attachments => "attachments",
        NumberField::Worked => "time worked",
    }
}

fn person_noun(field: PersonField) -> &'static str {
    match field {
        PersonField::Assignee => "assignee",
        PersonField::Requester => "requester",
        PersonField::OnBehalfOf => "affected person",
        PersonField::Watcher => "watcher",
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
    }
}

fn flag(field: FlagField, yes: bool) -> &'static str {
    match (field, yes) {
        (FlagField::Confidential, true) => "confidential",
        (FlagField::Confidential, false) => "not confidential",
        (FlagField::AnswerAwaited, true) => "awaiting an answer",
        (FlagField::AnswerAwaited, false) => "answered",
    }
}
