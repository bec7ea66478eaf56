//! Adding and changing people.
//!
//! Nobody gives or touches more than they may do themselves: whoever may manage people, but not everything,
//! can neither make an administrator nor change one's address and so take the account over.

use super::{Check, require};
use crate::merging::{before_latest, merged};
use crate::model::{ADMINISTRATOR, NewPerson, Person, PersonEdit, Preferences, Role};
use crate::{Error, Result, queries};
use kernel::{Actor, Permission, PersonId, Timestamp};
use serde_json::json;
use store::Tx;

/// The colours that a person can choose.
const THEMES: [&str; 3] = ["system", "light", "dark"];

/// Adds a person.
///
/// # Errors
/// When not allowed, when fields are wrong, or when the database fails.
pub fn create_person(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    new: &NewPerson,
) -> Result<PersonId> {
    require(actor, Permission::PersonManage)?;
    let new = NewPerson {
        name: new.name.trim().to_owned(),
        email: tidy_email(new.email.as_deref()),
        ..new.clone()
    };
    let mut person = Person {
        id: PersonId(0),
        name: new.name.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        title: new.title.clone(),
        role_id: new.role_id,
        organisation_id: new.organisation_id,
        department_id: new.department_id,
        location_id: new.location_id,
        manager_id: new.manager_id,
        vip: new.vip,
        time_zone: new.time_zone.clone(),
        locale: new.locale.clone(),
        theme: "system".to_owned(),
        active: true,
        version: 1,
        created_at: now,
    };
    check(tx, &person)?;
    may_give(actor, &role_of(tx, &person)?)?;
    person.id = queries::insert_person(tx, &new, now).map_err(email_taken)?;
    audit(tx, actor, now, person.id, "created", &json!(person))?;
    Ok(person.id)
}

/// Changes a person, if they are still as the writer saw them (`seen`); by `seen` of the edit, if those fields are.
/// Answers what they are now.
///
/// # Errors
/// When not allowed, changed meanwhile, when fields are wrong, or when the database fails.
pub fn edit_person(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: PersonId,
    seen: Option<i64>,
    edit: &PersonEdit,
) -> Result<Person> {
    require(actor, Permission::PersonManage)?;
    let before = queries::find_person(tx, id)?.ok_or(Error::NotFound)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale);
    }
    let subject = subject(id);
    let after = merged(tx, &subject, edit.seen, &before, |before| {
        apply(before, edit)
    })?;
    put(tx, actor, now, &before, &after)
}

/// Takes back the change of a person that followed the version `seen`, the latest one.
///
/// # Errors
/// When not allowed, when they have changed since, when they cannot be as they were any more, or when the database fails.
pub(crate) fn undo_person(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: PersonId,
    seen: i64,
) -> Result<()> {
    require(actor, Permission::PersonManage)?;
    let present = queries::find_person(tx, id)?.ok_or(Error::NotFound)?;
    let was: Person = before_latest(tx, &subject(id), seen, &present)?;
    let back = Person {
        version: present.version,
        ..was
    };
    put(tx, actor, now, &present, &back)?;
    Ok(())
}

/// Makes somebody what they are to be; answers what they are now.
fn put(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    before: &Person,
    after: &Person,
) -> Result<Person> {
    let id = before.id;
    let role_before = role_of(tx, before)?;
    if !holds_all(actor, &role_before) {
        return Err(Error::Forbidden(Permission::PolicyManage.name()));
    }
    check(tx, after)?;
    let role_after = role_of(tx, after)?;
    may_give(actor, &role_after)?;
    let administers = |person: &Person, role: &Role| person.active && role.key == ADMINISTRATOR;
    let steps_down = administers(before, &role_before) && !administers(after, &role_after);
    if steps_down {
        queries::lock_role(tx, ADMINISTRATOR)?;
    }
    save(tx, actor, now, before, after)?;
    if steps_down && queries::count_active_in_role(tx, ADMINISTRATOR)? == 0 {
        return Err(Error::Conflict("last-administrator"));
    }
    if before.active && !after.active {
        queries::delete_sessions_of(tx, id, None)?;
        queries::delete_resets_of(tx, id)?;
        queries::revoke_tokens_of(tx, id, now)?;
    }
    queries::find_person(tx, id)?.ok_or(Error::NotFound)
}

/// Changes one's own name.
///
/// # Errors
/// When the name is no name, or when the database fails.
pub fn edit_self(tx: &Tx<'_>, actor: &Actor, now: Timestamp, name: &str) -> Result<()> {
    let id = actor.person.ok_or(Error::NotFound)?;
    let before = queries::find_person(tx, id)?.ok_or(Error::NotFound)?;
    let name = name.trim();
    if before.name == name {
        return Ok(());
    }
    let after = Person {
        name: name.to_owned(),
        ..before.clone()
    };
    check(tx, &after)?;
    save(tx, actor, now, &before, &after)
}

/// Keeps how somebody likes their own pages.
///
/// # Errors
/// When there is no such language, zone or theme, or when the database fails.
pub fn set_preferences(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    wanted: &Preferences,
) -> Result<()> {
    let id = actor.person.ok_or(Error::NotFound)?;
    let mut check = Check::default();
    check.locale("locale", &wanted.locale);
    check.zone("time_zone", &wanted.time_zone);
    check.that(
        THEMES.contains(&wanted.theme.as_str()),
        "theme",
        "theme-unknown",
    );
    check.done()?;
    let before = queries::find_person(tx, id)?.ok_or(Error::NotFound)?;
    let after = Person {
        locale: wanted.locale.clone(),
        theme: wanted.theme.clone(),
        time_zone: wanted.time_zone.clone(),
        ..before.clone()
    };
    if before == after {
        return Ok(());
    }
    queries::update_preferences(tx, id, wanted)?;
    changed(tx, actor, now, &before, &after)
}

fn apply(before: &Person, edit: &PersonEdit) -> Person {
    let edit = edit.clone();
    let before = before.clone();
    Person {
        name: edit.name.map_or(before.name, |name| name.trim().to_owned()),
        email: match edit.email {
            Some(email) => tidy_email(email.as_deref()),
            None => before.email,
        },
        phone: edit.phone.unwrap_or(before.phone),
        title: edit.title.unwrap_or(before.title),
        role_id: edit.role_id.unwrap_or(before.role_id),
        organisation_id: edit.organisation_id.unwrap_or(before.organisation_id),
        department_id: edit.department_id.unwrap_or(before.department_id),
        location_id: edit.location_id.unwrap_or(before.location_id),
        manager_id: edit.manager_id.unwrap_or(before.manager_id),
        vip: edit.vip.unwrap_or(before.vip),
        time_zone: edit.time_zone.unwrap_or(before.time_zone),
        locale: edit.locale.unwrap_or(before.locale),
        active: edit.active.unwrap_or(before.active),
        ..before
    }
}

fn save(tx: &Tx<'_>, actor: &Actor, now: Timestamp, before: &Person, after: &Person) -> Result<()> {
    if before == after {
        return Ok(());
    }
    if !queries::update_person(tx, after).map_err(email_taken)? {
        return Err(Error::Stale);
    }
    changed(tx, actor, now, before, after)
}

fn changed(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    before: &Person,
    after: &Person,
) -> Result<()> {
    let detail = json!({ "before": before, "after": after });
    audit(tx, actor, now, after.id, "changed", &detail)
}

fn check(tx: &Tx<'_>, person: &Person) -> Result<()> {
    let mut check = Check::default();
    check.name("name", &person.name);
    if let Some(email) = &person.email {
        check.email("email", email);
    }
    for (field, text) in [("phone", &person.phone), ("title", &person.title)] {
        check.that(
            text.chars().count() <= super::NAME_MAX,
            field,
            "field-name-long",
        );
    }
    check.zone("time_zone", &person.time_zone);
    check.locale("locale", &person.locale);
    let known = queries::find_role(tx, person.role_id)?.is_some();
    check.that(known, "role_id", "role-unknown");
    if let Some(id) = person.organisation_id {
        let known = queries::find_organisation(tx, id)?.is_some();
        check.that(known, "organisation_id", "organisation-unknown");
    }
    if let Some(id) = person.department_id {
        let known = queries::find_department(tx, id)?.is_some();
        check.that(known, "department_id", "department-unknown");
    }
    if let Some(id) = person.location_id {
        let known = queries::find_location(tx, id)?.is_some();
        check.that(known, "location_id", "location-unknown");
    }
    if let Some(id) = person.manager_id {
        let known = id != person.id && queries::find_person(tx, id)?.is_some();
        check.that(known, "manager_id", "person-unknown");
    }
    check.done()
}

fn role_of(tx: &Tx<'_>, person: &Person) -> Result<Role> {
    queries::find_role(tx, person.role_id)?.ok_or_else(|| Error::field("role_id", "role-unknown"))
}

fn may_give(actor: &Actor, role: &Role) -> Result<()> {
    if holds_all(actor, role) {
        Ok(())
    } else {
        Err(Error::field("role_id", "role-beyond"))
    }
}

/// Whether the actor may do all that the role allows.
pub(crate) fn holds_all(actor: &Actor, role: &Role) -> bool {
    role.permissions.intersection(actor.permissions) == role.permissions
}

fn tidy_email(email: Option<&str>) -> Option<String> {
    email
        .map(|email| email.trim().to_lowercase())
        .filter(|email| !email.is_empty())
}

fn email_taken(error: store::Error) -> Error {
    Error::from(error).taken_field("email", "email-taken")
}

fn audit(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: PersonId,
    action: &str,
    detail: &serde_json::Value,
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

/// What the audit calls a person.
fn subject(id: PersonId) -> String {
    format!("person:{id}")
}
