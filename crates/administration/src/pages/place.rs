//! A service, organisation, department or location: found, put, and what only one of the four has in its form.

use super::parts::{check_seen, field, line};
use super::sent::Sent;
use crate::queries::{self, Listed, Listing};
use crate::screens::form::{Control, Field, FormPage};
use directory::actions::{self, DepartmentEdit, LocationEdit, OrganisationEdit, ServiceEdit};
use directory::model::{Department, Location, Organisation, Service};
use kernel::policy::Criticality;
use kernel::{Actor, DepartmentId, LocationId, OrganisationId, Policy, ServiceId, Timestamp};
use store::Tx;
use web::parts::Choice;
use web::{Result, Texts};
use work::Floor;

/// Most organisations that a department can be put into by its form.
const ORGANISATIONS_MAX: usize = 500;
/// What the audit says of one that was changed.
pub(super) const CHANGED: &str = "changed";

/// One of the four, with what is known of it.
pub(super) enum Known {
    Service(Service),
    Organisation(Organisation),
    Department(Department),
    Location(Location),
}

impl Known {
    pub(super) fn name(&self) -> &str {
        match self {
            Known::Service(service) => &service.name,
            Known::Organisation(organisation) => &organisation.name,
            Known::Department(department) => &department.name,
            Known::Location(location) => &location.name,
        }
    }

    pub(super) fn is_active(&self) -> bool {
        match self {
            Known::Service(service) => service.active,
            Known::Organisation(organisation) => organisation.active,
            Known::Department(department) => department.active,
            Known::Location(location) => location.active,
        }
    }
}

/// Keeps what the form says; answers the line of the audit that tells how it was, where it was there already.
pub(super) fn put(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (listing, id): (Listing, Option<i64>),
    said: &Sent,
    owner: Option<kernel::PersonId>,
) -> directory::Result<Option<i64>> {
    if let Some(id) = id {
        check_seen(tx, said, (&subject(listing, id), CHANGED))?;
    }
    let name = Some(said.get("name").to_owned());
    let active = id.map(|_| !said.has("retired"));
    match listing {
        Listing::Services => {
            let edit = ServiceEdit {
                name,
                description: Some(said.get("description").to_owned()),
                owner_id: Some(owner),
                active,
                criticality: Criticality::named(said.get("criticality")),
                peak_calendar: Some(said.get("peak_calendar").to_owned()),
            };
            match id {
                Some(id) => actions::edit_service(tx, actor, now, ServiceId(id), &edit)?,
                None => actions::create_service(tx, actor, now, &edit)?,
            };
        }
        Listing::Organisations => {
            let domains = said.get("domains").split_whitespace();
            let edit = OrganisationEdit {
                name,
                domains: Some(domains.map(str::to_owned).collect()),
                active,
            };
            match id {
                Some(id) => actions::edit_organisation(tx, actor, now, OrganisationId(id), &edit)?,
                None => actions::create_organisation(tx, actor, now, &edit)?,
            };
        }
        Listing::Departments => {
            let edit = DepartmentEdit {
                name,
                organisation_id: said.get("organisation").parse().ok().map(OrganisationId),
                active,
            };
            match id {
                Some(id) => actions::edit_department(tx, actor, now, DepartmentId(id), &edit)?,
                None => actions::create_department(tx, actor, now, &edit)?,
            };
        }
        Listing::Locations => {
            let edit = LocationEdit {
                name,
                time_zone: Some(said.get("time_zone").to_owned()).filter(|zone| !zone.is_empty()),
                active,
            };
            match id {
                Some(id) => actions::edit_location(tx, actor, now, LocationId(id), &edit)?,
                None => actions::create_location(tx, actor, now, &edit)?,
            };
        }
    }
    let Some(id) = id else { return Ok(None) };
    let subject = subject(listing, id);
    Ok(directory::queries::last_audit(tx, &subject, CHANGED)?)
}

/// What the audit calls one.
pub(super) fn subject(listing: Listing, id: i64) -> String {
    let kind = match listing {
        Listing::Services => "service",
        Listing::Organisations => "organisation",
        Listing::Departments => "department",
        Listing::Locations => "location",
    };
    format!("{kind}:{id}")
}

pub(super) fn find(tx: &Tx<'_>, listing: Listing, id: i64) -> directory::Result<Option<Known>> {
    use directory::queries as of;
    Ok(match listing {
        Listing::Services => of::find_service(tx, ServiceId(id))?.map(Known::Service),
        Listing::Organisations => {
            of::find_organisation(tx, OrganisationId(id))?.map(Known::Organisation)
        }
        Listing::Departments => of::find_department(tx, DepartmentId(id))?.map(Known::Department),
        Listing::Locations => of::find_location(tx, LocationId(id))?.map(Known::Location),
    })
}

/// How much depends on a service, and when its peak hours are.
fn weight(
    texts: Texts,
    policy: &Policy,
    service: Option<&Service>,
    typed: &impl Fn(&str, &str) -> String,
) -> [Field; 2] {
    let present = service.map_or(Criticality::default(), |service| service.criticality);
    let chosen = typed("criticality", present.name());
    let label = |one: Criticality| texts.t(&format!("criticality-{}", one.name())).to_owned();
    let choice = |one: Criticality| Choice::new(one.name(), label(one), one.name() == chosen);
    let among = Control::Select(Criticality::ALL.map(choice).into());
    let peak = service.and_then(|service| service.peak_calendar.as_deref());
    let peak = typed("peak_calendar", peak.unwrap_or_default());
    let none = Choice::new("", texts.t("none-chosen"), peak.is_empty());
    let calendars = policy.calendars.iter();
    let calendars =
        calendars.map(|it| Choice::new(it.key.as_str(), it.label.as_str(), it.key == peak));
    let calendars = std::iter::once(none).chain(calendars).collect();
    [
        field(texts, "criticality", "criticality", among),
        field(
            texts,
            "peak_calendar",
            "peak-calendar",
            Control::Select(calendars),
        ),
    ]
}

/// What only one of the four has.
pub(super) async fn own_fields(
    floor: &Floor,
    texts: Texts,
    listing: Listing,
    known: Option<&Known>,
    page: &mut FormPage,
    typed: &impl Fn(&str, &str) -> String,
) -> Result<()> {
    match listing {
        Listing::Services => {
            let service = match known {
                Some(Known::Service(service)) => Some(service),
                _ => None,
            };
            let about = service.map_or("", |service| &service.description);
            let control = Control::Lines(typed("description", about));
            page.fields
                .push(field(texts, "description", "admin-service-text", control));
            let owner = service.and_then(|service| service.owner_id);
            let owner = match owner {
                Some(owner) => {
                    let found = floor
                        .directory
                        .read(move |tx| Ok(directory::queries::find_person(tx, owner)?));
                    found
                        .await?
                        .and_then(|person| person.email)
                        .unwrap_or_default()
                }
                None => String::new(),
            };
            page.fields.push(line(
                texts,
                "owner",
                "admin-service-owner",
                typed("owner", &owner),
            ));
            let rules = floor.desk.rules().await?;
            page.fields
                .extend(weight(texts, &rules.policy, service, typed));
        }
        Listing::Organisations => {
            let domains = match known {
                Some(Known::Organisation(organisation)) => organisation.domains.join(" "),
                _ => String::new(),
            };
            page.fields.push(line(
                texts,
                "domains",
                "admin-domains",
                typed("domains", &domains),
            ));
        }
        Listing::Departments => {
            let chosen = match known {
                Some(Known::Department(department)) => {
                    department.organisation_id.map(|id| id.0.to_string())
                }
                _ => None,
            };
            let chosen = typed("organisation", &chosen.unwrap_or_default());
            let start = (String::new(), 0);
            let all = floor
                .directory
                .read(move |tx| {
                    Ok(queries::listed(
                        tx,
                        Listing::Organisations,
                        "",
                        &start,
                        ORGANISATIONS_MAX,
                    )?)
                })
                .await?;
            let none = Choice::new("", texts.t("none-chosen"), chosen.is_empty());
            let all = all
                .iter()
                .filter(|listed| listed.active || listed.id.to_string() == chosen);
            let choice = |listed: &Listed| {
                let id = listed.id.to_string();
                let is_chosen = id == chosen;
                Choice::new(id, &*listed.name, is_chosen)
            };
            let choices = std::iter::once(none).chain(all.map(choice)).collect();
            page.fields.push(field(
                texts,
                "organisation",
                "organisation",
                Control::Select(choices),
            ));
        }
        Listing::Locations => {
            let zone = match known {
                Some(Known::Location(location)) => location.time_zone.as_str(),
                _ => "UTC",
            };
            page.fields
                .push(line(texts, "time_zone", "zone", typed("time_zone", zone)));
        }
    }
    Ok(())
}
