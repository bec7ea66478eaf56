//! Asking anew how the promises about all tickets stand, after calendars or service levels changed.

use super::model::{Failure, Job, Progress, Running};
use super::queries;
use crate::desk::{Desk, Rules};
use crate::error::Result;
use crate::foreseen::foreseen;
use kernel::ticket::fold;
use kernel::{Recorded, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;

/// Activities that are read in one unit of work: others who write need not wait long.
const BATCH: i64 = 500;

/// What is kept beside tickets of their clocks is made anew, in the order of their numbers. A step is a number.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecomputeClocks {
    /// The last ticket that there was; what came later goes by the new rules anyway.
    last: TicketId,
}

impl RecomputeClocks {
    /// Of all tickets that there are.
    pub(crate) fn of_all(tx: &Tx<'_>) -> Result<Self> {
        let last = queries::last_ticket(tx)?;
        Ok(Self { last })
    }
}

impl Job for RecomputeClocks {
    const NAME: &'static str = "recompute_clocks";

    fn total(&self) -> i64 {
        self.last.0
    }

    async fn run(self, running: Running) -> Result<(), Failure> {
        let mut after = TicketId(running.done);
        while after < self.last {
            let (desk, running, last) = (running.floor.desk.clone(), running.clone(), self.last);
            let now = desk.clock().now();
            let store = desk.store().clone();
            let part = move |tx: &Tx<'_>| {
                let done = recompute(tx, &desk, after, now)?.unwrap_or(last).min(last);
                let progress = Progress {
                    done: done.0,
                    total: last.0,
                    ..Progress::default()
                };
                running.step(tx, now, &progress)?;
                Ok::<_, crate::Error>(done)
            };
            after = store.write(part).await?;
        }
        Ok(())
    }
}

/// Answers the last ticket that it came to, if there was one.
fn recompute(
    tx: &Tx<'_>,
    desk: &Desk,
    after: TicketId,
    now: Timestamp,
) -> Result<Option<TicketId>> {
    let logs = store::log::of_tickets(tx, after, BATCH)?;
    ask_anew(tx, &*desk.rules_in(tx)?, &logs, now)?;
    Ok(logs.last().map(|(ticket, _)| *ticket))
}

/// Keeps beside tickets how their promises stand, by their logs.
///
/// What has passed by now is not told any more: nobody had promised it then.
pub(crate) fn ask_anew(
    tx: &Tx<'_>,
    rules: &Rules,
    logs: &[(TicketId, Vec<Recorded>)],
    now: Timestamp,
) -> Result<()> {
    let tickets: Vec<TicketId> = logs.iter().map(|(id, _)| *id).collect();
    store::lock(tx, &tickets)?;
    let mut all = Vec::with_capacity(logs.len());
    for (id, log) in logs {
        if let Some(ticket) = fold(log)? {
            all.push((*id, foreseen(tx, rules, &ticket, log, now)?));
        }
    }
    let all = all.iter().map(|(id, foreseen)| (*id, foreseen));
    Ok(store::keep_foreseen(tx, &all.collect::<Vec<_>>())?)
}
