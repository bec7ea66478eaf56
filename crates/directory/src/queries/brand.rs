//! How this installation looks and speaks.

use crate::brand::Brand;
use store::{Result, Tx, params};

/// The settings that hold it.
const KEY: &str = "brand";
const LOGO_KEY: &str = "brand_logo";

/// What administrators have decided; the defaults until then.
///
/// # Errors
/// When the database fails.
pub fn brand(tx: &Tx<'_>) -> Result<Brand> {
    match kept(tx, KEY)? {
        None => Ok(Brand::default()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| store::Error::Damaged(format!("setting {KEY}: {error}"))),
    }
}

/// Keeps what was decided.
pub(crate) fn put_brand(tx: &Tx<'_>, brand: &Brand) -> Result<()> {
    let text = serde_json::to_string(brand).map_err(|e| store::Error::Damaged(e.to_string()))?;
    keep(tx, KEY, &text)
}

/// The last logo, in base 64.
pub(crate) fn logo(tx: &Tx<'_>) -> Result<Option<String>> {
    kept(tx, LOGO_KEY)
}

/// Keeps a logo.
pub(crate) fn put_logo(tx: &Tx<'_>, text: &str) -> Result<()> {
    keep(tx, LOGO_KEY, text)
}

fn kept(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    tx.find(sql, params![key], |row| row.get(0))
}

fn keep(tx: &Tx<'_>, key: &str, text: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, text],
    )?;
    Ok(())
}
