//! The questions behind the metrics: each reads the end of an index, never a table.

use kernel::Timestamp;
use store::{Result, Tx, params};

/// Most timers that are counted.
const TIMERS_MAX: i64 = 10_000;

/// Counts of the desk.
pub(super) struct Counts {
    pub(super) tickets: i64,
    pub(super) activities: i64,
    pub(super) timers_due: i64,
}

pub(super) fn counts(tx: &Tx<'_>, now: Timestamp) -> Result<Counts> {
    let due = "SELECT COUNT(*) FROM (SELECT 1 FROM timers WHERE due_at <= $1 LIMIT $2) due";
    Ok(Counts {
        tickets: tx.one("SELECT COALESCE(MAX(id), 0) FROM tickets", &[])?,
        activities: tx.one("SELECT COALESCE(MAX(position), 0) FROM activities", &[])?,
        timers_due: tx.one(due, params![now, TIMERS_MAX])?,
    })
}
