//! Counting a view from scratch: when it is defined, and when teams become private or open.

use crate::condition::{SqlText, to_sql};
use crate::desk::Counter;
use crate::error::Result;
use jiff::tz::TimeZone;
use kernel::condition::Moment;
use kernel::{Actor, TeamId, TicketId, Timestamp, ViewId};
use std::collections::BTreeSet;
use store::{CountKey, Counts, Tx, params};

/// The counters of a view, from the tickets as they are.
pub(crate) fn counts_of_view(
    tx: &Tx<'_>,
    counter: &Counter,
    private_teams: &BTreeSet<TeamId>,
) -> Result<Counts> {
    let moment = Moment {
        me: None,
        my_teams: &[],
        now: Timestamp(0),
        zone: &TimeZone::UTC,
    };
    let mut sql = SqlText::for_reader(tx.dialect(), &Actor::spoc());
    let condition = to_sql(&counter.condition, &moment, &mut sql);
    let private = match private_teams.is_empty() {
        true => "t.confidential = 1".to_owned(),
        false => {
            let teams: Vec<_> = private_teams.iter().map(|team| sql.bind(*team)).collect();
            format!(
                "(t.confidential = 1 OR COALESCE(t.team_id, 0) IN ({}))",
                teams.join(", ")
            )
        }
    };
    let assignee = if counter.by_assignee {
        "COALESCE(t.assignee_id, 0)"
    } else {
        "0"
    };
    let team = if counter.by_team {
        "COALESCE(t.team_id, 0)"
    } else {
        "0"
    };
    let mut counts = Counts::new();
    let mut add = |text: &str, restricted: bool| {
        tx.each(text, &sql.params, |row| {
            let key = CountKey {
                view: counter.view,
                restricted,
                person: row.get(0)?,
                assignee: row.get(1)?,
                team: row.get(2)?,
            };
            *counts.entry(key).or_default() += row.get::<i64>(3)?;
            Ok::<_, crate::Error>(())
        })
    };
    add(
        &format!(
            "SELECT 0, a, m, COUNT(*) FROM (SELECT {assignee} AS a, {team} AS m FROM tickets t \
             WHERE {condition} AND NOT {private}) counted GROUP BY a, m"
        ),
        false,
    )?;
    add(
        &format!(
            "SELECT 0, a, m, COUNT(*) FROM (SELECT {assignee} AS a, COALESCE(t.team_id, 0) AS m FROM tickets t \
             WHERE {condition} AND {private}) counted GROUP BY a, m"
        ),
        true,
    )?;
    add(
        &format!(
            "SELECT p, a, m, COUNT(*) FROM (SELECT DISTINCT t.id, v.person_id AS p, {assignee} AS a, \
             COALESCE(t.team_id, 0) AS m FROM tickets t JOIN ticket_parties v ON v.ticket_id = t.id \
             WHERE {condition} AND {private}) counted GROUP BY p, a, m"
        ),
        true,
    )?;
    Ok(counts)
}

/// Removes the counters of a view.
pub(crate) fn forget_counts(tx: &Tx<'_>, view: ViewId) -> Result<()> {
    tx.execute("DELETE FROM view_counts WHERE view_id = $1", params![view])?;
    Ok(())
}

/// Removes all counters.
pub(crate) fn forget_views_counts(tx: &Tx<'_>) -> Result<()> {
    tx.execute("DELETE FROM view_counts", &[])?;
    Ok(())
}

/// All counters as they are kept.
pub(crate) fn counter_rows(tx: &Tx<'_>) -> Result<Counts> {
    let mut counts = Counts::new();
    let sql = "SELECT view_id, restricted, person_id, assignee_id, team_id, count FROM view_counts";
    tx.each(sql, &[], |row| {
        let (view, restricted, person) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let key = CountKey {
            view,
            restricted,
            person,
            assignee: row.get(3)?,
            team: row.get(4)?,
        };
        counts.insert(key, row.get(5)?);
        Ok::<_, crate::Error>(())
    })?;
    Ok(counts)
}

/// The hashes of all files that tickets have, of those that were just uploaded for one, and of messages that came in.
///
/// # Errors
/// When the database fails.
pub fn attachment_hashes(tx: &Tx<'_>) -> Result<Vec<String>> {
    tx.query(
        "SELECT hash FROM ticket_attachments UNION SELECT hash FROM draft_files UNION SELECT hash FROM mail_messages \
         WHERE hash <> '' UNION SELECT sent_hash FROM mail_outbox WHERE sent_hash IS NOT NULL \
         UNION SELECT request_hash FROM idempotency_keys WHERE key = 'upload ' || request_hash ORDER BY 1",
        &[],
        |row| Ok(row.get(0)?),
    )
}

/// The setting that says that folded rows must be made anew before anything else.
const REBUILD_NEEDED: &str = "rebuild_needed";

/// Says that folded rows must be made anew before anything else: after restoring.
///
/// # Errors
/// When the database fails.
pub fn ask_for_rebuild(tx: &Tx<'_>) -> Result<()> {
    Ok(store::keep_setting(tx, REBUILD_NEEDED, "yes")?)
}

pub(crate) fn rebuild_done(tx: &Tx<'_>) -> Result<()> {
    put_indexed_to(tx, None)?;
    Ok(store::keep_setting(tx, REBUILD_NEEDED, "no")?)
}

/// The setting that says up to which ticket the full-text index is made anew: a migration begins with 0.
const INDEXED_TO: &str = "indexed_to";

/// Up to which ticket the full-text index is made; nothing when all of it is.
pub(crate) fn indexed_to(tx: &Tx<'_>) -> Result<Option<TicketId>> {
    let setting = store::setting(tx, INDEXED_TO)?;
    Ok(setting.and_then(|ticket| ticket.parse().ok().map(TicketId)))
}

pub(crate) fn put_indexed_to(tx: &Tx<'_>, ticket: Option<TicketId>) -> Result<()> {
    let text = ticket.map_or_else(|| "all".into(), |ticket| ticket.0.to_string());
    Ok(store::keep_setting(tx, INDEXED_TO, &text)?)
}

pub(crate) fn needs_rebuild(tx: &Tx<'_>) -> Result<bool> {
    Ok(store::setting(tx, REBUILD_NEEDED)?.as_deref() == Some("yes"))
}
