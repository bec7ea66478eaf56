//! What Spoc itself did about a ticket, and why: by rules, by routing, by the clocks.

use crate::automation::{Event, Why};
use crate::policy::{Ground, Key};
use crate::sla::Metric;
use crate::{PersonId, TeamId, TicketId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What Spoc itself did about a ticket. It changes nothing of the ticket but why its priority is as it is; what does
/// stands behind it in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Automated {
    /// A rule does what follows in the same command.
    RuleApplied {
        /// The rule.
        rule: Key,
        /// What it was called then.
        label: String,
    },
    /// A rule could not do what it says; nothing of it was done.
    RuleFailed {
        /// The rule.
        rule: Key,
        /// What it was called then.
        label: String,
        /// Why.
        problem: String,
    },
    /// A clock came to one of its thresholds.
    ThresholdReached {
        /// The service level.
        level: Key,
        /// What it was called then.
        label: String,
        /// What it promises.
        metric: Metric,
        /// Which time that it is promised, from 1.
        round: u32,
        /// Percent of the target.
        percent: u16,
    },
    /// A team, or one of its members, was chosen.
    Routed {
        /// The route by which the team was chosen, as it was called then; nothing where the team was there already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        route: Option<String>,
        /// The team.
        team: TeamId,
        /// The member, if one was free.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Why this member, or why none; nothing where the team's tickets are not handed out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// It was taken from somebody who is away, to be handed out again.
    Relieved {
        /// Who is away.
        person: PersonId,
    },
    /// People are told of the ticket.
    Told {
        /// Who.
        people: BTreeSet<PersonId>,
        /// What they read beside it.
        text: String,
        /// Whether it was brought to them because it did not go on.
        escalated: bool,
    },
    /// What raises or lowers the priority beyond the matrix became another.
    Raised {
        /// What it is now.
        grounds: Vec<Ground>,
    },
    /// A ticket was filed that follows from this one.
    Filed {
        /// The ticket.
        ticket: TicketId,
    },
    /// The requester is asked how content they are.
    Surveyed,
    /// A webhook is called.
    Called(Called),
}

/// That a rule calls a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The webhook.
    pub webhook: Key,
    /// What it was called then.
    pub label: String,
    /// The rule.
    pub rule: Key,
    /// What that was called then.
    pub rule_label: String,
    /// What the rule waited for.
    pub event: Event,
}

impl Automated {
    /// The name in the database, the API and the message catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Automated::RuleApplied { .. } => "rule_applied",
            Automated::RuleFailed { .. } => "rule_failed",
            Automated::ThresholdReached { .. } => "threshold_reached",
            Automated::Routed { .. } => "routed",
            Automated::Relieved { .. } => "relieved",
            Automated::Told { .. } => "told",
            Automated::Raised { .. } => "raised",
            Automated::Filed { .. } => "filed",
            Automated::Surveyed => "surveyed",
            Automated::Called(_) => "called",
        }
    }

    /// The other ticket that it speaks of.
    pub fn reference(&self) -> Option<TicketId> {
        match self {
            Automated::Filed { ticket } => Some(*ticket),
            _ => None,
        }
    }
}
