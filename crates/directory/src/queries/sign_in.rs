//! Passwords, sessions, tokens, reset links and failed tries. Secrets come here as their hashes.

use super::{permissions, permissions_text};
use crate::model::Token;
use kernel::{PermissionSet, PersonId, Timestamp};
use store::{Result, Row, Tx, params};

/// Most tokens of a person that are listed.
const TOKENS_MAX: i64 = 200;

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose it is.
    pub person_id: PersonId,
    /// What every form must send back.
    pub csrf: String,
    /// When it was last used, to within ten minutes.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// The hash of a person's password, if they have one.
///
/// # Errors
/// When the database fails.
pub fn find_password(tx: &Tx<'_>, person: PersonId) -> Result<Option<String>> {
    let found: Option<Option<String>> = tx.find(
        "SELECT password_hash FROM people WHERE id = $1",
        params![person],
        |row| row.get(0),
    )?;
    Ok(found.flatten())
}

/// Keeps the hash of a new password.
///
/// # Errors
/// When the database fails.
pub fn set_password(tx: &Tx<'_>, person: PersonId, hash: &str) -> Result<()> {
    tx.execute(
        "UPDATE people SET password_hash = $1 WHERE id = $2",
        params![hash, person],
    )?;
    Ok(())
}

/// Keeps a session.
///
/// # Errors
/// When the database fails.
pub fn insert_session(
    tx: &Tx<'_>,
    hash: &str,
    session: &SessionRow,
    created_at: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO sessions (hash, person_id, csrf, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            hash,
            session.person_id,
            &session.csrf,
            created_at,
            session.seen_at,
            session.expires_at
        ],
    )?;
    Ok(())
}

/// The session whose secret has this hash.
///
/// # Errors
/// When the database fails.
pub fn find_session(tx: &Tx<'_>, hash: &str) -> Result<Option<SessionRow>> {
    tx.find(
        "SELECT person_id, csrf, seen_at, expires_at FROM sessions WHERE hash = $1",
        params![hash],
        |row| {
            Ok(SessionRow {
                person_id: row.get(0)?,
                csrf: row.get(1)?,
                seen_at: row.get(2)?,
                expires_at: row.get(3)?,
            })
        },
    )
}

/// Keeps that a session was used.
///
/// # Errors
/// When the database fails.
pub fn touch_session(tx: &Tx<'_>, hash: &str, seen_at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE sessions SET seen_at = $1 WHERE hash = $2",
        params![seen_at, hash],
    )?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database fails.
pub fn delete_session(tx: &Tx<'_>, hash: &str) -> Result<()> {
    tx.execute("DELETE FROM sessions WHERE hash = $1", params![hash])?;
    Ok(())
}

/// Ends a person's sessions, except the one whose secret has the hash `kept`.
///
/// # Errors
/// When the database fails.
pub fn delete_sessions_of(tx: &Tx<'_>, person: PersonId, kept: Option<&str>) -> Result<()> {
    tx.execute(
        "DELETE FROM sessions WHERE person_id = $1 AND hash <> $2",
        params![person, kept.unwrap_or_default()],
    )?;
    Ok(())
}

/// How many sessions a person has that still hold.
///
/// # Errors
/// When the database fails.
pub fn count_sessions(
    tx: &Tx<'_>,
    person: PersonId,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) FROM sessions WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3",
        params![person, now, idle_since],
    )
}

/// Forgets what has ended: sessions, reset links, failures that no longer count.
///
/// # Errors
/// When the database fails.
pub fn delete_ended(
    tx: &Tx<'_>,
    now: Timestamp,
    idle_since: Timestamp,
    failed_before: Timestamp,
) -> Result<()> {
    tx.execute(
        "DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2",
        params![now, idle_since],
    )?;
    tx.execute(
        "DELETE FROM password_resets WHERE expires_at <= $1",
        params![now],
    )?;
    tx.execute(
        "DELETE FROM sign_in_failures WHERE last_at <= $1",
        params![failed_before],
    )?;
    Ok(())
}

/// How often a sign-in of this subject failed in a row, and when last.
///
/// # Errors
/// When the database fails.
pub fn find_failures(tx: &Tx<'_>, subject: &str) -> Result<Option<(i64, Timestamp)>> {
    tx.find(
        "SELECT count, last_at FROM sign_in_failures WHERE subject = $1",
        params![subject],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Counts a failed sign-in; after a pause (`forgotten_before`) the count begins anew.
///
/// # Errors
/// When the database fails.
pub fn add_failure(
    tx: &Tx<'_>,
    subject: &str,
    now: Timestamp,
    forgotten_before: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO sign_in_failures (subject, count, last_at) VALUES ($1, 1, $2) \
         ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at, \
         count = CASE WHEN sign_in_failures.last_at < $3 THEN 1 ELSE sign_in_failures.count + 1 END",
        params![subject, now, forgotten_before],
    )?;
    Ok(())
}

/// Forgets the failures of a subject.
///
/// # Errors
/// When the database fails.
pub fn delete_failures(tx: &Tx<'_>, subject: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM sign_in_failures WHERE subject = $1",
        params![subject],
    )?;
    Ok(())
}

/// Takes one failure back.
///
/// # Errors
/// When the database fails.
pub fn remove_failure(tx: &Tx<'_>, subject: &str) -> Result<()> {
    tx.execute(
        "UPDATE sign_in_failures SET count = count - 1 WHERE subject = $1 AND count > 0",
        params![subject],
    )?;
    Ok(())
}

/// Keeps a reset link; earlier ones of the same person no longer work.
///
/// # Errors
/// When the database fails.
pub fn put_reset(tx: &Tx<'_>, hash: &str, person: PersonId, expires_at: Timestamp) -> Result<()> {
    delete_resets_of(tx, person)?;
    tx.execute(
        "INSERT INTO password_resets (hash, person_id, expires_at) VALUES ($1, $2, $3)",
        params![hash, person, expires_at],
    )?;
    Ok(())
}

/// Whose reset link has this hash and still works.
///
/// # Errors
/// When the database fails.
pub fn find_reset(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<PersonId>> {
    tx.find(
        "SELECT r.person_id FROM password_resets r JOIN people p ON p.id = r.person_id \
         WHERE r.hash = $1 AND r.expires_at > $2 AND p.active = 1",
        params![hash, now],
        |row| row.get(0),
    )
}

/// Ends a person's reset links.
///
/// # Errors
/// When the database fails.
pub fn delete_resets_of(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    tx.execute(
        "DELETE FROM password_resets WHERE person_id = $1",
        params![person],
    )?;
    Ok(())
}

/// Keeps a token.
///
/// # Errors
/// When the database fails.
pub fn insert_token(
    tx: &Tx<'_>,
    hash: &str,
    person: PersonId,
    name: &str,
    scopes: PermissionSet,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<i64> {
    tx.one(
        "INSERT INTO tokens (hash, person_id, name, scopes, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        params![
            hash,
            person,
            name,
            permissions_text(scopes),
            created_at,
            expires_at
        ],
    )
}

/// The token whose secret has this hash, unless it has ended or was taken back.
///
/// # Errors
/// When the database fails.
pub fn find_token(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<Token>> {
    tx.find(
        "SELECT id, person_id, name, scopes, created_at, expires_at, revoked_at FROM tokens \
         WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)",
        params![hash, now],
        token,
    )
}

/// A person's tokens, the newest first.
///
/// # Errors
/// When the database fails.
pub fn list_tokens(tx: &Tx<'_>, person: PersonId) -> Result<Vec<Token>> {
    tx.query(
        "SELECT id, person_id, name, scopes, created_at, expires_at, revoked_at FROM tokens \
         WHERE person_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT $2",
        params![person, TOKENS_MAX],
        token,
    )
}

/// Takes a person's token back; answers whether there was one.
///
/// # Errors
/// When the database fails.
pub fn revoke_token(tx: &Tx<'_>, person: PersonId, id: i64, now: Timestamp) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND person_id = $3 AND revoked_at IS NULL",
        params![now, id, person],
    )?;
    Ok(changed > 0)
}

/// Takes all tokens of a person back.
///
/// # Errors
/// When the database fails.
pub fn revoke_tokens_of(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE tokens SET revoked_at = $1 WHERE person_id = $2 AND revoked_at IS NULL",
        params![now, person],
    )?;
    Ok(())
}

fn token(row: &Row<'_>) -> Result<Token> {
    Ok(Token {
        id: row.get(0)?,
        person_id: row.get(1)?,
        name: row.get(2)?,
        scopes: permissions(row, 3)?,
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
        revoked_at: row.get(6)?,
    })
}
