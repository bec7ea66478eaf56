//! What happened elsewhere: imported, at its own time and by its own actors.

use super::counting::{Counts, count};
use super::record::folded;
use super::{Rules, queries};
use crate::error::Result;
use crate::foreseen::foreseen;
use kernel::ticket::{Activity, Channel};
use kernel::{PersonId, PolicyVersion, Recorded, TicketId, Timestamp, legible_texts};
use store::log::{NewLog, Stamp};
use store::search::Indexed;
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
    pub tickets: Vec<Option<TicketId>>,
    /// How many activities were recorded.
    pub activities: usize,
}

/// Records a batch with as few statements as the database takes, whatever its size.
pub(super) fn record(
    tx: &Tx<'_>,
    rules: &Rules,
    batch: &[History],
    now: Timestamp,
) -> Result<HistoryOutcome> {
    // Nobody knows the new tickets yet, so nobody is kept from them.
    store::lock(tx, &[])?;
    let mut known = queries::recorded_among(tx, batch.iter().filter_map(History::named))?;
    let mut is_new = |history: &History| {
        let name = history.external.as_ref();
        name.is_none_or(|name| known.insert(name.clone()))
    };
    let new: Vec<bool> = batch.iter().map(&mut is_new).collect();
    let count = new.iter().filter(|is_new| **is_new).count();
    let mut numbers = store::next_numbers(tx, count)?.into_iter();
    let tickets: Vec<_> = new
        .iter()
        .map(|is_new| is_new.then(|| numbers.next()).flatten())
        .collect();
    let numbered = tickets.iter().zip(batch);
    let numbered = numbered.filter_map(|(ticket, history)| Some(((*ticket)?, history)));
    let logs = numbered
        .clone()
        .map(|(ticket, history)| history.log(ticket, rules.version));
    let recorded = store::log::append_new(tx, logs.collect())?;
    // What clocks came to elsewhere is not told here any more.
    keep(tx, rules, &recorded, now)?;
    let names = numbered.filter_map(|(ticket, history)| Some((history.named()?, ticket)));
    queries::remember_as(tx, names)?;
    Ok(HistoryOutcome {
        activities: recorded.len(),
        tickets,
    })
}

impl History {
    fn named(&self) -> Option<(&str, &str)> {
        let (source, id) = self.external.as_ref()?;
        Some((source, id))
    }

    fn log(&self, ticket: TicketId, policy: PolicyVersion) -> NewLog {
        let stamped = |step: &Step| {
            let stamp = Stamp {
                at: step.at,
                actor: step.actor,
                channel: step.channel,
                command: None,
                policy,
            };
            let legible = |activity: &Activity| legible_texts(activity).into_owned();
            (stamp, step.activities.iter().map(legible).collect())
        };
        NewLog {
            ticket,
            steps: self.steps.iter().map(stamped).collect(),
        }
    }
}

/// Writes the folded rows, the index and the counters of new tickets.
fn keep(tx: &Tx<'_>, rules: &Rules, recorded: &[Recorded], now: Timestamp) -> Result<()> {
    let mut counts = Counts::new();
    let mut tickets = Vec::new();
    for log in recorded.chunk_by(|one, next| one.ticket == next.ticket) {
        let ticket = folded(None, log)?;
        count(&mut counts, &rules.counters, None, &ticket);
        let foreseen = foreseen(tx, rules, &ticket, log, now)?;
        tickets.push((ticket, foreseen, log));
    }
    let rows = tickets.iter().map(|(after, foreseen, _)| Keep {
        before: None,
        after,
        foreseen,
    });
    store::keep(tx, &rows.collect::<Vec<_>>())?;
    let documents = tickets
        .iter()
        .map(|(ticket, _, log)| Indexed::new(ticket, log));
    store::search::index(tx, &documents.collect::<Vec<_>>())?;
    store::add_counts(tx, &counts)?;
    Ok(())
}
