//! Adding assets, handing them on, retiring them.

use crate::model::{Asset, AssetEdit, AssetKind};
use crate::queries;
use directory::queries as people;
use directory::{Error, Result};
use kernel::text::words;
use kernel::{Actor, AssetId, Permission, Timestamp};
use serde::Deserialize;
use serde_json::json;
use store::Tx;
use web::FieldError;

/// Longest name and number, in characters.
const NAME_MAX_CHARS: usize = 120;
/// Longest note, in characters.
const NOTE_MAX_CHARS: usize = 1_000;

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
    people::insert_audit(tx, actor, now, &format!("asset:{id}"), "created", &detail)?;
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
    people::insert_audit(tx, actor, now, &format!("asset:{id}"), "changed", &detail)?;
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
    let changed = people::last_audit(tx, &format!("asset:{id}"))?;
    let before = changed.and_then(|(_, detail)| {
        let changed: Changed = serde_json::from_str(&detail).ok()?;
        Some(changed.before)
    });
    let before =
        before.filter(|before| before.version == version && present.version == version + 1);
    let before = before.ok_or(Error::Conflict("changed-since"))?;
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

/// What the audit keeps of a change.
#[derive(Deserialize)]
struct Changed {
    before: Asset,
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
    let mut wrong = Vec::new();
    let mut that = |holds: bool, field: &'static str, detail: &'static str| {
        if !holds {
            wrong.push(FieldError {
                field: field.into(),
                detail: detail.into(),
            });
        }
    };
    let line =
        |text: &str| text.chars().count() <= NAME_MAX_CHARS && !text.chars().any(char::is_control);
    that(!asset.name.is_empty(), "name", "field-required");
    that(line(&asset.name), "name", "field-name-long");
    that(line(&asset.serial), "serial", "field-name-long");
    let note = asset.note.chars().count();
    that(note <= NOTE_MAX_CHARS, "note", "field-text-long");
    if let Some(holder) = asset.holder {
        let is_known = people::find_person(tx, holder)?.is_some();
        that(is_known, "holder", "person-unknown");
    }
    if !asset.serial.is_empty() {
        let other = queries::find_by_serial(tx, &asset.serial)?;
        let is_own = other.is_none_or(|other| other == asset.id);
        that(is_own, "serial", "asset-serial-taken");
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong)),
    }
}

/// What an asset is found by.
fn words_of(asset: &Asset) -> Vec<String> {
    let mut all = words(&asset.name);
    all.extend(words(&asset.serial));
    all.sort_unstable();
    all.dedup();
    all
}
