//! Adding and changing organisations, departments and locations.

use super::{Check, require};
use crate::model::{Department, Location, Organisation};
use crate::{Error, Result, queries};
use kernel::{Actor, DepartmentId, LocationId, OrganisationId, Permission, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use store::Tx;
use utoipa::ToSchema;

/// Most mail domains of an organisation.
const DOMAINS_MAX: usize = 50;

/// What to change of an organisation; what is left out stays. Adding one needs the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrganisationEdit {
    /// The name.
    pub name: Option<String>,
    /// Mail domains of its people.
    pub domains: Option<Vec<String>>,
    /// Whether it can be chosen.
    pub active: Option<bool>,
}

/// What to change of a department; what is left out stays. Adding one needs the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DepartmentEdit {
    /// The name.
    pub name: Option<String>,
    /// The organisation that it is a part of.
    #[schema(value_type = Option<i64>)]
    pub organisation_id: Option<OrganisationId>,
    /// Whether it can be chosen.
    pub active: Option<bool>,
}

/// What to change of a location; what is left out stays. Adding one needs the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LocationEdit {
    /// The name.
    pub name: Option<String>,
    /// An IANA zone.
    pub time_zone: Option<String>,
    /// Whether it can be chosen.
    pub active: Option<bool>,
}

/// Adds an organisation.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_organisation(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    new: &OrganisationEdit,
) -> Result<Organisation> {
    require(actor, Permission::PersonManage)?;
    let empty = Organisation {
        id: OrganisationId(0),
        name: String::new(),
        domains: Vec::new(),
        active: true,
    };
    let mut organisation = change_organisation(empty, new)?;
    organisation.id = queries::insert_organisation(tx, &organisation.name, &organisation.domains)
        .map_err(name_taken)?;
    queries::update_organisation(tx, &organisation)?;
    let subject = format!("organisation:{}", organisation.id);
    queries::insert_audit(tx, actor, now, &subject, "created", &json!(organisation))?;
    Ok(organisation)
}

/// Changes an organisation.
///
/// # Errors
/// When not allowed or not there, when fields are wrong, or when the database fails.
pub fn edit_organisation(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: OrganisationId,
    edit: &OrganisationEdit,
) -> Result<Organisation> {
    require(actor, Permission::PersonManage)?;
    let before = queries::find_organisation(tx, id)?.ok_or(Error::NotFound)?;
    let after = change_organisation(before.clone(), edit)?;
    queries::update_organisation(tx, &after).map_err(name_taken)?;
    let subject = format!("organisation:{id}");
    let detail = json!({ "before": before, "after": after });
    queries::insert_audit(tx, actor, now, &subject, "changed", &detail)?;
    Ok(after)
}

/// Adds a department.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_department(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    new: &DepartmentEdit,
) -> Result<Department> {
    require(actor, Permission::PersonManage)?;
    let empty = Department {
        id: DepartmentId(0),
        organisation_id: None,
        name: String::new(),
        active: true,
    };
    let mut department = change_department(tx, empty, new)?;
    department.id = queries::insert_department(tx, department.organisation_id, &department.name)?;
    queries::update_department(tx, &department)?;
    let subject = format!("department:{}", department.id);
    queries::insert_audit(tx, actor, now, &subject, "created", &json!(department))?;
    Ok(department)
}

/// Changes a department.
///
/// # Errors
/// When not allowed or not there, when fields are wrong, or when the database fails.
pub fn edit_department(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: DepartmentId,
    edit: &DepartmentEdit,
) -> Result<Department> {
    require(actor, Permission::PersonManage)?;
    let before = queries::find_department(tx, id)?.ok_or(Error::NotFound)?;
    let after = change_department(tx, before.clone(), edit)?;
    queries::update_department(tx, &after)?;
    let subject = format!("department:{id}");
    let detail = json!({ "before": before, "after": after });
    queries::insert_audit(tx, actor, now, &subject, "changed", &detail)?;
    Ok(after)
}

/// Adds a location.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_location(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    new: &LocationEdit,
) -> Result<Location> {
    require(actor, Permission::PersonManage)?;
    let empty = Location {
        id: LocationId(0),
        name: String::new(),
        time_zone: "UTC".to_owned(),
        active: true,
    };
    let mut location = change_location(empty, new)?;
    location.id =
        queries::insert_location(tx, &location.name, &location.time_zone).map_err(name_taken)?;
    queries::update_location(tx, &location)?;
    let subject = format!("location:{}", location.id);
    queries::insert_audit(tx, actor, now, &subject, "created", &json!(location))?;
    Ok(location)
}

/// Changes a location.
///
/// # Errors
/// When not allowed or not there, when fields are wrong, or when the database fails.
pub fn edit_location(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: LocationId,
    edit: &LocationEdit,
) -> Result<Location> {
    require(actor, Permission::PersonManage)?;
    let before = queries::find_location(tx, id)?.ok_or(Error::NotFound)?;
    let after = change_location(before.clone(), edit)?;
    queries::update_location(tx, &after).map_err(name_taken)?;
    let subject = format!("location:{id}");
    let detail: Value = json!({ "before": before, "after": after });
    queries::insert_audit(tx, actor, now, &subject, "changed", &detail)?;
    Ok(after)
}

fn change_organisation(before: Organisation, edit: &OrganisationEdit) -> Result<Organisation> {
    let edit = edit.clone();
    let after = Organisation {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        domains: edit.domains.map_or(before.domains, |domains| {
            domains.iter().map(|d| d.trim().to_lowercase()).collect()
        }),
        active: edit.active.unwrap_or(before.active),
        ..before
    };
    let mut check = Check::default();
    check.name("name", &after.name);
    let plain = |domain: &String| super::is_email(&format!("a@{domain}"));
    let good = after.domains.len() <= DOMAINS_MAX && after.domains.iter().all(plain);
    check.that(good, "domains", "domains-invalid");
    check.done()?;
    Ok(after)
}

fn change_department(tx: &Tx<'_>, before: Department, edit: &DepartmentEdit) -> Result<Department> {
    let edit = edit.clone();
    let after = Department {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        organisation_id: edit.organisation_id.or(before.organisation_id),
        active: edit.active.unwrap_or(before.active),
        ..before
    };
    let mut check = Check::default();
    check.name("name", &after.name);
    if let Some(id) = after.organisation_id {
        let known = queries::find_organisation(tx, id)?.is_some();
        check.that(known, "organisation_id", "organisation-unknown");
    }
    check.done()?;
    Ok(after)
}

fn change_location(before: Location, edit: &LocationEdit) -> Result<Location> {
    let edit = edit.clone();
    let after = Location {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        time_zone: edit.time_zone.unwrap_or(before.time_zone),
        active: edit.active.unwrap_or(before.active),
        ..before
    };
    let mut check = Check::default();
    check.name("name", &after.name);
    check.zone("time_zone", &after.time_zone);
    check.done()?;
    Ok(after)
}

fn name_taken(error: store::Error) -> Error {
    Error::from(error).taken_field("name", "name-taken")
}
