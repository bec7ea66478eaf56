//! From the shape of a condition to its meaning: every name is looked up, every value gets its type.

use super::ast::{Ast, FieldTerm, Literal, Span};
use super::choices::choose;
use super::fields::{self, CUSTOM_PREFIX, FIELDS, FieldInfo, Takes};
use super::lists::{Keywords, keywords, list, listed, optional, present, signed, texts};
use super::parse::parse;
use super::problem::{Problem, Reason};
use super::ranges::{days, moments, numbers};
use super::suggest::nearest;
use super::term::{
    Bounds, Condition, CustomTest, FlagField, NumberField, Phrase, Term, TextScope, TextTerm,
};
use super::values::{self, NUMBER_MAX};
use crate::policy::CustomField;
use crate::ticket::{ApprovalState, Channel, FieldKind, Kind, LinkKind, MailResult};
use crate::{PersonId, Policy, ServiceId, TeamId, TicketId, text};
use jiff::tz::TimeZone;

/// Fewest characters before `*`: fewer would find almost everything.
pub const PREFIX_MIN_CHARS: usize = 3;

/// What the names in a condition stand for, as far as the reader may know it.
///
/// Names compare by [`spoken`](super::spoken): case, accents and `-` or `_` for spaces do not matter.
pub trait Vocabulary {
    /// States, categories, hold reasons and custom fields.
    fn policy(&self) -> &Policy;
    /// Where the reader is: a clock time without a zone is meant there.
    fn zone(&self) -> &TimeZone;
    /// Whether the reader may know of internal notes; fields that tell of them are refused otherwise.
    fn reads_notes(&self) -> bool;
    /// The team of this name.
    fn team(&self, name: &str) -> Option<TeamId>;
    /// The service of this name.
    fn service(&self, name: &str) -> Option<ServiceId>;
    /// The people of this name or e-mail address; two suffice to say that it is not clear who is meant.
    fn people(&self, name: &str) -> Vec<PersonId>;
    /// The names of all teams, for suggestions.
    fn team_names(&self) -> Vec<String> {
        Vec::new()
    }
    /// The names of all services, for suggestions.
    fn service_names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Gives a condition its meaning.
///
/// # Errors
/// When a field or a name is unknown, or a value is none that the field takes.
pub fn check(ast: &Ast, vocabulary: &dyn Vocabulary) -> Result<Condition, Problem> {
    let condition = Checker { vocabulary }.node(ast)?;
    // What could not be written down and read again, a view could not keep.
    parse(&condition.to_string()).map_err(|problem| {
        let inner = Box::new(problem.reason);
        Problem::new(span_of(ast), Reason::InFull { inner })
    })?;
    Ok(condition)
}

/// What has no value is wrong for another reason, too, where there is no such field: that one comes first.
pub(super) fn of_unknown_field(problem: Problem, vocabulary: &dyn Vocabulary) -> Problem {
    let checker = Checker { vocabulary };
    let Reason::ValueMissing { field, .. } = &problem.reason else {
        return problem;
    };
    if checker.knows(field) {
        return problem;
    }
    let (start, field) = (problem.span.start, field.clone());
    let end = start + field.len();
    let like = checker.like(&field);
    Problem::new(Span { start, end }, Reason::NoField { field }).suggest(like)
}

pub(super) struct Checker<'v> {
    pub(super) vocabulary: &'v dyn Vocabulary,
}

impl Checker<'_> {
    fn node(&self, ast: &Ast) -> Result<Condition, Problem> {
        Ok(match ast {
            Ast::All(parts) => Condition::all(self.nodes(parts)?),
            Ast::Any(parts) => Condition::any(self.nodes(parts)?),
            Ast::Not(inner) => Condition::not(self.node(inner)?),
            Ast::Text(literal) => Condition::Term(word_or_number(literal)?),
            Ast::Field(term) => self.field(term)?,
        })
    }

    fn nodes(&self, parts: &[Ast]) -> Result<Vec<Condition>, Problem> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn field(&self, term: &FieldTerm) -> Result<Condition, Problem> {
        let name = term.field.text.to_ascii_lowercase();
        if let Some(key) = name.strip_prefix(CUSTOM_PREFIX) {
            let field = self.vocabulary.policy().fields.iter();
            let field = field.into_iter().find(|field| field.key == key);
            return self.custom(term, field.ok_or_else(|| self.no_field(term))?);
        }
        let info = fields::named(&name).ok_or_else(|| self.no_field(term))?;
        if info.internal && !self.vocabulary.reads_notes() {
            let field = info.name.to_owned();
            return Err(Problem::new(term.field.span, Reason::NotesOnly { field }));
        }
        self.built_in(term, info)
    }

    fn built_in(&self, term: &FieldTerm, info: &FieldInfo) -> Result<Condition, Problem> {
        let policy = self.vocabulary.policy();
        Ok(match info.takes {
            Takes::Kind => present(
                list(term, info, |v| named(v, &Kind::ALL, Kind::name))?,
                Term::Kind,
            ),
            Takes::Channel => present(
                list(term, info, |v| named(v, &Channel::ALL, Channel::name))?,
                Term::Channel,
            ),
            Takes::Approval => optional(
                list(term, info, |v| {
                    named(v, &ApprovalState::ALL, ApprovalState::name)
                })?,
                Term::Approval,
            ),
            Takes::Mail(check) => {
                let read = |v: &Literal| named(v, &MailResult::ALL, MailResult::name);
                optional(list(term, info, read)?, |results| {
                    Term::Mail(check, results)
                })
            }
            Takes::State => present(list(term, info, |v| self.state(v))?, Term::State),
            Takes::Linked => present(list(term, info, ticket)?, Term::Linked),
            Takes::Hold => optional(
                list(term, info, |v| {
                    let reasons = policy.hold_reasons.iter();
                    choose(
                        v,
                        reasons.map(|r| (r.key.as_str(), r.label.as_str(), r.key.clone())),
                    )
                })?,
                Term::Hold,
            ),
            Takes::Category => optional(
                list(term, info, |v| self.category(policy, v))?,
                Term::Category,
            ),
            Takes::Team => optional(list(term, info, |v| self.team(v))?, Term::Team),
            Takes::Service => optional(list(term, info, |v| self.service(v))?, Term::Service),
            Takes::Tag => optional(list(term, info, tag)?, Term::Tag),
            Takes::Person(field) => optional(list(term, info, |v| self.person(v))?, |who| {
                Term::Person(field, who)
            }),
            Takes::Ticket(field) => {
                optional(list(term, info, ticket)?, |to| Term::Ticket(field, to))
            }
            Takes::Link => optional(
                list(term, info, |v| named(v, &LinkKind::ALL, LinkKind::name))?,
                Term::Link,
            ),
            Takes::Flag(field) => flag(term, info, field)?,
            Takes::Subject => {
                let (phrases, excluded) = list(term, info, phrase)?;
                let texts = phrases.into_iter().flatten().map(|phrase| {
                    let scope = TextScope::Subject;
                    Condition::Term(Term::Text(TextTerm { phrase, scope }))
                });
                signed(Condition::any(texts), excluded)
            }
            Takes::Number(field) => {
                let read = match field {
                    NumberField::Worked => values::duration,
                    NumberField::Number => values::reference,
                    NumberField::Priority => values::priority,
                    NumberField::Impact | NumberField::Urgency => values::level,
                    _ => values::whole,
                };
                let listed = numbers(term, Keywords::None, limits(field), read)?;
                present(listed, |bounds| {
                    let bounds = bounds.into_iter().map(|bounds| given(field, bounds));
                    Term::Number(field, bounds.collect())
                })
            }
            Takes::Time(field) => {
                let read = match field.is_deadline() {
                    true => values::deadline,
                    false => values::when,
                };
                let listed = moments(term, keywords(info), self.vocabulary.zone(), read)?;
                optional(listed, |ranges| Term::Time(field, ranges))
            }
        })
    }

    fn custom(&self, term: &FieldTerm, field: &CustomField) -> Result<Condition, Problem> {
        let policy = self.vocabulary.policy();
        let any_none = Keywords::NoneAndAny;
        let test = |test: CustomTest, excluded: bool| {
            signed(
                Condition::Term(Term::Custom(field.key.clone(), test)),
                excluded,
            )
        };
        Ok(match &field.kind {
            FieldKind::Text => {
                let (phrases, excluded) = listed(term, any_none, phrase)?;
                test(CustomTest::Text(phrases), excluded)
            }
            FieldKind::Number => {
                let limits = Bounds {
                    min: Some(-100 * NUMBER_MAX),
                    max: Some(100 * NUMBER_MAX),
                };
                let (bounds, excluded) = numbers(term, any_none, limits, values::hundredths)?;
                test(CustomTest::Number(bounds), excluded)
            }
            FieldKind::Date => {
                let (ranges, excluded) = days(term, any_none, self.vocabulary.zone())?;
                test(CustomTest::Date(ranges), excluded)
            }
            FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } => {
                let (keys, excluded) = listed(term, any_none, |v| {
                    let named = choices.iter().flat_map(|choice| {
                        let names = policy.names_of_choice(&field.key, choice);
                        names.map(|name| (choice.key.as_str(), name, choice.key.clone()))
                    });
                    choose(v, named)
                })?;
                test(CustomTest::Choice(keys), excluded)
            }
            FieldKind::Person => {
                let (people, excluded) = listed(term, any_none, |v| self.person(v))?;
                test(CustomTest::Person(people), excluded)
            }
            FieldKind::YesNo => {
                let (values, excluded) = listed(term, any_none, |v| yes_no(v, "yes", "no"))?;
                test(CustomTest::YesNo(values), excluded)
            }
        })
    }

    fn no_field(&self, term: &FieldTerm) -> Problem {
        let field = term.field.text.clone();
        match self.like(&field) {
            Some(like) => Problem::new(term.field.span, Reason::NoField { field }).suggest(like),
            None => Problem::new(term.span, Reason::NoFieldOrText { field }).suggest(as_text(term)),
        }
    }

    fn knows(&self, field: &str) -> bool {
        let name = field.to_ascii_lowercase();
        match name.strip_prefix(CUSTOM_PREFIX) {
            Some(key) => self.vocabulary.policy().field(key).is_some(),
            None => fields::named(&name).is_some(),
        }
    }

    /// The field that is most like this name.
    fn like(&self, name: &str) -> Option<String> {
        let custom = self.vocabulary.policy().fields.iter();
        let custom: Vec<String> = custom
            .map(|field| format!("{CUSTOM_PREFIX}{}", field.key))
            .collect();
        let policy = self.vocabulary.policy();
        let known = FIELDS
            .iter()
            .filter(|field| policy.has_any(field.practice))
            .flat_map(|f| f.aliases.iter().chain([&f.name]));
        let known = known.copied().chain(custom.iter().map(String::as_str));
        nearest(name, known).map(str::to_owned)
    }
}

fn word_or_number(literal: &Literal) -> Result<Term, Problem> {
    let number = literal.text.strip_prefix('#').filter(|_| !literal.quoted);
    if number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
        let n = values::reference(literal)?;
        let bounds = Bounds {
            min: Some(n),
            max: Some(n),
        };
        return Ok(Term::Number(NumberField::Number, vec![bounds]));
    }
    Ok(Term::Text(TextTerm {
        phrase: phrase(literal)?,
        scope: TextScope::Everywhere,
    }))
}

fn phrase(literal: &Literal) -> Result<Phrase, Problem> {
    let words = text::words(&literal.text);
    let Some(last) = words.last() else {
        let text = literal.text.clone();
        return Err(Problem::new(literal.span, Reason::NoWord { text }));
    };
    let prefix = !literal.quoted && literal.text.ends_with('*');
    if prefix && last.chars().count() < PREFIX_MIN_CHARS {
        let min = PREFIX_MIN_CHARS;
        return Err(Problem::new(literal.span, Reason::ShortPrefix { min }));
    }
    Ok(Phrase { words, prefix })
}

fn flag(term: &FieldTerm, info: &FieldInfo, field: FlagField) -> Result<Condition, Problem> {
    let (yes, no) = match field {
        FlagField::Confidential | FlagField::Shared | FlagField::Breached => ("yes", "no"),
        FlagField::AnswerAwaited => ("awaited", "given"),
    };
    let (values, excluded) = list(term, info, |v| yes_no(v, yes, no))?;
    match values.as_slice() {
        [Some(value)] => Ok(signed(Condition::Term(Term::Flag(field, *value)), excluded)),
        _ => {
            let field = info.name.to_owned();
            Err(Problem::new(term.span, Reason::OneOfTwo { field, yes, no }))
        }
    }
}

fn yes_no(literal: &Literal, yes: &str, no: &str) -> Result<bool, Problem> {
    choose(literal, [(yes, "true", true), (no, "false", false)])
}

fn named<T: Copy>(literal: &Literal, all: &[T], name: fn(T) -> &'static str) -> Result<T, Problem> {
    choose(literal, all.iter().map(|value| (name(*value), "", *value)))
}

fn ticket(literal: &Literal) -> Result<TicketId, Problem> {
    values::reference(literal).map(TicketId)
}

fn tag(literal: &Literal) -> Result<String, Problem> {
    crate::ticket::valid_tag(&literal.text).map_err(|_| {
        let text = literal.text.clone();
        Problem::new(literal.span, Reason::NoTag { text })
    })
}

/// What values make sense: beyond them, a comparison would always or never hold.
fn limits(field: NumberField) -> Bounds {
    let (min, max) = match field {
        NumberField::Number => (1, NUMBER_MAX),
        NumberField::Priority => (1, 5),
        NumberField::Impact | NumberField::Urgency => (1, 3),
        NumberField::Rating => (0, 5),
        _ => (0, NUMBER_MAX),
    };
    Bounds {
        min: Some(min),
        max: Some(max),
    }
}

/// At most two stars are not no stars at all.
fn given(field: NumberField, bounds: Bounds) -> Bounds {
    match (field, bounds.min, bounds.max) {
        (NumberField::Rating, None, Some(1..)) => Bounds {
            min: Some(1),
            ..bounds
        },
        _ => bounds,
    }
}

fn as_text(term: &FieldTerm) -> String {
    let text = format!("{}{}{}", term.field.text, term.op, texts(term));
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn span_of(ast: &Ast) -> Span {
    match ast {
        Ast::All(parts) | Ast::Any(parts) => {
            let first = parts.first().map(span_of);
            let last = parts.last().map(span_of);
            Span {
                start: first.map_or(0, |span| span.start),
                end: last.map_or(0, |span| span.end),
            }
        }
        Ast::Not(inner) => span_of(inner),
        Ast::Field(term) => term.span,
        Ast::Text(literal) => literal.span,
    }
}
