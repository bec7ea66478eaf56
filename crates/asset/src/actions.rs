//! Adding assets, handing them on, retiring them.

use crate::model::{Asset, AssetEdit, AssetKind};
use crate::queries;
use directory::actions::Check;
use directory::queries as people;
use directory::{Error, Result, before_latest};
use kernel::text::words;
use kernel::{Actor, AssetId, Permission, Timestamp};
use serde_json::json;
use store::Tx;

/// Refuses whoever does not work on tickets.
pub(crate) fn require(actor: &Actor) -> Result<()> {
    match actor.can(Permission::TicketWork) && actor.can(Permission::PersonRead) {
        true => Ok(()),
        false => Err(Error::Forbidden(Permission::TicketWork.name())),
    }
}

/// Adds an asset.
///
/// # Errors
/// When the actor may not, fields are wrong, another asset has the number, or the database fails.
pub fn add(tx: &Tx<'_>, actor: &Actor, now: Timestamp, new: &AssetEdit) -> Result<AssetId> {
    require(actor)?;
    let asset = applied(
        Asset {
            id: AssetId(0),
            name: String::new(),
            kind: AssetKind::Other,
            serial: String::new(),
            holder: None,
            note: String::new(),
            retired: false,
            version: 1,
        },
        new,
    );
    check(tx, &asset)?;
    let id = queries::insert(tx, &asset, now)?;
    queries::index(tx, id, &words_of(&asset))?;
    let detail = json!(Asset { id, ..asset });
    people::insert_audit(tx, actor, now, &subject(id), "created", &detail)?;
    Ok(id)
}

/// Changes an asset as its writer saw it; answers it as it was before.
///
/// # Errors
/// When the actor may not, it is not there or has changed since `seen`, fields are wrong, another asset has the
/// number, or the database fails.
pub fn edit(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (id, seen): (AssetId, Option<i64>),
    edit: &AssetEdit,
) -> Result<Asset> {
    require(actor)?;
    let before = queries::find(tx, id)?.ok_or(Error::NotFound)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale);
    }
    let after = applied(before.clone(), edit);
    if after == before {
        return Ok(before);
    }
    check(tx, &after)?;
    if !queries::update(tx, &after)? {
        return Err(Error::Stale);
    }
    queries::index(tx, id, &words_of(&after))?;
    let detail = json!({ "before": before, "after": after });
    people::insert_audit(tx, actor, now, &subject(id), "changed", &detail)?;
    Ok(before)
}

/// Takes back the change that followed `version`, the latest one.
///
/// # Errors
/// When the actor may not, it has changed since, that cannot be any more, or the database fails.
pub(crate) fn undo(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (id, version): (AssetId, i64),
) -> Result<()> {
    require(actor)?;
    let present = queries::find(tx, id)?.ok_or(Error::NotFound)?;
    let before: Asset = before_latest(tx, &subject(id), version, &present)?;
    let back = AssetEdit {
        name: Some(before.name),
        kind: Some(before.kind),
        serial: Some(before.serial),
        holder: Some(before.holder),
        note: Some(before.note),
        retired: Some(before.retired),
    };
    edit(tx, actor, now, (id, Some(present.version)), &back)?;
    Ok(())
}

/// What the audit calls an asset.
fn subject(id: AssetId) -> String {
    format!("asset:{id}")
}

fn applied(before: Asset, edit: &AssetEdit) -> Asset {
    let text = |text: &Option<String>, before: String| {
        text.as_ref().map_or(before, |text| text.trim().to_owned())
    };
    Asset {
        name: text(&edit.name, before.name),
        kind: edit.kind.unwrap_or(before.kind),
        serial: text(&edit.serial, before.serial),
        holder: edit.holder.unwrap_or(before.holder),
        note: text(&edit.note, before.note),
        retired: edit.retired.unwrap_or(before.retired),
        ..before
    }
}

fn check(tx: &Tx<'_>, asset: &Asset) -> Result<()> {
    let mut check = Check::default();
    check.name("name", &asset.name);
    check.line("serial", &asset.serial);
    check.text("note", &asset.note);
    if let Some(holder) = asset.holder {
        let is_known = people::find_person(tx, holder)?.is_some();
        check.that(is_known, "holder", "person-unknown");
    }
    if !asset.serial.is_empty() {
        let other = queries::find_by_serial(tx, &asset.serial)?;
        let is_own = other.is_none_or(|other| other == asset.id);
        check.that(is_own, "serial", "asset-serial-taken");
    }
    check.done()
}

/// What an asset is found by.
fn words_of(asset: &Asset) -> Vec<String> {
    let mut all = words(&asset.name);
    all.extend(words(&asset.serial));
    all.sort_unstable();
    all.dedup();
    all
}
