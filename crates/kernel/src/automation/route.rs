//! Which team a ticket goes to, and which of its members.

use crate::policy::{Key, Level};
use crate::{PersonId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Tickets of a condition go to a team. The first whose condition holds is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// For which tickets; all if it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// The team.
    pub team: TeamId,
}

/// How one of those who are free is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Whoever has the least to do for what they can take.
    #[default]
    LeastLoaded,
    /// Whoever was given nothing for the longest time.
    RoundRobin,
}

impl Method {
    /// Both.
    pub const ALL: [Method; 2] = [Method::LeastLoaded, Method::RoundRobin];

    /// The name in forms and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Method::LeastLoaded => "least_loaded",
            Method::RoundRobin => "round_robin",
        }
    }
}

/// A skill that tickets of a condition need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The skill.
    pub skill: String,
    /// For which tickets.
    pub when: String,
}

/// How a team's tickets are handed out to its members. Tickets of teams without one wait until somebody takes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// The team.
    pub team: TeamId,
    /// How one of those who are free is chosen.
    #[serde(default)]
    pub method: Method,
    /// Whether only those get something who have Spoc open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub present_only: bool,
    /// Whether what waits for somebody who is away is handed out again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reassign_when_away: bool,
    /// The calendar by which the members work; always, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Key>,
    /// How much a ticket of each priority weighs, the highest first.
    #[serde(default = "weights")]
    pub weights: [u32; 5],
    /// The skills that tickets need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
}

impl Distribution {
    /// How a team's tickets are handed out if nobody says more.
    pub fn new(team: TeamId) -> Self {
        Self {
            team,
            method: Method::default(),
            present_only: false,
            reassign_when_away: false,
            calendar: None,
            weights: weights(),
            needs: Vec::new(),
        }
    }

    /// How much a ticket of this priority weighs.
    pub fn weight(&self, priority: Level) -> u32 {
        self.weights[usize::from(priority.0.clamp(1, 5)) - 1]
    }
}

fn weights() -> [u32; 5] {
    [5, 3, 2, 1, 1]
}

/// A team, and the one that stands behind it: where its tickets are escalated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The team.
    pub team: TeamId,
    /// The one behind it.
    pub next: TeamId,
}

/// A member of a team, as routing sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// What they can do.
    pub skills: BTreeSet<String>,
    /// Whether they are away.
    pub is_away: bool,
    /// Whether they have Spoc open.
    pub is_present: bool,
    /// What their open tickets weigh.
    pub load: u32,
    /// What their open tickets may weigh.
    pub capacity: u32,
    /// When they were last given a ticket.
    pub last: Option<Timestamp>,
}

/// Why this member, or why none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Whoever was free and had the least to do.
    LeastLoaded {
        /// How many could have got it.
        among: u32,
        /// What their open tickets weigh.
        load: u32,
        /// What they may weigh.
        capacity: u32,
    },
    /// Whoever was free and was given nothing for the longest time.
    RoundRobin {
        /// How many could have got it.
        among: u32,
    },
    /// The team has no members who work on tickets.
    Nobody,
    /// It is outside the team's working hours.
    OutsideHours,
    /// All of them are away, or none has Spoc open.
    NobodyThere,
    /// None of those who are there can do this.
    NoSkill {
        /// What the ticket needs.
        skill: String,
    },
    /// All who could do it have as much as they can take.
    AllFull,
}

impl Distribution {
    /// The member who gets a ticket of this weight that needs these skills. The order of candidates does not matter.
    ///
    /// # Errors
    /// When nobody can take it: why.
    pub(super) fn choose(
        &self,
        candidates: &[Candidate],
        needed: &BTreeSet<&str>,
        weight: u32,
    ) -> Result<(PersonId, Why), Why> {
        if candidates.is_empty() {
            return Err(Why::Nobody);
        }
        let is_there = |one: &&Candidate| !one.is_away && (one.is_present || !self.present_only);
        let there: Vec<&Candidate> = candidates.iter().filter(is_there).collect();
        if there.is_empty() {
            return Err(Why::NobodyThere);
        }
        let mut able = there;
        for skill in needed {
            able.retain(|one| one.skills.contains(*skill));
            if able.is_empty() {
                return Err(Why::NoSkill {
                    skill: (*skill).to_owned(),
                });
            }
        }
        able.retain(|one| one.load.saturating_add(weight) <= one.capacity);
        let among = u32::try_from(able.len()).unwrap_or(u32::MAX);
        // Loads are compared as parts of what each can take: a/b < c/d as a·d < c·b.
        let chosen = match self.method {
            Method::LeastLoaded => able.into_iter().min_by(|a, b| {
                let left = u64::from(a.load) * u64::from(b.capacity.max(1));
                let right = u64::from(b.load) * u64::from(a.capacity.max(1));
                (left, a.last, a.person).cmp(&(right, b.last, b.person))
            }),
            Method::RoundRobin => able.into_iter().min_by_key(|one| (one.last, one.person)),
        };
        let chosen = chosen.ok_or(Why::AllFull)?;
        let why = match self.method {
            Method::LeastLoaded => Why::LeastLoaded {
                among,
                load: chosen.load,
                capacity: chosen.capacity,
            },
            Method::RoundRobin => Why::RoundRobin { among },
        };
        Ok((chosen.person, why))
    }
}
