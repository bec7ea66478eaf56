//! The approvals of a ticket.

use kernel::ticket::{Approval as KernelApproval, ApprovalChange, StepCourse, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that was asked to be approved.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Approval {
    /// Which of the ticket's, from 1.
    id: i64,
    /// The key of the policy's approval.
    approval: String,
    /// What it is called.
    label: String,
    /// `pending`, `approved`, `rejected`, `expired` or `cancelled`.
    state: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    asked_at: String,
    /// Who asked for it; null where a rule did.
    asked_by: Option<i64>,
    /// When it ends without an answer.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// The steps that have begun, in their order.
    steps: Vec<ApprovalStep>,
}

/// A step that has begun.
#[derive(Debug, Serialize, ToSchema)]
struct ApprovalStep {
    /// What it is called; empty for nothing.
    label: String,
    /// Whether it was left out because there was nobody to ask.
    skipped: bool,
    /// Who was asked.
    asked: Vec<ApprovalAsked>,
}

/// Somebody who was asked.
#[derive(Debug, Serialize, ToSchema)]
struct ApprovalAsked {
    /// Who.
    person: i64,
    /// Who was asked, too, because they were away.
    substitute: Option<i64>,
    /// `approved` or `rejected`; null for no answer.
    verdict: Option<&'static str>,
    /// Who answered.
    by: Option<i64>,
    /// In their words.
    comment: String,
    /// When they answered.
    #[schema(format = DateTime)]
    at: Option<String>,
}

impl From<&KernelApproval> for Approval {
    fn from(approval: &KernelApproval) -> Self {
        let steps = approval.plan.steps.iter().zip(&approval.course);
        Self {
            id: approval.plan.id,
            approval: approval.plan.template.clone(),
            label: approval.plan.label.clone(),
            state: approval.state().name(),
            asked_at: approval.asked_at.to_string(),
            asked_by: approval.asked_by.map(|person| person.0),
            expires_at: approval.plan.expires_at.map(|at| at.to_string()),
            ended_at: approval.ended.as_ref().map(|ended| ended.at.to_string()),
            steps: steps
                .map(|(plan, course)| ApprovalStep::of(&plan.label, course))
                .collect(),
        }
    }
}

impl ApprovalStep {
    fn of(label: &str, course: &StepCourse) -> Self {
        let asked = course.asked.iter().map(|asked| {
            let decision = course.decision_of(asked.person);
            ApprovalAsked {
                person: asked.person.0,
                substitute: asked.substitute.map(|person| person.0),
                verdict: decision.map(|one| one.verdict.name()),
                by: decision.map(|one| one.by.0),
                comment: decision.map(|one| one.comment.clone()).unwrap_or_default(),
                at: decision.map(|one| one.at.to_string()),
            }
        });
        Self {
            label: label.to_owned(),
            skipped: course.skipped.is_some(),
            asked: asked.collect(),
        }
    }
}

/// An approval to be asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ApprovalNew {
    /// The key of the policy's approval.
    pub(in crate::api) approval: String,
}

/// What somebody says who is asked.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ApprovalAnswer {
    /// `approved` or `rejected`.
    #[schema(value_type = String)]
    verdict: Verdict,
    /// Why; whoever rejects says so.
    #[serde(default)]
    comment: String,
}

impl ApprovalAnswer {
    /// The answer as the desk takes it.
    pub(in crate::api) fn change(self, approval: i64) -> ApprovalChange {
        ApprovalChange::Decide {
            approval,
            verdict: self.verdict,
            comment: self.comment,
        }
    }
}

/// Why an approval is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ApprovalReason {
    /// The reason; empty for none.
    #[serde(default)]
    pub(in crate::api) reason: String,
}
