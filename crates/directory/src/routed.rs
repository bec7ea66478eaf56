//! How routing sees those who work on tickets.

use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// How routing sees somebody who works on tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutedAs {
    /// What their open tickets may weigh; nothing is handed out to them beyond.
    pub capacity: u32,
    /// What they can do.
    pub skills: Vec<String>,
    /// From when on they are away.
    pub away_from: Option<Timestamp>,
    /// Until when they are away; without an end if only the beginning is known.
    pub away_until: Option<Timestamp>,
    /// Who is asked for approvals, too, while they are away.
    pub substitute: Option<PersonId>,
}

impl Default for RoutedAs {
    fn default() -> Self {
        Self {
            capacity: 40,
            skills: Vec::new(),
            away_from: None,
            away_until: None,
            substitute: None,
        }
    }
}

impl RoutedAs {
    /// Whether they are away at an instant.
    pub fn is_away(&self, now: Timestamp) -> bool {
        self.away_from.is_some_and(|from| from <= now)
            && self.away_until.is_none_or(|until| now < until)
    }
}
