//! Teams and their members. What an actor may not know of is left out here already.

use super::{in_chunks, page, zones};
use crate::model::{Member, NewTeam, Team};
use kernel::{Actor, PersonId, TeamId};
use std::collections::{BTreeSet, HashMap};
use store::{Result, Row, Tx, params};

const COLUMNS: &str = "t.id, t.name, t.description, t.private, t.active, \
     (SELECT COUNT(*) FROM team_members m WHERE m.team_id = t.id), t.version, t.time_zone";
/// Most members of a team that are listed.
const MEMBERS_MAX: i64 = 1000;

/// The teams that the actor knows of, in the order of their names, behind the one called `after`.
///
/// # Errors
/// When the database fails.
pub fn list_teams(tx: &Tx<'_>, actor: &Actor, after: &str, limit: usize) -> Result<Vec<Team>> {
    // Who is in a team is asked of the table, not of the actor: a list of hidden teams could be long.
    if actor.is_spoc() {
        return tx.query(
            &format!("SELECT {COLUMNS} FROM teams t WHERE t.name > $1 ORDER BY t.name LIMIT $2"),
            params![after, page(limit)],
            team,
        );
    }
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM teams t WHERE t.name > $1 AND (t.private = 0 OR t.id IN \
             (SELECT m.team_id FROM team_members m WHERE m.person_id = $2)) ORDER BY t.name LIMIT $3"
        ),
        params![after, actor.person, page(limit)],
        team,
    )
}

/// How many teams the actor knows of.
///
/// # Errors
/// When the database fails.
pub fn count_teams(tx: &Tx<'_>, actor: &Actor) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) FROM teams t WHERE t.private = 0 OR t.id IN \
         (SELECT m.team_id FROM team_members m WHERE m.person_id = $1)",
        params![actor.person],
    )
}

/// The names of the first so many members of each of some teams, in the order of [`list_members`].
///
/// # Errors
/// When the database fails.
pub fn first_members(
    tx: &Tx<'_>,
    teams: &BTreeSet<TeamId>,
    most: usize,
) -> Result<HashMap<TeamId, Vec<String>>> {
    let mut names: HashMap<TeamId, Vec<String>> = HashMap::with_capacity(teams.len());
    in_chunks(teams.iter().map(|id| id.0), |list, params| {
        tx.each(
            &format!(
                "SELECT team_id, name FROM (SELECT m.team_id, p.name, ROW_NUMBER() OVER \
                 (PARTITION BY m.team_id ORDER BY m.lead DESC, p.name, p.id) AS place \
                 FROM team_members m JOIN people p ON p.id = m.person_id WHERE m.team_id IN {list}) AS placed \
                 WHERE place <= {most} ORDER BY team_id, place"
            ),
            params,
            |row| {
                names.entry(row.get(0)?).or_default().push(row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )
    })?;
    Ok(names)
}

/// All private teams: for counting, which must know what it keeps apart.
///
/// # Errors
/// When the database fails.
pub fn private_teams(tx: &Tx<'_>) -> Result<std::collections::BTreeSet<TeamId>> {
    let teams = tx.query("SELECT id FROM teams WHERE private = 1", &[], |row| {
        row.get(0)
    })?;
    Ok(teams.into_iter().collect())
}

/// The team, if the actor knows of it.
///
/// # Errors
/// When the database fails.
pub fn find_team(tx: &Tx<'_>, actor: &Actor, id: TeamId) -> Result<Option<Team>> {
    let found = tx.find(
        &format!("SELECT {COLUMNS} FROM teams t WHERE t.id = $1"),
        params![id],
        team,
    )?;
    let Some(found) = found else { return Ok(None) };
    let knows = !found.private || actor.is_spoc() || is_member(tx, id, actor.person)?;
    Ok(knows.then_some(found))
}

/// The members of a team, leads first, then in the order of names.
///
/// # Errors
/// When the database fails.
pub fn list_members(tx: &Tx<'_>, team: TeamId) -> Result<Vec<Member>> {
    tx.query(
        "SELECT p.id, p.name, p.email, m.lead FROM team_members m JOIN people p ON p.id = m.person_id \
         WHERE m.team_id = $1 ORDER BY m.lead DESC, p.name, p.id LIMIT $2",
        params![team, MEMBERS_MAX],
        |row| {
            Ok(Member {
                person_id: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
                lead: row.get(3)?,
            })
        },
    )
}

/// The roles of a team's members: key and name.
///
/// # Errors
/// When the database fails.
pub fn member_roles(tx: &Tx<'_>, team: TeamId) -> Result<HashMap<PersonId, (String, String)>> {
    let rows: Vec<(PersonId, (String, String))> = tx.query(
        "SELECT p.id, r.key, r.name FROM team_members m JOIN people p ON p.id = m.person_id \
         JOIN roles r ON r.id = p.role_id WHERE m.team_id = $1",
        params![team],
        |row| Ok::<_, store::Error>((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(rows.into_iter().collect())
}

/// Whether the person is in the team.
///
/// # Errors
/// When the database fails.
pub fn is_member(tx: &Tx<'_>, team: TeamId, person: Option<PersonId>) -> Result<bool> {
    Ok(find_lead(tx, team, person)?.is_some())
}

/// Whether the person leads the team; none when not in it.
///
/// # Errors
/// When the database fails.
pub fn find_lead(tx: &Tx<'_>, team: TeamId, person: Option<PersonId>) -> Result<Option<bool>> {
    tx.find(
        "SELECT lead FROM team_members WHERE team_id = $1 AND person_id = $2",
        params![team, person],
        |row| row.get(0),
    )
}

/// Adds a team.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn insert_team(tx: &Tx<'_>, new: &NewTeam) -> Result<TeamId> {
    tx.one(
        "INSERT INTO teams (name, description, private, time_zone, active, version) \
         VALUES ($1, $2, $3, $4, 1, 1) RETURNING id",
        params![&new.name, &new.description, new.private, &new.time_zone],
    )
}

/// Writes all of a team, if nobody else changed it since `team.version`; answers whether so.
///
/// # Errors
/// When the name is taken or the database fails.
pub fn update_team(tx: &Tx<'_>, team: &Team) -> Result<bool> {
    zones::note_team(tx, team.id, &team.time_zone)?;
    let changed = tx.execute(
        "UPDATE teams SET name = $1, description = $2, private = $3, active = $4, time_zone = $5, \
         version = version + 1 WHERE id = $6 AND version = $7",
        params![
            &team.name,
            &team.description,
            team.private,
            team.active,
            &team.time_zone,
            team.id,
            team.version
        ],
    )?;
    Ok(changed > 0)
}

/// Puts a person into a team, or changes whether they lead it.
///
/// # Errors
/// When the database fails.
pub fn put_member(tx: &Tx<'_>, team: TeamId, person: PersonId, lead: bool) -> Result<()> {
    tx.execute(
        "INSERT INTO team_members (team_id, person_id, lead) VALUES ($1, $2, $3) \
         ON CONFLICT (team_id, person_id) DO UPDATE SET lead = excluded.lead",
        params![team, person, lead],
    )?;
    touch_team(tx, team)
}

/// Takes a person out of a team; answers whether they were in it.
///
/// # Errors
/// When the database fails.
pub fn delete_member(tx: &Tx<'_>, team: TeamId, person: PersonId) -> Result<bool> {
    let removed = tx.execute(
        "DELETE FROM team_members WHERE team_id = $1 AND person_id = $2",
        params![team, person],
    )?;
    if removed > 0 {
        touch_team(tx, team)?;
    }
    Ok(removed > 0)
}

/// Members are a part of what a team's entity tag stands for.
fn touch_team(tx: &Tx<'_>, team: TeamId) -> Result<()> {
    tx.execute(
        "UPDATE teams SET version = version + 1 WHERE id = $1",
        params![team],
    )?;
    Ok(())
}

fn team(row: &Row<'_>) -> Result<Team> {
    Ok(Team {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        private: row.get(3)?,
        active: row.get(4)?,
        member_count: row.get(5)?,
        version: row.get(6)?,
        time_zone: row.get(7)?,
    })
}
