//! Questions about the mail that people do not want.

use crate::mail::choices::Optional;
use kernel::{PersonId, Timestamp};
use store::{Result, Tx, params};

/// Whether somebody has switched mail of this kind off.
pub(crate) fn is_off(tx: &Tx<'_>, person: PersonId, mail: Optional) -> Result<bool> {
    let sql = "SELECT 1 FROM mail_choices WHERE person_id = $1 AND kind = $2";
    let found = tx.find(sql, params![person, mail.name()], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Keeps that somebody does not want it.
pub(crate) fn insert(tx: &Tx<'_>, person: PersonId, mail: Optional, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO mail_choices (person_id, kind, off_at) VALUES ($1, $2, $3) ON CONFLICT (person_id, kind) DO NOTHING";
    tx.execute(sql, params![person, mail.name(), now])?;
    Ok(())
}

/// Keeps that somebody wants it again.
pub(crate) fn delete(tx: &Tx<'_>, person: PersonId, mail: Optional) -> Result<()> {
    let sql = "DELETE FROM mail_choices WHERE person_id = $1 AND kind = $2";
    tx.execute(sql, params![person, mail.name()])?;
    Ok(())
}
