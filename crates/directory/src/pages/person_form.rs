//! The form of one person: from what is stored or was typed to the page, and from what was sent to an edit.

use super::{chosen, form_error, languages, or_none};
use crate::model::{
    Department, Location, NewPerson, Organisation, Person, PersonEdit, PersonName, Role,
};
use crate::screens::person::PersonPage;
use crate::signed_in::role_name;
use crate::{Directory, Error as Refused, SignedIn, frame, queries};
use kernel::{DepartmentId, LocationId, OrganisationId, Permission, PersonId, RoleId, TeamId};
use serde::Deserialize;
use std::collections::BTreeSet;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Face, Input};
use web::reply::html_with;
use web::{Error, Result, Texts};

/// The fields that show by themselves what is wrong with them.
const SHOWN: [&str; 6] = ["name", "email", "phone", "title", "manager_id", "time_zone"];
/// Most choices of a list.
const CHOICES: usize = 200;

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub(super) struct PersonForm {
    pub(super) csrf: String,
    #[serde(default)]
    pub(super) seen: i64,
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    title: String,
    /// Name or address.
    #[serde(default)]
    pub(super) manager: String,
    /// Whether the manager is the one that is kept, whatever was typed.
    #[serde(skip)]
    keeps_manager: bool,
    /// `true` where the box is ticked.
    #[serde(default)]
    vip: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    location: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    zone: String,
}

impl PersonForm {
    /// The form to be shown again, and why: where somebody else has changed the same, with what they changed beside.
    pub(super) fn refused(self, texts: Texts, error: Refused) -> (Self, Error) {
        let Refused::Changed(changed) = &error else {
            return (self, error.into());
        };
        let told = changed.told(texts);
        let Some(merged) = changed.merged::<Person>() else {
            return (self, told);
        };
        let form = Self {
            manager: self.manager,
            keeps_manager: !changed.is_mine("manager_id"),
            ..stored(Some(&merged), &[])
        };
        (form, told)
    }
}

impl From<&PersonForm> for PersonEdit {
    fn from(form: &PersonForm) -> Self {
        let form = form.clone();
        Self {
            name: Some(form.name),
            email: Some(Some(form.email)),
            phone: Some(form.phone),
            title: Some(form.title),
            vip: Some(form.vip == "true"),
            role_id: chosen(&form.role).map(RoleId),
            organisation_id: Some(chosen(&form.organisation).map(OrganisationId)),
            department_id: Some(chosen(&form.department).map(DepartmentId)),
            location_id: Some(chosen(&form.location).map(LocationId)),
            time_zone: Some(or_utc(form.zone)),
            locale: Some(form.language),
            seen: Some(form.seen),
            ..Self::default()
        }
    }
}

impl From<&PersonForm> for NewPerson {
    fn from(form: &PersonForm) -> Self {
        let form = form.clone();
        Self {
            phone: form.phone,
            title: form.title,
            vip: form.vip == "true",
            organisation_id: chosen(&form.organisation).map(OrganisationId),
            department_id: chosen(&form.department).map(DepartmentId),
            location_id: chosen(&form.location).map(LocationId),
            time_zone: or_utc(form.zone),
            locale: form.language,
            ..Self::named(
                form.name,
                Some(&form.email),
                RoleId(chosen(&form.role).unwrap_or_default()),
            )
        }
    }
}

fn or_utc(zone: String) -> String {
    if zone.trim().is_empty() {
        "UTC".to_owned()
    } else {
        zone
    }
}

/// What the form's page is made of.
struct Found {
    person: Option<Person>,
    manager: String,
    teams: Vec<(TeamId, String)>,
    roles: Vec<Role>,
    organisations: Vec<Organisation>,
    departments: Vec<Department>,
    locations: Vec<Location>,
}

/// The page: of a person or a new one, with what was typed and why it was refused, or with a fresh link.
pub(super) async fn show(
    directory: &Directory,
    signed: &SignedIn,
    id: Option<PersonId>,
    form: Option<PersonForm>,
    error: Option<Error>,
    link: Option<String>,
) -> Result<Response> {
    let actor = signed.actor.clone();
    let found = directory
        .read(move |tx| {
            let person = match id {
                Some(id) => Some(queries::find_person(tx, id)?.ok_or(Refused::NotFound)?),
                None => None,
            };
            let manager = person.as_ref().and_then(|person| person.manager_id);
            let manager = queries::person_names(tx, &manager.into_iter().collect())?;
            let called = |known: PersonName| known.email.unwrap_or(known.name);
            let ids: BTreeSet<PersonId> = id.into_iter().collect();
            let teams = queries::teams_of_people(tx, &actor, &ids)?;
            Ok(Found {
                person,
                manager: manager.into_values().next().map(called).unwrap_or_default(),
                teams: teams.into_values().next().unwrap_or_default(),
                roles: queries::list_roles(tx)?,
                organisations: queries::list_organisations(tx, "", CHOICES)?,
                departments: queries::list_departments(tx, DepartmentId(0), CHOICES)?,
                locations: queries::list_locations(tx, "", CHOICES)?,
            })
        })
        .await?;
    let status = error
        .as_ref()
        .map_or(StatusCode::OK, |error| error.kind().status());
    let page = view(signed, found, form, error.as_ref(), link);
    Ok(html_with(status, &page))
}

fn view(
    signed: &SignedIn,
    found: Found,
    form: Option<PersonForm>,
    error: Option<&Error>,
    link: Option<String>,
) -> PersonPage {
    let texts = signed.texts;
    let person = found.person.as_ref();
    let mut form = form.unwrap_or_else(|| PersonForm {
        keeps_manager: true,
        ..stored(person, &found.roles)
    });
    if form.keeps_manager {
        form.manager.clone_from(&found.manager);
    }
    let input = |field, value: &str| match error {
        Some(error) => Input::new(value).with_error_of(field, error, texts),
        None => Input::new(value),
    };
    let title = match person {
        Some(person) => person.name.clone(),
        None => texts.t("person-new").to_owned(),
    };
    PersonPage {
        frame: frame(signed, "/people", title),
        id: person.map_or_else(|| "new".to_owned(), |person| person.id.to_string()),
        version: person.map_or(0, |person| person.version),
        face: person.map_or_else(Face::default, |person| Face::new(&person.name)),
        link,
        error: error.map(|error| form_error(error, texts, &SHOWN)),
        name: input("name", &form.name),
        email: input("email", &form.email),
        phone: input("phone", &form.phone),
        job: input("title", &form.title),
        manager: input("manager_id", &form.manager),
        vip: form.vip == "true",
        roles: found
            .roles
            .iter()
            .map(|role| {
                let name = role_name(texts, &role.key, &role.name);
                let id = role.id.to_string();
                let selected = id == form.role;
                Choice::new(id, name, selected)
            })
            .collect(),
        organisations: or_none(
            texts,
            chosen(&form.organisation),
            found.organisations.into_iter().map(|o| (o.id.0, o.name)),
        ),
        departments: or_none(
            texts,
            chosen(&form.department),
            found.departments.into_iter().map(|d| (d.id.0, d.name)),
        ),
        locations: or_none(
            texts,
            chosen(&form.location),
            found.locations.into_iter().map(|l| (l.id.0, l.name)),
        ),
        languages: languages(texts, &form.language, &signed.brand),
        zone: input("time_zone", &form.zone),
        teams: found
            .teams
            .into_iter()
            .map(|(id, name)| (name, format!("/teams/{id}")))
            .collect(),
        tickets_href: person
            .filter(|_| signed.actor.can(Permission::TicketRead))
            .map(|person| format!("/people/{}/tickets", person.id)),
        active: person.is_none_or(|person| person.active),
        editable: signed.actor.can(Permission::PersonManage),
    }
}

/// What is stored, as the form would send it.
fn stored(person: Option<&Person>, roles: &[Role]) -> PersonForm {
    let text = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    let Some(person) = person else {
        return PersonForm {
            role: text(roles.first().map(|role| role.id.0)),
            zone: "UTC".to_owned(),
            ..PersonForm::default()
        };
    };
    PersonForm {
        csrf: String::new(),
        seen: person.version,
        name: person.name.clone(),
        email: person.email.clone().unwrap_or_default(),
        phone: person.phone.clone(),
        title: person.title.clone(),
        manager: String::new(),
        keeps_manager: false,
        vip: person.vip.to_string(),
        role: person.role_id.to_string(),
        organisation: text(person.organisation_id.map(|id| id.0)),
        department: text(person.department_id.map(|id| id.0)),
        location: text(person.location_id.map(|id| id.0)),
        language: person.locale.clone(),
        zone: person.time_zone.clone(),
    }
}
