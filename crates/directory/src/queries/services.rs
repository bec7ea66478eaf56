//! Services.

use super::page;
use crate::model::Service;
use kernel::policy::Criticality;
use kernel::{PersonId, ServiceId};
use store::{Result, Row, Tx, params};

/// Services in the order of their names, behind the one called `after`.
///
/// # Errors
/// When the database fails.
pub fn list_services(tx: &Tx<'_>, after: &str, limit: usize) -> Result<Vec<Service>> {
    tx.query(
        "SELECT id, name, description, owner_id, active, criticality, peak_calendar FROM services \
         WHERE name > $1 ORDER BY name LIMIT $2",
        params![after, page(limit)],
        service,
    )
}

/// The service.
///
/// # Errors
/// When the database fails.
pub fn find_service(tx: &Tx<'_>, id: ServiceId) -> Result<Option<Service>> {
    tx.find(
        "SELECT id, name, description, owner_id, active, criticality, peak_calendar FROM services WHERE id = $1",
        params![id],
        service,
    )
}

/// Adds a service.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn insert_service(
    tx: &Tx<'_>,
    name: &str,
    description: &str,
    owner: Option<PersonId>,
) -> Result<ServiceId> {
    tx.one(
        "INSERT INTO services (name, description, owner_id, active) VALUES ($1, $2, $3, 1) RETURNING id",
        params![name, description, owner],
    )
}

/// Writes all of a service.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn update_service(tx: &Tx<'_>, service: &Service) -> Result<()> {
    tx.execute(
        "UPDATE services SET name = $1, description = $2, owner_id = $3, active = $4, criticality = $5, \
         peak_calendar = $6 WHERE id = $7",
        params![
            &service.name,
            &service.description,
            service.owner_id,
            service.active,
            service.criticality.name(),
            service.peak_calendar.as_deref(),
            service.id
        ],
    )?;
    Ok(())
}

fn service(row: &Row<'_>) -> Result<Service> {
    Ok(Service {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        owner_id: row.get(3)?,
        active: row.get(4)?,
        criticality: criticality(row, 5)?,
        peak_calendar: row.get(6)?,
    })
}

/// A criticality that this Spoc does not know counts as normal.
pub(super) fn criticality(row: &Row<'_>, column: usize) -> Result<Criticality> {
    let name: String = row.get(column)?;
    Ok(Criticality::named(&name).unwrap_or_default())
}
