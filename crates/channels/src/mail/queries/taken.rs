//! What was taken of an address lately.

use kernel::Timestamp;
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
