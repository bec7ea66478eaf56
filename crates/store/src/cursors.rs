//! How far the followers of the log have come, for those who keep it here.

use crate::error::Result;
use crate::log::Cursor;
use crate::{Tx, params};

/// Whether this unit of work may move the follower's cursor: no other one is about to.
///
/// # Errors
/// When the database fails.
pub fn claim(tx: &Tx<'_>, follower: &str) -> Result<bool> {
    match tx.dialect().claim_follower() {
        None => Ok(true),
        Some(sql) => tx.one(sql, params![follower]),
    }
}

/// Where a follower that keeps its cursor here has come to.
///
/// # Errors
/// When the database fails.
pub fn cursor(tx: &Tx<'_>, follower: &str) -> Result<Option<Cursor>> {
    let sql = "SELECT epoch, position FROM cursors WHERE follower = $1";
    tx.find(sql, params![follower], |row| {
        Ok(Cursor {
            epoch: row.get(0)?,
            position: row.get(1)?,
        })
    })
}

/// Keeps how far a follower has come, in the same unit of work as what it did.
///
/// # Errors
/// When the database fails.
pub fn advance(tx: &Tx<'_>, follower: &str, cursor: Cursor) -> Result<()> {
    tx.execute(
        "INSERT INTO cursors (follower, epoch, position) VALUES ($1, $2, $3) \
         ON CONFLICT (follower) DO UPDATE SET epoch = excluded.epoch, position = excluded.position",
        params![follower, cursor.epoch, cursor.position],
    )?;
    Ok(())
}
