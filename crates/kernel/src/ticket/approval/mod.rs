//! Approvals of a ticket: who was asked, step by step, and what they said.
//!
//! Whether the answer is in follows from who was asked and who said what ([`Answers::standing`]).

mod count;
mod fold;

use crate::policy::{ApprovalStep, Approver, Key, Wait};
use crate::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

pub use count::{Answers, Standing};

/// An approval within its ticket: the how-manieth it is, from 1.
pub type ApprovalId = i64;

/// What somebody who is asked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Let it be done.
    Approved,
    /// Let it not be done.
    Rejected,
}

impl Verdict {
    /// The name in forms, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Approved => "approved",
            Verdict::Rejected => "rejected",
        }
    }

    /// The verdict of this name.
    pub fn named(name: &str) -> Option<Verdict> {
        let all = [Verdict::Approved, Verdict::Rejected];
        all.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// How an approval ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalOutcome {
    /// Every step was approved.
    Approved,
    /// A step was rejected.
    Rejected,
    /// Its time ran out.
    Expired,
    /// It was taken back, or the ticket ended, or there was nobody to ask.
    Cancelled,
}

/// How an approval stands; that of a ticket is that of the one which waits, else of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApprovalState {
    /// Somebody has to answer.
    Pending,
    /// It has ended so.
    Ended(ApprovalOutcome),
}

impl ApprovalState {
    /// All states.
    pub const ALL: [ApprovalState; 5] = [
        ApprovalState::Pending,
        ApprovalState::Ended(ApprovalOutcome::Approved),
        ApprovalState::Ended(ApprovalOutcome::Rejected),
        ApprovalState::Ended(ApprovalOutcome::Expired),
        ApprovalState::Ended(ApprovalOutcome::Cancelled),
    ];

    /// The name in conditions, the API, catalogues and the database.
    pub fn name(self) -> &'static str {
        match self {
            ApprovalState::Pending => "pending",
            ApprovalState::Ended(ApprovalOutcome::Approved) => "approved",
            ApprovalState::Ended(ApprovalOutcome::Rejected) => "rejected",
            ApprovalState::Ended(ApprovalOutcome::Expired) => "expired",
            ApprovalState::Ended(ApprovalOutcome::Cancelled) => "cancelled",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalPlan {
    /// Which.
    pub id: ApprovalId,
    /// The approval of the policy.
    pub template: Key,
    /// What it was called then.
    pub label: String,
    /// What those who are asked read beside the ticket.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether people may approve what they themselves asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// After which time those who have not answered are reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_after: Option<Wait>,
    /// When it ends without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// The steps, one after the other.
    pub steps: Vec<ApprovalStep>,
}

/// An approval and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// What is asked for.
    #[serde(flatten)]
    pub plan: ApprovalPlan,
    /// Since when.
    pub asked_at: Timestamp,
    /// Who asked for it; nobody where a rule did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonId>,
    /// What became of each step that has begun or was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub course: Vec<StepCourse>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCourse {
    /// When it began.
    pub began_at: Timestamp,
    /// Who was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
    /// Why nobody was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Unaskable>,
    /// What they said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// When those who have not answered are to be reminded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// How often they were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reminders: u32,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Somebody who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub why: Approver,
    /// Who is asked, too, because they were away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitute: Option<PersonId>,
}

impl Asked {
    /// They, and who is asked in their place.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + use<> {
        std::iter::once(self.person).chain(self.substitute)
    }
}

/// Why a step could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unaskable {
    /// There is nobody.
    Nobody,
    /// There are fewer than have to approve.
    TooFew {
        /// How many have to.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// There are more than can be asked.
    TooMany {
        /// How many there are.
        found: usize,
    },
}

impl fmt::Display for Unaskable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unaskable::Nobody => write!(f, "there is nobody to ask"),
            Unaskable::TooFew { needed, found } => {
                write!(f, "{needed} have to approve and there are {found} to ask")
            }
            Unaskable::TooMany { found } => write!(f, "{found} people are too many to ask"),
        }
    }
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// In whose place.
    pub of: PersonId,
    /// Who.
    pub by: PersonId,
    /// What.
    pub verdict: Verdict,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// When.
    pub at: Timestamp,
}

/// How and when an approval ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub outcome: ApprovalOutcome,
    /// When.
    pub at: Timestamp,
    /// Why, in the words of whoever took it back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What somebody wants to happen to the approvals of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalChange {
    /// Ask for one.
    Ask(Key),
    /// Say what one thinks.
    Decide {
        /// Of which.
        approval: ApprovalId,
        /// What.
        verdict: Verdict,
        /// Why.
        comment: String,
    },
    /// Take it back.
    Cancel {
        /// Which.
        approval: ApprovalId,
        /// Why; empty for no reason.
        reason: String,
    },
    /// Do what time has come for: remind, and end what nobody answered.
    LookAtTime,
}

/// What happened to the approvals of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant names what became of the approval"
)]
pub enum ApprovalActivity {
    Asked(Box<ApprovalPlan>),
    /// A step began; who is asked was found out now.
    StepBegun {
        approval: ApprovalId,
        label: String,
        step: usize,
        asked: Vec<Asked>,
        remind_at: Option<Timestamp>,
    },
    StepSkipped {
        approval: ApprovalId,
        label: String,
        step: usize,
        why: Unaskable,
    },
    Decided {
        approval: ApprovalId,
        label: String,
        step: usize,
        of: PersonId,
        verdict: Verdict,
        comment: String,
    },
    Reminded {
        approval: ApprovalId,
        label: String,
        people: BTreeSet<PersonId>,
        next: Option<Timestamp>,
    },
    Ended {
        approval: ApprovalId,
        label: String,
        outcome: ApprovalOutcome,
        reason: String,
    },
}

impl ApprovalActivity {
    /// The name in the database, the API and the message catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            ApprovalActivity::Asked(_) => "approval_asked",
            ApprovalActivity::StepBegun { .. } => "approval_step_begun",
            ApprovalActivity::StepSkipped { .. } => "approval_step_skipped",
            ApprovalActivity::Decided { .. } => "approval_decided",
            ApprovalActivity::Reminded { .. } => "approval_reminded",
            ApprovalActivity::Ended { .. } => "approval_ended",
        }
    }

    /// Which approval it is about.
    pub fn approval(&self) -> ApprovalId {
        match self {
            ApprovalActivity::Asked(plan) => plan.id,
            ApprovalActivity::StepBegun { approval, .. }
            | ApprovalActivity::StepSkipped { approval, .. }
            | ApprovalActivity::Decided { approval, .. }
            | ApprovalActivity::Reminded { approval, .. }
            | ApprovalActivity::Ended { approval, .. } => *approval,
        }
    }

    /// The people that it speaks of.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            ApprovalActivity::StepBegun { asked, .. } => {
                asked.iter().flat_map(Asked::people).collect()
            }
            ApprovalActivity::Decided { of, .. } => vec![*of],
            ApprovalActivity::Reminded { people, .. } => people.iter().copied().collect(),
            _ => Vec::new(),
        }
    }
}
