//! Looking up what the values of a condition name.

use super::ast::Literal;
use super::check::Checker;
use super::problem::{Problem, Reason};
use super::suggest::{nearest, spoken};
use super::term::{PersonRef, StateTest, TeamRef};
use crate::policy::{Key, Named, Policy, StateCategory};
use crate::{PersonId, ServiceId, TeamId};
use std::collections::BTreeMap;

/// How many names a message lists.
const NAMES_MAX: usize = 12;

/// One of `choices` (key, label, value): by its very key, or else by how key or label are spoken.
pub(super) fn choose<'c, T>(
    literal: &Literal,
    choices: impl IntoIterator<Item = (&'c str, &'c str, T)>,
) -> Result<T, Problem> {
    let mut choices: Vec<(&str, &str, T)> = choices.into_iter().collect();
    let written = spoken(&literal.text);
    let found = choices
        .iter()
        .position(|(key, ..)| *key == literal.text)
        .or_else(|| choices.iter().position(|(key, ..)| spoken(key) == written))
        .or_else(|| {
            let labelled = |label: &str| !label.is_empty() && spoken(label) == written;
            choices.iter().position(|(_, label, _)| labelled(label))
        });
    if let Some(at) = found.filter(|_| !written.is_empty()) {
        return Ok(choices.swap_remove(at).2);
    }
    let mut keys: Vec<&str> = choices.iter().map(|(key, ..)| *key).collect();
    // Each once, however many names it has.
    keys.dedup();
    let text = literal.text.clone();
    let reason = match keys.len() {
        0 => Reason::NoneYet { text },
        1..=NAMES_MAX => {
            let known = keys.join(", ");
            Reason::NotOneOf { text, known }
        }
        _ => Reason::NoSuchValue { text },
    };
    let suggestion = nearest(&literal.text, keys).map(quoted_if_needed);
    Err(Problem::new(literal.span, reason).suggest(suggestion))
}

impl Checker<'_> {
    /// By its key or, where no other has it, by its name in any language.
    pub(super) fn category(&self, policy: &Policy, literal: &Literal) -> Result<Key, Problem> {
        let categories = policy.categories.iter();
        let keyed = categories.map(|category| (category.key.as_str(), "", category.key.clone()));
        choose(literal, keyed).or_else(|problem| {
            let written = spoken(&literal.text);
            let called = |category: &&Named| {
                let mut names = policy.names_of_category(category);
                !written.is_empty() && names.any(|name| spoken(name) == written)
            };
            let mut found = policy.categories.iter().filter(called);
            match (found.next(), found.next()) {
                (Some(category), None) => Ok(category.key.clone()),
                _ => Err(problem),
            }
        })
    }

    /// `open` and `done` come first, then the states of all lifecycles, then the categories that have no
    /// state of the same name.
    pub(super) fn state(&self, literal: &Literal) -> Result<StateTest, Problem> {
        let mut choices = vec![("open", "", StateTest::Open), ("done", "", StateTest::Done)];
        let lifecycles = &self.vocabulary.policy().lifecycles;
        let states = lifecycles.iter().flat_map(|lifecycle| &lifecycle.states);
        let states: BTreeMap<&str, &str> = states
            .rev()
            .map(|state| (state.key.as_str(), state.label.as_str()))
            .collect();
        for (key, label) in states {
            choices.push((key, label, StateTest::Key(key.to_owned())));
        }
        for category in StateCategory::ALL {
            choices.push((category.name(), "", StateTest::Category(category)));
        }
        choose(literal, choices)
    }

    pub(super) fn team(&self, literal: &Literal) -> Result<TeamRef, Problem> {
        if literal.is("mine") {
            return Ok(TeamRef::Mine);
        }
        if let Some(id) = id(literal) {
            return Ok(TeamRef::Id(TeamId(id)));
        }
        let team = self.vocabulary.team(&literal.text).map(TeamRef::Id);
        team.ok_or_else(|| {
            let text = literal.text.clone();
            unknown(
                literal,
                Reason::NoSuchTeam { text },
                &self.vocabulary.team_names(),
            )
        })
    }

    pub(super) fn service(&self, literal: &Literal) -> Result<ServiceId, Problem> {
        if let Some(id) = id(literal) {
            return Ok(ServiceId(id));
        }
        let service = self.vocabulary.service(&literal.text);
        service.ok_or_else(|| {
            let text = literal.text.clone();
            let names = self.vocabulary.service_names();
            unknown(literal, Reason::NoSuchService { text }, &names)
        })
    }

    pub(super) fn person(&self, literal: &Literal) -> Result<PersonRef, Problem> {
        if literal.is("me") {
            return Ok(PersonRef::Me);
        }
        if let Some(id) = id(literal) {
            return Ok(PersonRef::Id(PersonId(id)));
        }
        let text = literal.text.clone();
        match self.vocabulary.people(&text).as_slice() {
            [person] => Ok(PersonRef::Id(*person)),
            [] => Err(Problem::new(literal.span, Reason::Nobody { text })),
            several => {
                let first = several.first().map(|person| format!("#{person}"));
                Err(Problem::new(literal.span, Reason::Several { text }).suggest(first))
            }
        }
    }
}

/// `#7`: the one with this id, whatever its name.
fn id(literal: &Literal) -> Option<i64> {
    let digits = literal.text.strip_prefix('#').filter(|_| !literal.quoted)?;
    digits.parse().ok().filter(|id| *id > 0)
}

fn unknown(literal: &Literal, reason: Reason, names: &[String]) -> Problem {
    let like = nearest(&literal.text, names.iter().map(String::as_str));
    Problem::new(literal.span, reason).suggest(like.map(quoted_if_needed))
}

/// A value as it must be written: in quotes where it would otherwise be taken apart or for a keyword.
pub(super) fn quoted_if_needed(value: &str) -> String {
    const KEYWORDS: [&str; 4] = ["none", "any", "me", "mine"];
    let plain = |c: char| c.is_alphanumeric() || "-_/.@+".contains(c);
    let is_keyword = KEYWORDS.iter().any(|k| value.eq_ignore_ascii_case(k));
    if !value.is_empty() && value.chars().all(plain) && !value.contains("..") && !is_keyword {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
