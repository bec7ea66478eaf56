//! Organisations, their departments, and locations.

use super::{in_chunks, page, zones};
use crate::model::{Department, Location, Organisation};
use kernel::{DepartmentId, LocationId, OrganisationId};
use std::collections::{BTreeSet, HashMap};
use store::{Result, Row, Tx, params};

/// Organisations in the order of their names, behind the one called `after`.
///
/// # Errors
/// When the database fails.
pub fn list_organisations(tx: &Tx<'_>, after: &str, limit: usize) -> Result<Vec<Organisation>> {
    tx.query(
        "SELECT id, name, domains, active FROM organisations WHERE name > $1 ORDER BY name LIMIT $2",
        params![after, page(limit)],
        organisation,
    )
}

/// The organisation.
///
/// # Errors
/// When the database fails.
pub fn find_organisation(tx: &Tx<'_>, id: OrganisationId) -> Result<Option<Organisation>> {
    tx.find(
        "SELECT id, name, domains, active FROM organisations WHERE id = $1",
        params![id],
        organisation,
    )
}

/// Adds an organisation.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn insert_organisation(tx: &Tx<'_>, name: &str, domains: &[String]) -> Result<OrganisationId> {
    tx.one(
        "INSERT INTO organisations (name, domains, active) VALUES ($1, $2, 1) RETURNING id",
        params![name, domains.join(" ")],
    )
}

/// Writes all of an organisation.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn update_organisation(tx: &Tx<'_>, organisation: &Organisation) -> Result<()> {
    tx.execute(
        "UPDATE organisations SET name = $1, domains = $2, active = $3 WHERE id = $4",
        params![
            &organisation.name,
            organisation.domains.join(" "),
            organisation.active,
            organisation.id
        ],
    )?;
    Ok(())
}

/// Departments in the order of their ids, behind `after`.
///
/// # Errors
/// When the database fails.
pub fn list_departments(tx: &Tx<'_>, after: DepartmentId, limit: usize) -> Result<Vec<Department>> {
    tx.query(
        "SELECT id, organisation_id, name, active FROM departments WHERE id > $1 ORDER BY id LIMIT $2",
        params![after, page(limit)],
        department,
    )
}

/// The department.
///
/// # Errors
/// When the database fails.
pub fn find_department(tx: &Tx<'_>, id: DepartmentId) -> Result<Option<Department>> {
    tx.find(
        "SELECT id, organisation_id, name, active FROM departments WHERE id = $1",
        params![id],
        department,
    )
}

/// Adds a department.
///
/// # Errors
/// When the database fails.
pub fn insert_department(
    tx: &Tx<'_>,
    organisation: Option<OrganisationId>,
    name: &str,
) -> Result<DepartmentId> {
    tx.one(
        "INSERT INTO departments (organisation_id, name, active) VALUES ($1, $2, 1) RETURNING id",
        params![organisation, name],
    )
}

/// Writes all of a department.
///
/// # Errors
/// When the database fails.
pub fn update_department(tx: &Tx<'_>, department: &Department) -> Result<()> {
    tx.execute(
        "UPDATE departments SET organisation_id = $1, name = $2, active = $3 WHERE id = $4",
        params![
            department.organisation_id,
            &department.name,
            department.active,
            department.id
        ],
    )?;
    Ok(())
}

/// Locations in the order of their names, behind the one called `after`.
///
/// # Errors
/// When the database fails.
pub fn list_locations(tx: &Tx<'_>, after: &str, limit: usize) -> Result<Vec<Location>> {
    tx.query(
        "SELECT id, name, time_zone, active FROM locations WHERE name > $1 ORDER BY name LIMIT $2",
        params![after, page(limit)],
        location,
    )
}

/// The location.
///
/// # Errors
/// When the database fails.
pub fn find_location(tx: &Tx<'_>, id: LocationId) -> Result<Option<Location>> {
    tx.find(
        "SELECT id, name, time_zone, active FROM locations WHERE id = $1",
        params![id],
        location,
    )
}

/// Adds a location.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn insert_location(tx: &Tx<'_>, name: &str, time_zone: &str) -> Result<LocationId> {
    tx.one(
        "INSERT INTO locations (name, time_zone, active) VALUES ($1, $2, 1) RETURNING id",
        params![name, time_zone],
    )
}

/// Writes all of a location.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn update_location(tx: &Tx<'_>, location: &Location) -> Result<()> {
    zones::note_location(tx, location)?;
    tx.execute(
        "UPDATE locations SET name = $1, time_zone = $2, active = $3 WHERE id = $4",
        params![
            &location.name,
            &location.time_zone,
            location.active,
            location.id
        ],
    )?;
    Ok(())
}

/// Names for departments.
///
/// # Errors
/// When the database fails.
pub fn department_names(
    tx: &Tx<'_>,
    ids: &BTreeSet<DepartmentId>,
) -> Result<HashMap<DepartmentId, String>> {
    let mut names = HashMap::new();
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!("SELECT id, name FROM departments WHERE id IN {list}"),
            params,
            |row| {
                names.insert(row.get(0)?, row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// Names for locations.
///
/// # Errors
/// When the database fails.
pub fn location_names(
    tx: &Tx<'_>,
    ids: &BTreeSet<LocationId>,
) -> Result<HashMap<LocationId, String>> {
    let mut names = HashMap::new();
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!("SELECT id, name FROM locations WHERE id IN {list}"),
            params,
            |row| {
                names.insert(row.get(0)?, row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

fn organisation(row: &Row<'_>) -> Result<Organisation> {
    Ok(Organisation {
        id: row.get(0)?,
        name: row.get(1)?,
        domains: row.text(2)?.split_whitespace().map(str::to_owned).collect(),
        active: row.get(3)?,
    })
}

fn department(row: &Row<'_>) -> Result<Department> {
    Ok(Department {
        id: row.get(0)?,
        organisation_id: row.get(1)?,
        name: row.get(2)?,
        active: row.get(3)?,
    })
}

fn location(row: &Row<'_>) -> Result<Location> {
    Ok(Location {
        id: row.get(0)?,
        name: row.get(1)?,
        time_zone: row.get(2)?,
        active: row.get(3)?,
    })
}
