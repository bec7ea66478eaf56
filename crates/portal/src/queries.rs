//! What the portal asks the database itself.

use crate::links::{FollowLink, Given};
use kernel::{OrganisationId, PersonId, TicketId, Timestamp};
use store::{Result, Tx, params};

/// The colleagues of this name, at most two: whoever shares something must mean one.
pub(crate) fn colleagues_named(
    tx: &Tx<'_>,
    organisation: OrganisationId,
    name: &str,
) -> Result<Vec<PersonId>> {
    let words = kernel::text::words(name);
    let Some(first) = words.first() else {
        return Ok(Vec::new());
    };
    tx.query(
        "SELECT p.id FROM person_words w JOIN people p ON p.id = w.person_id WHERE w.word = $1 \
         AND p.name_words = $2 AND p.organisation_id = $3 AND p.active = 1 ORDER BY p.id LIMIT 2",
        params![first, words.join(" "), organisation],
        |row| row.get(0),
    )
}

/// The setting that lets people ask who are not signed in.
const OPEN_TO_ALL: &str = "portal_open_to_all";

/// Whether people may ask who are not signed in.
pub(crate) fn is_open_to_all(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    let value = tx.find(sql, params![OPEN_TO_ALL], |row| row.get::<String>(0))?;
    Ok(value.as_deref() == Some("yes"))
}

/// Lets them, or no longer.
///
/// # Errors
/// When the database fails.
pub fn set_open_to_all(tx: &Tx<'_>, open: bool) -> Result<()> {
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![OPEN_TO_ALL, if open { "yes" } else { "no" }],
    )?;
    Ok(())
}

/// Keeps a link.
pub(crate) fn insert_link(
    tx: &Tx<'_>,
    link: FollowLink,
    given: Given,
    hash: &str,
    (now, end): (Timestamp, Timestamp),
) -> Result<()> {
    tx.execute(
        "INSERT INTO follow_links (hash, ticket_id, person_id, filed, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            hash,
            link.ticket,
            link.person,
            given == Given::Filing,
            now,
            end
        ],
    )?;
    Ok(())
}

/// What a link stands for, unless it ended or was taken back.
pub(crate) fn find_link(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<FollowLink>> {
    tx.find(
        "SELECT ticket_id, person_id FROM follow_links WHERE hash = $1 AND expires_at > $2 AND revoked_at IS NULL",
        params![hash, now],
        |row| {
            Ok(FollowLink {
                ticket: row.get(0)?,
                person: row.get(1)?,
            })
        },
    )
}

/// Forgets the links whose time is over.
pub(crate) fn forget_links(tx: &Tx<'_>, now: Timestamp) -> Result<()> {
    tx.execute(
        "DELETE FROM follow_links WHERE expires_at <= $1",
        params![now],
    )?;
    Ok(())
}

/// Takes all links of a ticket back.
pub(crate) fn revoke_links(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE follow_links SET revoked_at = $2 WHERE ticket_id = $1 AND revoked_at IS NULL",
        params![ticket, now],
    )?;
    Ok(())
}

/// How many links of a ticket work.
pub(crate) fn count_links(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE ticket_id = $1 AND expires_at > $2 AND revoked_at IS NULL",
        params![ticket, now],
    )
}

/// How many tickets were filed without signing in since an instant: for one person, and in all.
pub(crate) fn count_filed(
    tx: &Tx<'_>,
    person: Option<PersonId>,
    since: Timestamp,
) -> Result<(i64, i64)> {
    let all = tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE created_at > $1 AND filed = 1",
        params![since],
    )?;
    let own = tx.one(
        "SELECT COUNT(*) FROM follow_links WHERE person_id = $1 AND created_at > $2 AND filed = 1",
        params![person, since],
    )?;
    Ok((own, all))
}
