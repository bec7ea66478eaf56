//! The questions behind what may come twice, by the key that tells it. Whoever asks for a person is that person.

use kernel::{PersonId, Timestamp};
use store::{Result, Tx, params};

/// What is kept of a request that was answered.
pub struct Kept {
    /// The hash of the request.
    pub request: String,
    /// The status of its answer.
    pub status: i64,
    /// Where what it made is.
    pub location: String,
    /// Its answer.
    pub body: String,
}

/// Whose key it is.
#[derive(Clone, Copy)]
pub struct KeyOf<'a> {
    /// The person.
    pub person: PersonId,
    /// The key.
    pub key: &'a str,
}

/// Forgets the answers of before this instant.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute(
        "DELETE FROM idempotency_keys WHERE at < $1",
        params![before],
    )?;
    Ok(())
}

/// Takes the key, unless it is taken. Two at once: the second waits for the end of the first.
///
/// # Errors
/// When the database fails.
pub fn reserve(
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
///
/// # Errors
/// When the database fails.
pub fn renew(tx: &Tx<'_>, of: KeyOf<'_>, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE idempotency_keys SET at = $3 WHERE person_id = $1 AND key = $2",
        params![of.person, of.key, now],
    )?;
    Ok(())
}

/// What is kept under the key.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &Tx<'_>, of: KeyOf<'_>) -> Result<Option<Kept>> {
    let sql = "SELECT request_hash, status, location, body FROM idempotency_keys \
               WHERE person_id = $1 AND key = $2";
    tx.find(sql, params![of.person, of.key], |row| {
        Ok(Kept {
            request: row.get(0)?,
            status: row.get(1)?,
            location: row.get(2)?,
            body: row.get(3)?,
        })
    })
}

/// Keeps the answer under the key that was taken for it.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &Tx<'_>, of: KeyOf<'_>, status: i64, location: &str, body: &str) -> Result<()> {
    tx.execute(
        "UPDATE idempotency_keys SET status = $3, location = $4, body = $5 WHERE person_id = $1 AND key = $2",
        params![of.person, of.key, status, location, body],
    )?;
    Ok(())
}
