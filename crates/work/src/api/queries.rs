//! The questions behind requests that may come twice, and behind files that were just uploaded.

use crate::error::Result;
use kernel::{PersonId, Timestamp};
use store::{Tx, params};

/// What is kept of a request that was answered.
pub(super) struct Kept {
    /// The hash of the request.
    pub(super) request: String,
    /// The status of its answer.
    pub(super) status: i64,
    /// Where what it made is.
    pub(super) location: String,
    /// Its answer.
    pub(super) body: String,
}

/// Whose key it is.
#[derive(Clone, Copy)]
pub(super) struct KeyOf<'a> {
    /// The person.
    pub(super) person: PersonId,
    /// The key.
    pub(super) key: &'a str,
}

/// Forgets the answers of before this instant.
pub(super) fn forget(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute(
        "DELETE FROM idempotency_keys WHERE at < $1",
        params![before],
    )?;
    Ok(())
}

/// Takes the key, unless it is taken. Two at once: the second waits for the end of the first.
pub(super) fn reserve(
    tx: &Tx<'_>,
    of: KeyOf<'_>,
    request: &str,
    now: Timestamp,
    forget_before: Timestamp,
) -> Result<bool> {
    tx.execute(
        "DELETE FROM idempotency_keys WHERE person_id = $1 AND key = $2 AND at < $3",
        params![of.person, of.key, forget_before],
    )?;
    let sql = "INSERT INTO idempotency_keys (person_id, key, request_hash, at, status, location, body) \
               VALUES ($1, $2, $3, $4, 0, '', '') ON CONFLICT (person_id, key) DO NOTHING RETURNING person_id";
    let taken = tx.find(sql, params![of.person, of.key, request, now], |row| {
        row.get::<i64>(0)
    })?;
    Ok(taken.is_some())
}

/// Keeps the key for as long again.
pub(super) fn renew(tx: &Tx<'_>, of: KeyOf<'_>, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE idempotency_keys SET at = $3 WHERE person_id = $1 AND key = $2",
        params![of.person, of.key, now],
    )?;
    Ok(())
}

/// What is kept under the key.
pub(super) fn find(tx: &Tx<'_>, of: KeyOf<'_>) -> Result<Option<Kept>> {
    let sql = "SELECT request_hash, status, location, body FROM idempotency_keys \
               WHERE person_id = $1 AND key = $2";
    Ok(tx.find(sql, params![of.person, of.key], |row| {
        Ok(Kept {
            request: row.get(0)?,
            status: row.get(1)?,
            location: row.get(2)?,
            body: row.get(3)?,
        })
    })?)
}

/// Keeps the answer under the key that was taken for it.
pub(super) fn keep(
    tx: &Tx<'_>,
    of: KeyOf<'_>,
    status: i64,
    location: &str,
    body: &str,
) -> Result<()> {
    tx.execute(
        "UPDATE idempotency_keys SET status = $3, location = $4, body = $5 WHERE person_id = $1 AND key = $2",
        params![of.person, of.key, status, location, body],
    )?;
    Ok(())
}
