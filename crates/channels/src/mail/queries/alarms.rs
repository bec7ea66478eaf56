//! Questions about the alarms that administrators were mailed.

use directory::queries::{holders_of, list_roles};
use kernel::{Permission, PersonId};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use store::{Error, Result, Tx, keep_setting, setting};

/// The setting with the alarms that were told and still stand.
const TOLD: &str = "mail_alarms_told";
/// The setting with those that some were told and others are still to be.
const TOLD_TO: &str = "mail_alarms_told_to";

/// What was told of alarms that still stand, each by its key.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct ToldAlarms {
    /// Those of which nobody is to be told any more.
    pub(crate) whole: BTreeSet<String>,
    /// Whom the others were told.
    pub(crate) partly: BTreeMap<String, BTreeSet<PersonId>>,
}

/// What was told of alarms that still stand.
pub(crate) fn told(tx: &Tx<'_>) -> Result<ToldAlarms> {
    Ok(ToldAlarms {
        whole: kept(tx, TOLD)?,
        partly: kept(tx, TOLD_TO)?,
    })
}

fn kept<T: DeserializeOwned + Default>(tx: &Tx<'_>, name: &str) -> Result<T> {
    let found = setting(tx, name)?;
    let read = |text: String| {
        let damaged = |error: serde_json::Error| Error::Damaged(error.to_string());
        serde_json::from_str(&text).map_err(damaged)
    };
    Ok(found.map(read).transpose()?.unwrap_or_default())
}

/// Keeps what was told of alarms that still stand.
pub(crate) fn keep_told(tx: &Tx<'_>, told: &ToldAlarms) -> Result<()> {
    keep_setting(tx, TOLD, &serde_json::json!(told.whole).to_string())?;
    keep_setting(tx, TOLD_TO, &serde_json::json!(told.partly).to_string())
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
