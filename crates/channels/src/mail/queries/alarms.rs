//! Questions about the alarms that administrators were mailed.

use directory::queries::{holders_of, list_roles};
use kernel::{Permission, PersonId};
use std::collections::BTreeSet;
use store::{Error, Result, Tx, keep_setting, setting};

/// The setting with the alarms that were told and still stand.
const TOLD: &str = "mail_alarms_told";

/// The alarms that were told and still stand, each by its key.
pub(crate) fn told(tx: &Tx<'_>) -> Result<BTreeSet<String>> {
    let found = setting(tx, TOLD)?;
    let read = |text: String| {
        let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
        serde_json::from_str(&text).map_err(damaged)
    };
    Ok(found.map(read).transpose()?.unwrap_or_default())
}

/// Keeps which were told and still stand.
pub(crate) fn keep_told(tx: &Tx<'_>, told: &BTreeSet<String>) -> Result<()> {
    keep_setting(tx, TOLD, &serde_json::json!(told).to_string())
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
