//! People, teams, services and roles as forms and texts name them.

use super::super::parts::Wrong;
use super::super::sent::Sent;
use super::told;
use crate::screens::form::GridCell;
use directory::model::Role;
use directory::{SignedIn, queries, role_name};
use kernel::{Actor, PersonId, ServiceId, TeamId};
use std::collections::{BTreeSet, HashMap};
use store::Tx;
use web::parts::Choice;
use web::{Result, Texts};
use work::Floor;
use work::policy_text::{address_people, number_people_of};

/// Most teams or services in a list; where there are more, their names are typed.
const LISTED_MAX: usize = 50;

/// Who and what there is.
pub(in super::super) struct Around {
    texts: Texts,
    roles: Vec<Role>,
    teams: Vec<(i64, String)>,
    services: Vec<(i64, String)>,
    people: HashMap<PersonId, String>,
    typed: HashMap<String, Meant>,
}

/// What a name that was typed means.
#[derive(Clone, Copy, Default)]
struct Meant {
    person: Option<PersonId>,
    team: Option<TeamId>,
    service: Option<ServiceId>,
}

/// What a text says, with the numbers of the people whom it names by address.
pub(in super::super) type Numbered = std::result::Result<String, Wrong>;

impl Around {
    /// What a form needs: whoever stands in it, and the names that were typed.
    pub(in super::super) async fn read(
        floor: &Floor,
        signed: &SignedIn,
        people: BTreeSet<PersonId>,
        sent: Option<&Sent>,
    ) -> Result<Self> {
        let (actor, texts) = (signed.actor.clone(), signed.texts);
        let names = sent.map_or_else(BTreeSet::new, Sent::names);
        let reading = move |tx: &Tx<'_>| Ok(read(tx, &actor, texts, &people, &names)?);
        Ok(floor.directory.read(reading).await?)
    }

    /// A text in which addresses stand for people, with their numbers.
    pub(in super::super) async fn numbered(
        floor: &Floor,
        texts: Texts,
        text: String,
    ) -> Result<Numbered> {
        let reading = move |tx: &Tx<'_>| {
            number_people_of(&text, |address| {
                let found = queries::find_person_by_email(tx, address)?;
                Ok(found.filter(|one| one.active).map(|one| one.id))
            })
        };
        let numbered = floor.directory.read(reading).await?;
        Ok(numbered.map_err(|problem| told(texts, &problem)))
    }

    /// A text in which numbers stand for people, with their addresses.
    pub(in super::super) fn addressed(&self, text: &str) -> String {
        let address = |id: PersonId| self.people.get(&id).filter(|it| it.contains('@')).cloned();
        address_people(text, address)
    }

    /// How somebody is named in a form: by their address, or name.
    pub(in super::super) fn person_name(&self, id: PersonId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    /// Whom a typed name means.
    pub(in super::super) fn person(&self, typed: &str) -> Option<PersonId> {
        let known = self.people.iter().find(|(_, name)| *name == typed);
        known
            .map(|(id, _)| *id)
            .or_else(|| self.meant(typed).person)
    }

    /// Which team was chosen or typed.
    pub(in super::super) fn team(&self, typed: &str) -> Option<TeamId> {
        let chosen = typed.parse().ok().map(TeamId);
        chosen.or_else(|| self.meant(typed).team)
    }

    /// Which service was chosen or typed.
    pub(in super::super) fn service(&self, typed: &str) -> Option<ServiceId> {
        let chosen = typed.parse().ok().map(ServiceId);
        chosen.or_else(|| self.meant(typed).service)
    }

    fn meant(&self, typed: &str) -> Meant {
        self.typed.get(typed).copied().unwrap_or_default()
    }

    /// Where somebody is found by name.
    pub(in super::super) fn person_cell(&self, name: String, label: &str, value: &str) -> GridCell {
        GridCell::Suggest {
            name,
            label: self.texts.t(label).to_owned(),
            // The number of something else that was chosen before is no name.
            value: value.parse::<i64>().map_or(value, |_| "").to_owned(),
            kind: "people",
        }
    }

    /// Where a team is chosen.
    pub(in super::super) fn team_cell(&self, name: String, label: &str, value: &str) -> GridCell {
        self.one_of(&self.teams, (name, label, value), "teams")
    }

    /// Where a service is chosen.
    pub(in super::super) fn service_cell(&self, name: String, value: &str) -> GridCell {
        self.one_of(&self.services, (name, "service", value), "services")
    }

    fn one_of(
        &self,
        all: &[(i64, String)],
        (name, label, value): (String, &str, &str),
        kind: &'static str,
    ) -> GridCell {
        let label = self.texts.t(label).to_owned();
        if all.len() > LISTED_MAX {
            let known = all.iter().find(|(id, _)| id.to_string() == value);
            return GridCell::Suggest {
                name,
                label,
                value: known.map_or(value, |(_, name)| name).to_owned(),
                kind,
            };
        }
        let choice = |(id, called): &(i64, String)| {
            let id = id.to_string();
            let selected = id == value;
            Choice::new(id, called.as_str(), selected)
        };
        let mut choices: Vec<Choice> = all.iter().map(choice).collect();
        if choices.iter().all(|choice| !choice.selected) {
            // What was chosen before, and is not theirs to see or gone, stays; a name of something else does not.
            let none = match value.parse::<i64>() {
                Ok(id) => Choice::new(value, format!("#{id}"), true),
                Err(_) => Choice::new("", self.texts.t("none-chosen"), true),
            };
            choices.insert(0, none);
        }
        GridCell::Select {
            name,
            label,
            choices,
        }
    }

    /// Whether there is a role of this key.
    pub(in super::super) fn has_role(&self, key: &str) -> bool {
        self.roles.iter().any(|role| role.key == key)
    }

    /// Where a role is chosen.
    pub(in super::super) fn role_cell(&self, name: String, label: &str, value: &str) -> GridCell {
        let choice = |role: &Role| {
            let label = role_name(self.texts, &role.key, &role.name);
            Choice::new(role.key.as_str(), label, role.key == value)
        };
        let mut choices: Vec<Choice> = self.roles.iter().map(choice).collect();
        if !self.has_role(value) {
            choices.insert(0, Choice::new("", self.texts.t("none-chosen"), true));
        }
        GridCell::Select {
            name,
            label: self.texts.t(label).to_owned(),
            choices,
        }
    }
}

fn read(
    tx: &Tx<'_>,
    actor: &Actor,
    texts: Texts,
    people: &BTreeSet<PersonId>,
    names: &BTreeSet<String>,
) -> store::Result<Around> {
    let named = queries::person_names(tx, people)?.into_iter();
    let named = named.map(|(id, person)| (id, person.email.unwrap_or(person.name)));
    let mut typed = HashMap::new();
    for name in names {
        let found = queries::people_named(tx, actor, name)?;
        let meant = Meant {
            // Two of one name are told apart by their addresses.
            person: found.first().copied().filter(|_| found.len() == 1),
            team: queries::team_named(tx, actor, name)?,
            service: queries::service_named(tx, name)?,
        };
        typed.insert(name.clone(), meant);
    }
    let teams = queries::suggest_teams(tx, actor, "", LISTED_MAX + 1)?;
    let services = queries::suggest_services(tx, "", LISTED_MAX + 1)?;
    Ok(Around {
        texts,
        roles: queries::list_roles(tx)?,
        teams: teams.into_iter().map(|(id, name)| (id.0, name)).collect(),
        services: services
            .into_iter()
            .map(|(id, name)| (id.0, name))
            .collect(),
        people: named.collect(),
        typed,
    })
}
