//! Names of those who are mentioned on a page.

use crate::error::Result;
use directory::queries as directory;
use kernel::{Actor, PersonId, ServiceId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Tx, params};

/// Names by id.
#[derive(Clone, Debug, Default)]
pub struct NameMaps {
    /// Of people.
    pub people: BTreeMap<PersonId, String>,
    /// Of teams.
    pub teams: BTreeMap<TeamId, String>,
    /// Of services.
    pub services: BTreeMap<ServiceId, String>,
}

/// The names of these people, teams and services.
///
/// # Errors
/// When the database fails.
pub fn names(
    tx: &Tx<'_>,
    actor: &Actor,
    people: &BTreeSet<PersonId>,
    teams: &BTreeSet<TeamId>,
    services: &BTreeSet<ServiceId>,
) -> Result<NameMaps> {
    Ok(NameMaps {
        people: directory::person_names(tx, people)?
            .into_iter()
            .map(|(id, person)| (id, person.name))
            .collect(),
        teams: directory::team_names(tx, actor, teams)?
            .into_iter()
            .collect(),
        services: directory::service_names(tx, services)?
            .into_iter()
            .collect(),
    })
}

/// The time zones of a person and of the place where they work, as far as they are known.
pub(crate) fn zones_of(tx: &Tx<'_>, person: PersonId) -> Result<(Option<String>, Option<String>)> {
    let sql = "SELECT p.time_zone, (SELECT l.time_zone FROM locations l WHERE l.id = p.location_id) \
               FROM people p WHERE p.id = $1";
    let found = tx.find(sql, params![person], |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?;
    Ok(found.unwrap_or_default())
}

/// The time zones of the teams that have one of their own.
pub(crate) fn team_zones(tx: &Tx<'_>) -> Result<Vec<(TeamId, String)>> {
    let sql = "SELECT id, time_zone FROM teams WHERE time_zone <> ''";
    Ok(tx.query(sql, &[], |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?)
}
