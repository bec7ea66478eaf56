//! The questions about versions of the policy.

use super::Version;
use crate::error::Result;
use kernel::{PersonId, PolicyVersion, TicketId, Timestamp};
use store::{Row, Tx, params};

const COLUMNS: &str = "version, at, author_id, comment, data";

pub(super) fn insert(
    tx: &Tx<'_>,
    at: Timestamp,
    author: Option<PersonId>,
    comment: &str,
    data: &str,
) -> Result<PolicyVersion> {
    let sql = "INSERT INTO policies (version, at, author_id, comment, data) \
               VALUES ((SELECT COALESCE(MAX(version), 0) + 1 FROM policies), $1, $2, $3, $4) RETURNING version";
    Ok(tx.one(sql, params![at, author, comment, data])?)
}

/// The versions before `before`, newest first.
pub(super) fn versions_before(
    tx: &Tx<'_>,
    before: Option<PolicyVersion>,
    limit: usize,
) -> Result<Vec<Version>> {
    let before = before.unwrap_or(PolicyVersion(i64::MAX));
    let sql =
        format!("SELECT {COLUMNS} FROM policies WHERE version < $1 ORDER BY version DESC LIMIT $2");
    Ok(tx.query(&sql, params![before, limit as i64], version_of)?)
}

/// A version.
pub(super) fn version(tx: &Tx<'_>, version: PolicyVersion) -> Result<Option<Version>> {
    let sql = format!("SELECT {COLUMNS} FROM policies WHERE version = $1");
    Ok(tx.find(&sql, params![version], version_of)?)
}

fn version_of(row: &Row<'_>) -> store::Result<Version> {
    let version: PolicyVersion = row.get(0)?;
    let damaged = |e: serde_json::Error| store::Error::Damaged(format!("policy {version}: {e}"));
    Ok(Version {
        version,
        at: row.get(1)?,
        author: row.get(2)?,
        comment: row.get(3)?,
        policy: serde_json::from_str(row.text(4)?).map_err(damaged)?,
    })
}

/// The ticket with the highest number.
pub(super) fn last_ticket(tx: &Tx<'_>) -> Result<TicketId> {
    Ok(tx.one("SELECT COALESCE(MAX(id), 0) FROM tickets", &[])?)
}
