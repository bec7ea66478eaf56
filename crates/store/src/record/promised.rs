//! How the promises about a ticket stand, beside its folded row.

use crate::error::Result;
use crate::{Tx, params};
use kernel::sla::Promised;
use kernel::{TicketId, Timestamp};

/// Sets how the promises about a ticket stand, if that differs from what is there: nothing of the ticket itself says
/// so.
///
/// # Errors
/// When the database fails.
pub(super) fn keep_promised(tx: &Tx<'_>, ticket: TicketId, promised: Promised) -> Result<()> {
    let sql = "UPDATE tickets SET due_at = $2, response_due_at = $3, resolution_due_at = $4, missed = $5 WHERE id = $1 \
               AND (due_at <> $2 OR response_due_at <> $3 OR resolution_due_at <> $4 OR missed <> $5)";
    let values = params![
        ticket,
        promised.due_at.unwrap_or(NEVER),
        promised.response_due_at.unwrap_or(NEVER),
        promised.resolution_due_at.unwrap_or(NEVER),
        promised.missed
    ];
    tx.execute(sql, values)?;
    Ok(())
}

/// Sets all that is kept beside a ticket because time will come: how its promises stand, and its timers.
///
/// # Errors
/// When the database fails.
pub fn keep_foreseen(
    tx: &Tx<'_>,
    ticket: TicketId,
    promised: Promised,
    timers: &[(&'static str, Timestamp)],
) -> Result<()> {
    keep_promised(tx, ticket, promised)?;
    super::keep_timers(tx, ticket, timers)
}

/// An instant that never comes, the first of the year 10000: that of tickets without a deadline.
pub const NEVER: Timestamp = Timestamp(253_402_300_800_000_000);
