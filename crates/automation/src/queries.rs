//! The questions about macros and signatures.

use crate::model::{Macro, Scope, Writes};
use kernel::{Actor, PersonId, TeamId, Timestamp};
use store::{Result, Row, Tx, params};

/// Most macros that one page or list shows.
pub(crate) const LISTED_MAX: usize = 500;

const COLUMNS: &str = "m.id, m.name, m.folder, m.owner_id, m.team_id, m.writes, m.texts, m.sets";

fn read(row: &Row<'_>) -> Result<Macro> {
    let damaged = |error: serde_json::Error| store::Error::Damaged(format!("a macro: {error}"));
    let (owner, team): (Option<PersonId>, Option<TeamId>) = (row.get(3)?, row.get(4)?);
    Ok(Macro {
        id: row.get(0)?,
        name: row.get(1)?,
        folder: row.get(2)?,
        scope: match (owner, team) {
            (Some(owner), _) => Scope::Own(owner),
            (None, Some(team)) => Scope::Team(team),
            (None, None) => Scope::Everybody,
        },
        writes: Writes::named(row.text(5)?),
        texts: serde_json::from_str(row.text(6)?).map_err(damaged)?,
        sets: serde_json::from_str(row.text(7)?).map_err(damaged)?,
    })
}

/// The macros that somebody may use: everybody's, those of the own teams, the own.
pub(crate) fn usable(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<Macro>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM macros m WHERE m.removed_at IS NULL AND ((m.owner_id IS NULL AND m.team_id IS NULL) \
         OR m.owner_id = $1 OR m.team_id IN (SELECT team_id FROM team_members WHERE person_id = $1)) \
         ORDER BY m.folder, m.name, m.id LIMIT {LISTED_MAX}"
    );
    tx.query(&sql, params![actor.person], read)
}

/// The macros that are shared.
pub(crate) fn shared(tx: &Tx<'_>) -> Result<Vec<Macro>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM macros m WHERE m.owner_id IS NULL AND m.removed_at IS NULL \
         ORDER BY m.folder, m.name, m.id LIMIT {LISTED_MAX}"
    );
    tx.query(&sql, &[], read)
}

/// Somebody's own macros.
pub(crate) fn own(tx: &Tx<'_>, owner: PersonId) -> Result<Vec<Macro>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM macros m WHERE m.owner_id = $1 AND m.removed_at IS NULL \
         ORDER BY m.folder, m.name, m.id LIMIT {LISTED_MAX}"
    );
    tx.query(&sql, params![owner], read)
}

/// A macro that was removed, whoever might use it.
pub(crate) fn removed(tx: &Tx<'_>, id: i64) -> Result<Option<Macro>> {
    let sql =
        format!("SELECT {COLUMNS} FROM macros m WHERE m.id = $1 AND m.removed_at IS NOT NULL");
    tx.find(&sql, params![id], read)
}

/// A macro, whoever may use it.
pub(crate) fn find(tx: &Tx<'_>, id: i64) -> Result<Option<Macro>> {
    let sql = format!("SELECT {COLUMNS} FROM macros m WHERE m.id = $1 AND m.removed_at IS NULL");
    tx.find(&sql, params![id], read)
}

/// Keeps a macro; answers its id.
pub(crate) fn put(tx: &Tx<'_>, kept: &Macro) -> Result<i64> {
    let json = |pairs: &Vec<(String, String)>| {
        serde_json::to_string(pairs).map_err(|error| store::Error::Damaged(error.to_string()))
    };
    let (owner, team) = match kept.scope {
        Scope::Everybody => (None, None),
        Scope::Team(team) => (None, Some(team)),
        Scope::Own(owner) => (Some(owner), None),
    };
    let (texts, sets) = (json(&kept.texts)?, json(&kept.sets)?);
    let values = params![
        &kept.name,
        &kept.folder,
        owner,
        team,
        kept.writes.name(),
        texts,
        sets
    ];
    if kept.id == 0 {
        let sql = "INSERT INTO macros (name, folder, owner_id, team_id, writes, texts, sets) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
        return tx.one(sql, values);
    }
    let mut values = values.to_vec();
    values.push(kept.id.into());
    tx.execute(
        "UPDATE macros SET name = $1, folder = $2, owner_id = $3, team_id = $4, writes = $5, texts = $6, \
         sets = $7 WHERE id = $8",
        &values,
    )?;
    Ok(kept.id)
}

/// Marks a macro as removed.
pub(crate) fn remove(tx: &Tx<'_>, id: i64, now: Timestamp) -> Result<()> {
    let sql = "UPDATE macros SET removed_at = $2 WHERE id = $1";
    tx.execute(sql, params![id, now])?;
    Ok(())
}

/// Forgets macros that were removed before this instant.
pub(crate) fn forget_removed(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM macros WHERE removed_at < $1", params![before])?;
    Ok(())
}

/// Forgets a macro.
pub(crate) fn forget(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM macros WHERE id = $1", params![id])?;
    Ok(())
}

/// Takes the removal of a macro back.
pub(crate) fn restore(tx: &Tx<'_>, id: i64) -> Result<()> {
    let sql = "UPDATE macros SET removed_at = NULL WHERE id = $1";
    tx.execute(sql, params![id])?;
    Ok(())
}

/// The signatures of `person.12` or `team.3`, by language.
pub(crate) fn signatures(tx: &Tx<'_>, owner: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT language, text FROM signatures WHERE owner = $1 ORDER BY language";
    tx.query(sql, params![owner], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Keeps a signature in a language; an empty one is none.
pub(crate) fn put_signature(tx: &Tx<'_>, owner: &str, language: &str, text: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM signatures WHERE owner = $1 AND language = $2",
        params![owner, language],
    )?;
    if !text.is_empty() {
        tx.execute(
            "INSERT INTO signatures (owner, language, text) VALUES ($1, $2, $3)",
            params![owner, language, text],
        )?;
    }
    Ok(())
}
