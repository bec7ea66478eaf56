//! The company in the directory: places, people, teams and services.

use super::InstallError;
use crate::App;
use crate::demo::{Company, Language, Role};
use directory::actions::{self, DepartmentEdit, LocationEdit, OrganisationEdit, ServiceEdit};
use directory::model::{ADMINISTRATOR, NewPerson, NewTeam};
use directory::{Error, queries};
use kernel::policy::Criticality;
use kernel::{
    Actor, DepartmentId, LocationId, OrganisationId, PersonId, RoleId, ServiceId, TeamId, Timestamp,
};
use std::sync::Arc;
use store::Tx;

/// The zone of people who work at none of the company's sites.
const ELSEWHERE: &str = "Europe/London";

/// What people, teams and services of the company are to the desk, by their index in the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The people.
    pub people: Vec<PersonId>,
    /// The teams.
    pub teams: Vec<TeamId>,
    /// The services.
    pub services: Vec<ServiceId>,
}

/// Writes the company into the directory.
pub(super) async fn settle(app: &App, company: &Arc<Company>) -> Result<Known, InstallError> {
    let (company, now) = (Arc::clone(company), app.clock.now());
    let write = move |tx: &Tx<'_>| Settling { tx, now }.everything(&company);
    Ok(app.directory.write(write).await?)
}

struct Settling<'a, 'tx> {
    tx: &'a Tx<'tx>,
    now: Timestamp,
}

/// Where people can belong.
struct Places {
    organisations: Vec<OrganisationId>,
    departments: Vec<DepartmentId>,
    locations: Vec<LocationId>,
}

impl Settling<'_, '_> {
    fn everything(&self, company: &Company) -> Result<Known, Error> {
        let places = self.places(company)?;
        let people = self.people(company, &places)?;
        let teams = self.teams(company, &people)?;
        let services = self.services(company, &people)?;
        Ok(Known {
            people,
            teams,
            services,
        })
    }

    fn places(&self, company: &Company) -> Result<Places, Error> {
        let (spoc, mut places) = (Actor::spoc(), Places::new());
        for organisation in &company.organisations {
            let new = OrganisationEdit {
                name: Some(organisation.name.to_owned()),
                domains: Some(vec![organisation.domain.to_owned()]),
                active: None,
            };
            let made = actions::create_organisation(self.tx, &spoc, self.now, &new)?;
            places.organisations.push(made.id);
        }
        for department in &company.departments {
            let new = DepartmentEdit {
                name: Some(department.name.to_owned()),
                organisation_id: places.organisations.first().copied(),
                active: None,
            };
            let made = actions::create_department(self.tx, &spoc, self.now, &new)?;
            places.departments.push(made.id);
        }
        for location in &company.locations {
            let new = LocationEdit {
                name: Some(location.name.to_owned()),
                time_zone: Some(location.time_zone.to_owned()),
                active: None,
            };
            let made = actions::create_location(self.tx, &spoc, self.now, &new)?;
            places.locations.push(made.id);
        }
        Ok(places)
    }

    fn role(&self, role: Role) -> Result<RoleId, Error> {
        let key = match role {
            Role::Requester => "requester",
            Role::Agent => "agent",
            Role::Lead => "lead",
            Role::Administrator => ADMINISTRATOR,
        };
        let found = queries::find_role_by_key(self.tx, key)?;
        Ok(found.ok_or(Error::NotFound)?.id)
    }

    /// Managers come before those who report to them.
    fn people(&self, company: &Company, places: &Places) -> Result<Vec<PersonId>, Error> {
        let mut people: Vec<PersonId> = Vec::with_capacity(company.people.len());
        for person in &company.people {
            let zone = person.location.and_then(|ix| company.locations.get(ix));
            let new = NewPerson {
                name: person.name(),
                email: Some(person.email.clone()),
                phone: person.phone.clone(),
                title: person.title.clone(),
                role_id: self.role(person.role)?,
                organisation_id: places.organisations.get(person.organisation).copied(),
                department_id: at(&places.departments, person.department),
                location_id: at(&places.locations, person.location),
                manager_id: at(&people, person.manager),
                vip: person.vip,
                time_zone: zone.map_or(ELSEWHERE, |zone| zone.time_zone).to_owned(),
                locale: match person.language {
                    Language::English => "en".to_owned(),
                    Language::German => "de".to_owned(),
                },
            };
            let made = actions::create_person(self.tx, &Actor::spoc(), self.now, &new)?;
            people.push(made);
        }
        Ok(people)
    }

    fn teams(&self, company: &Company, people: &[PersonId]) -> Result<Vec<TeamId>, Error> {
        let (spoc, mut teams) = (Actor::spoc(), Vec::new());
        for team in &company.teams {
            let new = NewTeam {
                name: team.name.to_owned(),
                description: team.description.to_owned(),
                private: team.private,
                ..NewTeam::default()
            };
            let id = actions::create_team(self.tx, &spoc, self.now, &new)?;
            for member in &team.members {
                let person = at(people, Some(*member)).ok_or(Error::NotFound)?;
                let leads = *member == team.lead;
                actions::add_member(self.tx, &spoc, self.now, id, None, person, leads)?;
            }
            teams.push(id);
        }
        Ok(teams)
    }

    fn services(&self, company: &Company, people: &[PersonId]) -> Result<Vec<ServiceId>, Error> {
        let mut services = Vec::new();
        for service in &company.services {
            let new = ServiceEdit {
                name: Some(service.name.to_owned()),
                description: Some(service.description.to_owned()),
                owner_id: Some(at(people, Some(service.owner))),
                active: None,
                criticality: Some(criticality(service.key)),
                peak_calendar: peak_calendar(service.key).map(str::to_owned),
            };
            let made = actions::create_service(self.tx, &Actor::spoc(), self.now, &new)?;
            services.push(made.id);
        }
        Ok(services)
    }
}

/// How much depends on a service.
fn criticality(service: &str) -> Criticality {
    match service {
        "erp" | "identity" => Criticality::Vital,
        "network" | "email" | "remote-access" | "hosting" => Criticality::Important,
        "printing" => Criticality::Minor,
        _ => Criticality::Normal,
    }
}

/// When a service is busiest, as a calendar of the policy.
fn peak_calendar(service: &str) -> Option<&'static str> {
    matches!(service, "erp" | "identity").then_some("office")
}

impl Places {
    fn new() -> Self {
        Self {
            organisations: Vec::new(),
            departments: Vec::new(),
            locations: Vec::new(),
        }
    }
}

fn at<T: Copy>(ids: &[T], ix: Option<usize>) -> Option<T> {
    ids.get(ix?).copied()
}
