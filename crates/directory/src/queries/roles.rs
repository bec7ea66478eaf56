//! Roles.

use super::{permissions, permissions_text};
use crate::model::Role;
use kernel::{PermissionSet, RoleId};
use store::{Result, Row, Tx, params};

/// All roles, in the order in which they were made.
///
/// # Errors
/// When the database fails.
pub fn list_roles(tx: &Tx<'_>) -> Result<Vec<Role>> {
    tx.query(
        "SELECT id, key, name, permissions FROM roles ORDER BY id LIMIT 200",
        &[],
        role,
    )
}

/// The role.
///
/// # Errors
/// When the database fails.
pub fn find_role(tx: &Tx<'_>, id: RoleId) -> Result<Option<Role>> {
    tx.find(
        "SELECT id, key, name, permissions FROM roles WHERE id = $1",
        params![id],
        role,
    )
}

/// The role with this key, such as `agent`.
///
/// # Errors
/// When the database fails.
pub fn find_role_by_key(tx: &Tx<'_>, key: &str) -> Result<Option<Role>> {
    tx.find(
        "SELECT id, key, name, permissions FROM roles WHERE key = $1",
        params![key],
        role,
    )
}

/// Adds a role.
///
/// # Errors
/// When the key is taken or the database fails.
pub fn insert_role(tx: &Tx<'_>, key: &str, name: &str, allowed: PermissionSet) -> Result<RoleId> {
    tx.one(
        "INSERT INTO roles (key, name, permissions) VALUES ($1, $2, $3) RETURNING id",
        params![key, name, permissions_text(allowed)],
    )
}

/// Writes a role's name and permissions.
///
/// # Errors
/// When the database fails.
pub fn update_role(tx: &Tx<'_>, id: RoleId, name: &str, allowed: PermissionSet) -> Result<()> {
    tx.execute(
        "UPDATE roles SET name = $1, permissions = $2 WHERE id = $3",
        params![name, permissions_text(allowed), id],
    )?;
    Ok(())
}

fn role(row: &Row<'_>) -> Result<Role> {
    Ok(Role {
        id: row.get(0)?,
        key: row.get(1)?,
        name: row.get(2)?,
        permissions: permissions(row, 3)?,
    })
}
