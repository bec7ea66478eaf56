//! The world as a replay sees it: people, teams and services as they are now, and everybody there. What somebody has to
//! do at an instant is what the replay itself gave them by then: tickets are run through in the order of their numbers.

use super::queries;
use crate::desk::approvers::{self, Wanted};
use crate::error::{Error, Result};
use crate::queries::said_in;
use directory::queries as people;
use kernel::automation::{Candidate, Course, Distribution, World};
use kernel::condition::Words;
use kernel::policy::{Level, StateCategory};
use kernel::sla::Promised;
use kernel::text::words;
use kernel::ticket::{Change, Facts, PersonFacts, ServiceFacts, TeamFacts};
use kernel::{Activity, PersonId, Policy, Recorded, ServiceId, TeamId, Ticket, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::Tx;

type Members = Vec<(PersonId, bool)>;

/// The world as a replay sees it.
pub(super) struct Past<'a, 'tx> {
    tx: &'a Tx<'tx>,
    policy: &'a Policy,
    now: Timestamp,
    teams: BTreeMap<TeamId, bool>,
    services: BTreeMap<ServiceId, ServiceFacts>,
    known: BTreeMap<PersonId, Option<PersonFacts>>,
    members: BTreeMap<TeamId, Members>,
    candidates: BTreeMap<TeamId, Vec<Candidate>>,
    /// What each has to do: the priority of a ticket, and when it ended.
    given: BTreeMap<PersonId, Vec<(Level, Timestamp)>>,
    last: BTreeMap<PersonId, Timestamp>,
    texts: Words,
}

impl<'a, 'tx> Past<'a, 'tx> {
    pub(super) fn new(tx: &'a Tx<'tx>, policy: &'a Policy, now: Timestamp) -> Result<Self> {
        Ok(Self {
            tx,
            policy,
            now,
            teams: queries::teams(tx)?,
            services: people::all_service_facts(tx)?,
            known: BTreeMap::new(),
            members: BTreeMap::new(),
            candidates: BTreeMap::new(),
            given: BTreeMap::new(),
            last: BTreeMap::new(),
            texts: Words::default(),
        })
    }

    /// Takes the words of the next ticket.
    pub(super) fn begin(&mut self, log: &[Recorded]) {
        self.texts = said_in(log);
    }

    /// Remembers who was given the ticket, and until when they had it.
    pub(super) fn end(&mut self, course: Option<&Course>, log: &[Recorded]) {
        let (Some(course), Some(first)) = (course, log.first()) else {
            return;
        };
        let Some(person) = course.assignee else {
            return;
        };
        let ended = log.iter().rev().find(|one| match &one.activity {
            Activity::StateChanged(change) => matches!(
                change.category,
                StateCategory::Resolved | StateCategory::Closed | StateCategory::Cancelled
            ),
            Activity::MergedInto { .. } => true,
            _ => false,
        });
        let until = ended.map_or(self.now, |one| one.at);
        let given = self.given.entry(person).or_default();
        given.retain(|(_, until)| *until > first.at);
        given.push((course.priority, until));
        self.last.insert(person, first.at);
    }

    fn person(&mut self, person: PersonId) -> Result<Option<PersonFacts>> {
        if !self.known.contains_key(&person) {
            let facts = people::people_facts(self.tx, &BTreeSet::from([person]))?;
            self.known.insert(person, facts.get(&person).cloned());
        }
        Ok(self.known[&person].clone())
    }
}

impl World for Past<'_, '_> {
    type Error = Error;

    fn facts(&mut self, ticket: &Ticket, changes: &[Change]) -> Result<Facts> {
        let mut facts = Facts::default();
        let named = changes.iter().filter_map(Change::people);
        let people: Vec<PersonId> = named
            .chain(ticket.assignee)
            .chain([ticket.requester])
            .chain(ticket.on_behalf_of)
            .collect();
        for person in people {
            if let Some(known) = self.person(person)? {
                facts.people.insert(person, known);
            }
        }
        let teams = changes.iter().filter_map(|change| match change {
            Change::Team(team) => *team,
            Change::Task(task) => task.plan().and_then(|plan| plan.team),
            _ => None,
        });
        for team in teams.chain(ticket.team) {
            if let Some(private) = self.teams.get(&team) {
                facts.teams.insert(team, TeamFacts { private: *private });
            }
        }
        let services = changes.iter().filter_map(|change| match change {
            Change::Service(service) => *service,
            _ => None,
        });
        facts.approvals = approvers::gather(
            self.tx,
            &Wanted {
                policy: self.policy,
                ticket,
                changes,
                by: None,
                now: self.now,
            },
        )?;
        let known = |one: ServiceId| Some((one, self.services.get(&one)?.clone()));
        facts.services = services.chain(ticket.service).filter_map(known).collect();
        Ok(facts)
    }

    fn words(&mut self, ticket: &Ticket) -> Result<Words> {
        Ok(Words {
            subject: words(&ticket.subject),
            ..self.texts.clone()
        })
    }

    fn promised(&mut self, _: &Ticket) -> Result<Promised> {
        Ok(Promised::default())
    }

    fn candidates(
        &mut self,
        distribution: &Distribution,
        now: Timestamp,
    ) -> Result<Vec<Candidate>> {
        let team = distribution.team;
        if !self.candidates.contains_key(&team) {
            let found = people::routed_members(self.tx, team, self.now)?;
            self.candidates.insert(team, found);
        }
        let mut found = self.candidates[&team].clone();
        for one in &mut found {
            one.is_away = false;
            one.is_present = true;
            one.last = self.last.get(&one.person).copied();
            let given = self.given.get(&one.person).into_iter().flatten();
            let open = given.filter(|(_, until)| *until > now);
            one.load = open
                .map(|(priority, _)| distribution.weight(*priority))
                .fold(0, u32::saturating_add);
        }
        Ok(found)
    }

    fn members(&mut self, team: TeamId) -> Result<Vec<(PersonId, bool)>> {
        if !self.members.contains_key(&team) {
            let found = people::list_members(self.tx, team)?.into_iter();
            let found = found.map(|member| (member.person_id, member.lead));
            self.members.insert(team, found.collect());
        }
        Ok(self.members[&team].clone())
    }

    /// What it would say does not matter: nothing is sent.
    fn write(&self, text: &str, _: &Ticket) -> String {
        text.to_owned()
    }
}
