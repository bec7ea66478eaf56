//! What is expected at a place in a condition that is being written: for completion while somebody types.
//! Nothing here fails: a text that is wrong elsewhere can still be completed here.

use super::ast::Op;
use super::choices::quoted_if_needed;
use super::fields::{self, CUSTOM_PREFIX, FIELDS, FieldInfo, Takes};
use super::suggest::spoken;
use super::term::FlagField;
use super::when::NAMED;
use super::{NumberField, lex};
use crate::Policy;
use crate::policy::{CustomField, StateCategory};
use crate::ticket::{ApprovalState, Channel, FieldKind, LinkKind, MailResult};
use std::collections::BTreeMap;

/// What stands at the cursor, and what may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected<'t> {
    /// Where what is being written begins, in bytes.
    pub start: usize,
    /// Where it ends; behind the cursor where more of it stands there.
    pub end: usize,
    /// What is written of it so far, up to the cursor, without an opening quote.
    pub typed: &'t str,
    /// What it is.
    pub wanted: Wanted<'t>,
}

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted<'t> {
    /// A field's name, or a word to look for.
    Term,
    /// A value of this field.
    Value {
        /// The field as written.
        field: &'t str,
        /// How it is compared.
        op: Op,
    },
    /// A text in quotes: nobody but its writer knows it.
    Text,
}

/// Something that may be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What to write.
    pub write: String,
    /// What people call it; empty where what is written says it.
    pub label: String,
    /// What it is, in English; empty where the label says it.
    pub about: &'static str,
}

impl Offer {
    /// A value as it must be written, and what people call it.
    pub fn value(value: &str, label: impl Into<String>) -> Self {
        Self {
            write: quoted_if_needed(value),
            label: label.into(),
            about: "",
        }
    }

    fn keyword(keyword: &str) -> Self {
        Self {
            write: keyword.to_owned(),
            label: String::new(),
            about: "",
        }
    }

    /// Whether it may be meant by what was typed: a beginning of one of its words.
    pub fn is_meant_by(&self, typed: &str) -> bool {
        let typed = spoken(typed);
        let begins = |name: &str| {
            let name = spoken(name);
            name.starts_with(&typed) || name.contains(&format!(" {typed}"))
        };
        typed.is_empty() || begins(&self.write) || begins(&self.label)
    }
}

/// What is expected at `cursor`, a place in bytes.
pub fn complete(text: &str, cursor: usize) -> Expected<'_> {
    let cursor = text.floor_char_boundary(cursor.min(text.len()));
    let start = term_start(text, cursor);
    let end = cursor + rest_of_term(&text[cursor..]);
    let written = &text[start..cursor];
    let Some((field, op, length)) = field_and_op(written) else {
        let wanted = if written.starts_with('"') {
            Wanted::Text
        } else {
            Wanted::Term
        };
        return Expected {
            start,
            end,
            typed: written.trim_start_matches('"'),
            wanted,
        };
    };
    let values = &written[length..];
    let at = start + length + value_start(values);
    Expected {
        start: at,
        end: at.max(cursor + rest_of_value(&text[cursor..end], &text[at..cursor])),
        typed: text[at..cursor].trim_start_matches('"'),
        wanted: Wanted::Value { field, op },
    }
}

/// Where the term at the cursor begins: behind the last space or parenthesis that no quote holds.
fn term_start(text: &str, cursor: usize) -> usize {
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text[..cursor].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if !quoted && (c.is_whitespace() || c == '(' || c == ')') => {
                start = at + c.len_utf8()
            }
            '-' if !quoted && at == start => start = at + 1,
            _ => {}
        }
    }
    start
}

fn rest_of_term(rest: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')')
        .unwrap_or(rest.len())
}

/// How much of the value at the cursor stands behind it.
fn rest_of_value(rest: &str, typed: &str) -> usize {
    if typed.starts_with('"') {
        return rest.find('"').map_or(0, |quote| quote + 1);
    }
    rest.find(',').unwrap_or(rest.len())
}

/// The field and the comparison that a term begins with, and how long both are.
fn field_and_op(written: &str) -> Option<(&str, Op, usize)> {
    let name = written
        .find(|c: char| !(c.is_ascii_alphanumeric() || "_.-/".contains(c)))
        .filter(|length| *length > 0)?;
    let (op, length) = lex::operator(&written[name..])?;
    let is_address = written[name..].starts_with("://");
    (!is_address).then_some((&written[..name], op, name + length))
}

/// Where the value that is being written begins: behind the last comma or range sign that no quote holds.
fn value_start(values: &str) -> usize {
    let (mut start, mut quoted, mut before) = (0, false, ' ');
    for (at, c) in values.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            ',' if !quoted => start = at + 1,
            '.' if !quoted && before == '.' => start = at + 1,
            _ => {}
        }
        before = c;
    }
    start
}

/// The fields that may be meant, custom ones last; those that tell of notes only to who reads them, and none of a practice
/// that is off.
pub fn field_offers(typed: &str, policy: &Policy, reads_notes: bool) -> Vec<Offer> {
    let own = FIELDS
        .iter()
        .filter(|field| reads_notes || !field.internal)
        .filter(|field| policy.has_any(field.practice));
    let named = |field: &&FieldInfo| {
        let begins = |name: &str| spoken(name).starts_with(&spoken(typed));
        begins(field.name) || field.aliases.iter().any(|alias| begins(alias))
    };
    let mut offers: Vec<Offer> = own
        .filter(named)
        .map(|field| Offer {
            write: format!("{}:", field.name),
            label: String::new(),
            about: field.name,
        })
        .collect();
    offers.extend(
        policy
            .fields
            .iter()
            .map(|field| Offer {
                write: format!("{CUSTOM_PREFIX}{}:", field.key),
                label: field.label.clone(),
                about: "",
            })
            .filter(|offer| {
                offer.is_meant_by(typed) || offer.write.starts_with(&typed.to_lowercase())
            }),
    );
    offers
}

/// The built-in field of this name.
pub fn field_named(name: &str) -> Option<&'static FieldInfo> {
    fields::named(name)
}

/// The custom field of this name in conditions.
pub fn custom_named<'p>(name: &str, policy: &'p Policy) -> Option<&'p CustomField> {
    let name = name.to_ascii_lowercase();
    policy.field(name.strip_prefix(CUSTOM_PREFIX)?)
}

/// The values of a built-in field that the policy knows. Teams, people, services and tags are not among them.
pub fn value_offers(field: &FieldInfo, op: Op, policy: &Policy) -> Vec<Offer> {
    let lists = matches!(op, Op::Is | Op::IsNot);
    if !lists && !matches!(field.takes, Takes::Number(_) | Takes::Time(_)) {
        return Vec::new();
    }
    let keyed = |key: &str, label: &str| Offer::value(key, label);
    let mut offers: Vec<Offer> = match field.takes {
        Takes::Kind => policy.kinds().map(|kind| keyed(kind.name(), "")).collect(),
        Takes::State => states(policy),
        Takes::Hold => {
            let reasons = policy.hold_reasons.iter();
            reasons
                .map(|reason| keyed(&reason.key, &reason.label))
                .collect()
        }
        Takes::Approval => ApprovalState::ALL
            .iter()
            .map(|state| keyed(state.name(), ""))
            .collect(),
        Takes::Channel => {
            let channels = Channel::ALL.iter();
            channels.map(|channel| keyed(channel.name(), "")).collect()
        }
        Takes::Mail(_) => MailResult::ALL
            .iter()
            .map(|result| keyed(result.name(), ""))
            .collect(),
        Takes::Category => {
            let categories = policy.categories.iter();
            categories
                .map(|category| keyed(&category.key, &policy.category_label(&category.key)))
                .collect()
        }
        Takes::Link => LinkKind::ALL
            .iter()
            .map(|kind| keyed(kind.name(), ""))
            .collect(),
        Takes::Flag(FlagField::Confidential | FlagField::Shared | FlagField::Breached) => {
            ["yes", "no"].map(Offer::keyword).into()
        }
        Takes::Flag(FlagField::AnswerAwaited) => ["awaited", "given"].map(Offer::keyword).into(),
        Takes::Number(NumberField::Priority | NumberField::Rating) => numbers(5, op),
        Takes::Number(NumberField::Impact | NumberField::Urgency) => numbers(3, op),
        Takes::Time(_) => times(op),
        Takes::Team => vec![Offer::keyword("mine")],
        Takes::Person(_) => vec![Offer::keyword("me")],
        Takes::Number(_)
        | Takes::Service
        | Takes::Tag
        | Takes::Ticket(_)
        | Takes::Linked
        | Takes::Subject => Vec::new(),
    };
    if field.optional && lists {
        offers.extend(["none", "any"].map(Offer::keyword));
    }
    offers
}

/// The values of a custom field that the policy knows.
pub fn custom_offers(field: &CustomField, op: Op) -> Vec<Offer> {
    let lists = matches!(op, Op::Is | Op::IsNot);
    if !lists && !matches!(field.kind, FieldKind::Date) {
        return Vec::new();
    }
    let mut offers: Vec<Offer> = match &field.kind {
        FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } => {
            let choices = choices.iter();
            choices
                .map(|choice| Offer::value(&choice.key, &*choice.label))
                .collect()
        }
        FieldKind::YesNo => ["yes", "no"].map(Offer::keyword).into(),
        FieldKind::Date => times(op),
        FieldKind::Person => vec![Offer::keyword("me")],
        FieldKind::Text | FieldKind::Number => Vec::new(),
    };
    if lists {
        offers.extend(["none", "any"].map(Offer::keyword));
    }
    offers
}

fn states(policy: &Policy) -> Vec<Offer> {
    let states = policy
        .lifecycles
        .iter()
        .flat_map(|lifecycle| &lifecycle.states);
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let mut offers = ["open", "done"].map(Offer::keyword).to_vec();
    for state in states {
        if known.insert(&state.key, &state.label).is_none() {
            offers.push(Offer::value(&state.key, &*state.label));
        }
    }
    let categories = StateCategory::ALL.iter().map(|category| category.name());
    let other = categories.filter(|name| !known.contains_key(name));
    offers.extend(other.map(Offer::keyword));
    offers
}

/// From 1 to the most; nothing is less than the least or more than the most.
fn numbers(most: u8, op: Op) -> Vec<Offer> {
    let (from, to) = match op {
        Op::Less => (2, most),
        Op::More => (1, most - 1),
        _ => (1, most),
    };
    (from..=to)
        .map(|n| Offer::keyword(&n.to_string()))
        .collect()
}

/// A relative time is a moment: nothing happens exactly then, but before or after.
fn times(op: Op) -> Vec<Offer> {
    let named = NAMED.iter().map(|named| named.name);
    let relative: &[&str] = match op {
        Op::Is | Op::IsNot => &[],
        _ => &["-1h", "-1d", "-7d", "-30d"],
    };
    let all = relative.iter().copied().chain(named);
    all.map(Offer::keyword).collect()
}
