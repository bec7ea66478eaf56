//! What happened elsewhere: imported, at its own time and by its own actors.

use super::counting::{Counts, count};
use super::record::{folded, timers};
use super::{Rules, queries};
use crate::error::Result;
use kernel::ticket::{Activity, Channel};
use kernel::{PersonId, Timestamp};
use store::log::Stamp;
use store::{Keep, Tx};

/// The history of one ticket.
#[derive(Clone, Debug)]
pub struct History {
    /// Where it comes from, and what it is called there; recorded once.
    pub external: Option<(String, String)>,
    /// What happened, in the order of time. The first opens the ticket.
    pub steps: Vec<Step>,
}

/// What somebody did at once.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who; nobody when the other system itself did.
    pub actor: Option<PersonId>,
    /// The door that it came in by.
    pub channel: Channel,
    /// What.
    pub activities: Vec<Activity>,
}

/// How many histories were recorded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct HistoryOutcome {
    /// The new tickets, in the order of the batch; nothing where it was recorded before.
    pub tickets: Vec<Option<kernel::TicketId>>,
    /// How many activities were recorded.
    pub activities: usize,
}

pub(super) fn record(tx: &Tx<'_>, rules: &Rules, batch: &[History]) -> Result<HistoryOutcome> {
    let mut outcome = HistoryOutcome::default();
    let mut counts = Counts::new();
    for history in batch {
        if let Some((source, id)) = &history.external
            && queries::recorded_as(tx, source, id)?.is_some()
        {
            outcome.tickets.push(None);
            continue;
        }
        let ticket = store::next_number(tx)?;
        store::lock(tx, &[ticket])?;
        let mut log = Vec::new();
        for step in &history.steps {
            let version = log.len() as i64;
            let stamp = Stamp {
                at: step.at,
                actor: step.actor,
                channel: step.channel,
                command: None,
                policy: rules.version,
            };
            log.extend(store::log::append(
                tx,
                ticket,
                version,
                stamp,
                step.activities.clone(),
            )?);
        }
        let after = folded(None, &log)?;
        let timers = timers(&after, &rules.policy);
        store::keep(
            tx,
            &Keep {
                before: None,
                after: &after,
                timers: &timers,
            },
        )?;
        store::search::index(tx, ticket, &after.subject, &[])?;
        count(&mut counts, &rules.counters, None, &after);
        if let Some((source, id)) = &history.external {
            queries::remember_as(tx, source, id, ticket)?;
        }
        outcome.activities += log.len();
        outcome.tickets.push(Some(ticket));
    }
    store::add_counts(tx, &counts)?;
    Ok(outcome)
}
