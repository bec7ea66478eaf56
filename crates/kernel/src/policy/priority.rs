//! Priority: how urgently a ticket is to be worked on, 1 being the highest.

use serde::{Deserialize, Serialize};

/// Impact, urgency or priority: 1 is the highest. Impact and urgency go to 3, priority to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Level(pub u8);

impl Level {
    /// The highest level.
    pub const HIGH: Level = Level(1);
    /// What a new ticket gets when nobody says.
    pub const MEDIUM: Level = Level(2);
    /// The lowest impact or urgency.
    pub const LOW: Level = Level(3);
}

/// The priority of each pair of impact (rows) and urgency (columns).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PriorityMatrix(pub [[u8; 3]; 3]);

impl PriorityMatrix {
    /// The priority of a ticket with this impact and urgency; levels outside 1 to 3 count as the nearest.
    pub fn priority(&self, impact: Level, urgency: Level) -> Level {
        let index = |level: Level| usize::from(level.0.clamp(1, 3)) - 1;
        Level(self.0[index(impact)][index(urgency)])
    }
}
