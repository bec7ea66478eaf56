//! What a replay comes to, as it is told and kept: figures by the keys of their messages, and what became of tickets.

use super::{Difference, Replayed, Sums};
use kernel::TicketId;
use kernel::automation::Course;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What would have been different.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How many tickets were run through.
    pub tickets: usize,
    /// How many of them went another way.
    pub changed: usize,
    /// What all tickets come to; the message `replay-KEY` says what it is.
    pub sums: Vec<Figure>,
    /// How often each rule applied, by its key.
    pub rules: Vec<Figure>,
    /// The first tickets that went another way, in the order of their numbers.
    pub differences: Vec<TicketTold>,
}

/// A figure under both policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is of.
    pub key: String,
    /// Under the policy in force.
    pub present: i64,
    /// Under the other.
    pub proposed: i64,
}

/// What became of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketTold {
    /// The ticket.
    pub ticket: TicketId,
    /// What is different; nothing where only deadlines or rules are.
    pub parts: Vec<Part>,
}

/// Something about a ticket that is different; the message `replay-part-KEY` says what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub key: String,
    /// Under the policy in force; nobody and no team where it is nothing.
    pub present: Option<i64>,
    /// Under the other.
    pub proposed: Option<i64>,
}

type Sum = (&'static str, fn(&Sums) -> i64);

const SUMS: &[Sum] = &[
    ("priority-1", |sums| sums.priorities[0] as i64),
    ("priority-2", |sums| sums.priorities[1] as i64),
    ("priority-3", |sums| sums.priorities[2] as i64),
    ("priority-4", |sums| sums.priorities[3] as i64),
    ("priority-5", |sums| sums.priorities[4] as i64),
    ("moves", |sums| sums.moves),
    ("without-team", |sums| sums.without_team as i64),
    ("without-assignee", |sums| sums.without_assignee as i64),
    ("clocks", |sums| sums.clocks as i64),
    ("breaches", |sums| sums.breaches as i64),
    ("escalated", |sums| sums.escalated as i64),
    ("told", |sums| sums.told as i64),
    ("replies", |sums| sums.replies as i64),
    ("approvals", |sums| sums.approvals as i64),
    ("filed", |sums| sums.filed as i64),
    ("problems", |sums| sums.problems as i64),
];

type Of = (&'static str, fn(&Course) -> Option<i64>);

const PARTS: &[Of] = &[
    ("priority", |course| Some(course.priority.0.into())),
    ("team", |course| course.team.map(|team| team.0)),
    ("assignee", |course| course.assignee.map(|person| person.0)),
    ("moves", |course| Some(course.moves)),
    ("breaches", |course| Some(course.breaches() as i64)),
    ("escalated", |course| Some(course.escalated.into())),
    ("told", |course| Some(course.told.into())),
    ("replies", |course| Some(course.replies.into())),
    ("approvals", |course| Some(course.approvals.into())),
    ("filed", |course| Some(course.filed.into())),
    ("problems", |course| Some(course.problems.into())),
];

impl From<&Replayed> for Told {
    fn from(replayed: &Replayed) -> Self {
        let (present, proposed) = (&replayed.present, &replayed.proposed);
        let sums = SUMS.iter().map(|(key, of)| Figure {
            key: (*key).to_owned(),
            present: of(present),
            proposed: of(proposed),
        });
        let rules: BTreeSet<&String> = present.rules.keys().chain(proposed.rules.keys()).collect();
        let runs = |sums: &Sums, rule| sums.rules.get(rule).copied().unwrap_or_default() as i64;
        let rules = rules.into_iter().map(|rule| Figure {
            key: rule.clone(),
            present: runs(present, rule),
            proposed: runs(proposed, rule),
        });
        Self {
            tickets: replayed.tickets,
            changed: replayed.changed,
            sums: sums
                .filter(|one| one.present != 0 || one.proposed != 0)
                .collect(),
            rules: rules.collect(),
            differences: replayed.differences.iter().map(TicketTold::from).collect(),
        }
    }
}

impl From<&Difference> for TicketTold {
    fn from(one: &Difference) -> Self {
        let parts = PARTS.iter().filter_map(|(key, of)| {
            let (present, proposed) = (of(&one.present), of(&one.proposed));
            (present != proposed).then(|| Part {
                key: (*key).to_owned(),
                present,
                proposed,
            })
        });
        Self {
            ticket: one.ticket,
            parts: parts.collect(),
        }
    }
}
