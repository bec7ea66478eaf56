//! Tests of the condition language, all through its front door.

mod completing;
mod meaning;
mod random;
mod reading;
mod times;

use super::{Condition, Names, Problem, Vocabulary, spoken};
use crate::policy::{CustomField, Named};
use crate::ticket::FieldKind;
use crate::{PersonId, Policy, ServiceId, TeamId};
use jiff::tz::TimeZone;

/// A desk with two teams, two services, three people and a custom field of every kind.
pub(super) struct Desk {
    policy: Policy,
    zone: TimeZone,
    reads_notes: bool,
}

const TEAMS: [&str; 2] = ["Network & VPN", "Service Desk"];
const SERVICES: [&str; 2] = ["E-mail", "Payroll"];
const PEOPLE: [(&str, &str); 3] = [
    ("Anna Berg", "anna.berg@example.com"),
    ("Ben Ito", "ben@example.com"),
    ("Anna Berg", "a.berg@example.com"),
];

impl Desk {
    pub(super) fn new() -> Self {
        let colours = ["red", "dark_blue"].map(|key| Named {
            key: key.into(),
            label: key.replace('_', " "),
        });
        let kinds = [
            ("serial", FieldKind::Text),
            ("cost", FieldKind::Number),
            ("due", FieldKind::Date),
            (
                "colour",
                FieldKind::Choice {
                    choices: colours.to_vec(),
                },
            ),
            (
                "floors",
                FieldKind::MultipleChoice {
                    choices: colours.to_vec(),
                },
            ),
            ("approver", FieldKind::Person),
            ("vip", FieldKind::YesNo),
        ];
        let fields = kinds.map(|(key, kind)| CustomField::new(key, key.to_uppercase(), kind));
        Desk {
            policy: Policy {
                fields: fields.to_vec(),
                ..Policy::default()
            },
            zone: TimeZone::get("Europe/Berlin").expect("the zone is built in"),
            reads_notes: true,
        }
    }

    fn read(&self, text: &str) -> Result<Condition, Problem> {
        Condition::read(text, self)
    }
}

/// The condition of a text that is right.
fn right(text: &str) -> Condition {
    Desk::new()
        .read(text)
        .unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

impl Vocabulary for Desk {
    fn policy(&self) -> &Policy {
        &self.policy
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn reads_notes(&self) -> bool {
        self.reads_notes
    }

    fn team(&self, name: &str) -> Option<TeamId> {
        place(&TEAMS, name).map(TeamId)
    }

    fn service(&self, name: &str) -> Option<ServiceId> {
        place(&SERVICES, name).map(ServiceId)
    }

    fn people(&self, name: &str) -> Vec<PersonId> {
        let is = |(called, email): &(&str, &str)| spoken(called) == spoken(name) || *email == name;
        let ids = (1..).zip(PEOPLE).filter(|(_, person)| is(person));
        ids.map(|(id, _)| PersonId(id)).collect()
    }

    fn team_names(&self) -> Vec<String> {
        TEAMS.map(str::to_owned).to_vec()
    }

    fn service_names(&self) -> Vec<String> {
        SERVICES.map(str::to_owned).to_vec()
    }
}

impl Names for Desk {
    fn policy(&self) -> &Policy {
        &self.policy
    }

    fn team(&self, id: TeamId) -> Option<String> {
        named(&TEAMS, id.0)
    }

    fn service(&self, id: ServiceId) -> Option<String> {
        named(&SERVICES, id.0)
    }

    fn person(&self, id: PersonId) -> Option<String> {
        named(&PEOPLE.map(|(name, _)| name), id.0)
    }
}

fn place(names: &[&str], name: &str) -> Option<i64> {
    let at = names
        .iter()
        .position(|known| spoken(known) == spoken(name))?;
    i64::try_from(at + 1).ok()
}

fn named(names: &[&str], id: i64) -> Option<String> {
    let at = usize::try_from(id).ok()?.checked_sub(1)?;
    names.get(at).map(|name| (*name).to_owned())
}
