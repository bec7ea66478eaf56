//! The questions of the administration's pages.

use kernel::PersonId;
use store::{Result, Tx, params};

/// What lists of services and places have in common.
pub(crate) struct Listed {
    /// The id.
    pub(crate) id: i64,
    /// The name.
    pub(crate) name: String,
    /// Whether it can be chosen.
    pub(crate) active: bool,
}

/// Where something is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listing {
    /// Services.
    Services,
    /// Organisations.
    Organisations,
    /// Departments.
    Departments,
    /// Locations.
    Locations,
}

impl Listing {
    fn table(self) -> &'static str {
        match self {
            Listing::Services => "services",
            Listing::Organisations => "organisations",
            Listing::Departments => "departments",
            Listing::Locations => "locations",
        }
    }

    fn column(self) -> Option<&'static str> {
        match self {
            Listing::Services => None,
            Listing::Organisations => Some("organisation_id"),
            Listing::Departments => Some("department_id"),
            Listing::Locations => Some("location_id"),
        }
    }
}

/// What there is, by name and id behind `after`; `text` stands somewhere in the name.
pub(crate) fn listed(
    tx: &Tx<'_>,
    listing: Listing,
    text: &str,
    after: &(String, i64),
    limit: usize,
) -> Result<Vec<Listed>> {
    let escaped = text.to_lowercase().replace(['%', '_', '\\'], "");
    let sql = format!(
        "SELECT id, name, active FROM {} WHERE LOWER(name) LIKE $1 AND (name, id) > ($2, $3) \
         ORDER BY name, id LIMIT $4",
        listing.table()
    );
    let params = params![format!("%{escaped}%"), &after.0, after.1, limit as i64];
    tx.query(&sql, params, |row| {
        Ok(Listed {
            id: row.get(0)?,
            name: row.get(1)?,
            active: row.get(2)?,
        })
    })
}

/// Somebody who belongs to a place.
pub(crate) struct Resident {
    /// The id.
    pub(crate) id: PersonId,
    /// The name.
    pub(crate) name: String,
    /// The address.
    pub(crate) email: Option<String>,
}

/// Who belongs to a place, by name and id behind `after`.
pub(crate) fn residents(
    tx: &Tx<'_>,
    listing: Listing,
    place: i64,
    after: &(String, i64),
    limit: usize,
) -> Result<Vec<Resident>> {
    let Some(column) = listing.column() else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT id, name, email FROM people WHERE {column} = $1 AND active = 1 AND (name, id) > ($2, $3) \
         ORDER BY name, id LIMIT $4"
    );
    tx.query(
        &sql,
        params![place, &after.0, after.1, limit as i64],
        |row| {
            Ok(Resident {
                id: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
            })
        },
    )
}
