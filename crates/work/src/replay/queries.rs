//! What a replay asks of the database beside the log.

use crate::error::Result;
use kernel::{TeamId, TicketId, Timestamp};
use std::collections::BTreeMap;
use store::{Tx, params};

/// The first ticket to which something has happened since.
pub(super) fn first_since(tx: &Tx<'_>, since: Timestamp) -> Result<Option<TicketId>> {
    let sql = "SELECT MIN(id) FROM tickets WHERE updated_at >= $1";
    Ok(tx.find(sql, params![since], |row| row.get(0))?.flatten())
}

/// All teams, each with whether it is private.
pub(super) fn teams(tx: &Tx<'_>) -> Result<BTreeMap<TeamId, bool>> {
    let mut found = BTreeMap::new();
    tx.each("SELECT id, private FROM teams", &[], |row| {
        found.insert(row.get(0)?, row.get(1)?);
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}
