//! Every question to the table of links.

use super::ApprovalLink;
use kernel::Timestamp;
use store::{Result, Tx, params};

pub(super) fn insert(tx: &Tx<'_>, link: ApprovalLink, hash: &str, end: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO approval_links (hash, ticket_id, approval_id, person_id, expires_at) VALUES ($1, $2, $3, $4, $5)",
        params![hash, link.ticket, link.approval, link.person, end],
    )?;
    Ok(())
}

pub(super) fn find(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<ApprovalLink>> {
    tx.find(
        "SELECT ticket_id, approval_id, person_id FROM approval_links WHERE hash = $1 AND expires_at > $2",
        params![hash, now],
        |row| {
            Ok(ApprovalLink {
                ticket: row.get(0)?,
                approval: row.get(1)?,
                person: row.get(2)?,
            })
        },
    )
}

/// Forgets the links whose time is over.
pub(super) fn forget(tx: &Tx<'_>, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM approval_links WHERE expires_at <= $1";
    tx.execute(sql, params![now])?;
    Ok(())
}
