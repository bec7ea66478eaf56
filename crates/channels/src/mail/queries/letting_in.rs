//! Questions about whether the desk's mail server lets it in.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Error, Result, Tx, keep_setting, params, setting};

/// The setting with what the server says of signing in, while it refuses that.
const REFUSED: &str = "mail_sign_in_refused";

/// That the mail server does not let the desk in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Since when.
    pub since: Timestamp,
    /// What it says.
    pub said: String,
}

/// Since when the mail server does not let the desk in, and what it says, while that is so.
pub fn refused(tx: &Tx<'_>) -> Result<Option<Refused>> {
    let found = setting(tx, REFUSED)?;
    let read = |text: String| {
        let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
        serde_json::from_str(&text).map_err(damaged)
    };
    found.map(read).transpose()
}

/// Keeps that it does not; since when stays.
pub(crate) fn keep_refused(tx: &Tx<'_>, said: &str, now: Timestamp) -> Result<()> {
    let since = refused(tx)?.map_or(now, |known| known.since);
    let said = said.to_owned();
    let value = serde_json::json!(Refused { since, said }).to_string();
    keep_setting(tx, REFUSED, &value)
}

/// It lets the desk in.
pub(crate) fn end_refused(tx: &Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM settings WHERE key = $1", params![REFUSED])?;
    Ok(())
}
