//! Time that somebody worked on a ticket.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What somebody did in that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// Finding out what is wrong.
    Analysis,
    /// Mending it, or doing what was asked for.
    Repair,
    /// Talking and writing to people.
    Communication,
    /// On the way.
    Travel,
    /// Writing down what was done.
    Documentation,
}

impl WorkKind {
    /// All kinds.
    pub const ALL: [WorkKind; 5] = [
        WorkKind::Analysis,
        WorkKind::Repair,
        WorkKind::Communication,
        WorkKind::Travel,
        WorkKind::Documentation,
    ];

    /// The name in forms, the API and the message catalogues.
    pub fn name(self) -> &'static str {
        match self {
            WorkKind::Analysis => "analysis",
            WorkKind::Repair => "repair",
            WorkKind::Communication => "communication",
            WorkKind::Travel => "travel",
            WorkKind::Documentation => "documentation",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<WorkKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Time that was worked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// How long.
    pub secs: i64,
    /// What was done in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<WorkKind>,
    /// The day, where it was another than that of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked_on: Option<Date>,
    /// What was done, in words for colleagues.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl Work {
    /// Time alone.
    pub fn secs(secs: i64) -> Self {
        Self {
            secs,
            ..Self::default()
        }
    }
}
