//! How the promises about a ticket stand, beside its folded row.

use crate::Tx;
use crate::error::Result;
use crate::many::Many;
use crate::value::Value;
use kernel::sla::Promised;
use kernel::{TicketId, Timestamp};

/// What is kept beside a ticket because time will come.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// How the promises about it stand.
    pub promised: Promised,
    /// What is to happen by itself, and when.
    pub timers: Vec<(&'static str, Timestamp)>,
}

/// Sets only what differs: the indexes are left alone where nothing does.
static PROMISED: Many = Many::or_alone(
    "UPDATE tickets SET due_at = v.column2, response_due_at = v.column3, resolution_due_at = v.column4, \
     missed = v.column5 FROM (VALUES ",
    "(CAST($ AS BIGINT), CAST($ AS BIGINT), CAST($ AS BIGINT), CAST($ AS BIGINT), CAST($ AS BIGINT))",
    ") AS v WHERE id = v.column1 AND (due_at <> v.column2 OR response_due_at <> v.column3 \
     OR resolution_due_at <> v.column4 OR missed <> v.column5)",
    "UPDATE tickets SET due_at = $2, response_due_at = $3, resolution_due_at = $4, missed = $5 WHERE id = $1 \
     AND (due_at <> $2 OR response_due_at <> $3 OR resolution_due_at <> $4 OR missed <> $5)",
);
static FORGET: Many = Many::new("DELETE FROM timers WHERE ticket_id IN (", "$", ")");
static TIMERS: Many = Many::new(
    "INSERT INTO timers (ticket_id, kind, due_at) VALUES ",
    "($, $, $)",
    "",
);

/// Sets all that is kept beside tickets because time will come. Nothing of the tickets themselves says so.
///
/// # Errors
/// When the database fails.
pub fn keep_foreseen(tx: &Tx<'_>, tickets: &[(TicketId, &Foreseen)]) -> Result<()> {
    let promised = tickets.iter().flat_map(|(ticket, foreseen)| {
        let [due, response, resolution, missed] = values(foreseen.promised);
        [(*ticket).into(), due, response, resolution, missed]
    });
    PROMISED.execute(tx, &promised.collect::<Vec<_>>())?;
    let ids: Vec<Value> = tickets.iter().map(|(ticket, _)| (*ticket).into()).collect();
    FORGET.execute(tx, &ids)?;
    add_timers(tx, tickets)
}

/// Sets the timers of tickets that have none.
pub(super) fn add_timers(tx: &Tx<'_>, tickets: &[(TicketId, &Foreseen)]) -> Result<()> {
    let rows = tickets.iter().flat_map(|(ticket, foreseen)| {
        let timers = foreseen.timers.iter();
        timers.flat_map(|(kind, due_at)| [(*ticket).into(), (*kind).into(), (*due_at).into()])
    });
    TIMERS.execute(tx, &rows.collect::<Vec<_>>())?;
    Ok(())
}

/// The columns of the promises, in their order.
pub(super) fn values(promised: Promised) -> [Value; 4] {
    [
        promised.due_at.unwrap_or(NEVER).into(),
        promised.response_due_at.unwrap_or(NEVER).into(),
        promised.resolution_due_at.unwrap_or(NEVER).into(),
        promised.missed.into(),
    ]
}

/// An instant that never comes, the first of the year 10000: that of tickets without a deadline.
pub const NEVER: Timestamp = Timestamp(253_402_300_800_000_000);
