//! Who can be asked to approve something, and who stands in for whom. Only those who are active.

use super::in_chunks;
use kernel::{PersonId, ServiceId, TeamId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::{Result, Tx, params};

/// Most people that are looked for at once: more than can be asked.
const FOUND_MAX: i64 = 200;

/// Those with the role of this key.
///
/// # Errors
/// When the database fails.
pub fn holders_of(tx: &Tx<'_>, role: &str) -> Result<Vec<PersonId>> {
    let sql = "SELECT p.id FROM people p JOIN roles r ON r.id = p.role_id \
               WHERE r.key = $1 AND p.active = 1 ORDER BY p.id LIMIT $2";
    tx.query(sql, params![role, FOUND_MAX], |row| row.get(0))
}

/// The members of a team, or those who lead it.
///
/// # Errors
/// When the database fails.
pub fn active_members(tx: &Tx<'_>, team: TeamId, leads_only: bool) -> Result<Vec<PersonId>> {
    let sql = "SELECT p.id FROM team_members m JOIN people p ON p.id = m.person_id \
               WHERE m.team_id = $1 AND m.lead >= $2 AND p.active = 1 ORDER BY p.id LIMIT $3";
    let least = i64::from(leads_only);
    tx.query(sql, params![team, least, FOUND_MAX], |row| row.get(0))
}

/// The person of this id.
///
/// # Errors
/// When the database fails.
pub fn active_person(tx: &Tx<'_>, person: PersonId) -> Result<Option<PersonId>> {
    let sql = "SELECT id FROM people WHERE id = $1 AND active = 1";
    tx.find(sql, params![person], |row| row.get(0))
}

/// Whom a person reports to.
///
/// # Errors
/// When the database fails.
pub fn active_manager(tx: &Tx<'_>, person: PersonId) -> Result<Option<PersonId>> {
    let sql = "SELECT m.id FROM people p JOIN people m ON m.id = p.manager_id \
               WHERE p.id = $1 AND m.active = 1";
    tx.find(sql, params![person], |row| row.get(0))
}

/// Who is accountable for a service.
///
/// # Errors
/// When the database fails.
pub fn active_owner(tx: &Tx<'_>, service: ServiceId) -> Result<Option<PersonId>> {
    let sql = "SELECT p.id FROM services s JOIN people p ON p.id = s.owner_id \
               WHERE s.id = $1 AND p.active = 1";
    tx.find(sql, params![service], |row| row.get(0))
}

/// Who stands in for those of some people who are away.
///
/// # Errors
/// When the database fails.
pub fn substitutes_of(
    tx: &Tx<'_>,
    people: &BTreeSet<PersonId>,
    now: Timestamp,
) -> Result<BTreeMap<PersonId, PersonId>> {
    let mut found = BTreeMap::new();
    in_chunks(people.iter().map(|id| id.0), |list, params| {
        let sql = format!(
            "SELECT a.person_id, a.substitute_id, a.away_from, a.away_until FROM agent_routing a \
             JOIN people p ON p.id = a.substitute_id WHERE a.person_id IN {list} AND p.active = 1"
        );
        tx.each(&sql, params, |row| {
            let (from, until): (Option<Timestamp>, Option<Timestamp>) = (row.get(2)?, row.get(3)?);
            if is_away(from, until, now) {
                found.insert(row.get(0)?, row.get(1)?);
            }
            Ok::<_, store::Error>(())
        })
    })?;
    Ok(found)
}

/// Those who are away and for whom a person stands in.
///
/// # Errors
/// When the database fails.
pub fn stands_in_for(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<BTreeSet<PersonId>> {
    let sql = "SELECT person_id, away_from, away_until FROM agent_routing WHERE substitute_id = $1 \
               ORDER BY person_id LIMIT $2";
    let mut found = BTreeSet::new();
    tx.each(sql, params![person, FOUND_MAX], |row| {
        if is_away(row.get(1)?, row.get(2)?, now) {
            found.insert(row.get(0)?);
        }
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}

fn is_away(from: Option<Timestamp>, until: Option<Timestamp>, now: Timestamp) -> bool {
    from.is_some_and(|from| from <= now) && until.is_none_or(|until| now < until)
}
