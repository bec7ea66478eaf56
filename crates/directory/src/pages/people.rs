//! The list of people, and one of them.

use super::person_form::{self, PersonForm};
use crate::ButtonForm;
use crate::model::{NewPerson, Person, PersonEdit, Role};
use crate::queries::{self, PeopleFilter};
use crate::screens::people::{PeoplePage, PersonRow};
use crate::signed_in::{encoded, role_name};
use crate::{Directory, SignedIn, actions, frame};
use kernel::{Actor, DepartmentId, LocationId, Permission, PersonId, RoleId, TeamId, Timestamp};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::{Choice, Empty, Face, Pager};
use web::reply::{html, see_other};
use web::{Error, Flash, Form, Kind, Path, Query, Result, Texts};

/// People on a page.
const PAGE: usize = 50;

/// What the list is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    after: String,
}

/// What the form that lets somebody in or keeps them out sends.
#[derive(Deserialize)]
pub(super) struct ActivityForm {
    csrf: String,
    seen: i64,
    active: bool,
}

/// What the list's page is made of.
struct Found {
    people: Vec<Person>,
    total: i64,
    roles: Vec<Role>,
    teams: HashMap<PersonId, Vec<(TeamId, String)>>,
    departments: HashMap<DepartmentId, String>,
    locations: HashMap<LocationId, String>,
}

/// `GET /people`
pub(super) async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PersonRead)?;
    let editable = signed.actor.can(Permission::PersonManage);
    let filter = PeopleFilter {
        text: asked.q.clone(),
        role: asked.role.parse().ok().map(RoleId),
        inactive: editable,
        after: asked.after.parse().ok().map(PersonId),
    };
    let (actor, wanted) = (signed.actor.clone(), filter.clone());
    let mut found = directory
        .read(move |tx| Ok(find(tx, &actor, &wanted)?))
        .await?;
    let texts = signed.texts;
    let more = found.people.len() > PAGE;
    found.people.truncate(PAGE);
    let here = format!(
        "/people?q={}&role={}",
        encoded(&asked.q),
        encoded(&asked.role)
    );
    let next = found.people.last().filter(|_| more);
    let page = PeoplePage {
        total: &texts.number(found.total),
        query: &asked.q,
        roles: std::iter::once(Choice::new("", texts.t("role-all"), filter.role.is_none()))
            .chain(found.roles.iter().map(|role| {
                let name = role_name(texts, &role.key, &role.name);
                Choice::new(role.id.to_string(), name, filter.role == Some(role.id))
            }))
            .collect(),
        pager: Pager {
            summary: String::new(),
            first: filter.after.map(|_| here.clone()),
            next: next.map(|last| format!("{here}&after={}", last.id)),
        },
        empty: Empty {
            icon: "users",
            title: texts.t("people-empty-title"),
            text: texts.t("people-empty-text"),
            action: editable.then(|| (texts.t("person-new"), "/people/new")),
        },
        editable,
        people: found
            .people
            .iter()
            .map(|person| row(texts, &found, person))
            .collect(),
        frame: frame(&signed, "/people", texts.t("nav-people")),
    };
    Ok(html(&page))
}

/// `GET /people/{id}`
pub(super) async fn page(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = wanted(&signed, &id)?;
    person_form::show(&directory, &signed, id, None, None, None).await
}

/// `POST /people/{id}`
pub(super) async fn save(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let id = wanted(&signed, &id)?;
    let (actor, now, sent) = (signed.actor.clone(), directory.now(), form.clone());
    let answer = directory
        .write(move |tx| {
            let manager_id = manager(tx, &actor, &sent.manager)?;
            match id {
                Some(id) => {
                    let edit = PersonEdit {
                        manager_id: Some(manager_id),
                        ..PersonEdit::from(&sent)
                    };
                    edited(tx, &actor, now, (id, &edit))
                }
                None => {
                    let new = NewPerson {
                        manager_id,
                        ..NewPerson::from(&sent)
                    };
                    let id = actions::create_person(tx, &actor, now, &new)?;
                    Ok((id, None))
                }
            }
        })
        .await;
    let answer = answer.map_err(|error| form.refused(signed.texts, error));
    match answer {
        Ok((id, before)) => Ok(saved(&signed, id, before)),
        Err((form, error)) if is_shown(&error) => {
            person_form::show(&directory, &signed, id, Some(form), Some(error), None).await
        }
        Err((_, error)) => Err(error),
    }
}

/// The manager of this name or address.
fn manager(tx: &Tx<'_>, actor: &Actor, typed: &str) -> crate::Result<Option<PersonId>> {
    match typed.trim() {
        "" => Ok(None),
        typed => actions::person_typed(tx, actor, "manager_id", typed).map(Some),
    }
}

/// `POST /people/{id}/activity`
pub(super) async fn set_active(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
    Form(form): Form<ActivityForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    let edit = PersonEdit {
        active: Some(form.active),
        seen: Some(form.seen),
        ..PersonEdit::default()
    };
    let answer = directory
        .write(move |tx| edited(tx, &actor, now, (id, &edit)))
        .await;
    match answer.map_err(Error::from) {
        Ok((id, before)) => Ok(saved(&signed, id, before)),
        Err(error) if is_shown(&error) => {
            person_form::show(&directory, &signed, Some(id), None, Some(error), None).await
        }
        Err(error) => Err(error),
    }
}

/// Changes somebody; answers who, and the version before if anything changed.
fn edited(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (id, edit): (PersonId, &PersonEdit),
) -> crate::Result<(PersonId, Option<i64>)> {
    let before = queries::find_person(tx, id)?.map(|person| person.version);
    let after = actions::edit_person(tx, actor, now, id, None, edit)?.version;
    Ok((id, before.filter(|before| *before != after)))
}

/// Their page again, with the way to take the change back.
fn saved(signed: &SignedIn, id: PersonId, before: Option<i64>) -> Response {
    let mut flash = Flash::done(signed.texts.t("saved"));
    if let Some(version) = before {
        flash = flash.with_undo(format!("/people/{id}/undo/{version}"));
    }
    flash.on(see_other(&format!("/people/{id}")))
}

/// `POST /people/{id}/undo/{version}`
pub(super) async fn undo(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path((id, version)): Path<(PersonId, i64)>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    directory
        .write(move |tx| actions::undo_person(tx, &actor, now, id, version))
        .await?;
    let flash = Flash::done(signed.texts.t("done-undone"));
    Ok(flash.on(see_other(&format!("/people/{id}"))))
}

/// `POST /people/{id}/password-link`
pub(super) async fn password_link(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let link = directory.password_link(&signed.actor, id).await;
    match link.map_err(Error::from) {
        Ok(link) => person_form::show(&directory, &signed, Some(id), None, None, Some(link)).await,
        Err(error) if is_shown(&error) => {
            person_form::show(&directory, &signed, Some(id), None, Some(error), None).await
        }
        Err(error) => Err(error),
    }
}

/// Whether the form shows what went wrong itself.
fn is_shown(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::Invalid | Kind::Conflict | Kind::PreconditionFailed
    )
}

fn require(signed: &SignedIn, permission: Permission) -> Result<()> {
    actions::require(&signed.actor, permission).map_err(Error::from)
}

/// The person that the path names; none for `new`. Who may not look people up sees only themselves.
fn wanted(signed: &SignedIn, id: &str) -> Result<Option<PersonId>> {
    if id == "new" {
        require(signed, Permission::PersonManage)?;
        return Ok(None);
    }
    let id: PersonId = id.parse().map_err(|_| Error::not_found())?;
    if id != signed.person.id && !signed.actor.can(Permission::PersonRead) {
        return Err(Error::not_found());
    }
    Ok(Some(id))
}

fn find(tx: &Tx<'_>, actor: &Actor, filter: &PeopleFilter) -> store::Result<Found> {
    let people = queries::list_people(tx, filter, PAGE + 1)?;
    let ids: BTreeSet<PersonId> = people.iter().map(|person| person.id).collect();
    let departments = people.iter().filter_map(|person| person.department_id);
    let locations = people.iter().filter_map(|person| person.location_id);
    Ok(Found {
        total: queries::count_people(tx, filter)?,
        roles: queries::list_roles(tx)?,
        teams: queries::teams_of_people(tx, actor, &ids)?,
        departments: queries::department_names(tx, &departments.collect())?,
        locations: queries::location_names(tx, &locations.collect())?,
        people,
    })
}

fn row(texts: Texts, found: &Found, person: &Person) -> PersonRow {
    let role = found.roles.iter().find(|role| role.id == person.role_id);
    let department = person
        .department_id
        .and_then(|id| found.departments.get(&id));
    let location = person.location_id.and_then(|id| found.locations.get(&id));
    let place: Vec<&str> = [department, location]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let teams: Vec<&str> = found
        .teams
        .get(&person.id)
        .into_iter()
        .flatten()
        .map(|(_, name)| name.as_str())
        .collect();
    PersonRow {
        id: person.id.to_string(),
        face: Face::new(&person.name),
        email: person.email.clone().unwrap_or_default(),
        role: role.map_or_else(String::new, |role| role_name(texts, &role.key, &role.name)),
        place: place.join(", "),
        teams: teams.join(", "),
        inactive: !person.active,
    }
}
