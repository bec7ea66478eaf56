//! What merging does to the ticket that becomes part of another, and to that one.

use super::{Context, Refusal, approvals, require};
use crate::ticket::activity::Activity;
use crate::ticket::approval::ApprovalOutcome;
use crate::ticket::state::Ticket;
use crate::{Permission, PersonId};

/// What happens to a ticket that becomes part of `target`.
///
/// # Errors
/// When it is part of another already, when more people see that one, or when the actor may not.
pub fn decide_merge(
    ticket: &Ticket,
    target: &Ticket,
    context: Context<'_>,
) -> Result<Vec<Activity>, Refusal> {
    for ticket in [ticket, target] {
        if !context.actor.may_see(ticket) {
            return Err(Refusal::NoSuchTicket);
        }
        if let Some(target) = ticket.merged_into {
            return Err(Refusal::Merged(Some(target)));
        }
    }
    require(context.actor, Permission::TicketMerge)?;
    if ticket.id == target.id {
        return Err(Refusal::MergeWithItself);
    }
    if ticket.is_hidden_from_some_of(target, &context.facts.private_teams) {
        return Err(Refusal::MergeReveals);
    }
    let pending = ticket.approvals.iter().filter(|one| one.is_pending());
    let lapses =
        pending.map(|one| approvals::ended(one, ApprovalOutcome::Cancelled, String::new()));
    let merged = Activity::MergedInto { target: target.id };
    Ok(lapses.chain([merged]).collect())
}

/// What happens to the ticket that `source` becomes part of.
pub fn decide_absorb(target: &Ticket, source: &Ticket) -> Vec<Activity> {
    let follows = |person: &PersonId| !target.is_for(*person) && !target.watchers.contains(person);
    let watchers = source
        .parties()
        .filter(|p| Some(*p) != source.assignee)
        .filter(follows)
        .collect();
    vec![Activity::Absorbed {
        source: source.id,
        watchers,
    }]
}
