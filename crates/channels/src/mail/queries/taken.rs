//! What was taken of an address lately.

use crate::mail::model::Mail;
use kernel::{TicketId, Timestamp};
use store::{Result, Tx, params};

/// How many messages of an address were taken since an instant.
pub(crate) fn count_taken(tx: &Tx<'_>, from_email: &str, since: Timestamp) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM mail_messages WHERE from_email = $1 AND received_at > $2 \
         AND outcome IN ('created', 'appended')";
    tx.one(sql, params![from_email, since])
}

/// What the messages of an address say that were taken since an instant, the latest first, as it was written down.
pub(crate) fn said_since(
    tx: &Tx<'_>,
    from_email: &str,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<String>> {
    let sql = "SELECT text_hash FROM mail_messages WHERE from_email = $1 AND received_at > $2 \
         AND outcome IN ('created', 'appended') AND text_hash IS NOT NULL ORDER BY received_at DESC, id DESC LIMIT $3";
    tx.query(sql, params![from_email, since, limit], |row| row.get(0))
}

/// The ticket of another message of the same mailbox and the same sender that is the same to the last byte, if one was taken.
pub(crate) fn same_before(tx: &Tx<'_>, mail: &Mail, from_email: &str) -> Result<Option<TicketId>> {
    let sql = "SELECT ticket_id FROM mail_messages WHERE from_email = $1 AND mailbox_id = $2 AND hash = $3 AND id <> $4 \
         AND outcome IN ('created', 'appended') ORDER BY id LIMIT 1";
    let same = params![from_email, mail.mailbox.0, &mail.hash, mail.id.0];
    Ok(tx.find(sql, same, |row| row.get(0))?.flatten())
}
