//! What a ticket that was split out of another has of it beside its description.

use super::message::{Message, PublicText};
use crate::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// A message that came along from the ticket that this one was split out of. It was said there and then: nobody is told
/// of it anew, and no promise counts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// What was said.
    pub message: Message<PublicText>,
    /// Who said it; nobody where Spoc itself did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<PersonId>,
    /// Whether an agent said it.
    pub by_agent: bool,
    /// When.
    pub said_at: Timestamp,
    /// Its place in the log of the ticket that it comes from.
    pub seq: i64,
}
