//! How this installation looks and speaks.

use crate::brand::Brand;
use store::{Result, Tx, params};

/// The setting that holds it.
const KEY: &str = "brand";

/// What administrators have decided; the defaults until then.
///
/// # Errors
/// When the database fails.
pub fn brand(tx: &Tx<'_>) -> Result<Brand> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    let kept: Option<String> = tx.find(sql, params![KEY], |row| row.get(0))?;
    match kept {
        None => Ok(Brand::default()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| store::Error::Damaged(format!("setting {KEY}: {error}"))),
    }
}

/// Keeps what was decided.
///
/// # Errors
/// When the database fails.
pub(crate) fn put_brand(tx: &Tx<'_>, brand: &Brand) -> Result<()> {
    let text = serde_json::to_string(brand).map_err(|e| store::Error::Damaged(e.to_string()))?;
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![KEY, text],
    )?;
    Ok(())
}
