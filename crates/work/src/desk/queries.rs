//! The questions that the desk asks while it writes. Whoever acts is checked by the rules, not here.

use crate::error::Result;
use kernel::policy::Level;
use kernel::{PersonId, PolicyVersion, TeamId, TicketId, Timestamp};
use std::collections::{HashMap, HashSet};
use store::{Many, Tx, Value, params};

static RECORDED: Many = Many::new(
    "SELECT source, external_id FROM external_refs WHERE (source, external_id) IN (VALUES ",
    "($, $)",
    ")",
);
static REMEMBER: Many = Many::new(
    "INSERT INTO external_refs (source, external_id, ticket_id) VALUES ",
    "($, $, $)",
    "",
);

/// Those of the histories, by their sources and what they are called there, that were recorded before.
pub(super) fn recorded_among<'a>(
    tx: &Tx<'_>,
    names: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<HashSet<(String, String)>> {
    let mut found = HashSet::new();
    let values: Vec<Value> = names
        .flat_map(|(source, id)| [source.into(), id.into()])
        .collect();
    RECORDED.each(tx, &values, |row| {
        found.insert((row.get(0)?, row.get(1)?));
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}

/// Remembers what histories were recorded as.
pub(super) fn remember_as<'a>(
    tx: &Tx<'_>,
    names: impl Iterator<Item = ((&'a str, &'a str), TicketId)>,
) -> Result<()> {
    let row = |((source, id), ticket): ((&str, &str), TicketId)| -> [Value; 3] {
        [source.into(), id.into(), ticket.into()]
    };
    REMEMBER.execute(tx, &names.flat_map(row).collect::<Vec<_>>())?;
    Ok(())
}

/// The ticket that a ticket is a part of.
pub(super) fn parent(tx: &Tx<'_>, ticket: TicketId) -> Result<Option<TicketId>> {
    let found = tx.find(
        "SELECT parent_id FROM tickets WHERE id = $1",
        params![ticket],
        |row| row.get(0),
    )?;
    Ok(found.flatten())
}

/// What is due by now, oldest first.
pub(super) fn due(tx: &Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(TicketId, String)>> {
    let sql =
        "SELECT ticket_id, kind FROM timers WHERE due_at <= $1 ORDER BY due_at, ticket_id LIMIT $2";
    Ok(tx.query(sql, params![now, limit], |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?)
}

/// Since when timers of these tickets are due, of those that are.
pub(super) fn due_since(
    tx: &Tx<'_>,
    tickets: &[TicketId],
    now: Timestamp,
) -> Result<HashMap<(TicketId, String), Timestamp>> {
    let (mut due, values) = (HashMap::new(), tickets.iter().map(|id| (*id).into()));
    TIMERS.each(tx, &values.collect::<Vec<Value>>(), |row| {
        let since: Timestamp = row.get(2)?;
        if since <= now {
            due.insert((row.get(0)?, row.get(1)?), since);
        }
        Ok::<_, store::Error>(())
    })?;
    Ok(due)
}

static TIMERS: Many = Many::new(
    "SELECT ticket_id, kind, due_at FROM timers WHERE ticket_id IN (",
    "$",
    ")",
);

/// How many open tickets of each priority the members of a team have.
pub(super) fn loads(tx: &Tx<'_>, team: TeamId) -> Result<Vec<(PersonId, Level, u32)>> {
    let sql = "SELECT t.assignee_id, t.priority, COUNT(*) FROM team_members m \
               JOIN tickets t ON t.assignee_id = m.person_id AND t.open = 1 WHERE m.team_id = $1 \
               GROUP BY t.assignee_id, t.priority";
    Ok(tx.query(sql, params![team], |row| {
        let priority = u8::try_from(row.get::<i64>(1)?).unwrap_or(u8::MAX);
        let count = u32::try_from(row.get::<i64>(2)?).unwrap_or(u32::MAX);
        Ok::<_, store::Error>((row.get(0)?, Level(priority), count))
    })?)
}

/// Removes a timer whose action is not possible any more.
pub(super) fn drop_timer(tx: &Tx<'_>, ticket: TicketId, kind: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM timers WHERE ticket_id = $1 AND kind = $2",
        params![ticket, kind],
    )?;
    Ok(())
}

/// Some of the tickets that somebody has asked for, at most so many.
pub(super) fn requested_by(tx: &Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<TicketId>> {
    let sql = "SELECT id FROM tickets WHERE requester_id = $1 LIMIT $2";
    Ok(tx.query(sql, params![person, limit], |row| row.get(0))?)
}

/// Versions of what rules every command: policy and views.
pub(super) fn versions(tx: &Tx<'_>) -> Result<(PolicyVersion, String)> {
    let sql = "SELECT (SELECT COALESCE(MAX(version), 0) FROM policies), \
               COALESCE((SELECT value FROM settings WHERE key = 'views_version'), '0')";
    let found = tx.find(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.unwrap_or((super::command::NO_POLICY, "0".into())))
}

/// A version of the policy.
pub(super) fn policy(tx: &Tx<'_>, version: PolicyVersion) -> Result<Option<String>> {
    Ok(tx.find(
        "SELECT data FROM policies WHERE version = $1",
        params![version],
        |row| row.get(0),
    )?)
}
