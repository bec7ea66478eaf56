//! What is kept of assets.

use crate::actions;
use crate::model::{Asset, AssetKind};
use crate::pages::BASE;
use kernel::text::words;
use kernel::{AssetId, PersonId, Timestamp};
use store::{Result, Row, Tx, Value, params};
use work::Reader;
use work::ports::{Held, Holding};

/// Most assets of one person that are named.
const HELD_MAX: i64 = 20;
/// Most words that are looked for.
const WORDS_MAX: usize = 6;
const COLUMNS: &str = "a.id, a.name, a.kind, a.serial, a.holder_id, a.note, a.retired, a.version";

fn asset(row: &Row<'_>) -> Result<Asset> {
    let kind: String = row.get(2)?;
    Ok(Asset {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: AssetKind::named(&kind).unwrap_or(AssetKind::Other),
        serial: row.get(3)?,
        holder: row.get(4)?,
        note: row.get(5)?,
        retired: row.get(6)?,
        version: row.get(7)?,
    })
}

/// The asset.
pub(crate) fn find(tx: &Tx<'_>, id: AssetId) -> Result<Option<Asset>> {
    let sql = format!("SELECT {COLUMNS} FROM assets a WHERE a.id = $1");
    tx.find(&sql, params![id], asset)
}

/// The asset with this number, whatever its case.
pub(crate) fn find_by_serial(tx: &Tx<'_>, serial: &str) -> Result<Option<AssetId>> {
    let sql = "SELECT id FROM assets WHERE serial_key = $1";
    tx.find(sql, params![serial.to_lowercase()], |row| row.get(0))
}

/// Which assets a list holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Every word begins a word of the name or number; empty for all.
    pub(crate) text: String,
    /// Only those of one person.
    pub(crate) holder: Option<PersonId>,
    /// Whether retired ones are listed, too.
    pub(crate) retired: bool,
    /// Only those behind this one, in the order of names.
    pub(crate) after: Option<AssetId>,
}

/// Assets in the order of their names.
pub(crate) fn list(tx: &Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<Asset>> {
    let mut values: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut condition = String::new();
    for word in words(&filter.text).into_iter().take(WORDS_MAX) {
        let begins = tx.dialect().begins("w.word", &add(word.into()));
        condition.push_str(&format!(
            " AND a.id IN (SELECT w.asset_id FROM asset_words w WHERE {begins})"
        ));
    }
    if let Some(holder) = filter.holder {
        condition.push_str(&format!(" AND a.holder_id = {}", add(holder.into())));
    }
    if !filter.retired {
        condition.push_str(" AND a.retired = 0");
    }
    let after = match filter.after {
        Some(id) => find(tx, id)?,
        None => None,
    };
    if let Some(after) = after {
        let (name, id) = (add(after.name.into()), add(after.id.into()));
        condition.push_str(&format!(" AND (a.name, a.id) > ({name}, {id})"));
    }
    let limit = add(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let sql = format!(
        "SELECT {COLUMNS} FROM assets a WHERE 1 = 1{condition} ORDER BY a.name, a.id LIMIT {limit}"
    );
    tx.query(&sql, &values, asset)
}

/// What somebody works with; also under an entry that became one with theirs.
pub(crate) fn held_by(tx: &Tx<'_>, reader: &Reader, person: PersonId) -> work::Result<Holding> {
    if actions::require(&reader.actor).is_err() {
        return Ok(Holding::default());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM assets a WHERE (a.holder_id = $1 \
         OR a.holder_id IN (SELECT p.id FROM people p WHERE p.merged_into = $1)) AND a.retired = 0 \
         ORDER BY a.name, a.id LIMIT $2"
    );
    let assets: Vec<Asset> = tx.query(&sql, params![person, HELD_MAX], asset)?;
    let held = |asset: Asset| Held {
        kind: asset.kind.label(),
        icon: asset.kind.icon(),
        name: asset.name,
        detail: asset.serial,
        href: format!("{BASE}/{}", asset.id),
    };
    Ok(Holding {
        held: assets.into_iter().map(held).collect(),
        add: Some(format!("{BASE}/new?holder={person}")),
    })
}

/// Adds an asset.
pub(crate) fn insert(tx: &Tx<'_>, asset: &Asset, now: Timestamp) -> Result<AssetId> {
    let sql = "INSERT INTO assets (name, kind, serial, serial_key, holder_id, note, retired, version, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8) RETURNING id";
    tx.one(
        sql,
        params![
            &asset.name,
            asset.kind.name(),
            &asset.serial,
            key(asset),
            asset.holder,
            &asset.note,
            asset.retired,
            now
        ],
    )
}

/// Writes all of an asset, if nobody else changed it since `asset.version`; answers whether so.
pub(crate) fn update(tx: &Tx<'_>, asset: &Asset) -> Result<bool> {
    let sql = "UPDATE assets SET name = $1, kind = $2, serial = $3, serial_key = $4, holder_id = $5, note = $6, \
               retired = $7, version = version + 1 WHERE id = $8 AND version = $9";
    let changed = tx.execute(
        sql,
        params![
            &asset.name,
            asset.kind.name(),
            &asset.serial,
            key(asset),
            asset.holder,
            &asset.note,
            asset.retired,
            asset.id,
            asset.version
        ],
    )?;
    Ok(changed > 0)
}

/// What no two assets have alike; nothing where there is no number.
fn key(asset: &Asset) -> Option<String> {
    Some(asset.serial.to_lowercase()).filter(|serial| !serial.is_empty())
}

/// Keeps by which words an asset is found.
pub(crate) fn index(tx: &Tx<'_>, id: AssetId, words: &[String]) -> Result<()> {
    tx.execute("DELETE FROM asset_words WHERE asset_id = $1", params![id])?;
    for word in words {
        let sql = "INSERT INTO asset_words (word, asset_id) VALUES ($1, $2)";
        tx.execute(sql, params![word, id])?;
    }
    Ok(())
}
