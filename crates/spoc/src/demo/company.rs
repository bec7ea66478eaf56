//! Aldermoor Instruments: the company whose desk the demo shows. 400 people, four sites, six teams.

use super::calendar::Site;
use super::roster::{CONTACTS, Hiring, LOCATIONS, ORGANISATIONS, STAFF};
use super::scenarios::catalogue::{CATEGORIES, SERVICES, TAGS};
use super::story::PersonIx;

/// The domain of the company's mail addresses.
pub(crate) const DOMAIN: &str = "aldermoor.example";

/// The demo company with everything that a desk has to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its name.
    pub name: &'static str,
    /// The domain of its mail addresses, one that can never exist.
    pub domain: &'static str,
    /// The company itself first, then customers and partners.
    pub organisations: Vec<Organisation>,
    /// Its sites.
    pub locations: Vec<Location>,
    /// Its departments.
    pub departments: Vec<Department>,
    /// Everybody: staff first, then contacts at other organisations.
    pub people: Vec<Person>,
    /// The teams that work on tickets.
    pub teams: Vec<Team>,
    /// The services on offer.
    pub services: Vec<Service>,
    /// The category tree, each parent before its children.
    pub categories: Vec<Category>,
    /// The tags in use.
    pub tags: Vec<&'static str>,
}

/// What an organisation is to the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganisationKind {
    /// The company itself.
    Own,
    /// It buys instruments.
    Customer,
    /// It sells or repairs them, or supplies parts.
    Partner,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: &'static str,
    /// The domain of its mail addresses.
    pub domain: &'static str,
    /// What it is to the company.
    pub kind: OrganisationKind,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Short name, as people say it.
    pub name: &'static str,
    /// Street and town.
    pub address: &'static str,
    /// Country.
    pub country: &'static str,
    /// IANA name of the time zone.
    pub time_zone: &'static str,
    /// Its calendar.
    pub site: Site,
}

/// A department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Short key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who leads it.
    pub head: PersonIx,
}

/// What somebody may do on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Asks for help.
    Requester,
    /// Works on tickets.
    Agent,
    /// Leads a team of agents.
    Lead,
    /// Administers the desk.
    Administrator,
}

/// The language that somebody writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Mail address, unique.
    pub email: String,
    /// What the person does.
    pub title: String,
    /// Telephone number, out of ranges kept for fiction where there are such.
    pub phone: String,
    /// Index of the organisation.
    pub organisation: usize,
    /// Index of the department; contacts at other organisations have none.
    pub department: Option<usize>,
    /// Index of the location; contacts at other organisations have none.
    pub location: Option<usize>,
    /// The person's superior.
    pub manager: Option<PersonIx>,
    /// Whether tickets of this person deserve special care.
    pub vip: bool,
    /// Role on the desk.
    pub role: Role,
    /// Language that the person prefers.
    pub language: Language,
}

impl Person {
    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Short key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
    /// Who leads it; also a member.
    pub lead: PersonIx,
    /// Everybody in it.
    pub members: Vec<PersonIx>,
    /// Nobody else may know its tickets.
    pub private: bool,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Short key.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// Who answers for it.
    pub owner: PersonIx,
    /// Index of the team that runs it.
    pub team: usize,
}

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Path, such as `network/vpn`.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Index of the parent.
    pub parent: Option<usize>,
}

/// Builds the company. The same seed gives the same people.
pub fn company(seed: u64) -> Company {
    let mut hiring = Hiring::new(seed);
    let mut departments = Vec::new();
    for staff in &STAFF {
        let head = hiring.department(departments.len(), staff);
        departments.push(Department {
            key: staff.key,
            name: staff.name,
            head,
        });
    }
    let (teams, head_of_it) = hiring.information_technology(departments.len());
    departments.push(Department {
        key: "it",
        name: "Information Technology",
        head: head_of_it,
    });
    for contact in &CONTACTS {
        hiring.contact(contact);
    }
    let mut people = hiring.people;
    for person in people.iter_mut().filter(|p| p.vip_by_title()) {
        person.vip = true;
    }
    let services = services(&teams, &departments);
    Company {
        name: "Aldermoor Instruments",
        domain: DOMAIN,
        organisations: ORGANISATIONS
            .iter()
            .map(|&(name, domain, kind)| Organisation { name, domain, kind })
            .collect(),
        locations: locations(),
        departments,
        people,
        teams,
        services,
        categories: categories(),
        tags: TAGS.to_vec(),
    }
}

impl Person {
    fn vip_by_title(&self) -> bool {
        self.title.starts_with("Chief ")
            || self.title.starts_with("Managing Director")
            || [
                "Head of Sales",
                "Head of Research & Development",
                "Executive Assistant",
            ]
            .contains(&self.title.as_str())
    }
}

fn locations() -> Vec<Location> {
    LOCATIONS
        .iter()
        .zip(Site::ALL)
        .map(|(&(name, address, country), site)| Location {
            name,
            address,
            country,
            time_zone: site.time_zone(),
            site,
        })
        .collect()
}

fn categories() -> Vec<Category> {
    let mut out: Vec<Category> = Vec::new();
    for &(key, name) in CATEGORIES {
        let parent = key
            .split_once('/')
            .and_then(|(top, _)| out.iter().position(|c| c.key == top));
        out.push(Category { key, name, parent });
    }
    out
}

fn services(teams: &[Team], departments: &[Department]) -> Vec<Service> {
    let owner_of = |department: &str| {
        departments
            .iter()
            .find(|d| d.key == department)
            .map(|d| d.head)
    };
    SERVICES
        .iter()
        .map(|s| {
            let team = teams.iter().position(|t| t.key == s.team).unwrap_or(0);
            let owner = s.owner.and_then(owner_of).unwrap_or(teams[team].lead);
            Service {
                key: s.key,
                name: s.name,
                description: s.description,
                owner,
                team,
            }
        })
        .collect()
}
