//! Saved views.

use super::Reader;
use crate::error::Result;
use kernel::{Actor, PersonId, TeamId, ViewId};
use store::{Row, Tx, params};

/// A saved list of tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The view.
    pub id: ViewId,
    /// What people read.
    pub name: String,
    /// Whose it is alone; nobody's for one that is shared.
    pub owner: Option<PersonId>,
    /// The team that it is shared with; with neither owner nor team all agents see it.
    pub team: Option<TeamId>,
    /// Its condition, as text.
    pub query: String,
    /// The name of its order.
    pub sort: String,
    /// Its place among the views.
    pub ordinal: i64,
}

impl View {
    /// Whether the actor sees it: it is shared with everybody, with one of their teams, or their own.
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        match (self.owner, self.team) {
            (Some(owner), _) => actor.person == Some(owner),
            (None, Some(team)) => actor.is_spoc() || actor.teams.contains(&team),
            (None, None) => true,
        }
    }
}

/// A view to be made or put in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewView {
    /// What people read.
    pub name: String,
    /// Whose it is alone.
    pub owner: Option<PersonId>,
    /// The team that it is shared with.
    pub team: Option<TeamId>,
    /// Its condition.
    pub query: String,
    /// The name of its order.
    pub sort: String,
}

const COLUMNS: &str = "id, name, owner_id, team_id, query, sort, ordinal";

fn read(row: &Row<'_>) -> Result<View> {
    Ok(View {
        id: row.get(0)?,
        name: row.get(1)?,
        owner: row.get(2)?,
        team: row.get(3)?,
        query: row.get(4)?,
        sort: row.get(5)?,
        ordinal: row.get(6)?,
    })
}

/// The views that the reader sees: shared ones, those of own teams, own ones.
///
/// # Errors
/// When the database fails.
pub fn views(tx: &Tx<'_>, reader: &Reader) -> Result<Vec<View>> {
    let mut views = all_views(tx)?;
    views.retain(|view| view.is_seen_by(&reader.actor));
    Ok(views)
}

pub(crate) fn all_views(tx: &Tx<'_>) -> Result<Vec<View>> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM views ORDER BY ordinal, id"),
        &[],
        read,
    )
}

pub(crate) fn insert_view(tx: &Tx<'_>, view: &NewView) -> Result<ViewId> {
    let sql = "INSERT INTO views (name, owner_id, team_id, query, sort, ordinal) \
               VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM views)) RETURNING id";
    Ok(tx.one(
        sql,
        params![&view.name, view.owner, view.team, &view.query, &view.sort],
    )?)
}

pub(crate) fn put_view(tx: &Tx<'_>, id: ViewId, view: &NewView) -> Result<()> {
    tx.execute(
        "UPDATE views SET name = $2, owner_id = $3, team_id = $4, query = $5, sort = $6 WHERE id = $1",
        params![id, &view.name, view.owner, view.team, &view.query, &view.sort],
    )?;
    Ok(())
}

pub(crate) fn delete_view(tx: &Tx<'_>, id: ViewId) -> Result<()> {
    tx.execute("DELETE FROM views WHERE id = $1", params![id])?;
    Ok(())
}

pub(crate) fn setting(tx: &Tx<'_>, key: &str) -> Result<Option<String>> {
    Ok(tx.find(
        "SELECT value FROM settings WHERE key = $1",
        params![key],
        |row| row.get(0),
    )?)
}

pub(crate) fn put_setting(tx: &Tx<'_>, key: &str, value: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(())
}

pub(crate) fn views_version(tx: &Tx<'_>) -> Result<String> {
    Ok(setting(tx, "views_version")?.unwrap_or_else(|| "0".into()))
}

/// Tells every process that views or what decides about them changed.
pub(crate) fn bump_views_version(tx: &Tx<'_>) -> Result<()> {
    let version: i64 = views_version(tx)?.parse().unwrap_or(0);
    put_setting(tx, "views_version", &(version + 1).to_string())
}
