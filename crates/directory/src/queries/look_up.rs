//! What others ask of the directory: who acts, which facts a decision needs, names for ids and ids for names.

use super::services::criticality;
use super::{in_chunks, permissions};
use crate::model::PersonName;
use kernel::text::words;
use kernel::ticket::{PersonFacts, ServiceFacts, TeamFacts};
use kernel::{Actor, Permission, PersonId, ServiceId, TeamId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Result, Tx, params};

/// The person as an actor, with what their role allows; nobody when unknown or inactive.
///
/// # Errors
/// When the database fails.
pub fn actor(tx: &Tx<'_>, person: PersonId) -> Result<Option<Actor>> {
    let allowed = tx.find(
        "SELECT r.permissions, p.organisation_id FROM people p JOIN roles r ON r.id = p.role_id \
         WHERE p.id = $1 AND p.active = 1",
        params![person],
        |row| Ok((permissions(row, 0)?, row.get(1)?)),
    )?;
    let Some((permissions, organisation)) = allowed else {
        return Ok(None);
    };
    Ok(Some(Actor {
        person: Some(person),
        organisation,
        permissions,
        teams: teams_of(tx, person)?,
        hidden_teams: tx.query(
            "SELECT id FROM teams WHERE private = 1 \
             AND id NOT IN (SELECT team_id FROM team_members WHERE person_id = $1) ORDER BY id",
            params![person],
            |row| row.get(0),
        )?,
    }))
}

/// The teams that a person is a member of, sorted.
///
/// # Errors
/// When the database fails.
pub fn teams_of(tx: &Tx<'_>, person: PersonId) -> Result<Vec<TeamId>> {
    tx.query(
        "SELECT team_id FROM team_members WHERE person_id = $1 ORDER BY team_id",
        params![person],
        |row| row.get(0),
    )
}

/// What a decision must know of people; only of those who exist.
///
/// # Errors
/// When the database fails.
pub fn people_facts(
    tx: &Tx<'_>,
    ids: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, PersonFacts>> {
    let mut facts = BTreeMap::new();
    for person in ids {
        let found = tx.find(
            "SELECT p.active, r.permissions, p.organisation_id, p.vip FROM people p JOIN roles r ON r.id = p.role_id \
             WHERE p.id = $1",
            params![*person],
            |row| {
                let works = row.get(0)? && permissions(row, 1)?.has(Permission::TicketWork);
                Ok((works, row.get(2)?, row.get(3)?))
            },
        )?;
        if let Some((works, organisation, vip)) = found {
            let teams = teams_of(tx, *person)?;
            let known = PersonFacts {
                works,
                teams,
                organisation,
                vip,
            };
            facts.insert(*person, known);
        }
    }
    Ok(facts)
}

/// What a decision must know of teams; only of those that exist.
///
/// # Errors
/// When the database fails.
pub fn team_facts(tx: &Tx<'_>, ids: &BTreeSet<TeamId>) -> Result<BTreeMap<TeamId, TeamFacts>> {
    let mut facts = BTreeMap::new();
    for team in ids {
        let private = tx.find(
            "SELECT private FROM teams WHERE id = $1",
            params![*team],
            |row| row.get(0),
        )?;
        if let Some(private) = private {
            facts.insert(*team, TeamFacts { private });
        }
    }
    Ok(facts)
}

/// What a decision must know of services; only of those that exist.
///
/// # Errors
/// When the database fails.
pub fn service_facts(
    tx: &Tx<'_>,
    ids: &BTreeSet<ServiceId>,
) -> Result<BTreeMap<ServiceId, ServiceFacts>> {
    let mut facts = BTreeMap::new();
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        let sql = format!("SELECT id, criticality, peak_calendar FROM services WHERE id IN {list}");
        tx.each(&sql, params, |row| {
            let known = ServiceFacts {
                criticality: criticality(row, 1)?,
                peak_calendar: row.get(2)?,
            };
            facts.insert(row.get(0)?, known);
            Ok::<_, store::Error>(())
        })
    })?;
    Ok(facts)
}

/// The same of all services.
///
/// # Errors
/// When the database fails.
pub fn all_service_facts(tx: &Tx<'_>) -> Result<BTreeMap<ServiceId, ServiceFacts>> {
    let ids = tx.query("SELECT id FROM services", &[], |row| row.get(0))?;
    service_facts(tx, &ids.into_iter().collect())
}

/// Names for people that are shown on something the reader sees anyway.
///
/// # Errors
/// When the database fails.
pub fn person_names(
    tx: &Tx<'_>,
    ids: &BTreeSet<PersonId>,
) -> Result<HashMap<PersonId, PersonName>> {
    let mut names = HashMap::with_capacity(ids.len());
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!("SELECT id, name, email, active FROM people WHERE id IN {list}"),
            params,
            |row| {
                let found = person_name(row)?;
                names.insert(found.id, found);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// Those of these people who are agents.
///
/// # Errors
/// When the database fails.
pub fn agents_among(tx: &Tx<'_>, ids: &BTreeSet<PersonId>) -> Result<BTreeSet<PersonId>> {
    let mut agents = BTreeSet::new();
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!(
                "SELECT p.id, r.permissions FROM people p JOIN roles r ON r.id = p.role_id \
                 WHERE p.active = 1 AND p.id IN {list}"
            ),
            params,
            |row| {
                if permissions(row, 1)?.has(Permission::TicketWork) {
                    agents.insert(row.get(0)?);
                }
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(agents)
}

/// The organisations of these people, by person.
///
/// # Errors
/// When the database fails.
pub fn organisations_of(
    tx: &Tx<'_>,
    ids: &BTreeSet<PersonId>,
) -> Result<HashMap<PersonId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!(
                "SELECT p.id, o.name FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.id IN {list}"
            ),
            params,
            |row| {
                names.insert(row.get(0)?, row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// Names for teams; a private team that the actor is not in has none.
///
/// # Errors
/// When the database fails.
pub fn team_names(
    tx: &Tx<'_>,
    actor: &Actor,
    ids: &BTreeSet<TeamId>,
) -> Result<HashMap<TeamId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!("SELECT id, name FROM teams WHERE id IN {list}"),
            params,
            |row| {
                let id: TeamId = row.get(0)?;
                if !actor.hidden_teams.contains(&id) {
                    names.insert(id, row.get(1)?);
                }
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// Names for services.
///
/// # Errors
/// When the database fails.
pub fn service_names(tx: &Tx<'_>, ids: &BTreeSet<ServiceId>) -> Result<HashMap<ServiceId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!("SELECT id, name FROM services WHERE id IN {list}"),
            params,
            |row| {
                names.insert(row.get(0)?, row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// The teams of people, those that the actor knows of.
///
/// # Errors
/// When the database fails.
pub fn teams_of_people(
    tx: &Tx<'_>,
    actor: &Actor,
    ids: &BTreeSet<PersonId>,
) -> Result<HashMap<PersonId, Vec<(TeamId, String)>>> {
    let mut teams: HashMap<PersonId, Vec<(TeamId, String)>> = HashMap::new();
    in_chunks(ids.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!(
                "SELECT m.person_id, t.id, t.name FROM team_members m JOIN teams t ON t.id = m.team_id \
                 WHERE m.person_id IN {list} ORDER BY t.name"
            ),
            params,
            |row| {
                let id: TeamId = row.get(1)?;
                if !actor.hidden_teams.contains(&id) {
                    teams
                        .entry(row.get(0)?)
                        .or_default()
                        .push((id, row.get(2)?));
                }
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(teams)
}

/// The people whose address or whole name is `text`, whatever its case. Who may not look people up finds
/// only themselves.
///
/// # Errors
/// When the database fails.
pub fn people_named(tx: &Tx<'_>, actor: &Actor, text: &str) -> Result<Vec<PersonId>> {
    let mut found: Vec<PersonId> = if text.contains('@') {
        let found = super::find_person_by_email(tx, text)?;
        found.map(|person| person.id).into_iter().collect()
    } else {
        let words = words(text);
        let Some(first) = words.first() else {
            return Ok(Vec::new());
        };
        tx.query(
            "SELECT p.id FROM person_words w JOIN people p ON p.id = w.person_id \
             WHERE w.word = $1 AND p.name_words = $2 ORDER BY p.id LIMIT 100",
            params![first, words.join(" ")],
            |row| row.get(0),
        )?
    };
    if !actor.can(Permission::PersonRead) {
        found.retain(|id| actor.person == Some(*id));
    }
    Ok(found)
}

/// The team of this name, whatever its case; never a private one that the actor is not in.
///
/// # Errors
/// When the database fails.
pub fn team_named(tx: &Tx<'_>, actor: &Actor, name: &str) -> Result<Option<TeamId>> {
    let teams: Vec<(TeamId, String)> = tx.query("SELECT id, name FROM teams", &[], |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?;
    let wanted = words(name);
    Ok(teams
        .into_iter()
        .filter(|(id, _)| !actor.hidden_teams.contains(id))
        .find(|(_, name)| words(name) == wanted)
        .map(|(id, _)| id))
}

/// The service of this name, whatever its case.
///
/// # Errors
/// When the database fails.
pub fn service_named(tx: &Tx<'_>, name: &str) -> Result<Option<ServiceId>> {
    let services: Vec<(ServiceId, String)> =
        tx.query("SELECT id, name FROM services", &[], |row| {
            Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
        })?;
    let wanted = words(name);
    Ok(services
        .into_iter()
        .find(|(_, name)| words(name) == wanted)
        .map(|(id, _)| id))
}

pub(super) fn person_name(row: &store::Row<'_>) -> Result<PersonName> {
    Ok(PersonName {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        active: row.get(3)?,
    })
}
