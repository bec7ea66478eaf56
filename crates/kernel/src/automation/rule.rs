//! A rule, as an administrator writes it.

use super::action::Action;
use super::event::Event;
use crate::policy::Key;
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
