//! What policy did in a log, and what people did.

use crate::ticket::{Activity, ApprovalActivity, Automated, Channel};
use crate::{CommandId, Recorded, Ticket};
use std::collections::BTreeSet;

/// The commands in which policy did something.
pub(super) fn commands_of_policy(log: &[Recorded]) -> BTreeSet<CommandId> {
    let decided = |one: &&Recorded| {
        matches!(
            one.activity,
            Activity::Automated(Automated::RuleApplied { .. } | Automated::Routed { .. })
        )
    };
    log.iter().filter(decided).map(|one| one.command).collect()
}

/// Whether policy did it, and would decide it anew.
pub(super) fn is_of_policy(one: &Recorded, own: &BTreeSet<CommandId>) -> bool {
    let follows = matches!(one.activity, Activity::PriorityChanged { reason: None, .. });
    let automatic = one.actor.is_none() && one.channel == Channel::Automation;
    matches!(one.activity, Activity::Automated(_))
        || follows
        || (automatic && own.contains(&one.command))
}

/// Whether policy has done already what somebody did by hand then.
pub(super) fn is_so(ticket: &Ticket, activity: &Activity) -> bool {
    match activity {
        Activity::TeamChanged { to, .. } => ticket.team == *to,
        Activity::AssigneeChanged { to, .. } => ticket.assignee == *to,
        Activity::TagAdded { tag } => ticket.tags.contains(tag),
        // Nobody answers what was not asked under this policy.
        Activity::Approval(ApprovalActivity::Asked(_)) => false,
        Activity::Approval(approval) => {
            let mut all = ticket.approvals.iter();
            let asked = all.find(|one| one.plan.id == approval.approval());
            asked.is_none_or(|one| !one.is_pending())
        }
        _ => false,
    }
}
