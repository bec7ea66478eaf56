//! Which practices are on. What is off stays in the policy, and is as if it were not there until it is on again.

use super::Policy;
use crate::ticket::{Activity, Automated, Kind};

/// That people say whether something may be done.
pub const APPROVALS: &str = "approvals";
/// That something is promised, and clocks run.
pub const SERVICE_LEVELS: &str = "sla";

impl Activity {
    /// The practice that it is a part of, if that is one of these.
    pub fn practice(&self) -> Option<&'static str> {
        match self {
            Activity::Approval(_) => Some(APPROVALS),
            Activity::Automated(Automated::ThresholdReached { .. }) => Some(SERVICE_LEVELS),
            _ => None,
        }
    }
}

impl Policy {
    /// Whether a practice is on.
    pub fn has(&self, practice: &str) -> bool {
        !self.off.contains(practice)
    }

    /// Whether what belongs to a practice is there: what belongs to none always is.
    pub fn has_any(&self, practice: Option<&str>) -> bool {
        practice.is_none_or(|practice| self.has(practice))
    }

    /// Whether tickets of this kind may be filed.
    pub fn offers_kind(&self, kind: Kind) -> bool {
        self.has(kind.name())
    }

    /// The kinds of tickets that may be filed.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(|kind| self.offers_kind(*kind))
    }

    /// Whether a resolution code says no more than how tickets of kinds are resolved that are off.
    pub fn code_rests(&self, key: &str) -> bool {
        let mut kinds = Kind::ALL
            .into_iter()
            .filter(|kind| kind.usual_resolution() == key)
            .peekable();
        kinds.peek().is_some() && !kinds.any(|kind| self.offers_kind(kind))
    }

    /// What a ticket is of which nobody says which kind it is: the first kind that is offered.
    pub fn first_kind(&self) -> Kind {
        self.kinds().next().unwrap_or(Kind::ALL[0])
    }
}
