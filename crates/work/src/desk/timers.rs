//! What happens by itself: one ordered queue of due instants, never a sweep over tickets.

use super::{Command, Desk, queries};
use crate::error::{Error, Result};
use crate::foreseen::{TIMER_APPROVAL, TIMER_CLOCK, TIMER_CLOSE, TIMER_RESUME, TIMER_RULES};
use kernel::policy::Lifecycle;
use kernel::ticket::{ApprovalChange, Change, Channel};
use kernel::{Actor, TicketId};

/// Most timers that are run before the queue is looked at again.
const DUE_MAX: i64 = 512;

/// Tickets that are looked at in one unit of work: others who write need not wait long. A server is asked about so many
/// in one statement.
const WAKE_AT_ONCE: usize = 64;

pub(super) async fn run(desk: &Desk) -> Result<usize> {
    let mut all = 0;
    loop {
        let now = desk.clock().now();
        let due = desk
            .store()
            .read(move |tx| queries::due(tx, now, DUE_MAX))
            .await?;
        all += due.len();
        let looks = |kind: &str| matches!(kind, TIMER_CLOCK | TIMER_RULES);
        let mut wakes: Vec<TicketId> = Vec::new();
        for (ticket, kind) in &due {
            if looks(kind) {
                wakes.push(*ticket);
            } else {
                run_one(desk, *ticket, kind).await?;
            }
        }
        wakes.sort_unstable();
        wakes.dedup();
        for tickets in wakes.chunks(WAKE_AT_ONCE) {
            let tickets = tickets.to_vec();
            desk.execute(&Actor::spoc(), Command::Wake { tickets })
                .await?;
        }
        if due.len() < DUE_MAX as usize {
            return Ok(all);
        }
    }
}

async fn run_one(desk: &Desk, ticket: TicketId, kind: &str) -> Result<()> {
    match fire(desk, ticket, kind).await {
        Ok(true) => Ok(()),
        Ok(false) => forget(desk, ticket, kind).await,
        // A ticket on which it is not possible any more harms no other.
        Err(Error::Refused(refusal)) => {
            tracing::info!(%ticket, kind, %refusal, "a timer had nothing to do");
            forget(desk, ticket, kind).await
        }
        Err(error) => Err(error),
    }
}

async fn forget(desk: &Desk, ticket: TicketId, kind: &str) -> Result<()> {
    let kind = kind.to_owned();
    desk.store()
        .write(move |tx| queries::drop_timer(tx, ticket, &kind))
        .await
}

/// Answers whether anything happened.
async fn fire(desk: &Desk, ticket: TicketId, kind: &str) -> Result<bool> {
    let change = match kind {
        TIMER_APPROVAL => Change::Approval(ApprovalChange::LookAtTime),
        TIMER_CLOSE => Change::Close,
        TIMER_RESUME => Change::State(Lifecycle::IN_PROGRESS.into()),
        kind => return Err(store::Error::Damaged(format!("a timer of kind “{kind}”")).into()),
    };
    let (tickets, changes) = (vec![ticket], vec![change]);
    let command = Command::Change {
        tickets,
        changes,
        seen: None,
        channel: Channel::Automation,
    };
    Ok(desk
        .execute(&Actor::spoc(), command)
        .await?
        .command
        .is_some())
}
