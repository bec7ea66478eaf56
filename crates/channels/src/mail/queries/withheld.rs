//! Questions about messages that a mail server lists and does not hand over: rows without a stored file.

use crate::mail::model::{MailId, MailboxId, Outcome, Reason};
use kernel::Timestamp;
use store::{Result, Tx, params};

/// Most messages that are asked for again at once.
const WANTED_MAX: i64 = 50;

/// How often a message that is not handed over was asked for.
pub(crate) fn tries(tx: &Tx<'_>, mailbox: MailboxId, source: &str) -> Result<i64> {
    let sql =
        "SELECT attempts FROM mail_messages WHERE mailbox_id = $1 AND source = $2 AND hash = ''";
    let found = tx.find(sql, params![mailbox.0, source], |row| row.get(0))?;
    Ok(found.unwrap_or(0))
}

/// Counts that a message was not handed over, once or more; answers whether it is not to be asked for any more: because that
/// was the last of so many tries, or because it is kept already.
pub(crate) fn count(
    tx: &Tx<'_>,
    (mailbox, source): (MailboxId, &str),
    reasons: &[Reason],
    (times, tries): (i64, i64),
    now: Timestamp,
) -> Result<bool> {
    tx.execute(
        "INSERT INTO mail_messages (mailbox_id, source, hash, size_bytes, subject, outcome, reasons, attempts, received_at) \
         VALUES ($1, $2, '', 0, '', $3, $4, $6, $5) ON CONFLICT (mailbox_id, source) DO UPDATE \
         SET attempts = mail_messages.attempts + $6, reasons = excluded.reasons WHERE mail_messages.hash = ''",
        params![
            mailbox.0,
            source,
            Outcome::Received.name(),
            serde_json::json!(reasons).to_string(),
            now,
            times
        ],
    )?;
    let sql = "SELECT CASE WHEN hash <> '' OR attempts >= $3 THEN 1 ELSE 0 END FROM mail_messages WHERE mailbox_id = $1 AND source = $2";
    let is_over = tx.one(sql, params![mailbox.0, source, tries])?;
    if is_over {
        end(tx, (mailbox, source), reasons, now)?;
    }
    Ok(is_over)
}

/// Gives a message up that was not handed over.
pub(crate) fn end(
    tx: &Tx<'_>,
    (mailbox, source): (MailboxId, &str),
    reasons: &[Reason],
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE mail_messages SET outcome = $3, reasons = $4, processed_at = $5 WHERE mailbox_id = $1 AND source = $2 AND hash = ''";
    let (failed, reasons) = (
        Outcome::Failed.name(),
        serde_json::json!(reasons).to_string(),
    );
    tx.execute(sql, params![mailbox.0, source, failed, reasons, now])?;
    Ok(())
}

/// Asks for a message once more; answers whether its mailbox is fetched at all.
pub(crate) fn ask_again(tx: &Tx<'_>, id: MailId, mailbox: MailboxId, tries: i64) -> Result<bool> {
    // Whoever fetches it begins anew, and so at once.
    let sql = "UPDATE mail_accounts SET version = version + 1 WHERE mailbox_id = $1";
    if tx.execute(sql, params![mailbox.0])? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE mail_messages SET outcome = $2, attempts = $3 WHERE id = $1 AND hash = ''";
    tx.execute(sql, params![id.0, Outcome::Received.name(), tries - 1])?;
    Ok(true)
}

/// What the messages of a mailbox are called there that were given up, of those whose names begin so.
pub(crate) fn given_up(tx: &Tx<'_>, mailbox: MailboxId, begins: &str) -> Result<Vec<String>> {
    let sql = "SELECT source FROM mail_messages WHERE outcome = $1 AND hash = '' AND mailbox_id = $2 AND source LIKE $3";
    let (failed, like) = (Outcome::Failed.name(), format!("{begins}%"));
    tx.query(sql, params![failed, mailbox.0, like], |row| row.get(0))
}

/// What the messages of a mailbox are called there that are still asked for.
pub(crate) fn wanted(tx: &Tx<'_>, mailbox: MailboxId) -> Result<Vec<String>> {
    let sql = "SELECT source FROM mail_messages WHERE outcome = $1 AND hash = '' AND mailbox_id = $2 ORDER BY id LIMIT $3";
    let received = Outcome::Received.name();
    tx.query(sql, params![received, mailbox.0, WANTED_MAX], |row| {
        row.get(0)
    })
}
