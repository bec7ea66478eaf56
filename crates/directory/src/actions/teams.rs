//! Adding and changing teams and their members.

use super::{Check, require};
use crate::merging::{before_latest, merged};
use crate::model::{NewTeam, Team, TeamEdit};
use crate::{Error, Result, queries};
use kernel::{Actor, Permission, PersonId, TeamId, Timestamp};
use serde_json::{Value, json};
use store::Tx;

/// Adds a team. Whoever adds a private one leads it: else nobody could ever look into it.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_team(tx: &Tx<'_>, actor: &Actor, now: Timestamp, new: &NewTeam) -> Result<TeamId> {
    require(actor, Permission::TeamManage)?;
    let new = NewTeam {
        name: new.name.trim().to_owned(),
        time_zone: new.time_zone.trim().to_owned(),
        ..new.clone()
    };
    check(&new.name, &new.description, &new.time_zone)?;
    let id = queries::insert_team(tx, &new).map_err(name_taken)?;
    if let (true, Some(person)) = (new.private, actor.person) {
        queries::put_member(tx, id, person, true)?;
    }
    let detail = json!({ "name": new.name, "private": new.private });
    audit(tx, actor, now, id, "created", &detail)?;
    Ok(id)
}

/// Changes a team, if it is still as the writer saw it (`seen`); by `seen` of the edit, if those fields are. Answers
/// what it is now.
///
/// # Errors
/// When not allowed or not known, changed meanwhile, when fields are wrong, or when the database fails.
pub fn edit_team(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: TeamId,
    seen: Option<i64>,
    edit: &TeamEdit,
) -> Result<Team> {
    let before = known(tx, actor, id, seen)?;
    require(actor, Permission::TeamManage)?;
    let after = merged(tx, &subject(id), edit.seen, &before, |before| {
        apply(before, edit)
    })?;
    put(tx, actor, now, &before, &after)
}

/// Takes back the change of a team that followed the version `seen`, the latest one.
///
/// # Errors
/// When not allowed or not known, when it has changed since, when it cannot be as it was any more, or when the database
/// fails.
pub(crate) fn undo_team(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: TeamId,
    seen: i64,
) -> Result<()> {
    let present = known(tx, actor, id, None)?;
    require(actor, Permission::TeamManage)?;
    let was: Team = before_latest(tx, &subject(id), seen, &present)?;
    let back = Team {
        version: present.version,
        member_count: present.member_count,
        ..was
    };
    put(tx, actor, now, &present, &back)?;
    Ok(())
}

/// Makes a team what it is to be; answers what it is now.
fn put(tx: &Tx<'_>, actor: &Actor, now: Timestamp, before: &Team, after: &Team) -> Result<Team> {
    let id = before.id;
    check(&after.name, &after.description, &after.time_zone)?;
    if after.private && !before.private && !actor.is_spoc() {
        let member = queries::is_member(tx, id, actor.person)?;
        if !member {
            return Err(Error::field("private", "team-private-member"));
        }
    }
    if after != before {
        if !queries::update_team(tx, after).map_err(name_taken)? {
            return Err(Error::Stale);
        }
        let detail = json!({ "before": before, "after": after });
        audit(tx, actor, now, id, "changed", &detail)?;
    }
    known(tx, actor, id, None)
}

fn apply(before: &Team, edit: &TeamEdit) -> Team {
    let (edit, before) = (edit.clone(), before.clone());
    Team {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        description: edit.description.unwrap_or(before.description),
        private: edit.private.unwrap_or(before.private),
        active: edit.active.unwrap_or(before.active),
        time_zone: edit
            .time_zone
            .map_or(before.time_zone, |zone| zone.trim().to_owned()),
        ..before
    }
}

/// Puts a person into a team, as its lead or not. Leads do this for their own team, too.
///
/// # Errors
/// When not allowed or not known, changed meanwhile, or when the database fails.
pub fn add_member(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: TeamId,
    seen: Option<i64>,
    person: PersonId,
    lead: bool,
) -> Result<()> {
    known(tx, actor, id, seen)?;
    require_members(tx, actor, id)?;
    let found = queries::find_person(tx, person)?;
    if !found.is_some_and(|person| person.active) {
        return Err(Error::field("person_id", "person-unknown"));
    }
    queries::put_member(tx, id, person, lead)?;
    let detail = json!({ "person_id": person, "lead": lead });
    audit(tx, actor, now, id, "member-added", &detail)
}

/// Takes a person out of a team.
///
/// # Errors
/// When not allowed or not known, changed meanwhile, or when the database fails.
pub fn remove_member(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: TeamId,
    seen: Option<i64>,
    person: PersonId,
) -> Result<()> {
    let team = known(tx, actor, id, seen)?;
    require_members(tx, actor, id)?;
    if !queries::delete_member(tx, id, person)? {
        return Err(Error::NotFound);
    }
    let left = queries::find_team(tx, &Actor::spoc(), id)?.map_or(0, |team| team.member_count);
    if team.private && left == 0 {
        return Err(Error::Conflict("team-private-last"));
    }
    audit(
        tx,
        actor,
        now,
        id,
        "member-removed",
        &json!({ "person_id": person }),
    )
}

/// The team as it is now; not there for whoever may not know of it.
fn known(tx: &Tx<'_>, actor: &Actor, id: TeamId, seen: Option<i64>) -> Result<Team> {
    let team = queries::find_team(tx, actor, id)?.ok_or(Error::NotFound)?;
    match seen {
        Some(seen) if seen != team.version => Err(Error::Stale),
        _ => Ok(team),
    }
}

fn require_members(tx: &Tx<'_>, actor: &Actor, id: TeamId) -> Result<()> {
    if actor.can(Permission::TeamManage) {
        return Ok(());
    }
    // A token that was narrowed to less than working on tickets does not rule over people.
    let leads = queries::find_lead(tx, id, actor.person)? == Some(true);
    if leads && actor.can(Permission::TicketWork) {
        Ok(())
    } else {
        Err(Error::Forbidden(Permission::TeamManage.name()))
    }
}

fn check(name: &str, description: &str, zone: &str) -> Result<()> {
    let mut check = Check::default();
    check.name("name", name);
    check.text("description", description);
    if !zone.is_empty() {
        check.zone("time_zone", zone);
    }
    check.done()
}

fn name_taken(error: store::Error) -> Error {
    Error::from(error).taken_field("name", "name-taken")
}

fn audit(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: TeamId,
    action: &str,
    detail: &Value,
) -> Result<()> {
    Ok(queries::insert_audit(
        tx,
        actor,
        now,
        &subject(id),
        action,
        detail,
    )?)
}

/// What the audit calls a team.
fn subject(id: TeamId) -> String {
    format!("team:{id}")
}
