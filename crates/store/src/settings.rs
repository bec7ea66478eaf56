//! What a desk keeps once, by a name: the settings.

use crate::{Result, Tx, params};

/// What is kept under a name, where it was made.
///
/// # Errors
/// When the database fails.
pub fn setting(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    tx.find(sql, params![key], |row| row.get(0))
}

/// Keeps it, whatever was kept before.
///
/// # Errors
/// When the database fails.
pub fn keep_setting(tx: &Tx<'_>, key: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO settings (key, value) VALUES ($1, $2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    tx.execute(sql, params![key, value])?;
    Ok(())
}
