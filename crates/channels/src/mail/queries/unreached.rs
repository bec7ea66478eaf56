//! Questions about addresses that mail does not reach.

use kernel::{TicketId, Timestamp};
use store::{Result, Tx, params};

/// How many reports of messages that did not arrive were filed with a ticket since an instant.
pub(crate) fn count_bounces(tx: &Tx<'_>, ticket: TicketId, since: Timestamp) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM mail_messages WHERE ticket_id = $1 AND received_at >= $2 \
         AND outcome = 'ignored' AND reasons LIKE '%\"bounce\"%'";
    tx.one(sql, params![ticket, since])
}

/// Keeps that an address could not be reached. That it could not be for a while does not change that there is none.
pub(crate) fn mark_address(
    tx: &Tx<'_>,
    email: &str,
    status: &str,
    permanent: bool,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO mail_addresses (email, bounced_at, status, permanent) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (email) DO UPDATE SET bounced_at = excluded.bounced_at, status = excluded.status, \
         permanent = excluded.permanent WHERE excluded.permanent >= mail_addresses.permanent",
        params![email, now, status, permanent],
    )?;
    Ok(())
}

/// Forgets that an address could not be reached.
pub(crate) fn forget_bounces(tx: &Tx<'_>, email: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM mail_addresses WHERE email = $1",
        params![email],
    )?;
    Ok(())
}

/// When mail to an address came back for good, if it did.
pub(crate) fn unreachable_since(tx: &Tx<'_>, email: &str) -> Result<Option<Timestamp>> {
    let sql = "SELECT bounced_at FROM mail_addresses WHERE email = $1 AND permanent = 1";
    tx.find(sql, params![email], |row| row.get(0))
}

/// Whether writing to an address is no use.
pub fn is_unreachable(tx: &Tx<'_>, email: &str) -> Result<bool> {
    Ok(unreachable_since(tx, email)?.is_some())
}
