//! The questions about versions of the policy.

use super::{Runs, Version};
use crate::error::Result;
use kernel::{PersonId, PolicyVersion, TicketId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{Many, Row, Tx, Value, params};

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
pub(crate) fn version(tx: &Tx<'_>, version: PolicyVersion) -> Result<Option<Version>> {
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

static RESTRICTED: Many = Many::new(
    "SELECT id FROM tickets WHERE (confidential = 1 OR team_id IN (SELECT id FROM teams WHERE private = 1)) AND id IN (",
    "$",
    ")",
);

/// Those among tickets of which not every agent may know.
pub(super) fn restricted(tx: &Tx<'_>, among: BTreeSet<TicketId>) -> Result<BTreeSet<TicketId>> {
    let among: Vec<Value> = among.into_iter().map(Value::from).collect();
    let mut found = BTreeSet::new();
    RESTRICTED.each(tx, &among, |row| {
        found.insert(row.get(0)?);
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}

/// Adds to how often a rule applied.
pub(super) fn add_runs(tx: &Tx<'_>, rule: &str, runs: Runs) -> Result<()> {
    let sql = "INSERT INTO rule_runs (rule, applied, failed, last_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (rule) DO UPDATE SET applied = rule_runs.applied + excluded.applied, \
               failed = rule_runs.failed + excluded.failed, last_at = excluded.last_at";
    let last = runs.last_at.unwrap_or(Timestamp(0));
    tx.execute(sql, params![rule, runs.applied, runs.failed, last])?;
    Ok(())
}

/// How often each rule applied.
pub(super) fn runs(tx: &Tx<'_>) -> Result<BTreeMap<String, Runs>> {
    let mut found = BTreeMap::new();
    let sql = "SELECT rule, applied, failed, last_at FROM rule_runs";
    tx.each(sql, &[], |row| {
        let runs = Runs {
            applied: row.get(1)?,
            failed: row.get(2)?,
            last_at: Some(row.get(3)?),
        };
        found.insert(row.get(0)?, runs);
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}
