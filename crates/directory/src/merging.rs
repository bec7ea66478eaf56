//! Two who change one record at the same time: different fields both win; of two who change the same, the second is
//! told which, what stands there now, and by whom. What a record was is read from the audit.

use crate::{Error, Result, queries};
use kernel::{DepartmentId, LocationId, OrganisationId, PersonId, RoleId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use store::Tx;
use web::texts::Arg;
use web::{FieldError, Texts};

/// Most changes since a form was shown that are looked through; whoever has seen less looks at it again.
const CHANGES_MAX: i64 = 100;

type Fields = Map<String, Value>;

/// What two have changed at the same time.
#[derive(Debug)]
pub struct Changed {
    clashes: Vec<Clash>,
    /// The record with the changes of both; where both changed the same, as the second wants it.
    merged: Fields,
    /// The fields that the second changed.
    mine: Vec<String>,
}

/// A field that both have changed.
#[derive(Debug)]
struct Clash {
    field: String,
    theirs: Said,
    mine: Said,
    by: Option<String>,
}

/// A value as people read it.
#[derive(Debug)]
enum Said {
    Nothing,
    YesNo(bool),
    Text(String),
}

impl Changed {
    /// The record with the changes of both, for showing the form again.
    pub(crate) fn merged<R: DeserializeOwned>(&self) -> Option<R> {
        serde_json::from_value(Value::Object(self.merged.clone())).ok()
    }

    /// Whether the second changed this field.
    pub(crate) fn is_mine(&self, field: &str) -> bool {
        self.mine.iter().any(|mine| mine == field)
    }

    /// What is to be said beside each field.
    pub(crate) fn told(&self, texts: Texts) -> web::Error {
        let said = |said: &Said| match said {
            Said::Nothing => texts.t("none-chosen").to_owned(),
            Said::YesNo(true) => texts.t("yes").to_owned(),
            Said::YesNo(false) => texts.t("no").to_owned(),
            Said::Text(text) => text.clone(),
        };
        let told = |clash: &Clash| FieldError {
            field: clash.field.clone().into(),
            detail: texts
                .with(
                    "changed-by-both",
                    [
                        ("who", Arg::from(clash.by.clone().unwrap_or("Spoc".into()))),
                        ("theirs", Arg::from(said(&clash.theirs))),
                        ("mine", Arg::from(said(&clash.mine))),
                    ],
                )
                .into(),
        };
        web::Error::conflict("changed-by-both-title")
            .with_fields(self.clashes.iter().map(told).collect())
    }
}

/// What becomes of a record that is `present`, by a change that was made to it as it was in the version `seen`.
///
/// # Errors
/// When somebody else has changed the same field since, or what was seen is too long ago.
pub(crate) fn merged<R: Serialize + DeserializeOwned>(
    tx: &Tx<'_>,
    subject: &str,
    seen: Option<i64>,
    present: &R,
    change: impl Fn(&R) -> R,
) -> Result<R> {
    let now = fields(present)?;
    let Some(seen) = seen.filter(|seen| version(&now) != *seen) else {
        return Ok(change(present));
    };
    let since = changes_since(tx, subject, seen, &now)?;
    let shown = since.last().map_or(&now, |first| &first.before);
    let wanted = fields(&change(&record(shown)?))?;
    let (mut merged, mut mine, mut clashes) = (now.clone(), Vec::new(), Vec::new());
    for (field, wanted) in wanted {
        let (was, is) = (shown.get(&field), now.get(&field));
        if was == Some(&wanted) {
            continue;
        }
        if was != is && is != Some(&wanted) {
            let last = since.iter().find(|change| change.changes(&field));
            clashes.push(Clash {
                theirs: said(tx, &field, is.unwrap_or(&Value::Null))?,
                mine: said(tx, &field, &wanted)?,
                by: last.and_then(|change| change.by.clone()),
                field: field.clone(),
            });
        }
        merged.insert(field.clone(), wanted);
        mine.push(field);
    }
    if clashes.is_empty() {
        return record(&merged);
    }
    Err(Error::Changed(Box::new(Changed {
        clashes,
        merged,
        mine,
    })))
}

/// What a record was before its latest change, which followed the version `seen`.
///
/// # Errors
/// When it has changed since, or the database fails.
pub fn before_latest<R: Serialize + DeserializeOwned>(
    tx: &Tx<'_>,
    subject: &str,
    seen: i64,
    present: &R,
) -> Result<R> {
    let now = fields(present)?;
    let latest = changes_since(tx, subject, seen, &now)?;
    match &latest[..] {
        [only] if version(&only.before) == seen && version(&now) == seen + 1 => {
            record(&only.before)
        }
        _ => Err(Error::Conflict("changed-since")),
    }
}

/// A change of the record.
struct Change {
    by: Option<String>,
    before: Fields,
    after: Fields,
}

impl Change {
    fn changes(&self, field: &str) -> bool {
        self.before.get(field) != self.after.get(field)
    }
}

/// The changes of a record since its version `seen`, latest first.
fn changes_since(tx: &Tx<'_>, subject: &str, seen: i64, now: &Fields) -> Result<Vec<Change>> {
    if seen > version(now) {
        return Err(Error::Stale);
    }
    let kept = queries::latest_changes(tx, subject, CHANGES_MAX)?;
    let is_whole = (kept.len() as i64) < CHANGES_MAX;
    let mut found = Vec::new();
    for (by, detail) in kept {
        let mut detail: Fields = serde_json::from_str(&detail).map_err(damaged)?;
        let mut state = |name| match detail.remove(name) {
            Some(Value::Object(fields)) => fields,
            _ => Fields::new(),
        };
        let (before, after) = (state("before"), state("after"));
        if version(&before) < seen {
            return Ok(found);
        }
        found.push(Change { by, before, after });
    }
    if is_whole {
        Ok(found)
    } else {
        Err(Error::Stale)
    }
}

fn version(fields: &Fields) -> i64 {
    fields
        .get("version")
        .and_then(Value::as_i64)
        .unwrap_or_default()
}

fn fields(record: &impl Serialize) -> Result<Fields> {
    match serde_json::to_value(record).map_err(damaged)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Error::Internal("a record without fields".into())),
    }
}

fn record<R: DeserializeOwned>(fields: &Fields) -> Result<R> {
    serde_json::from_value(Value::Object(fields.clone())).map_err(damaged)
}

fn damaged(error: serde_json::Error) -> Error {
    Error::Internal(error.to_string())
}

fn said(tx: &Tx<'_>, field: &str, value: &Value) -> Result<Said> {
    let id = value.as_i64().unwrap_or_default();
    let name = match (field, value) {
        (_, Value::Null) => None,
        (_, Value::Bool(yes)) => return Ok(Said::YesNo(*yes)),
        ("role_id", _) => queries::find_role(tx, RoleId(id))?.map(|role| role.name),
        ("organisation_id", _) => {
            queries::find_organisation(tx, OrganisationId(id))?.map(|found| found.name)
        }
        ("department_id", _) => {
            queries::find_department(tx, DepartmentId(id))?.map(|found| found.name)
        }
        ("location_id", _) => queries::find_location(tx, LocationId(id))?.map(|found| found.name),
        ("manager_id", _) => queries::find_person(tx, PersonId(id))?.map(|found| found.name),
        (_, Value::String(text)) => Some(text.clone()),
        (_, other) => Some(other.to_string()),
    };
    let name = name.filter(|name| !name.is_empty());
    Ok(name.map_or(Said::Nothing, Said::Text))
}
