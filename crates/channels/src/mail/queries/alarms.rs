//! Questions about the alarms that administrators were mailed.

use directory::queries::{holders_of, list_roles};
use kernel::{Permission, PersonId};
use std::collections::BTreeSet;
use store::{Error, Result, Tx, params};

/// The setting with the alarms that were told and still stand.
const TOLD: &str = "mail_alarms_told";

/// The alarms that were told and still stand, each by its key.
pub(crate) fn told(tx: &Tx<'_>) -> Result<BTreeSet<String>> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    let found = tx.find(sql, params![TOLD], |row| row.get::<String>(0))?;
    let read = |text: String| {
        let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
        serde_json::from_str(&text).map_err(damaged)
    };
    Ok(found.map(read).transpose()?.unwrap_or_default())
}

/// Keeps which were told and still stand.
pub(crate) fn keep_told(tx: &Tx<'_>, told: &BTreeSet<String>) -> Result<()> {
    let sql = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    let value = serde_json::json!(told).to_string();
    tx.execute(sql, params![TOLD, value])?;
    Ok(())
}

/// Everybody who can mend what is wrong with mail.
pub(crate) fn administrators(tx: &Tx<'_>) -> Result<BTreeSet<PersonId>> {
    let mut found = BTreeSet::new();
    for role in list_roles(tx)? {
        if role.permissions.has(Permission::PolicyManage) {
            found.extend(holders_of(tx, &role.key)?);
        }
    }
    Ok(found)
}
