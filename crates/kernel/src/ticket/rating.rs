//! What the requester's side says of how a ticket was resolved.

use serde::{Deserialize, Serialize};

/// How content the requester's side is with how a ticket was resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 1 (not at all) to 5 (very).
    pub stars: u8,
    /// In their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl Rating {
    /// The most stars.
    pub const MAX: u8 = 5;
    /// How long after it was resolved a ticket can be rated, and the rating changed.
    pub const WITHIN_DAYS: u32 = 30;
}
