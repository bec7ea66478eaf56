//! By whose wall clocks people, places and teams work, and that these have changed.

use crate::model::{Location, Person};
use kernel::{PersonId, TeamId};
use store::{Result, Tx, params};

/// Most changes that are taken at once.
const TAKEN_MAX: i64 = 100;

/// Remembers that a person is about to go by another wall clock, if so.
pub(super) fn note_person(tx: &Tx<'_>, after: &Person) -> Result<()> {
    let sql = "INSERT INTO zone_changes (person_id) SELECT id FROM people WHERE id = $1 \
               AND (time_zone <> $2 OR COALESCE(location_id, 0) <> COALESCE(CAST($3 AS BIGINT), 0))";
    tx.execute(sql, params![after.id, &after.time_zone, after.location_id])?;
    Ok(())
}

/// The same where a person chooses the zone alone.
pub(super) fn note_own(tx: &Tx<'_>, person: PersonId, zone: &str) -> Result<()> {
    let sql = "INSERT INTO zone_changes (person_id) SELECT id FROM people WHERE id = $1 AND time_zone <> $2";
    tx.execute(sql, params![person, zone])?;
    Ok(())
}

/// The same of a place.
pub(super) fn note_location(tx: &Tx<'_>, after: &Location) -> Result<()> {
    let sql = "INSERT INTO zone_changes (person_id) SELECT NULL FROM locations WHERE id = $1 AND time_zone <> $2";
    tx.execute(sql, params![after.id, &after.time_zone])?;
    Ok(())
}

/// The same of a team.
pub(super) fn note_team(tx: &Tx<'_>, team: TeamId, zone: &str) -> Result<()> {
    let sql = "INSERT INTO zone_changes (person_id) SELECT NULL FROM teams WHERE id = $1 AND time_zone <> $2";
    tx.execute(sql, params![team, zone])?;
    Ok(())
}

/// Whether any wall clock has changed that nobody has asked about yet.
///
/// # Errors
/// When the database fails.
pub fn zones_have_changed(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM zone_changes LIMIT 1) AS waiting";
    Ok(tx.one::<i64>(sql, &[])? > 0)
}

/// Takes the oldest such changes: whose they are; nobody where they are of more than one person.
///
/// # Errors
/// When the database fails.
pub fn take_zone_changes(tx: &Tx<'_>) -> Result<Vec<Option<PersonId>>> {
    let sql = "DELETE FROM zone_changes WHERE id IN (SELECT id FROM zone_changes ORDER BY id LIMIT $1) \
               RETURNING person_id";
    tx.query(sql, params![TAKEN_MAX], |row| row.get(0))
}
