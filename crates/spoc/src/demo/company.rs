//! Aldermoor Instruments: the company whose desk the demo shows. 400 people, four sites, six teams.

use std::collections::HashSet;

use super::calendar::Site;
use super::dice::Dice;
use super::names;
use super::scenarios::catalogue::{CATEGORIES, SERVICES, TAGS, TEAMS};
use super::story::PersonIx;

const DOMAIN: &str = "aldermoor.example";

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

const ORGANISATIONS: [(&str, &str, OrganisationKind); 6] = [
    ("Aldermoor Instruments", DOMAIN, OrganisationKind::Own),
    ("Calder Valley Water", "caldervalleywater.example", OrganisationKind::Customer),
    ("Hardanger Turbin AS", "hardangerturbin.example", OrganisationKind::Customer),
    ("Institut für Werkstoffprüfung Kassel", "iwk-kassel.example", OrganisationKind::Customer),
    ("Lodestone Calibration Partners", "lodestonecal.example", OrganisationKind::Partner),
    ("Moravia Precision Parts", "moraviaprecision.example", OrganisationKind::Partner),
];

const LOCATIONS: [(&str, &str, &str); 4] = [
    ("Leeds", "Kirkgate Mills, 14 Aire Street, Leeds", "United Kingdom"),
    ("Göttingen", "Gaußring 22, Göttingen", "Germany"),
    ("Brno", "Mendlova 7, Brno", "Czechia"),
    ("Tampere", "Koskikatu 31, Tampere", "Finland"),
];

/// A department's staff outside the leadership: headcount by site and job titles.
struct Staff {
    key: &'static str,
    name: &'static str,
    head: (&'static str, usize),
    heads: [usize; 4],
    titles: &'static [&'static str],
}

/// Everyone outside IT. Executive Office first: the others report to its first person.
const STAFF: [Staff; 10] = [
    Staff {
        key: "exec",
        name: "Executive Office",
        head: ("Chief Executive Officer", 0),
        heads: [5, 1, 0, 0],
        titles: &["Chief Financial Officer", "Chief Technology Officer", "Chief Operating Officer", "Executive Assistant", "Managing Director Germany"],
    },
    Staff {
        key: "finance",
        name: "Finance",
        head: ("Head of Finance", 0),
        heads: [10, 5, 4, 2],
        titles: &["Accountant", "Accounts Payable Clerk", "Controller", "Payroll Specialist", "Credit Controller"],
    },
    Staff {
        key: "hr",
        name: "Human Resources",
        head: ("Head of Human Resources", 0),
        heads: [5, 3, 2, 2],
        titles: &["HR Business Partner", "HR Administrator", "Recruiter", "Training Coordinator"],
    },
    Staff {
        key: "sales",
        name: "Sales & Marketing",
        head: ("Head of Sales", 0),
        heads: [18, 14, 7, 9],
        titles: &["Area Sales Manager", "Inside Sales", "Key Account Manager", "Product Marketing Manager", "Tender Specialist", "Sales Engineer"],
    },
    Staff {
        key: "rnd",
        name: "Research & Development",
        head: ("Head of Research & Development", 1),
        heads: [14, 28, 10, 20],
        titles: &["Mechanical Design Engineer", "Firmware Developer", "Electronics Engineer", "Optics Engineer", "Software Developer", "Test Engineer", "Project Manager R&D"],
    },
    Staff {
        key: "production",
        name: "Production",
        head: ("Head of Production", 2),
        heads: [24, 20, 34, 8],
        titles: &["Assembly Technician", "CNC Programmer", "Production Planner", "Shift Supervisor", "Process Engineer", "Adjustment Technician"],
    },
    Staff {
        key: "quality",
        name: "Quality & Metrology",
        head: ("Head of Quality", 1),
        heads: [9, 10, 9, 5],
        titles: &["Quality Engineer", "Metrologist", "Incoming Goods Inspector", "Auditor", "Laboratory Technician"],
    },
    Staff {
        key: "service",
        name: "Customer Service & Calibration",
        head: ("Head of Customer Service", 0),
        heads: [11, 9, 7, 7],
        titles: &["Field Service Engineer", "Calibration Technician", "Service Coordinator", "Repair Technician"],
    },
    Staff {
        key: "logistics",
        name: "Logistics & Purchasing",
        head: ("Head of Supply Chain", 2),
        heads: [8, 6, 8, 3],
        titles: &["Buyer", "Warehouse Operative", "Dispatch Clerk", "Customs Specialist", "Strategic Purchaser"],
    },
    Staff {
        key: "facilities",
        name: "Facilities",
        head: ("Facilities Manager", 0),
        heads: [3, 2, 2, 1],
        titles: &["Caretaker", "Receptionist", "Building Services Technician"],
    },
];

/// Contacts at other organisations: organisation, given name, family name, what they do.
const CONTACTS: [(usize, &str, &str, &str); 12] = [
    (1, "Deborah", "Hinchliffe", "Telemetry Manager"),
    (1, "Mohammed", "Aslam", "Network Technician"),
    (2, "Ingrid", "Solheim", "Maintenance Planner"),
    (2, "Torbjørn", "Eide", "Turbine Engineer"),
    (3, "Prof. Renate", "Lohse", "Head of Laboratory"),
    (3, "Marvin", "Dietz", "Laboratory Engineer"),
    (3, "Gülcan", "Arslan", "Purchasing"),
    (4, "Femke", "de Wit", "Service Partner Manager"),
    (4, "Giulia", "Ferrante", "Calibration Engineer"),
    (4, "Bartosz", "Lewandowski", "Calibration Engineer"),
    (5, "Ivana", "Hrubá", "Order Desk"),
    (5, "Leoš", "Vacek", "Quality Assurance"),
];

/// Builds the company. The same seed gives the same people.
pub fn company(seed: u64) -> Company {
    let mut hiring = Hiring { dice: Dice::new(seed, u64::MAX), people: Vec::new(), taken: HashSet::new() };
    let mut departments = Vec::new();
    for staff in &STAFF {
        let head = hiring.department(departments.len(), staff);
        departments.push(Department { key: staff.key, name: staff.name, head });
    }
    let (teams, head_of_it) = hiring.information_technology(departments.len());
    departments.push(Department { key: "it", name: "Information Technology", head: head_of_it });
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
        organisations: ORGANISATIONS.iter().map(|&(name, domain, kind)| Organisation { name, domain, kind }).collect(),
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
            || ["Head of Sales", "Head of Research & Development", "Executive Assistant"].contains(&self.title.as_str())
    }
}

fn locations() -> Vec<Location> {
    LOCATIONS
        .iter()
        .zip(Site::ALL)
        .map(|(&(name, address, country), site)| Location { name, address, country, time_zone: site.time_zone(), site })
        .collect()
}

fn categories() -> Vec<Category> {
    let mut out: Vec<Category> = Vec::new();
    for &(key, name) in CATEGORIES {
        let parent = key.split_once('/').and_then(|(top, _)| out.iter().position(|c| c.key == top));
        out.push(Category { key, name, parent });
    }
    out
}

fn services(teams: &[Team], departments: &[Department]) -> Vec<Service> {
    let owner_of = |department: &str| departments.iter().find(|d| d.key == department).map(|d| d.head);
    SERVICES
        .iter()
        .map(|s| {
            let team = teams.iter().position(|t| t.key == s.team).unwrap_or(0);
            let owner = s.owner.and_then(owner_of).unwrap_or(teams[team].lead);
            Service { key: s.key, name: s.name, description: s.description, owner, team }
        })
        .collect()
}

/// The people hired so far.
struct Hiring {
    dice: Dice,
    people: Vec<Person>,
    taken: HashSet<String>,
}

impl Hiring {
    /// Hires a department: its head, a lead where a site has more than six, everybody else under them.
    fn department(&mut self, department: usize, staff: &Staff) -> PersonIx {
        let chief = if department == 0 { None } else { Some(0) };
        let head = self.hire(department, Site::ALL[staff.head.1], staff.head.0, chief);
        for (ix, (&count, site)) in staff.heads.iter().zip(Site::ALL).enumerate() {
            let count = if ix == staff.head.1 { count - 1 } else { count };
            let mut superior = head;
            for n in 0..count {
                // The Executive Office has one person per title; elsewhere titles repeat.
                let title = if department == 0 {
                    staff.titles[if ix == 0 { n } else { staff.titles.len() - 1 }].to_owned()
                } else if n == 0 && count > 6 {
                    format!("Team Lead {}", staff.name)
                } else {
                    (*self.dice.pick(staff.titles)).to_owned()
                };
                let lead = title.starts_with("Team Lead");
                let hired = self.hire(department, site, &title, Some(superior));
                if lead {
                    superior = hired;
                }
            }
        }
        head
    }

    fn information_technology(&mut self, department: usize) -> (Vec<Team>, PersonIx) {
        let head = self.hire(department, Site::Leeds, "Head of IT", Some(0));
        let second = self.hire(department, Site::Goettingen, "Service Management Officer", Some(head));
        for administrator in [head, second] {
            self.people[administrator].role = Role::Administrator;
        }
        let mut teams = Vec::new();
        for plan in &TEAMS {
            let lead = self.hire(department, Site::ALL[plan.lead_site], plan.lead_title, Some(head));
            self.people[lead].role = Role::Lead;
            let mut members = vec![lead];
            for (&count, site) in plan.heads.iter().zip(Site::ALL) {
                for _ in 0..count {
                    let title = *self.dice.pick(plan.titles);
                    let agent = self.hire(department, site, title, Some(lead));
                    self.people[agent].role = Role::Agent;
                    members.push(agent);
                }
            }
            let (key, name, description, private) = (plan.key, plan.name, plan.description, plan.private);
            teams.push(Team { key, name, description, lead, members, private });
        }
        (teams, head)
    }

    fn hire(&mut self, department: usize, site: Site, title: &str, manager: Option<PersonIx>) -> PersonIx {
        let german = site == Site::Goettingen;
        let (given, family, email) = loop {
            let (given, family) = names::draw(&mut self.dice, site);
            let email = format!("{}@{DOMAIN}", names::mail_name(&given, &family, german));
            if self.taken.insert(email.clone()) {
                break (given, family, email);
            }
        };
        let extension = self.people.len() + 100;
        let phone = match site {
            Site::Leeds => format!("+44 113 496 0{extension}"),
            Site::Goettingen => format!("+49 551 5550 {extension}"),
            Site::Brno => format!("+420 541 550 {extension}"),
            Site::Tampere => format!("+358 3 555 0{extension}"),
        };
        self.people.push(Person {
            given,
            family,
            email,
            title: title.to_owned(),
            phone,
            organisation: 0,
            department: Some(department),
            location: Site::ALL.iter().position(|s| *s == site),
            manager,
            vip: false,
            role: Role::Requester,
            language: if german { Language::German } else { Language::English },
        });
        self.people.len() - 1
    }

    fn contact(&mut self, &(organisation, given, family, title): &(usize, &str, &str, &str)) {
        let german = organisation == 3;
        let plain = given.trim_start_matches("Prof. ");
        let mail_name = names::mail_name(plain, &family.replace(' ', ""), german);
        self.people.push(Person {
            given: given.to_owned(),
            family: family.to_owned(),
            email: format!("{mail_name}@{}", ORGANISATIONS[organisation].1),
            title: title.to_owned(),
            phone: format!("+44 1632 960{:03}", 100 + self.people.len() % 900),
            organisation,
            department: None,
            location: None,
            manager: None,
            vip: false,
            role: Role::Requester,
            language: if german { Language::German } else { Language::English },
        });
    }
}
