//! What routing knows of those who work on tickets.

use crate::RoutedAs;
use kernel::automation::Candidate;
use kernel::{Permission, PersonId, TeamId, Timestamp};
use store::{Result, Tx, params};

/// How long after their last request somebody is taken to have Spoc open, in microseconds.
const THERE_FOR: i64 = 15 * kernel::time::MINUTE;

/// The active members of a team who work on tickets, as routing sees them; their load is still to be said.
///
/// # Errors
/// When the database fails.
pub fn routed_members(tx: &Tx<'_>, team: TeamId, now: Timestamp) -> Result<Vec<Candidate>> {
    let sql = "SELECT p.id, r.permissions, a.capacity, a.skills, a.away_from, a.away_until, a.substitute_id, a.routed_at, \
               (SELECT MAX(s.seen_at) FROM sessions s WHERE s.person_id = p.id) \
               FROM team_members m JOIN people p ON p.id = m.person_id JOIN roles r ON r.id = p.role_id \
               LEFT JOIN agent_routing a ON a.person_id = p.id WHERE m.team_id = $1 AND p.active = 1 ORDER BY p.id";
    let mut found = Vec::new();
    tx.each(sql, params![team], |row| {
        if !super::permissions(row, 1)?.has(Permission::TicketWork) {
            return Ok(());
        }
        let known = routed_as(row, 2)?;
        let seen: Option<Timestamp> = row.get(8)?;
        found.push(Candidate {
            person: row.get(0)?,
            is_away: known.is_away(now),
            is_present: seen.is_some_and(|seen| now.0 - seen.0 <= THERE_FOR),
            load: 0,
            capacity: known.capacity,
            last: row.get(7)?,
            skills: known.skills.into_iter().collect(),
        });
        Ok::<_, store::Error>(())
    })?;
    Ok(found)
}

/// How routing sees a person.
///
/// # Errors
/// When the database fails.
pub fn routed_person(tx: &Tx<'_>, person: PersonId) -> Result<RoutedAs> {
    let sql = "SELECT capacity, skills, away_from, away_until, substitute_id FROM agent_routing WHERE person_id = $1";
    let found = tx.find(sql, params![person], |row| routed_as(row, 0))?;
    Ok(found.unwrap_or_default())
}

/// Sets how routing sees a person.
///
/// # Errors
/// When the database fails.
pub fn put_routed(tx: &Tx<'_>, person: PersonId, known: &RoutedAs) -> Result<()> {
    let sql = "INSERT INTO agent_routing (person_id, capacity, skills, away_from, away_until, substitute_id) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id) DO UPDATE SET capacity = excluded.capacity, \
               skills = excluded.skills, away_from = excluded.away_from, away_until = excluded.away_until, \
               substitute_id = excluded.substitute_id";
    let skills = known.skills.join("\n");
    let capacity = i64::from(known.capacity);
    tx.execute(
        sql,
        params![
            person,
            capacity,
            skills,
            known.away_from,
            known.away_until,
            known.substitute
        ],
    )?;
    Ok(())
}

/// Remembers that a person was just given a ticket.
///
/// # Errors
/// When the database fails.
pub fn remember_routed(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO agent_routing (person_id, capacity, skills, routed_at) VALUES ($1, $2, '', $3) \
               ON CONFLICT (person_id) DO UPDATE SET routed_at = excluded.routed_at";
    let capacity = i64::from(RoutedAs::default().capacity);
    tx.execute(sql, params![person, capacity, now])?;
    Ok(())
}

/// From five columns, which a person of whom nothing is known lacks.
fn routed_as(row: &store::Row<'_>, at: usize) -> Result<RoutedAs> {
    let Some(capacity) = row.get::<Option<i64>>(at)? else {
        return Ok(RoutedAs::default());
    };
    let skills: String = row.get(at + 1)?;
    Ok(RoutedAs {
        capacity: u32::try_from(capacity).unwrap_or(u32::MAX),
        skills: skills.lines().map(str::to_owned).collect(),
        away_from: row.get(at + 2)?,
        away_until: row.get(at + 3)?,
        substitute: row.get(at + 4)?,
    })
}
