//! Who changed what in the directory.

use kernel::{Actor, Timestamp};
use serde_json::Value as Json;
use store::{Result, Tx, params};

/// Keeps that `actor` did `action` to `subject` (`person:5`), with what it was and became.
///
/// # Errors
/// When the database fails.
pub fn insert_audit(
    tx: &Tx<'_>,
    actor: &Actor,
    at: Timestamp,
    subject: &str,
    action: &str,
    detail: &Json,
) -> Result<()> {
    tx.execute(
        "INSERT INTO audit (at, actor_id, subject, action, detail) VALUES ($1, $2, $3, $4, $5)",
        params![at, actor.person, subject, action, detail.to_string()],
    )?;
    Ok(())
}

/// The latest changes of `subject`, latest first: who made each, and its detail.
///
/// # Errors
/// When the database fails.
pub fn latest_changes(
    tx: &Tx<'_>,
    subject: &str,
    limit: i64,
) -> Result<Vec<(Option<String>, String)>> {
    tx.query(
        "SELECT p.name, a.detail FROM audit a LEFT JOIN people p ON p.id = a.actor_id \
         WHERE a.subject = $1 AND a.action = 'changed' ORDER BY a.id DESC LIMIT $2",
        params![subject, limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What was done to `subject`, oldest first: the action and its detail.
///
/// # Errors
/// When the database fails.
pub fn list_audit(tx: &Tx<'_>, subject: &str) -> Result<Vec<(String, String)>> {
    tx.query(
        "SELECT action, detail FROM audit WHERE subject = $1 ORDER BY id LIMIT 200",
        params![subject],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A line of the audit.
pub(crate) struct AuditLine {
    /// What was changed: `role:3`.
    pub(crate) subject: String,
    /// What was done.
    pub(crate) action: String,
    /// What it was and became.
    pub(crate) detail: String,
}

/// A line by its id.
///
/// # Errors
/// When the database fails.
pub(crate) fn audit_line(tx: &Tx<'_>, id: i64) -> Result<Option<AuditLine>> {
    let sql = "SELECT subject, action, detail FROM audit WHERE id = $1";
    tx.find(sql, params![id], |row| {
        Ok(AuditLine {
            subject: row.get(0)?,
            action: row.get(1)?,
            detail: row.get(2)?,
        })
    })
}

/// The id of the last line of `subject` that says `action`.
///
/// # Errors
/// When the database fails.
pub fn last_audit(tx: &Tx<'_>, subject: &str, action: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM audit WHERE subject = $1 AND action = $2 ORDER BY id DESC LIMIT 1";
    tx.find(sql, params![subject, action], |row| row.get(0))
}

/// What a line of the audit says, if it is still the last of `subject` that says `action`.
///
/// # Errors
/// When the database fails.
pub fn last_detail(tx: &Tx<'_>, id: i64, subject: &str, action: &str) -> Result<Option<Json>> {
    if last_audit(tx, subject, action)? != Some(id) {
        return Ok(None);
    }
    let line = audit_line(tx, id)?;
    Ok(line.and_then(|line| serde_json::from_str(&line.detail).ok()))
}
