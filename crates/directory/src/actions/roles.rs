//! Adding and changing roles. Nobody gives a role more than they have.

use super::people::holds_all;
use super::{Check, require};
use crate::model::{ADMINISTRATOR, Role};
use crate::{Error, Result, queries};
use kernel::{Actor, Permission, PermissionSet, RoleId, Timestamp};
use serde::Deserialize;
use serde_json::json;
use store::Tx;
use utoipa::ToSchema;

/// What to change of a role; what is left out stays. Adding one needs the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleEdit {
    /// The name.
    pub name: Option<String>,
    /// What it allows, such as `ticket.read`.
    pub permissions: Option<Vec<String>>,
}

/// Adds a role. Its key is made of its name.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_role(tx: &Tx<'_>, actor: &Actor, now: Timestamp, new: &RoleEdit) -> Result<Role> {
    require(actor, Permission::PolicyManage)?;
    let name = new.name.clone().unwrap_or_default().trim().to_owned();
    let mut role = Role {
        id: RoleId(0),
        key: kernel::text::words(&name).join("-"),
        name,
        permissions: parse(new.permissions.as_deref().unwrap_or_default())?,
    };
    check(actor, &role)?;
    role.id = queries::insert_role(tx, &role.key, &role.name, role.permissions)
        .map_err(|error| Error::from(error).taken_field("key", "name-taken"))
        .map_err(|error| match error {
            Error::Invalid(_) => Error::field("name", "name-taken"),
            other => other,
        })?;
    let subject = format!("role:{}", role.id);
    queries::insert_audit(tx, actor, now, &subject, "created", &json!(role))?;
    Ok(role)
}

/// Changes a role. The administrator's always allows everything.
///
/// # Errors
/// When not allowed or not there, when fields are wrong, or when the database fails.
pub fn edit_role(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: RoleId,
    edit: &RoleEdit,
) -> Result<Role> {
    require(actor, Permission::PolicyManage)?;
    let before = queries::find_role(tx, id)?.ok_or(Error::NotFound)?;
    if !holds_all(actor, &before) {
        return Err(Error::Forbidden(Permission::PolicyManage.name()));
    }
    let mut after = before.clone();
    if let Some(name) = &edit.name {
        name.trim().clone_into(&mut after.name);
    }
    if let Some(names) = &edit.permissions {
        after.permissions = parse(names)?;
    }
    if after.key == ADMINISTRATOR && after.permissions != PermissionSet::all() {
        return Err(Error::field("permissions", "role-administrator-all"));
    }
    check(actor, &after)?;
    queries::update_role(tx, id, &after.name, after.permissions)?;
    let detail = json!({ "before": before, "after": after });
    queries::insert_audit(tx, actor, now, &format!("role:{id}"), "changed", &detail)?;
    Ok(after)
}

/// Permissions by their names.
///
/// # Errors
/// When there is no permission of some name.
pub(crate) fn parse(names: &[String]) -> Result<PermissionSet> {
    names
        .iter()
        .map(|name| {
            Permission::named(name).ok_or_else(|| Error::field("permissions", "permission-unknown"))
        })
        .collect()
}

fn check(actor: &Actor, role: &Role) -> Result<()> {
    let mut check = Check::default();
    check.name("name", &role.name);
    check.that(!role.key.is_empty(), "name", "field-required");
    check.that(holds_all(actor, role), "permissions", "role-beyond");
    check.done()
}
