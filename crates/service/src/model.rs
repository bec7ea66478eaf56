//! What is said of a service.

use kernel::{ServiceId, Timestamp};
use work::ports::Health;

/// Longest text of a statement, in characters.
pub(crate) const TEXT_MAX_CHARS: usize = 500;

/// How a service is, as somebody says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The service.
    pub service: ServiceId,
    /// How it is.
    pub health: Health,
    /// What is known, in words for everybody.
    pub text: String,
}

/// A statement as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) service_name: String,
    pub(crate) health: Health,
    pub(crate) text: String,
    pub(crate) started_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) by_name: String,
}
