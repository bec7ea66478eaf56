//! What happened to the approvals of a ticket, each in one sentence.

use super::Found;
use super::events::{Saying, with_reason};
use super::teller::Teller;
use crate::pages::approvals::{Looking, rows, unaskable};
use crate::pages::words::Words;
use crate::screens::approvals::Approvals;
use kernel::PersonId;
use kernel::policy::APPROVALS;
use kernel::ticket::{ApprovalActivity, ApprovalOutcome, Asked, Verdict};
use web::parts::{Choice, Excerpt};

/// Most people that a sentence names.
const NAMED_MAX: usize = 8;

/// The approvals, with those that can be asked for; none while they are switched off.
pub(super) fn approvals(
    words: &Words,
    found: &Found,
    teller: &Teller<'_>,
    me: Option<PersonId>,
) -> Approvals {
    let ticket = &found.page.ticket;
    let away = &found.away;
    if !words.policy.has(APPROVALS) {
        return Approvals::default();
    }
    let offered = words.policy.approvals.iter().filter(|_| ticket.is_open());
    Approvals {
        rows: rows(ticket, teller, &Looking { me, away }),
        offered: offered
            .map(|one| Choice::new(one.key.as_str(), one.label.as_str(), false))
            .collect(),
    }
}

/// The icon and the sentence.
pub(super) fn approving(
    saying: &Saying<'_>,
    activity: &ApprovalActivity,
    by: Option<PersonId>,
) -> (&'static str, Excerpt) {
    let teller = saying.teller;
    let about = |key: &str, label: &str| saying.with(key, "approval", label.to_owned());
    let with = |key: &str, label: &str, people: String| {
        let facts = [("approval", label.to_owned()), ("names", people)];
        saying.facts(key, &facts)
    };
    match activity {
        ApprovalActivity::Asked(plan) => (
            "shield-check",
            about("activity-approval-asked", &plan.label),
        ),
        ApprovalActivity::StepBegun { label, asked, .. } => {
            let names = names(teller, asked.iter().flat_map(Asked::people));
            ("users", with("activity-approval-step", label, names))
        }
        ApprovalActivity::StepSkipped { label, why, .. } => {
            let said = about("activity-approval-skipped", label);
            (
                "triangle-alert",
                with_reason(said, &unaskable(teller.words.texts, *why)),
            )
        }
        ApprovalActivity::Decided {
            label,
            of,
            verdict,
            comment,
            ..
        } => {
            let (icon, key, other) = match verdict {
                Verdict::Approved => (
                    "circle-check",
                    "activity-approval-yes",
                    "activity-approval-yes-for",
                ),
                Verdict::Rejected => (
                    "circle-x",
                    "activity-approval-no",
                    "activity-approval-no-for",
                ),
            };
            let said = match by == Some(*of) {
                true => about(key, label),
                false => with(other, label, teller.person(*of)),
            };
            (icon, with_reason(said, comment))
        }
        ApprovalActivity::Reminded { label, people, .. } => {
            let names = names(teller, people.iter().copied());
            ("clock", with("activity-approval-reminded", label, names))
        }
        ApprovalActivity::Ended {
            label,
            outcome,
            reason,
            ..
        } => {
            let (icon, key) = match outcome {
                ApprovalOutcome::Approved => ("circle-check", "activity-approval-granted"),
                ApprovalOutcome::Rejected => ("circle-x", "activity-approval-rejected"),
                ApprovalOutcome::Expired => ("history", "activity-approval-expired"),
                ApprovalOutcome::Cancelled => ("x", "activity-approval-cancelled"),
            };
            (icon, with_reason(about(key, label), reason))
        }
    }
}

fn names(teller: &Teller<'_>, people: impl Iterator<Item = PersonId>) -> String {
    let mut names: Vec<String> = people.map(|person| teller.person(person)).collect();
    if names.len() > NAMED_MAX {
        names.truncate(NAMED_MAX);
        names.push("…".to_owned());
    }
    names.join(", ")
}
