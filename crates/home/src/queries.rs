//! What the home page asks of the database.

use kernel::{PersonId, TicketId, Timestamp};
use store::Tx;
use work::condition::SqlText;
use work::queries::visible;
use work::{Reader, Result};

/// Most open tickets of the reader's teams that the load is made of: a home page is not to look at more.
pub(crate) const LOAD_TICKETS_MAX: i64 = 5_000;

/// A hold that ends by itself.
pub(crate) struct Hold {
    pub(crate) ticket: TicketId,
    pub(crate) subject: String,
    pub(crate) ends_at: Timestamp,
}

/// The reader's tickets whose hold ends next, soonest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn holds_ending(tx: &Tx<'_>, reader: &Reader, limit: i64) -> Result<Vec<Hold>> {
    let Some(me) = reader.actor.person else {
        return Ok(Vec::new());
    };
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let me = sql.bind(me);
    let seen = visible(&mut sql, &reader.actor);
    let limit = sql.bind(limit);
    let text = format!(
        "SELECT t.id, t.subject, t.hold_until FROM tickets t WHERE t.open = 1 AND t.assignee_id = {me} \
         AND t.hold_until IS NOT NULL AND {seen} ORDER BY t.hold_until, t.id LIMIT {limit}"
    );
    tx.query(&text, &sql.params, |row| {
        Ok(Hold {
            ticket: row.get(0)?,
            subject: row.get(1)?,
            ends_at: row.get(2)?,
        })
    })
}

/// What somebody of the reader's teams has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Load {
    /// Who; nobody for what nobody has.
    pub(crate) person: Option<(PersonId, String)>,
    /// Open tickets of priority 1 and 2 that are not on hold.
    pub(crate) urgent: i64,
    /// The other open tickets that are not on hold.
    pub(crate) other: i64,
    /// Open tickets on hold.
    pub(crate) held: i64,
}

/// How the open tickets of the reader's teams are spread, the busiest first, and how many were looked at.
///
/// # Errors
/// When the database fails.
pub(crate) fn load(tx: &Tx<'_>, reader: &Reader, limit: i64) -> Result<(Vec<Load>, i64)> {
    if reader.actor.teams.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let teams: Vec<String> = reader
        .actor
        .teams
        .iter()
        .map(|team| sql.bind(*team))
        .collect();
    let seen = visible(&mut sql, &reader.actor);
    // One more says that there are more.
    let most = sql.bind(LOAD_TICKETS_MAX + 1);
    let limit = sql.bind(limit);
    let text = format!(
        "SELECT assignee_id, (SELECT name FROM people WHERE id = assignee_id), \
         CAST(SUM(CASE WHEN held = 0 AND priority <= 2 THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN held = 0 AND priority > 2 THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(held) AS BIGINT), \
         CAST(SUM(COUNT(*)) OVER () AS BIGINT) \
         FROM (SELECT t.assignee_id, t.priority, CASE WHEN t.hold_reason IS NULL THEN 0 ELSE 1 END AS held \
         FROM tickets t WHERE t.open = 1 AND t.team_id IN ({}) AND {seen} LIMIT {most}) spread \
         GROUP BY assignee_id ORDER BY COUNT(*) DESC, assignee_id LIMIT {limit}",
        teams.join(", ")
    );
    let mut looked_at = 0;
    let mut all = Vec::new();
    tx.each(&text, &sql.params, |row| {
        let person: Option<PersonId> = row.get(0)?;
        let name = row.get::<Option<String>>(1)?.unwrap_or_default();
        all.push(Load {
            person: person.map(|person| (person, name)),
            urgent: row.get(2)?,
            other: row.get(3)?,
            held: row.get(4)?,
        });
        looked_at = row.get(5)?;
        Ok::<_, work::Error>(())
    })?;
    Ok((all, looked_at))
}

/// Whether more than one person can sign in.
pub(crate) fn has_colleagues(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM people WHERE active = 1 LIMIT 2) AS found";
    Ok(tx.one::<i64>(sql, &[])? > 1)
}

/// Whether somebody is in a team.
pub(crate) fn has_members(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT team_id FROM team_members LIMIT 1) AS found";
    Ok(tx.one::<i64>(sql, &[])? > 0)
}

/// Whether there is a ticket.
pub(crate) fn has_tickets(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM tickets LIMIT 1) AS found";
    Ok(tx.one::<i64>(sql, &[])? > 0)
}
