//! Every question to the table of links.

use super::{FollowLink, Given};
use kernel::{PersonId, TicketId, Timestamp};
use store::{Result, Tx, params};

/// Keeps a link.
pub(super) fn insert(
    tx: &Tx<'_>,
    link: FollowLink,
    given: Given,
    hash: &str,
    (now, end): (Timestamp, Timestamp),
) -> Result<()> {
    tx.execute(
        "INSERT INTO follow_links (hash, ticket_id, person_id, filed, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            hash,
            link.ticket,
            link.person,
            given == Given::Filing,
            now,
            end
        ],
    )?;
    Ok(())
}

/// What a link stands for, unless it ended or was taken back.
pub(super) fn find(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<FollowLink>> {
    tx.find(
        "SELECT ticket_id, person_id FROM follow_links WHERE hash = $1 AND expires_at > $2 AND revoked_at IS NULL",
        params![hash, now],
        |row| {
            Ok(FollowLink {
                ticket: row.get(0)?,
                person: row.get(1)?,
            })
        },
    )
}

/// Forgets the links whose time is over.
pub(super) fn forget(tx: &Tx<'_>, now: Timestamp) -> Result<()> {
    tx.execute(
        "DELETE FROM follow_links WHERE expires_at <= $1",
        params![now],
    )?;
    Ok(())
}

/// Takes all links of a ticket back.
pub(super) fn revoke_all(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE follow_links SET revoked_at = $2 WHERE ticket_id = $1 AND revoked_at IS NULL",
        params![ticket, now],
    )?;
    Ok(())
}

/// Lets those links of a ticket work again that were taken back at an instant.
pub(super) fn restore(tx: &Tx<'_>, ticket: TicketId, revoked: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE follow_links SET revoked_at = NULL WHERE ticket_id = $1 AND revoked_at = $2",
        params![ticket, revoked],
    )?;
    Ok(())
}

/// How many links of a ticket work.
pub(super) fn count(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE ticket_id = $1 AND expires_at > $2 AND revoked_at IS NULL",
        params![ticket, now],
    )
}

/// How many tickets were filed without signing in since an instant: for one person, and in all.
pub(super) fn count_filed(
    tx: &Tx<'_>,
    person: Option<PersonId>,
    since: Timestamp,
) -> Result<(i64, i64)> {
    let all = tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE created_at > $1 AND filed = 1",
        params![since],
    )?;
    let own = tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE person_id = $1 AND created_at > $2 AND filed = 1",
        params![person, since],
    )?;
    Ok((own, all))
}
