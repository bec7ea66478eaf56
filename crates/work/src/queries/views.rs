//! Saved views.

use super::{By, Reader};
use crate::error::Result;
use kernel::{Actor, PersonId, TeamId, Timestamp, ViewId};
use serde::{Deserialize, Serialize};
use store::{Row, Tx, keep_setting, params, setting};

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
    /// The columns that it shows; the usual ones where it is empty.
    pub columns: String,
    /// The folder that it stands in; none where it is empty.
    pub folder: String,
    /// By what its list is put into groups.
    pub(crate) group: Option<By>,
    /// By what its board has lanes; none where it opens as a list.
    pub(crate) board: Option<By>,
}

impl View {
    /// What puts it into the place of another, or of one more: all but its own id and place.
    pub(crate) fn as_new(&self) -> NewView {
        NewView {
            name: self.name.clone(),
            owner: self.owner,
            team: self.team,
            query: self.query.clone(),
            sort: self.sort.clone(),
            folder: self.folder.clone(),
            group: self.group.map_or("", By::name).to_owned(),
            board: self.board.map_or("", By::name).to_owned(),
        }
    }

    /// Whether both stand in one list: in one folder of what is everybody's, of a team's, or of one's own.
    pub(crate) fn is_beside(&self, other: &View) -> bool {
        (self.owner, self.team.is_some(), &self.folder)
            == (other.owner, other.team.is_some(), &other.folder)
    }

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The folder that it stands in; none where it is empty.
    pub folder: String,
    /// By what its list is put into groups; none where it is empty.
    pub group: String,
    /// By what its board has lanes; empty for one that opens as a list.
    pub board: String,
}

const COLUMNS: &str =
    "id, name, owner_id, team_id, query, sort, ordinal, columns, folder, grouped_by, board_by";

fn read(row: &Row<'_>) -> Result<View> {
    Ok(View {
        id: row.get(0)?,
        name: row.get(1)?,
        owner: row.get(2)?,
        team: row.get(3)?,
        query: row.get(4)?,
        sort: row.get(5)?,
        ordinal: row.get(6)?,
        columns: row.get(7)?,
        folder: row.get(8)?,
        group: By::named(&row.get::<String>(9)?),
        board: By::named(&row.get::<String>(10)?),
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
        &format!("SELECT {COLUMNS} FROM views WHERE removed_at IS NULL ORDER BY ordinal, id"),
        &[],
        read,
    )
}

pub(crate) fn insert_view(tx: &Tx<'_>, view: &NewView) -> Result<ViewId> {
    let sql = "INSERT INTO views (name, owner_id, team_id, query, sort, folder, grouped_by, board_by, \
               ordinal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM views)) RETURNING id";
    Ok(tx.one(
        sql,
        params![
            &view.name,
            view.owner,
            view.team,
            &view.query,
            &view.sort,
            &view.folder,
            &view.group,
            &view.board
        ],
    )?)
}

pub(crate) fn put_view(tx: &Tx<'_>, id: ViewId, view: &NewView) -> Result<()> {
    tx.execute(
        "UPDATE views SET name = $2, owner_id = $3, team_id = $4, query = $5, sort = $6, folder = $7, \
         grouped_by = $8, board_by = $9 WHERE id = $1",
        params![
            id,
            &view.name,
            view.owner,
            view.team,
            &view.query,
            &view.sort,
            &view.folder,
            &view.group,
            &view.board
        ],
    )?;
    Ok(())
}

/// Marks a view as removed.
pub(crate) fn delete_view(tx: &Tx<'_>, id: ViewId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE views SET removed_at = $2 WHERE id = $1",
        params![id, now],
    )?;
    Ok(())
}

/// Forgets views that were removed before this instant, and what people chose for them.
pub(crate) fn forget_views(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM views WHERE removed_at < $1", params![before])?;
    tx.execute(
        "DELETE FROM list_columns WHERE view_id <> 0 AND view_id NOT IN (SELECT id FROM views)",
        &[],
    )?;
    Ok(())
}

/// A view that was removed.
pub(crate) fn removed_view(tx: &Tx<'_>, id: ViewId) -> Result<Option<View>> {
    let sql = format!("SELECT {COLUMNS} FROM views WHERE id = $1 AND removed_at IS NOT NULL");
    Ok(tx.query(&sql, params![id], read)?.pop())
}

pub(crate) fn restore_view(tx: &Tx<'_>, id: ViewId) -> Result<()> {
    tx.execute(
        "UPDATE views SET removed_at = NULL WHERE id = $1",
        params![id],
    )?;
    Ok(())
}

/// Gives a view its place among the others.
pub(crate) fn put_ordinal(tx: &Tx<'_>, id: ViewId, ordinal: i64) -> Result<()> {
    tx.execute(
        "UPDATE views SET ordinal = $2 WHERE id = $1",
        params![id, ordinal],
    )?;
    Ok(())
}

pub(crate) fn put_view_columns(tx: &Tx<'_>, id: ViewId, columns: &str) -> Result<()> {
    tx.execute(
        "UPDATE views SET columns = $2 WHERE id = $1",
        params![id, columns],
    )?;
    Ok(())
}

/// Keeps what the change of a view does away with; answers how many changes there were.
pub(crate) fn keep_earlier(tx: &Tx<'_>, id: ViewId, earlier: &str) -> Result<i64> {
    let sql =
        "UPDATE views SET earlier = $2, version = version + 1 WHERE id = $1 RETURNING version";
    Ok(tx.one(sql, params![id, earlier])?)
}

/// How many changes a view had, and what the latest of them did away with.
pub(crate) fn kept_earlier(tx: &Tx<'_>, id: ViewId) -> Result<(i64, String)> {
    let sql = "SELECT version, earlier FROM views WHERE id = $1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(tx.find(sql, params![id], read)?.unwrap_or_default())
}

/// A list for which somebody chooses columns: a view's, or any other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnList {
    pub(crate) person: PersonId,
    pub(crate) view: Option<ViewId>,
}

impl OwnList {
    fn view_id(self) -> i64 {
        self.view.map_or(0, |view| view.0)
    }
}

/// The columns that somebody chose for a list.
pub(crate) fn own_columns(tx: &Tx<'_>, list: OwnList) -> Result<Option<String>> {
    let sql = "SELECT columns FROM list_columns WHERE person_id = $1 AND view_id = $2";
    Ok(tx.find(sql, params![list.person, list.view_id()], |row| row.get(0))?)
}

pub(crate) fn put_own_columns(tx: &Tx<'_>, list: OwnList, columns: &str) -> Result<()> {
    let sql = "INSERT INTO list_columns (person_id, view_id, columns) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id, view_id) DO UPDATE SET columns = excluded.columns";
    tx.execute(sql, params![list.person, list.view_id(), columns])?;
    Ok(())
}

pub(crate) fn delete_own_columns(tx: &Tx<'_>, list: OwnList) -> Result<()> {
    let sql = "DELETE FROM list_columns WHERE person_id = $1 AND view_id = $2";
    tx.execute(sql, params![list.person, list.view_id()])?;
    Ok(())
}

pub(crate) fn views_version(tx: &Tx<'_>) -> Result<String> {
    Ok(setting(tx, "views_version")?.unwrap_or_else(|| "0".into()))
}

/// Tells every process that views or what decides about them changed.
pub(crate) fn bump_views_version(tx: &Tx<'_>) -> Result<()> {
    let version: i64 = views_version(tx)?.parse().unwrap_or(0);
    let next = (version + 1).to_string();
    Ok(keep_setting(tx, "views_version", &next)?)
}
