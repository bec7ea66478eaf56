//! How many tickets a view holds for a reader.

use super::{Reader, visible};
use crate::condition::{SqlText, to_sql};
use crate::desk::Rules;
use crate::error::Result;
use kernel::condition::Condition;
use kernel::{Actor, Permission, TeamId, ViewId};
use std::collections::BTreeMap;
use store::{Tx, params};

/// Views that depend on time or texts are counted by looking, up to this many.
const LOOKED_AT_MAX: i64 = 1_000;

/// How many tickets a view holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewCount {
    /// This many.
    Exactly(i64),
    /// At least this many.
    AtLeast(i64),
}

impl std::fmt::Display for ViewCount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ViewCount::Exactly(count) => write!(f, "{count}"),
            ViewCount::AtLeast(count) => write!(f, "{count}+"),
        }
    }
}

/// Counts by view.
pub type CountMaps = BTreeMap<ViewId, ViewCount>;

/// How many tickets each of `views` holds for the reader: maintained counters are added up, the rest is looked at.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &Tx<'_>, reader: &Reader, rules: &Rules, views: &[ViewId]) -> Result<CountMaps> {
    let mut counts = CountMaps::new();
    let maintained = if reader.actor.can(Permission::TicketRead) {
        maintained(tx, reader, rules)?
    } else {
        BTreeMap::new()
    };
    for id in views {
        let Some(view) = rules.views.iter().find(|view| view.view.id == *id) else {
            continue;
        };
        let Some(condition) = &view.condition else {
            continue;
        };
        let kept = view.is_maintained && reader.actor.can(Permission::TicketRead);
        let count = match kept {
            true => ViewCount::Exactly(maintained.get(id).copied().unwrap_or(0)),
            false => look(tx, reader, condition)?,
        };
        counts.insert(*id, count);
    }
    Ok(counts)
}

fn maintained(tx: &Tx<'_>, reader: &Reader, rules: &Rules) -> Result<BTreeMap<ViewId, i64>> {
    let actor = &reader.actor;
    let me = actor.person.map_or(0, |person| person.0);
    let mut counts = BTreeMap::new();
    let sql = "SELECT view_id, restricted, person_id, assignee_id, team_id, count FROM view_counts \
               WHERE person_id IN (0, $1) AND assignee_id IN (0, $1)";
    tx.each(sql, params![me], |row| {
        let view: ViewId = row.get(0)?;
        let Some(counter) = rules
            .counters
            .counters
            .iter()
            .find(|counter| counter.view == view)
        else {
            return Ok(());
        };
        let (restricted, person, assignee, team): (bool, i64, i64, i64) =
            (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        let mine = (!counter.by_assignee || (assignee == me && me != 0))
            && (!counter.by_team || actor.teams.contains(&TeamId(team)));
        if mine && sees(actor, restricted, person, TeamId(team)) {
            *counts.entry(view).or_insert(0) += row.get::<i64>(5)?;
        }
        Ok::<_, crate::Error>(())
    })?;
    Ok(counts)
}

/// Whether a counter's row holds tickets that the actor sees, and no other row counts them for the actor.
fn sees(actor: &Actor, restricted: bool, person: i64, team: TeamId) -> bool {
    match (restricted, person) {
        (false, _) => true,
        (true, 0) => actor.is_spoc() || actor.teams.contains(&team),
        (true, _) => !actor.is_spoc() && !actor.teams.contains(&team),
    }
}

pub(super) fn look(tx: &Tx<'_>, reader: &Reader, condition: &Condition) -> Result<ViewCount> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let condition = to_sql(condition, &reader.moment(), &mut sql);
    let visible = visible(&mut sql, &reader.actor);
    let limit = sql.bind(LOOKED_AT_MAX);
    let text = format!(
        "SELECT COUNT(*) FROM (SELECT t.id FROM tickets t WHERE {condition} AND {visible} LIMIT {limit}) looked"
    );
    let count = tx.one(&text, &sql.params)?;
    Ok(if count < LOOKED_AT_MAX {
        ViewCount::Exactly(count)
    } else {
        ViewCount::AtLeast(count)
    })
}
