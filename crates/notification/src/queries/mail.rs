//! Every question about what people are to be mailed.

use super::push::{Pending, pending_of};
use kernel::{PersonId, Timestamp};
use store::{Result, Tx, params};
use work::Reader;

/// Most people who are mailed at once; the others a minute later.
const DUE_MAX: i64 = 500;

/// Somebody is to be mailed what they have not read by an instant; what waits already waits no longer than before.
pub(crate) fn set_due(tx: &Tx<'_>, person: PersonId, at: Timestamp) -> Result<()> {
    // It changes nothing where something waits, but waits for whoever mails that just now: they have not seen what is
    // told here, and would end it with the rest.
    tx.execute(
        "INSERT INTO told_mail_due (person_id, due_at) VALUES ($1, $2) \
         ON CONFLICT (person_id) DO UPDATE SET due_at = told_mail_due.due_at",
        params![person, at],
    )?;
    Ok(())
}

/// Who is to be mailed by now.
pub(crate) fn due(tx: &Tx<'_>, now: Timestamp) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM told_mail_due WHERE due_at <= $1 ORDER BY due_at, person_id LIMIT $2";
    tx.query(sql, params![now, DUE_MAX], |row| row.get(0))
}

/// Takes what somebody is to be mailed by now, until the end of the unit of work: nobody else mails it, and nothing is
/// added to it. Answers whether there is anything.
pub(crate) fn take_due(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE told_mail_due SET due_at = due_at WHERE person_id = $1 AND due_at <= $2";
    Ok(tx.execute(sql, params![person, now])? > 0)
}

/// Puts off what is to be mailed.
pub(crate) fn put_off(tx: &Tx<'_>, person: PersonId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE told_mail_due SET due_at = $2 WHERE person_id = $1";
    tx.execute(sql, params![person, at])?;
    Ok(())
}

/// What the reader has not read and is to be mailed, newest first.
pub(crate) fn pending(tx: &Tx<'_>, reader: &Reader, limit: i64) -> work::Result<Vec<Pending>> {
    pending_of(tx, reader, limit, |_| "n.mail = 1".to_owned())
}

/// Nothing of what somebody was told waits for mail any more.
pub(crate) fn end_due(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    let sql = "UPDATE notifications SET mail = 0 WHERE person_id = $1 AND mail = 1";
    tx.execute(sql, params![person])?;
    let sql = "DELETE FROM told_mail_due WHERE person_id = $1";
    tx.execute(sql, params![person])?;
    Ok(())
}
