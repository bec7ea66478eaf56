//! Who works at the company, and how they are hired: headcounts by site, titles, superiors.

use std::collections::HashSet;

use super::calendar::Site;
use super::company::{DOMAIN, Language, OrganisationKind, Person, Role, Team};
use super::dice::Dice;
use super::names;
use super::scenarios::catalogue::TEAMS;
use super::story::PersonIx;

pub(crate) const ORGANISATIONS: [(&str, &str, OrganisationKind); 6] = [
    ("Aldermoor Instruments", DOMAIN, OrganisationKind::Own),
    (
        "Calder Valley Water",
        "caldervalleywater.example",
        OrganisationKind::Customer,
    ),
    (
        "Hardanger Turbin AS",
        "hardangerturbin.example",
        OrganisationKind::Customer,
    ),
    (
        "Institut für Werkstoffprüfung Kassel",
        "iwk-kassel.example",
        OrganisationKind::Customer,
    ),
    (
        "Lodestone Calibration Partners",
        "lodestonecal.example",
        OrganisationKind::Partner,
    ),
    (
        "Moravia Precision Parts",
        "moraviaprecision.example",
        OrganisationKind::Partner,
    ),
];

pub(crate) const LOCATIONS: [(&str, &str, &str); 4] = [
    (
        "Leeds",
        "Kirkgate Mills, 14 Aire Street, Leeds",
        "United Kingdom",
    ),
    ("Göttingen", "Gaußring 22, Göttingen", "Germany"),
    ("Brno", "Mendlova 7, Brno", "Czechia"),
    ("Tampere", "Koskikatu 31, Tampere", "Finland"),
];

/// A department's staff outside the leadership: headcount by site and job titles.
pub(crate) struct Staff {
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) head: (&'static str, usize),
    pub(crate) heads: [usize; 4],
    pub(crate) titles: &'static [&'static str],
}

/// Everyone outside IT. Executive Office first: the others report to its first person.
pub(crate) const STAFF: [Staff; 10] = [
    Staff {
        key: "exec",
        name: "Executive Office",
        head: ("Chief Executive Officer", 0),
        heads: [5, 1, 0, 0],
        titles: &[
            "Chief Financial Officer",
            "Chief Technology Officer",
            "Chief Operating Officer",
            "Executive Assistant",
            "Managing Director Germany",
        ],
    },
    Staff {
        key: "finance",
        name: "Finance",
        head: ("Head of Finance", 0),
        heads: [10, 5, 4, 2],
        titles: &[
            "Accountant",
            "Accounts Payable Clerk",
            "Controller",
            "Payroll Specialist",
            "Credit Controller",
        ],
    },
    Staff {
        key: "hr",
        name: "Human Resources",
        head: ("Head of Human Resources", 0),
        heads: [5, 3, 2, 2],
        titles: &[
            "HR Business Partner",
            "HR Administrator",
            "Recruiter",
            "Training Coordinator",
        ],
    },
    Staff {
        key: "sales",
        name: "Sales & Marketing",
        head: ("Head of Sales", 0),
        heads: [18, 14, 7, 9],
        titles: &[
            "Area Sales Manager",
            "Inside Sales",
            "Key Account Manager",
            "Product Marketing Manager",
            "Tender Specialist",
            "Sales Engineer",
        ],
    },
    Staff {
        key: "rnd",
        name: "Research & Development",
        head: ("Head of Research & Development", 1),
        heads: [14, 28, 10, 20],
        titles: &[
            "Mechanical Design Engineer",
            "Firmware Developer",
            "Electronics Engineer",
            "Optics Engineer",
            "Software Developer",
            "Test Engineer",
            "Project Manager R&D",
        ],
    },
    Staff {
        key: "production",
        name: "Production",
        head: ("Head of Production", 2),
        heads: [24, 20, 34, 8],
        titles: &[
            "Assembly Technician",
            "CNC Programmer",
            "Production Planner",
            "Shift Supervisor",
            "Process Engineer",
            "Adjustment Technician",
        ],
    },
    Staff {
        key: "quality",
        name: "Quality & Metrology",
        head: ("Head of Quality", 1),
        heads: [9, 10, 9, 5],
        titles: &[
            "Quality Engineer",
            "Metrologist",
            "Incoming Goods Inspector",
            "Auditor",
            "Laboratory Technician",
        ],
    },
    Staff {
        key: "service",
        name: "Customer Service & Calibration",
        head: ("Head of Customer Service", 0),
        heads: [11, 9, 7, 7],
        titles: &[
            "Field Service Engineer",
            "Calibration Technician",
            "Service Coordinator",
            "Repair Technician",
        ],
    },
    Staff {
        key: "logistics",
        name: "Logistics & Purchasing",
        head: ("Head of Supply Chain", 2),
        heads: [8, 6, 8, 3],
        titles: &[
            "Buyer",
            "Warehouse Operative",
            "Dispatch Clerk",
            "Customs Specialist",
            "Strategic Purchaser",
        ],
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
pub(crate) const CONTACTS: [(usize, &str, &str, &str); 12] = [
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

/// The people hired so far.
pub(crate) struct Hiring {
    dice: Dice,
    pub(crate) people: Vec<Person>,
    taken: HashSet<String>,
}

impl Hiring {
    /// Nobody yet.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, u64::MAX),
            people: Vec::new(),
            taken: HashSet::new(),
        }
    }

    /// Hires a department: its head, a lead where a site has more than six, everybody else under them.
    pub(crate) fn department(&mut self, department: usize, staff: &Staff) -> PersonIx {
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
                    "Team Lead".to_owned()
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

    /// Hires IT with its teams.
    pub(crate) fn information_technology(&mut self, department: usize) -> (Vec<Team>, PersonIx) {
        let head = self.hire(department, Site::Leeds, "Head of IT", Some(0));
        let second = self.hire(
            department,
            Site::Goettingen,
            "Service Management Officer",
            Some(head),
        );
        for administrator in [head, second] {
            self.people[administrator].role = Role::Administrator;
        }
        let mut teams = Vec::new();
        for plan in &TEAMS {
            let lead = self.hire(
                department,
                Site::ALL[plan.lead_site],
                plan.lead_title,
                Some(head),
            );
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
            let (key, name, description, private) =
                (plan.key, plan.name, plan.description, plan.private);
            teams.push(Team {
                key,
                name,
                description,
                lead,
                members,
                private,
            });
        }
        (teams, head)
    }

    fn hire(
        &mut self,
        department: usize,
        site: Site,
        title: &str,
        manager: Option<PersonIx>,
    ) -> PersonIx {
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
            language: if german {
                Language::German
            } else {
                Language::English
            },
        });
        self.people.len() - 1
    }

    /// Adds a contact at another organisation.
    pub(crate) fn contact(
        &mut self,
        &(organisation, given, family, title): &(usize, &str, &str, &str),
    ) {
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
            language: if german {
                Language::German
            } else {
                Language::English
            },
        });
    }
}
