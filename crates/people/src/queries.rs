//! Which people became one, and which tickets are theirs.

use kernel::{CommandId, PersonId, TicketId, Timestamp};
use store::{Result, Tx, params};

/// Two entries for one person that became one.
#[derive(Clone, Debug)]
pub(crate) struct Merge {
    /// Which.
    pub(crate) id: i64,
    /// Who goes on.
    pub(crate) into: PersonId,
    /// When it was begun.
    pub(crate) at: Timestamp,
}

/// The merge by which a person ended and which was not undone.
pub(crate) fn find_merge(tx: &Tx<'_>, from: PersonId) -> Result<Option<Merge>> {
    let sql = "SELECT id, into_id, at FROM person_merges WHERE from_id = $1 AND undone_at IS NULL";
    tx.find(sql, params![from], |row| {
        Ok(Merge {
            id: row.get(0)?,
            into: row.get(1)?,
            at: row.get(2)?,
        })
    })
}

/// Keeps that a merge began.
pub(crate) fn insert_merge(
    tx: &Tx<'_>,
    (from, into): (PersonId, PersonId),
    actor: Option<PersonId>,
    now: Timestamp,
) -> Result<i64> {
    let sql = "INSERT INTO person_merges (from_id, into_id, at, actor_id) VALUES ($1, $2, $3, $4) RETURNING id";
    tx.one(sql, params![from, into, now, actor])
}

/// Keeps that a merge was undone.
pub(crate) fn end_merge(tx: &Tx<'_>, merge: i64, now: Timestamp) -> Result<()> {
    let sql = "UPDATE person_merges SET undone_at = $2 WHERE id = $1";
    tx.execute(sql, params![merge, now])?;
    Ok(())
}

/// Keeps a command that changed tickets for a merge.
pub(crate) fn insert_command(tx: &Tx<'_>, merge: i64, command: CommandId) -> Result<()> {
    let sql = "INSERT INTO person_merge_commands (merge_id, command_id) VALUES ($1, $2)";
    tx.execute(sql, params![merge, command])?;
    Ok(())
}

/// The newest commands of a merge that are still to be undone.
pub(crate) fn list_commands(tx: &Tx<'_>, merge: i64, limit: i64) -> Result<Vec<(i64, CommandId)>> {
    let sql = "SELECT id, command_id FROM person_merge_commands WHERE merge_id = $1 ORDER BY id DESC LIMIT $2";
    tx.query(sql, params![merge, limit], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Forgets a command that was undone.
pub(crate) fn delete_command(tx: &Tx<'_>, id: i64) -> Result<()> {
    let sql = "DELETE FROM person_merge_commands WHERE id = $1";
    tx.execute(sql, params![id])?;
    Ok(())
}

/// The tickets in which somebody has a role, behind `after`, without those that became part of others.
pub(crate) fn list_tickets_of(
    tx: &Tx<'_>,
    person: PersonId,
    role: &str,
    after: TicketId,
    limit: i64,
) -> Result<Vec<TicketId>> {
    let sql = "SELECT p.ticket_id FROM ticket_parties p JOIN tickets t ON t.id = p.ticket_id \
               WHERE p.person_id = $1 AND p.role = $2 AND p.ticket_id > $3 AND t.state <> 'merged' \
               ORDER BY p.ticket_id LIMIT $4";
    tx.query(sql, params![person, role, after, limit], |row| row.get(0))
}
