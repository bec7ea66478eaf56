//! The one question to the database that this format asks itself.

use std::collections::HashSet;
use store::{Result, Tx, params};

/// What a source calls the tickets that were recorded from it.
///
/// # Errors
/// When the database fails.
pub(super) fn recorded_from(tx: &Tx<'_>, source: &str) -> Result<HashSet<String>> {
    let mut recorded = HashSet::new();
    let sql = "SELECT external_id FROM external_refs WHERE source = $1";
    tx.each(sql, params![source], |row| {
        recorded.insert(row.get(0)?);
        Ok::<_, store::Error>(())
    })?;
    Ok(recorded)
}
