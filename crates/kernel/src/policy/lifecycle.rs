//! Lifecycles as tables: states with a fixed category each, and the moves between them.

use super::Key;
use crate::ticket::Kind;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// What a state means. Clocks, metrics and rules read this, never a state's label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateCategory {
    /// Nobody has taken it on yet.
    New,
    /// It is being worked on.
    Active,
    /// Nothing happens until the requester answers.
    WaitingOnRequester,
    /// Nothing happens until a third party delivers or a date comes.
    WaitingOnThirdParty,
    /// Done, as the agent sees it.
    Resolved,
    /// Done for good.
    Closed,
    /// Withdrawn, or part of another ticket.
    Cancelled,
}

impl StateCategory {
    /// All categories, in the order of a ticket's life.
    pub const ALL: [StateCategory; 7] = [
        StateCategory::New,
        StateCategory::Active,
        StateCategory::WaitingOnRequester,
        StateCategory::WaitingOnThirdParty,
        StateCategory::Resolved,
        StateCategory::Closed,
        StateCategory::Cancelled,
    ];

    /// Whether there is still something to do.
    pub fn is_open(self) -> bool {
        self < StateCategory::Resolved
    }

    /// The name in conditions, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            StateCategory::New => "new",
            StateCategory::Active => "active",
            StateCategory::WaitingOnRequester => "waiting_on_requester",
            StateCategory::WaitingOnThirdParty => "waiting_on_third_party",
            StateCategory::Resolved => "resolved",
            StateCategory::Closed => "closed",
            StateCategory::Cancelled => "cancelled",
        }
    }

    /// The category of this name.
    pub fn named(name: &str) -> Option<StateCategory> {
        Self::ALL
            .into_iter()
            .find(|category| category.name() == name)
    }
}

/// A state of a lifecycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// What it means. The reason refines it while a ticket is on hold.
    pub category: StateCategory,
}

/// Why a ticket may be on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldReason {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// Whom the ticket waits for.
    pub category: StateCategory,
}

/// The states of a kind of ticket and the moves between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifecycle {
    /// The kind of ticket.
    pub kind: Kind,
    /// The states, in the order in which people see them.
    pub states: Vec<State>,
    /// The moves: from, to.
    pub moves: Vec<(Key, Key)>,
}

impl Lifecycle {
    /// State of a ticket that nobody has taken on.
    pub const NEW: &'static str = "new";
    /// State of a ticket with an assignee who has not started.
    pub const ASSIGNED: &'static str = "assigned";
    /// State of a ticket that is being worked on.
    pub const IN_PROGRESS: &'static str = "in_progress";
    /// State of a ticket that waits for somebody or something.
    pub const ON_HOLD: &'static str = "on_hold";
    /// State of a ticket whose work is done.
    pub const RESOLVED: &'static str = "resolved";
    /// State of a ticket that is done for good.
    pub const CLOSED: &'static str = "closed";
    /// State of a withdrawn ticket.
    pub const CANCELLED: &'static str = "cancelled";
    /// State of a ticket that became part of another.
    pub const MERGED: &'static str = "merged";

    /// The state of this key.
    pub fn state(&self, key: &str) -> Option<&State> {
        self.states.iter().find(|state| state.key == key)
    }

    /// Whether a ticket may go from one state to the other.
    pub fn allows(&self, from: &str, to: &str) -> bool {
        self.moves.iter().any(|(a, b)| a == from && b == to)
    }

    /// The states that a ticket in `from` may go to.
    pub fn next(&self, from: &str) -> impl Iterator<Item = &State> {
        self.states
            .iter()
            .filter(move |state| self.allows(from, &state.key))
    }

    /// The default lifecycle.
    ///
    /// ```text
    /// New → Assigned → In progress ↔ On hold → Resolved → Closed
    ///       any open state → Cancelled; Resolved, Closed → In progress (reopening)
    /// ```
    pub fn standard(kind: Kind) -> Self {
        let states = [
            (Self::NEW, "New", StateCategory::New),
            (Self::ASSIGNED, "Assigned", StateCategory::Active),
            (Self::IN_PROGRESS, "In progress", StateCategory::Active),
            (Self::ON_HOLD, "On hold", StateCategory::WaitingOnThirdParty),
            (Self::RESOLVED, "Resolved", StateCategory::Resolved),
            (Self::CLOSED, "Closed", StateCategory::Closed),
            (Self::CANCELLED, "Cancelled", StateCategory::Cancelled),
            (Self::MERGED, "Merged", StateCategory::Cancelled),
        ];
        let moves = [
            (
                Self::NEW,
                &[
                    Self::ASSIGNED,
                    Self::IN_PROGRESS,
                    Self::ON_HOLD,
                    Self::RESOLVED,
                    Self::CANCELLED,
                ][..],
            ),
            (
                Self::ASSIGNED,
                &[
                    Self::NEW,
                    Self::IN_PROGRESS,
                    Self::ON_HOLD,
                    Self::RESOLVED,
                    Self::CANCELLED,
                ],
            ),
            (
                Self::IN_PROGRESS,
                &[
                    Self::ASSIGNED,
                    Self::ON_HOLD,
                    Self::RESOLVED,
                    Self::CANCELLED,
                ],
            ),
            (
                Self::ON_HOLD,
                &[
                    Self::ASSIGNED,
                    Self::IN_PROGRESS,
                    Self::ON_HOLD,
                    Self::RESOLVED,
                    Self::CANCELLED,
                ],
            ),
            (Self::RESOLVED, &[Self::IN_PROGRESS, Self::CLOSED]),
            (Self::CLOSED, &[Self::IN_PROGRESS]),
        ];
        Self {
            kind,
            states: states
                .into_iter()
                .map(|(key, label, category)| State {
                    key: key.into(),
                    label: label.into(),
                    category,
                })
                .collect(),
            moves: moves
                .into_iter()
                .flat_map(|(from, to)| to.iter().map(move |to| (from.to_owned(), (*to).to_owned())))
                .collect(),
        }
    }
}

/// The lifecycle under a policy that names none.
pub(super) fn fallback() -> &'static Lifecycle {
    static STANDARD: OnceLock<Lifecycle> = OnceLock::new();
    STANDARD.get_or_init(|| Lifecycle::standard(Kind::ALL[0]))
}
