//! The one question to the database that this format asks itself.

use kernel::ticket::Channel;
use std::collections::HashMap;
use store::{Result, Tx, params};

/// What the source calls the tickets that were recorded from it, each with how many activities were.
///
/// # Errors
/// When the database fails.
pub(super) fn recorded_from(tx: &Tx<'_>, source: &str) -> Result<HashMap<String, usize>> {
    let mut recorded = HashMap::new();
    let sql = "SELECT r.external_id, (SELECT COUNT(*) FROM activities a WHERE a.ticket_id = r.ticket_id \
               AND a.channel = $2) FROM external_refs r WHERE r.source = $1";
    tx.each(sql, params![source, Channel::Import.name()], |row| {
        let count: i64 = row.get(1)?;
        recorded.insert(row.get(0)?, usize::try_from(count).unwrap_or_default());
        Ok::<_, store::Error>(())
    })?;
    Ok(recorded)
}
