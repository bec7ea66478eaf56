//! A rule, as an administrator writes it.

use super::action::Action;
use super::event::Event;
use crate::Policy;
use crate::condition::Condition;
use crate::policy::{Key, PolicyWords};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most rules of a policy.
pub const RULES_MAX: usize = 1_000;
/// Most actions of a rule.
pub const ACTIONS_MAX: usize = 20;

/// On an event, under a condition, something is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// Whether it is switched on.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub active: bool,
    /// What it waits for; one of them is enough.
    pub on: BTreeSet<Event>,
    /// Which thresholds of clocks, where it waits for those.
    #[serde(default, skip_serializing_if = "Threshold::is_any")]
    pub threshold: Threshold,
    /// For which tickets, as they are afterwards; all if it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// What is done, in this order: all of it or nothing.
    pub then: Vec<Action>,
}

impl Rule {
    /// A rule that is switched on and does nothing yet.
    pub fn new(key: impl Into<Key>, on: impl IntoIterator<Item = Event>) -> Self {
        let key = key.into();
        Self {
            label: key.clone(),
            key,
            active: true,
            on: on.into_iter().collect(),
            threshold: Threshold::default(),
            when: String::new(),
            then: Vec::new(),
        }
    }
}

impl Policy {
    /// A rule as far as its practices are on; nothing where it waits for, asks or does nothing else than what is off.
    pub fn on_of(&self, rule: &Rule) -> Option<Rule> {
        let asked = Condition::read(&rule.when, &PolicyWords(self));
        let asked = asked.map(|condition| condition.practices());
        if !asked.is_ok_and(|asked| asked.iter().all(|practice| self.has(practice))) {
            return None;
        }
        let mut on = rule.clone();
        on.on.retain(|event| self.has_any(event.practice()));
        on.then.retain(|action| self.has_any(action.practice()));
        let is_left = !on.on.is_empty() && (!on.then.is_empty() || rule.then.is_empty());
        is_left.then_some(on)
    }
}

/// Which thresholds a rule waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Threshold {
    /// Of this service level; of any, if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Key>,
    /// At this percentage of the target; at any, if nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<u16>,
}

impl Threshold {
    /// Whether it means all of them.
    pub fn is_any(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it means this one.
    pub fn is(&self, level: &str, percent: u16) -> bool {
        self.level.as_deref().is_none_or(|wanted| wanted == level)
            && self.percent.is_none_or(|wanted| wanted == percent)
    }
}

fn yes() -> bool {
    true
}
