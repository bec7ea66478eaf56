//! Adding and changing services.

use super::{Check, require};
use crate::model::{Service, given};
use crate::{Error, Result, queries};
use kernel::policy::{Criticality, is_key};
use kernel::{Actor, Permission, PersonId, ServiceId, Timestamp};
use serde::Deserialize;
use serde_json::json;
use store::Tx;
use utoipa::ToSchema;

/// What to change of a service; what is left out stays. Adding one needs the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceEdit {
    /// The name.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Who is accountable for it; null for nobody.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub owner_id: Option<Option<PersonId>>,
    /// Whether it can be chosen.
    pub active: Option<bool>,
    /// How much depends on it: minor, normal, important, vital.
    #[schema(value_type = Option<String>)]
    pub criticality: Option<Criticality>,
    /// The key of the calendar of its peak hours; empty for none.
    pub peak_calendar: Option<String>,
}

/// Adds a service.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_service(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    new: &ServiceEdit,
) -> Result<Service> {
    require(actor, Permission::ServiceManage)?;
    let service = apply(
        Service {
            id: ServiceId(0),
            name: String::new(),
            description: String::new(),
            owner_id: None,
            active: true,
            criticality: Criticality::default(),
            peak_calendar: None,
        },
        new,
    );
    check(tx, &service)?;
    let id = queries::insert_service(tx, &service.name, &service.description, service.owner_id)
        .map_err(name_taken)?;
    let service = Service { id, ..service };
    queries::update_service(tx, &service)?;
    let detail = json!(service);
    queries::insert_audit(tx, actor, now, &format!("service:{id}"), "created", &detail)?;
    Ok(service)
}

/// Changes a service.
///
/// # Errors
/// When not allowed or not there, when fields are wrong, or when the database fails.
pub fn edit_service(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: ServiceId,
    edit: &ServiceEdit,
) -> Result<Service> {
    require(actor, Permission::ServiceManage)?;
    let before = queries::find_service(tx, id)?.ok_or(Error::NotFound)?;
    let after = apply(before.clone(), edit);
    check(tx, &after)?;
    queries::update_service(tx, &after).map_err(name_taken)?;
    let detail = json!({ "before": before, "after": after });
    queries::insert_audit(tx, actor, now, &format!("service:{id}"), "changed", &detail)?;
    Ok(after)
}

fn apply(before: Service, edit: &ServiceEdit) -> Service {
    let edit = edit.clone();
    let peak_calendar = match edit.peak_calendar {
        Some(key) => Some(key).filter(|key| !key.is_empty()),
        None => before.peak_calendar,
    };
    Service {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        description: edit.description.unwrap_or(before.description),
        owner_id: edit.owner_id.unwrap_or(before.owner_id),
        active: edit.active.unwrap_or(before.active),
        criticality: edit.criticality.unwrap_or(before.criticality),
        peak_calendar,
        ..before
    }
}

fn check(tx: &Tx<'_>, service: &Service) -> Result<()> {
    let mut check = Check::default();
    check.name("name", &service.name);
    check.text("description", &service.description);
    if let Some(owner) = service.owner_id {
        let known = queries::find_person(tx, owner)?.is_some();
        check.that(known, "owner_id", "person-unknown");
    }
    let key = service.peak_calendar.as_deref();
    check.that(key.is_none_or(is_key), "peak_calendar", "policy-fault-key");
    check.done()
}

fn name_taken(error: store::Error) -> Error {
    Error::from(error).taken_field("name", "name-taken")
}
