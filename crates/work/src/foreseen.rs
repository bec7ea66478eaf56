//! What is kept beside a ticket because time will come: how its promises stand, and when it is to be looked at again.
//!
//! All of it follows from the ticket, its log and the policy, so it can be made anew at any time.

use crate::clocks;
use crate::desk::Rules;
use crate::error::Result;
use kernel::policy::{APPROVALS, StateCategory};
use kernel::sla::{Promised, Told};
use kernel::time::DAY;
use kernel::{Recorded, Ticket, TicketId, Timestamp};
use std::collections::HashMap;
use store::{Foreseen, Tx};

/// Closes a resolved ticket.
pub(crate) const TIMER_CLOSE: &str = "close";
/// Takes a ticket off hold.
pub(crate) const TIMER_RESUME: &str = "resume";
/// A clock comes to a threshold.
pub(crate) const TIMER_CLOCK: &str = "clock";
/// Somebody is to be reminded of an approval, or it ends.
pub(crate) const TIMER_APPROVAL: &str = "approval";
/// A rule that waits for time is to be asked.
pub(crate) const TIMER_RULES: &str = "rules";

/// What is foreseen of a ticket with this log from an instant on. Where nothing is promised, the log is not looked at.
pub(crate) fn foreseen(
    tx: &Tx<'_>,
    rules: &Rules,
    ticket: &Ticket,
    log: &[Recorded],
    after: Timestamp,
) -> Result<Foreseen> {
    // Neither the deadline nor what was done too late depends on when it is asked for.
    let clocks = clocks::clocks_by(tx, rules, ticket.requester, log, after)?;
    let promised = Promised::of(&clocks);
    let mut timers = own_timers(ticket, rules);
    let clock = Told::of(log).next(&clocks, after);
    timers.extend(clock.map(|at| (TIMER_CLOCK, at)));
    let wakes = rules.automation.wakes_at(ticket, promised, after);
    timers.extend(wakes.map(|at| (TIMER_RULES, at)));
    Ok(Foreseen { promised, timers })
}

/// What is foreseen of each of these tickets from an instant on, in their order. Their logs are read at once.
pub(crate) fn foreseen_each(
    tx: &Tx<'_>,
    rules: &Rules,
    tickets: &[(&Ticket, Timestamp)],
) -> Result<Vec<Foreseen>> {
    let logs = match rules.levels.is_empty() {
        true => HashMap::new(),
        false => {
            let ids: Vec<TicketId> = tickets.iter().map(|(ticket, _)| ticket.id).collect();
            store::log::of_each(tx, &ids)?
        }
    };
    let foreseen = |(ticket, after): &(&Ticket, Timestamp)| {
        let log = logs.get(&ticket.id).map_or(&[][..], Vec::as_slice);
        foreseen(tx, rules, ticket, log, *after)
    };
    tickets.iter().map(foreseen).collect()
}

/// What is to happen to the ticket by its lifecycle.
fn own_timers(ticket: &Ticket, rules: &Rules) -> Vec<(&'static str, Timestamp)> {
    let mut timers = Vec::new();
    if let Some(until) = ticket.hold.as_ref().and_then(|hold| hold.until) {
        timers.push((TIMER_RESUME, until));
    }
    let approval = ticket.approvals_look_at();
    let approval = approval.filter(|_| rules.policy.has(APPROVALS));
    timers.extend(approval.map(|at| (TIMER_APPROVAL, at)));
    let days = rules.policy.close_after_days;
    if ticket.state_category == StateCategory::Resolved
        && days > 0
        && let Some(resolved) = ticket.resolved_at
    {
        timers.push((TIMER_CLOSE, resolved.plus(i64::from(days) * DAY)));
    }
    timers
}
