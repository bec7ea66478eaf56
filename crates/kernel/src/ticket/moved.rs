//! A move of a ticket from one state to another.

use super::state::{Hold, Resolution};
use crate::policy::{Key, StateCategory};
use serde::{Deserialize, Serialize};

/// A move in the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChange {
    /// The state before.
    pub from: Key,
    /// The state after.
    pub to: Key,
    /// What the state after means.
    pub category: StateCategory,
    /// Why and until when it is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// How it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// Whether this reopens it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reopened: bool,
    /// Why, in the words of whoever did it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
