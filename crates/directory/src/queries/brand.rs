//! How this installation looks and speaks.

use crate::brand::Brand;
use store::{Result, Tx, keep_setting, setting};

/// The settings that hold it.
const KEY: &str = "brand";
const LOGO_KEY: &str = "brand_logo";

/// What administrators have decided; the defaults until then.
///
/// # Errors
/// When the database fails.
pub fn brand(tx: &Tx<'_>) -> Result<Brand> {
    match setting(tx, KEY)? {
        None => Ok(Brand::default()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| store::Error::Damaged(format!("setting {KEY}: {error}"))),
    }
}

/// Keeps what was decided.
pub(crate) fn put_brand(tx: &Tx<'_>, brand: &Brand) -> Result<()> {
    let text = serde_json::to_string(brand).map_err(|e| store::Error::Damaged(e.to_string()))?;
    keep_setting(tx, KEY, &text)
}

/// The last logo, in base 64.
pub(crate) fn logo(tx: &Tx<'_>) -> Result<Option<String>> {
    setting(tx, LOGO_KEY)
}

/// Keeps a logo.
pub(crate) fn put_logo(tx: &Tx<'_>, text: &str) -> Result<()> {
    keep_setting(tx, LOGO_KEY, text)
}
