//! The people, teams and places of the file, found in the directory by their names or added there.

use super::names::{Name, Names};
use super::plan::{Needs, UNKNOWN_CALLER};
use directory::model::{NewPerson, NewTeam};
use directory::queries::{self, LIST_MAX, PeopleFilter};
use kernel::{Actor, LocationId, PersonId, RoleId, TeamId, Timestamp};
use std::collections::HashMap;
use store::Tx;

/// Stands for people that a dry run does not add.
const NOBODY: PersonId = PersonId(0);
/// Stands for teams that a dry run does not add.
const NO_TEAM: TeamId = TeamId(0);

/// The ids of what the file names, as far as they are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    people: HashMap<String, PersonId>,
    teams: HashMap<String, TeamId>,
    locations: HashMap<String, LocationId>,
}

/// How many of each are not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) people: usize,
    pub(super) teams: usize,
    pub(super) locations: usize,
}

impl Found {
    /// Looks everything up, by exactly this name.
    pub(super) fn look_up(tx: &Tx<'_>, needs: &Needs) -> store::Result<Found> {
        Ok(Found {
            people: people(tx, needs)?,
            teams: teams(tx, needs)?,
            locations: locations(tx, needs)?,
        })
    }

    /// How many are not there.
    pub(super) fn missing(&self, needs: &Needs) -> Missing {
        let people = needs.agents.iter().chain(
            needs
                .callers
                .keys()
                .filter(|name| !needs.agents.contains(*name)),
        );
        Missing {
            people: people
                .filter(|name| !self.people.contains_key(*name))
                .count(),
            teams: needs
                .teams
                .iter()
                .filter(|name| !self.teams.contains_key(*name))
                .count(),
            locations: needs
                .locations
                .iter()
                .filter(|name| !self.locations.contains_key(*name))
                .count(),
        }
    }

    /// Adds what is not there: those who work as agents, those who only ask as requesters.
    pub(super) fn add_missing(
        &mut self,
        tx: &Tx<'_>,
        needs: &Needs,
        now: Timestamp,
    ) -> store::Result<()> {
        for name in &needs.locations {
            if !self.locations.contains_key(name) {
                self.locations
                    .insert(name.clone(), queries::insert_location(tx, name, TIME_ZONE)?);
            }
        }
        for name in &needs.teams {
            if !self.teams.contains_key(name) {
                let team = NewTeam {
                    name: name.clone(),
                    ..NewTeam::default()
                };
                self.teams
                    .insert(name.clone(), queries::insert_team(tx, &team)?);
            }
        }
        let (agent, requester) = (role(tx, "agent")?, role(tx, "requester")?);
        let agents = needs.agents.iter();
        let agents = agents.map(|name| NewPerson::named(name, None, agent));
        let callers = needs
            .callers
            .iter()
            .filter(|(name, _)| !needs.agents.contains(*name));
        let callers = callers.map(|(name, place)| NewPerson {
            location_id: place
                .as_ref()
                .and_then(|place| self.locations.get(place))
                .copied(),
            ..NewPerson::named(name, None, requester)
        });
        let new: Vec<NewPerson> = agents
            .chain(callers)
            .filter(|new| !self.people.contains_key(&new.name))
            .collect();
        let ids = queries::insert_people(tx, &new, now)?;
        let named = new.into_iter().map(|new| new.name).zip(ids);
        self.people.extend(named);
        Ok(())
    }
}

/// The log has no zones.
const TIME_ZONE: &str = "UTC";

fn role(tx: &Tx<'_>, key: &str) -> store::Result<RoleId> {
    let found = queries::find_role_by_key(tx, key)?.map(|role| role.id);
    found.ok_or_else(|| store::Error::Damaged(format!("the role `{key}` is missing")))
}

fn people(tx: &Tx<'_>, needs: &Needs) -> store::Result<HashMap<String, PersonId>> {
    let mut found = HashMap::new();
    let mut filter = PeopleFilter {
        inactive: true,
        ..PeopleFilter::default()
    };
    loop {
        let page = queries::list_people(tx, &filter, LIST_MAX as usize)?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        filter.after = Some(last.id);
        for person in page {
            if needs.agents.contains(&person.name) || needs.callers.contains_key(&person.name) {
                // Of several people with one name, whoever was there first.
                found.entry(person.name).or_insert(person.id);
            }
        }
    }
}

fn teams(tx: &Tx<'_>, needs: &Needs) -> store::Result<HashMap<String, TeamId>> {
    let mut found = HashMap::new();
    let mut after = String::new();
    loop {
        let page = queries::list_teams(tx, &Actor::spoc(), &after, LIST_MAX as usize)?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after.clone_from(&last.name);
        let needed = page
            .into_iter()
            .filter(|team| needs.teams.contains(&team.name));
        found.extend(needed.map(|team| (team.name, team.id)));
    }
}

fn locations(tx: &Tx<'_>, needs: &Needs) -> store::Result<HashMap<String, LocationId>> {
    let mut found = HashMap::new();
    let mut after = String::new();
    loop {
        let page = queries::list_locations(tx, &after, LIST_MAX as usize)?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after.clone_from(&last.name);
        let needed = page
            .into_iter()
            .filter(|location| needs.locations.contains(&location.name));
        found.extend(needed.map(|location| (location.name, location.id)));
    }
}

/// The ids of the names of a file.
pub(super) struct Ids {
    people: Vec<PersonId>,
    teams: Vec<TeamId>,
    unknown_caller: PersonId,
}

impl Ids {
    /// The ids, by the places of the names.
    pub(super) fn of(names: &Names, found: &Found) -> Ids {
        let person = |text: &str| found.people.get(text).copied().unwrap_or(NOBODY);
        let team = |text: &str| found.teams.get(text).copied().unwrap_or(NO_TEAM);
        Ids {
            people: names.all().map(|(_, text)| person(text)).collect(),
            teams: names.all().map(|(_, text)| team(text)).collect(),
            unknown_caller: person(UNKNOWN_CALLER),
        }
    }

    /// Somebody.
    pub(super) fn person(&self, name: Name) -> PersonId {
        self.people[name.index()]
    }

    /// Whoever asked; a placeholder where the log does not know.
    pub(super) fn requester(&self, caller: Option<Name>) -> PersonId {
        caller.map_or(self.unknown_caller, |name| self.person(name))
    }

    /// A team.
    pub(super) fn team(&self, name: Name) -> TeamId {
        self.teams[name.index()]
    }
}
