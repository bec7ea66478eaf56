//! What a replay asks of the database beside the log.

use super::Told;
use super::trials::{NewTrial, PolicyTrial};
use crate::condition::SqlText;
use crate::error::Result;
use crate::queries::visible;
use kernel::{Actor, JobId, PersonId, TeamId, TicketId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use store::{Row, Tx, params};

/// The first ticket to which something has happened since.
pub(super) fn first_since(tx: &Tx<'_>, since: Timestamp) -> Result<Option<TicketId>> {
    let sql = "SELECT MIN(id) FROM tickets WHERE updated_at >= $1";
    Ok(tx.find(sql, params![since], |row| row.get(0))?.flatten())
}

/// All teams, each with whether it is private.
pub(super) fn teams(tx: &Tx<'_>) -> Result<BTreeMap<TeamId, bool>> {
    let mut found = BTreeMap::new();
    tx.each("SELECT id, private FROM teams", &[], |row| {
        found.insert(row.get(0)?, row.get(1)?);
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}

/// The tickets that the reader may not know of.
pub(super) fn hidden_from(tx: &Tx<'_>, reader: &Actor) -> Result<BTreeSet<TicketId>> {
    let mut sql = SqlText::for_reader(tx.dialect(), reader);
    let visible = visible(&mut sql, reader);
    let text = format!("SELECT t.id FROM tickets t WHERE NOT ({visible})");
    let mut hidden = BTreeSet::new();
    tx.each(&text, &sql.params, |row| {
        hidden.insert(row.get(0)?);
        Ok::<_, store::Error>(())
    })?;
    Ok(hidden)
}

/// How many tickets that the reader may know of something has happened to since; all of them without an instant.
pub(super) fn count_since(tx: &Tx<'_>, reader: &Actor, since: Option<Timestamp>) -> Result<i64> {
    let mut sql = SqlText::for_reader(tx.dialect(), reader);
    let since = sql.bind(since.unwrap_or(Timestamp(i64::MIN)));
    let visible = visible(&mut sql, reader);
    let text =
        format!("SELECT COUNT(*) FROM tickets t WHERE t.updated_at >= {since} AND {visible}");
    Ok(tx.one(&text, &sql.params)?)
}

const COLUMNS: &str = "id, person_id, at, last_days, policy_version, file, data, job_id, told";

/// The number of the next trial.
pub(super) fn next_trial(tx: &Tx<'_>) -> Result<i64> {
    Ok(tx.one("SELECT COALESCE(MAX(id), 0) + 1 FROM policy_trials", &[])?)
}

/// Adds a trial.
pub(super) fn insert_trial(tx: &Tx<'_>, (id, job): (i64, JobId), new: &NewTrial) -> Result<()> {
    let sql = "INSERT INTO policy_trials (id, person_id, at, last_days, policy_version, file, data, job_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = params![
        id,
        new.person,
        new.at,
        new.last_days.map(i64::from),
        new.version,
        &new.file,
        written(&new.policy)?,
        job
    ];
    tx.execute(sql, values)?;
    Ok(())
}

/// Leaves the newest trials.
pub(super) fn forget_trials(tx: &Tx<'_>, kept: usize) -> Result<()> {
    let sql = "DELETE FROM policy_trials WHERE id NOT IN (SELECT id FROM policy_trials ORDER BY id DESC LIMIT $1)";
    tx.execute(sql, params![kept as i64])?;
    Ok(())
}

/// Keeps what a trial came to.
pub(super) fn tell_trial(tx: &Tx<'_>, id: i64, told: &Told) -> Result<()> {
    let sql = "UPDATE policy_trials SET told = $1 WHERE id = $2";
    tx.execute(sql, params![written(told)?, id])?;
    Ok(())
}

/// The trials that somebody began, newest first.
pub(super) fn trials_of(tx: &Tx<'_>, person: PersonId, limit: usize) -> Result<Vec<PolicyTrial>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_trials WHERE person_id = $1 ORDER BY id DESC LIMIT $2"
    );
    Ok(tx.query(&sql, params![person, limit as i64], trial_of)?)
}

/// A trial.
pub(super) fn trial(tx: &Tx<'_>, id: i64) -> Result<Option<PolicyTrial>> {
    let sql = format!("SELECT {COLUMNS} FROM policy_trials WHERE id = $1");
    Ok(tx.find(&sql, params![id], trial_of)?)
}

fn trial_of(row: &Row<'_>) -> store::Result<PolicyTrial> {
    let (last_days, told): (Option<i64>, Option<String>) = (row.get(3)?, row.get(8)?);
    Ok(PolicyTrial {
        id: row.get(0)?,
        person: row.get(1)?,
        at: row.get(2)?,
        last_days: last_days.and_then(|days| u32::try_from(days).ok()),
        version: row.get(4)?,
        file: row.get(5)?,
        policy: read(row.text(6)?)?,
        job: row.get(7)?,
        told: told.map(|told| read(&told)).transpose()?,
    })
}

fn written(value: &impl Serialize) -> store::Result<String> {
    serde_json::to_string(value).map_err(|error| store::Error::Damaged(error.to_string()))
}

fn read<T: DeserializeOwned>(text: &str) -> store::Result<T> {
    serde_json::from_str(text).map_err(|error| store::Error::Damaged(error.to_string()))
}
