//! Looking after the record: is every folded row what its log says, and making it so.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::foreseen::foreseen;
use crate::queries::{
    attachment_hashes, counter_rows, counts_of_view, indexed_to, needs_rebuild, put_indexed_to,
    rebuild_done,
};
use crate::views::recount;
use kernel::TicketId;
use kernel::ticket::fold;
use store::search::{self, Indexed};
use store::{Counts, Tx, log};

/// Activities that are looked at in one unit of work.
const BATCH: i64 = 5_000;
/// Tickets whose documents are compared at once.
const INDEX_BATCH: i64 = 1_000;
/// Most problems that are told; more would not help.
const PROBLEMS_MAX: usize = 100;

/// What was looked at and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Tickets refolded.
    pub tickets: u64,
    /// Activities folded.
    pub activities: u64,
    /// Files hashed.
    pub files: u64,
    /// What was wrong, at most the first hundred.
    pub problems: Vec<String>,
}

impl Desk {
    /// Compares every folded row with its refold, every counter with a fresh count, every document of the
    /// full-text index with what would be indexed and every stored file with its hash; finds rows that have no log at all.
    /// `progress` is told how many tickets were looked at.
    ///
    /// # Errors
    /// When the database or a file cannot be read.
    pub async fn verify(&self, mut progress: impl FnMut(u64)) -> Result<Verified> {
        let mut verified = Verified::default();
        let mut after = TicketId(0);
        loop {
            let desk = self.clone();
            let (last, tickets, activities, problems) = self
                .store()
                .read_long(move |tx| verify_batch(tx, &desk, after))
                .await?;
            let Some(last) = last else { break };
            after = last;
            verified.tickets += tickets;
            verified.activities += activities;
            verified.problems.extend(problems);
            progress(verified.tickets);
        }
        verified.problems.extend(
            self.store()
                .read_long(|tx| store::strays(tx, PROBLEMS_MAX))
                .await?,
        );
        verified.problems.extend(self.counter_problems().await?);
        verified
            .problems
            .extend(self.store().read_long(verify_index).await?);
        let files = self.store().files().clone();
        for hash in self.store().read_long(attachment_hashes).await? {
            verified.files += 1;
            if !files.is_sound(&hash)? {
                verified
                    .problems
                    .push(format!("file {hash} is missing or does not have that hash"));
            }
        }
        verified.problems.truncate(PROBLEMS_MAX);
        Ok(verified)
    }

    /// Compares every counter with a fresh count.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counter_problems(&self) -> Result<Vec<String>> {
        let desk = self.clone();
        let counting = move |tx: &Tx<'_>| verify_counters(tx, &desk);
        self.store().read_long(counting).await
    }

    /// Makes all folded rows, the full-text index and the counters from the log. May be interrupted and run again.
    /// `progress` is told how many tickets are done.
    ///
    /// # Errors
    /// When the database fails or a log does not fold.
    pub async fn rebuild(&self, mut progress: impl FnMut(u64)) -> Result<u64> {
        let mut after = TicketId(0);
        let mut done = 0;
        loop {
            let desk = self.clone();
            let (last, tickets) = self
                .store()
                .write(move |tx| rebuild_batch(tx, &desk, after))
                .await?;
            let Some(last) = last else { break };
            after = last;
            done += tickets;
            progress(done);
        }
        let desk = self.clone();
        self.store()
            .write(move |tx| {
                store::remove_strays(tx)?;
                recount(tx, &*desk.rules_in(tx)?)?;
                rebuild_done(tx)
            })
            .await?;
        Ok(done)
    }

    /// Makes what is missing of the full-text index after a migration has emptied it. May be interrupted: it goes on
    /// from there at the next start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn complete_index(&self) -> Result<()> {
        // Nearly always there is nothing to do: then nothing is written, and the writer rests from the start.
        if self.store().read(indexed_to).await?.is_none() {
            return Ok(());
        }
        while let Some(reached) = self.store().write(index_batch).await? {
            tracing::info!("the full-text index is made anew: up to ticket {reached}");
        }
        Ok(())
    }

    /// Whether the folded rows must be made anew before anything else.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn needs_rebuild(&self) -> Result<bool> {
        self.store().read(needs_rebuild).await
    }
}

type Batch = (Option<TicketId>, u64, u64, Vec<String>);

fn verify_batch(tx: &Tx<'_>, desk: &Desk, after: TicketId) -> Result<Batch> {
    let rules = desk.rules_in(tx)?;
    let logs = log::of_tickets(tx, after, BATCH)?;
    let mut problems = Vec::new();
    let mut activities = 0;
    for (id, log) in &logs {
        activities += log.len() as u64;
        match fold(log) {
            Ok(Some(ticket)) => {
                let foreseen = foreseen(tx, &rules, &ticket, log, ticket.updated_at)?;
                problems.extend(store::differences(tx, &ticket, &foreseen)?);
            }
            Ok(None) => {}
            Err(broken) => problems.push(format!("ticket {id}: {broken}")),
        }
    }
    Ok((
        logs.last().map(|(id, _)| *id),
        logs.len() as u64,
        activities,
        problems,
    ))
}

fn verify_counters(tx: &Tx<'_>, desk: &Desk) -> Result<Vec<String>> {
    let rules = desk.rules_in(tx)?;
    let mut wanted = Counts::new();
    for counter in &rules.counters.counters {
        wanted.extend(counts_of_view(tx, counter, &rules.counters.private_teams)?);
    }
    let kept = counter_rows(tx)?;
    let keys = wanted.keys().chain(kept.keys());
    let differs =
        |key: &&store::CountKey| wanted.get(*key).unwrap_or(&0) != kept.get(*key).unwrap_or(&0);
    let told = |key: &store::CountKey| {
        let (is, wanted) = (kept.get(key).unwrap_or(&0), wanted.get(key).unwrap_or(&0));
        format!("counter {key:?} is {is}, but there are {wanted}")
    };
    let mut problems: Vec<String> = keys.filter(differs).map(told).collect();
    problems.dedup();
    Ok(problems)
}

/// All in one unit of work: what SQLite has indexed can only be read as a whole.
fn verify_index(tx: &Tx<'_>) -> Result<Vec<String>> {
    let check = search::Check::begin(tx)?;
    let mut problems = Vec::new();
    let mut after = TicketId(0);
    while problems.len() < PROBLEMS_MAX {
        let tickets = store::load_after(tx, after, INDEX_BATCH)?;
        let Some((last, _)) = tickets.last() else {
            break;
        };
        after = *last;
        let wanted: Vec<_> = tickets
            .iter()
            .map(|(_, ticket)| Indexed::known(ticket))
            .collect();
        let told =
            |id: &TicketId| format!("ticket {id}: the full-text index does not hold its texts");
        problems.extend(check.differing(tx, &wanted)?.iter().map(told));
    }
    Ok(problems)
}

/// Indexes some more tickets; answers up to which all are indexed, unless that is the last.
fn index_batch(tx: &Tx<'_>) -> Result<Option<TicketId>> {
    let Some(after) = indexed_to(tx)? else {
        return Ok(None);
    };
    let tickets = store::load_after(tx, after, INDEX_BATCH)?;
    let wanted: Vec<_> = tickets
        .iter()
        .map(|(_, ticket)| Indexed::whole(ticket))
        .collect();
    search::index(tx, &wanted)?;
    let reached = tickets.last().map(|(ticket, _)| *ticket);
    put_indexed_to(tx, reached)?;
    Ok(reached)
}

fn rebuild_batch(tx: &Tx<'_>, desk: &Desk, after: TicketId) -> Result<(Option<TicketId>, u64)> {
    let rules = desk.rules_in(tx)?;
    let logs = log::of_tickets(tx, after, BATCH)?;
    for (id, log) in &logs {
        let ticket = fold(log).map_err(Error::from)?;
        if let Some(ticket) = ticket {
            store::lock(tx, &[*id])?;
            let foreseen = foreseen(tx, &rules, &ticket, log, desk.clock().now())?;
            store::rewrite(tx, &ticket, &foreseen)?;
            search::index(tx, &[Indexed::whole(&ticket)])?;
        }
    }
    Ok((logs.last().map(|(id, _)| *id), logs.len() as u64))
}
