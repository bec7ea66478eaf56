//! The questions about jobs, and what changes them.

use super::model::{Job, JobKind, JobState, Listed, Priority, Progress, Running};
use crate::error::{Error, Result};
use kernel::time::SECOND;
use kernel::{CommandId, JobId, PersonId, TeamId, TicketId, Timestamp};
use store::{Row, Tx, Value, params};

/// How long a worker has a job without saying that it is still at it.
pub(super) const LEASE: i64 = 30 * SECOND;
/// The key of a job that comes again by itself begins with this.
const AGAIN: &str = "every ";
/// Most tickets whose refusals are shown.
pub(super) const REFUSALS_SHOWN: i64 = 200;

const COLUMNS: &str = "id, name, state, due_at, attempts, error, done_count, total_count, refused_count, command_id, \
                       person_id, created_at, finished_at, once_key";

/// A job that a worker has.
pub(super) struct Claimed {
    pub(super) name: String,
    pub(super) payload: String,
    pub(super) attempts: i64,
    pub(super) job: JobId,
    pub(super) person: Option<PersonId>,
    pub(super) done: i64,
    pub(super) command: Option<CommandId>,
    pub(super) claim: i64,
}

/// Puts a job into the queue; answers the one of the same key where there is one.
pub(super) fn insert<J: Job>(
    tx: &Tx<'_>,
    job: &J,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<JobId> {
    let payload = serde_json::to_string(job).map_err(|e| store::Error::Damaged(e.to_string()))?;
    let key = job.once_key();
    let sql = "INSERT INTO jobs (name, once_key, priority, payload, state, due_at, claim, attempts, done_count, \
               total_count, refused_count, person_id, created_at) \
               VALUES ($1, $2, $3, $4, 'waiting', $5, 0, 0, 0, $6, 0, $7, $5) \
               ON CONFLICT (once_key) DO NOTHING RETURNING id";
    let values = params![
        J::NAME,
        key.clone(),
        J::PRIORITY.rank(),
        payload,
        now,
        job.total(),
        person
    ];
    if let Some(id) = tx.find(sql, values, |row| row.get(0))? {
        return Ok(id);
    }
    let sql = "SELECT id FROM jobs WHERE once_key = $1";
    let known = tx.find(sql, params![key], |row| row.get(0))?;
    Ok(known.ok_or(store::Error::Raced)?)
}

/// Makes sure that a job that comes again by itself is in the queue.
pub(super) fn ensure(tx: &Tx<'_>, kind: &JobKind, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO jobs (name, once_key, priority, payload, state, due_at, claim, attempts, done_count, \
         total_count, refused_count, created_at) VALUES ($1, $2, $3, '{}', 'waiting', $4, 0, 0, 0, 0, 0, $4) \
         ON CONFLICT (once_key) DO NOTHING",
        params![kind.name, format!("{AGAIN}{}", kind.name), kind.priority.rank(), now],
    )?;
    Ok(())
}

/// The job of these kinds that is to be taken next, if one is due.
pub(super) fn next(tx: &Tx<'_>, kinds: &[JobKind], now: Timestamp) -> Result<Option<(JobId, i64)>> {
    let places: Vec<String> = (3..kinds.len() + 3).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT id, claim FROM jobs WHERE priority = $1 AND due_at <= $2 AND name IN ({}) \
         ORDER BY due_at, id LIMIT 1",
        places.join(", ")
    );
    for priority in Priority::ALL {
        let mut values = vec![Value::from(priority.rank()), Value::from(now)];
        values.extend(kinds.iter().map(|kind| Value::from(kind.name)));
        let found = tx.find(&sql, &values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Takes a job, unless another worker was quicker.
pub(super) fn claim(
    tx: &Tx<'_>,
    (job, claim): (JobId, i64),
    now: Timestamp,
) -> Result<Option<Claimed>> {
    let sql = "UPDATE jobs SET state = 'running', claim = claim + 1, attempts = attempts + 1, due_at = $4 \
               WHERE id = $1 AND claim = $2 AND due_at <= $3 \
               RETURNING name, payload, attempts, id, person_id, done_count, command_id, claim";
    let values = params![job, claim, now, now.plus(LEASE)];
    Ok(tx.find(sql, values, |row| {
        Ok(Claimed {
            name: row.get(0)?,
            payload: row.get(1)?,
            attempts: row.get(2)?,
            job: row.get(3)?,
            person: row.get(4)?,
            done: row.get(5)?,
            command: row.get(6)?,
            claim: row.get(7)?,
        })
    })?)
}

/// Says that the worker is still at it; answers whether the job is still its own.
pub(super) fn renew(tx: &Tx<'_>, running: &Running, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE jobs SET due_at = $3 WHERE id = $1 AND claim = $2";
    let renewed = tx.execute(sql, params![running.job, running.claim, now.plus(LEASE)])?;
    Ok(renewed == 1)
}

/// Keeps how far a job has come. Whoever comes on is not held to have failed before.
pub(super) fn step(
    tx: &Tx<'_>,
    running: &Running,
    now: Timestamp,
    progress: &Progress,
) -> Result<()> {
    let refused = progress.refused.len() as i64;
    let kept = tx.execute(
        "UPDATE jobs SET done_count = $3, total_count = $4, refused_count = refused_count + $5, command_id = $6, \
         due_at = $7, attempts = 1 WHERE id = $1 AND claim = $2",
        params![
            running.job,
            running.claim,
            progress.done,
            progress.total,
            refused,
            progress.command,
            now.plus(LEASE),
        ],
    )?;
    if kept == 0 {
        return Err(Error::JobTaken);
    }
    for (ticket, reason) in &progress.refused {
        tx.execute(
            "INSERT INTO job_refusals (job_id, ticket_id, reason) VALUES ($1, $2, $3) \
             ON CONFLICT (job_id, ticket_id) DO UPDATE SET reason = excluded.reason",
            params![running.job, *ticket, reason.as_str()],
        )?;
    }
    Ok(())
}

/// The ticket with the highest number.
pub(super) fn last_ticket(tx: &Tx<'_>) -> Result<TicketId> {
    Ok(tx.one("SELECT COALESCE(MAX(id), 0) FROM tickets", &[])?)
}

/// What becomes of a job whose worker is done with it.
#[derive(Clone)]
pub(super) enum Becomes {
    /// Done.
    Done(Timestamp),
    /// Given up, with the reason.
    Failed(Timestamp, String),
    /// In the queue until then, with what was wrong.
    Waiting(Timestamp, Option<String>),
    /// In the queue until then, as if it had never failed.
    Again(Timestamp),
    /// In the queue at once, as if this worker had never had it.
    GivenBack(Timestamp),
}

/// Gives a job back, if it is still this worker's.
pub(super) fn leave(tx: &Tx<'_>, running: &Running, becomes: &Becomes) -> Result<()> {
    let (set, at, error) = match becomes {
        Becomes::Done(at) => (
            "state = 'done', due_at = NULL, once_key = NULL, finished_at = $3, error = $4",
            at,
            None,
        ),
        Becomes::Failed(at, why) => (
            "state = 'failed', due_at = NULL, once_key = NULL, finished_at = $3, error = $4",
            at,
            Some(why.as_str()),
        ),
        Becomes::Waiting(at, why) => (
            "state = 'waiting', due_at = $3, error = COALESCE($4, error)",
            at,
            why.as_deref(),
        ),
        Becomes::Again(at) => (
            "state = 'waiting', due_at = $3, error = $4, attempts = 0, done_count = 0, total_count = 0",
            at,
            None,
        ),
        Becomes::GivenBack(at) => (
            "state = 'waiting', due_at = $3, error = COALESCE($4, error), attempts = attempts - 1",
            at,
            None,
        ),
    };
    tx.execute(
        &format!("UPDATE jobs SET {set} WHERE id = $1 AND claim = $2"),
        params![running.job, running.claim, *at, error],
    )?;
    Ok(())
}

/// Ends a job, also under the hands of a worker; answers whether it had not ended.
pub(super) fn cancel(tx: &Tx<'_>, job: JobId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE jobs SET state = 'cancelled', claim = claim + 1, due_at = NULL, once_key = NULL, \
               finished_at = $2 WHERE id = $1 AND due_at IS NOT NULL";
    Ok(tx.execute(sql, params![job, now])? == 1)
}

/// Ends the job that changes tickets by a command, so that taking the command back takes all of it back.
pub(super) fn cancel_command(tx: &Tx<'_>, command: CommandId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE jobs SET state = 'cancelled', claim = claim + 1, due_at = NULL, once_key = NULL, \
               finished_at = $2 WHERE command_id = $1 AND due_at IS NOT NULL";
    tx.execute(sql, params![command, now])?;
    Ok(())
}

/// How many tickets a job of the person's had that changed them by this command; nothing for anything else.
pub(super) fn own_command(
    tx: &Tx<'_>,
    person: PersonId,
    command: CommandId,
) -> Result<Option<i64>> {
    let sql = "SELECT done_count FROM jobs WHERE command_id = $1 AND person_id = $2";
    Ok(tx.find(sql, params![command, person], |row| row.get(0))?)
}

/// How many jobs of a person have not ended.
pub(super) fn queued_count(tx: &Tx<'_>, person: PersonId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM jobs WHERE person_id = $1 AND due_at IS NOT NULL";
    Ok(tx.one(sql, params![person])?)
}

/// Puts a job that was given up into the queue; answers whether it was. One that comes again by itself and
/// waits after a failure is tried now.
pub(super) fn retry(tx: &Tx<'_>, job: JobId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE jobs SET state = 'waiting', attempts = 0, due_at = $2, finished_at = NULL, seen_at = NULL \
               WHERE id = $1 AND (state = 'failed' OR (state = 'waiting' AND error IS NOT NULL))";
    Ok(tx.execute(sql, params![job, now])? == 1)
}

/// Takes note that whoever started it knows how it ended.
pub(super) fn see(tx: &Tx<'_>, job: JobId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE jobs SET seen_at = $2 WHERE id = $1 AND seen_at IS NULL AND finished_at IS NOT NULL";
    tx.execute(sql, params![job, now])?;
    Ok(())
}

/// The first open tickets of these teams after one that wait for somebody who is away and were not taken from them since.
pub(super) fn left_by_absent(
    tx: &Tx<'_>,
    teams: &[TeamId],
    (now, after, limit): (Timestamp, TicketId, i64),
) -> Result<Vec<TicketId>> {
    let teams: Vec<String> = teams.iter().map(|team| team.0.to_string()).collect();
    let sql = format!(
        "SELECT t.id FROM agent_routing r JOIN tickets t ON t.assignee_id = r.person_id AND t.open = 1 \
         WHERE r.away_from <= $1 AND (r.away_until IS NULL OR r.away_until > $1) AND t.team_id IN ({}) \
         AND t.state_category IN ('new', 'active') AND t.id > $2 AND NOT EXISTS (SELECT 1 FROM activities a \
         WHERE a.ticket_id = t.id AND a.kind = 'relieved' AND a.at >= r.away_from) ORDER BY t.id LIMIT $3",
        teams.join(", ")
    );
    Ok(tx.query(&sql, params![now, after, limit], |row| row.get(0))?)
}

/// Forgets what ended before an instant.
pub(super) fn forget(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute(
        "DELETE FROM job_refusals WHERE job_id IN (SELECT id FROM jobs WHERE finished_at < $1)",
        params![before],
    )?;
    tx.execute("DELETE FROM jobs WHERE finished_at < $1", params![before])?;
    Ok(())
}

fn listed(row: &Row<'_>) -> Result<Listed> {
    let state: String = row.get(2)?;
    let key: Option<String> = row.get(13)?;
    Ok(Listed {
        id: row.get(0)?,
        name: row.get(1)?,
        state: JobState::named(&state)
            .ok_or_else(|| store::Error::Damaged(format!("a job in the state “{state}”")))?,
        due_at: row.get(3)?,
        attempts: row.get(4)?,
        error: row.get(5)?,
        done: row.get(6)?,
        total: row.get(7)?,
        refused: row.get(8)?,
        command: row.get(9)?,
        person: row.get(10)?,
        created_at: row.get(11)?,
        finished_at: row.get(12)?,
        comes_again: key.is_some_and(|key| key.starts_with(AGAIN)),
    })
}

/// A job, whoever may know of it.
pub(crate) fn find(tx: &Tx<'_>, job: JobId) -> Result<Option<Listed>> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE id = $1");
    let found = tx.query(&sql, params![job], listed)?;
    Ok(found.into_iter().next())
}

/// What a person started and does not yet know the end of, newest first.
pub(crate) fn unseen(
    tx: &Tx<'_>,
    person: PersonId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE person_id = $1 AND seen_at IS NULL \
         AND (finished_at IS NULL OR finished_at >= $2) ORDER BY id DESC LIMIT $3"
    );
    tx.query(&sql, params![person, since, limit], listed)
}

/// What a person started, newest first.
pub(crate) fn of_person(tx: &Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<Listed>> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE person_id = $1 ORDER BY id DESC LIMIT $2");
    tx.query(&sql, params![person, limit], listed)
}

/// All jobs: those that have not ended in the order of the queue, and the others, the last first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &Tx<'_>, limit: i64) -> Result<Vec<Listed>> {
    let queued = format!(
        "SELECT {COLUMNS} FROM jobs WHERE due_at IS NOT NULL ORDER BY priority, due_at, id LIMIT $1"
    );
    let ended = format!(
        "SELECT {COLUMNS} FROM jobs WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT $1"
    );
    let mut all = tx.query(&queued, params![limit], listed)?;
    all.extend(tx.query(&ended, params![limit], listed)?);
    Ok(all)
}

/// On which tickets a job could do nothing, and why.
pub(crate) fn refusals(tx: &Tx<'_>, job: JobId) -> Result<Vec<(TicketId, String)>> {
    let sql =
        "SELECT ticket_id, reason FROM job_refusals WHERE job_id = $1 ORDER BY ticket_id LIMIT $2";
    tx.query(sql, params![job, REFUSALS_SHOWN], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// How many jobs there are in each state.
///
/// # Errors
/// When the database fails.
pub fn by_state(tx: &Tx<'_>) -> Result<Vec<(JobState, i64)>> {
    let sql = "SELECT state, COUNT(*) FROM jobs GROUP BY state";
    let counts: Vec<(String, i64)> = tx.query(sql, &[], |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?;
    let count = |state: JobState| {
        let found = counts.iter().find(|(name, _)| name == state.name());
        (state, found.map_or(0, |(_, count)| *count))
    };
    Ok(JobState::ALL.iter().copied().map(count).collect())
}

/// Jobs that were given up, or that wait after a failure, the last first.
///
/// # Errors
/// When the database fails.
pub fn failed(tx: &Tx<'_>, limit: i64) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE state = 'failed' OR (state = 'waiting' AND error IS NOT NULL) \
         ORDER BY id DESC LIMIT $1"
    );
    tx.query(&sql, params![limit], listed)
}

/// When the job that has waited longest was due.
///
/// # Errors
/// When the database fails.
pub fn oldest_due(tx: &Tx<'_>) -> Result<Option<Timestamp>> {
    Ok(tx.one("SELECT MIN(due_at) FROM jobs WHERE due_at IS NOT NULL", &[])?)
}
