//! What follows from what was done, in the same unit of work: thresholds that clocks have come to, rules, routing.
//! What is decided is the kernel's; here it is given the database, and what it answers is recorded.

use super::command::Doing;
use super::{Rules, facts, queries};
use crate::clocks;
use crate::error::{Error, Result};
use crate::foreseen::{TIMER_CLOCK, TIMER_RULES, foreseen_each};
use crate::queries as reading;
use directory::queries as people;
use kernel::automation::{Candidate, Distribution, Event, Happened, Open, Reaction, World};
use kernel::condition::Words;
use kernel::sla::Promised;
use kernel::ticket::{
    Activity, Automated, Change, Channel, Context, Facts, Link, Message, NewTicket, PublicText,
    Refusal, decide, decide_open,
};
use kernel::{Actor, PersonId, TeamId, Ticket, TicketId, Timestamp};
use std::collections::{BTreeMap, HashMap};
use store::Tx;

/// How far tickets that rules file may lead to further ones.
const DEPTH_MAX: usize = 3;

impl Doing<'_, '_> {
    /// What follows from what was done so far.
    pub(super) fn react(&mut self) -> Result<()> {
        if self.rules.levels.is_empty() && self.rules.automation.is_empty() {
            return Ok(());
        }
        self.react_to(self.recording.tickets().to_vec(), 0)
    }

    /// What follows on these tickets, and on those that are filed because of them.
    fn react_to(&mut self, mut tickets: Vec<TicketId>, depth: usize) -> Result<()> {
        for depth in depth..=DEPTH_MAX {
            let seen = self.seen(&tickets, BTreeMap::new())?;
            let mut filed = Vec::new();
            for id in tickets {
                filed.extend(self.react_on(id, &seen, depth)?);
            }
            tickets = filed;
        }
        Ok(())
    }

    /// Looks at tickets because time has come, at each for itself: one that is gone holds up no other.
    pub(super) fn wake(&mut self, tickets: &[TicketId]) -> Result<()> {
        if !self.actor.is_spoc() {
            return Err(Refusal::AgentsOnly.into());
        }
        store::lock(self.tx, tickets)?;
        let seen = self.seen(tickets, store::load_each(self.tx, tickets)?)?;
        let mut filed = Vec::new();
        for id in seen.asleep.keys() {
            match self.react_on(*id, &seen, 0) {
                Ok(tickets) => filed.extend(tickets),
                Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.look_again(seen)?;
        self.react_to(filed, 1)
    }

    /// Where nothing came of a look, tickets are looked at again when time may tell more.
    fn look_again(&self, seen: Seen) -> Result<()> {
        let asleep = seen.asleep.values();
        let asleep = asleep.filter(|ticket| self.recording.state(ticket.id).is_none());
        let asleep: Vec<_> = asleep.map(|ticket| (ticket, self.now)).collect();
        let ahead = foreseen_each(self.tx, self.rules, &asleep)?;
        let ahead = asleep.iter().map(|(ticket, _)| ticket.id).zip(&ahead);
        Ok(store::keep_foreseen(self.tx, &ahead.collect::<Vec<_>>())?)
    }

    /// Sees what time has brought to these tickets, and tells of the thresholds that their clocks have come to.
    fn seen(&mut self, tickets: &[TicketId], asleep: BTreeMap<TicketId, Ticket>) -> Result<Seen> {
        let is_old = |id: &&TicketId| {
            let touched = self.recording.of_ticket(**id);
            touched.map_or(asleep.contains_key(*id), |(before, ..)| before.is_some())
        };
        let old: Vec<TicketId> = tickets.iter().filter(is_old).copied().collect();
        let due = queries::due_since(self.tx, &old, self.now)?;
        let seen = Seen { asleep, due };
        if !self.rules.levels.is_empty() {
            self.tell_thresholds(&old, &seen)?;
        }
        Ok(seen)
    }

    /// Timers say from when on nothing was looked at: also where somebody is faster than they are.
    fn tell_thresholds(&mut self, tickets: &[TicketId], seen: &Seen) -> Result<()> {
        let due = |id: &TicketId| Some((*id, seen.due_since(*id, TIMER_CLOCK)?));
        let due: Vec<(TicketId, Timestamp)> = tickets.iter().filter_map(due).collect();
        let ids: Vec<TicketId> = due.iter().map(|(id, _)| *id).collect();
        let logs = store::log::of_each(self.tx, &ids)?;
        let mut happenings = Vec::new();
        for (id, since) in due {
            let state = self.recording.state(id).or(seen.asleep.get(&id));
            if let (Some(ticket), Some(log)) = (state, logs.get(&id)) {
                let asked = (ticket.requester, log.as_slice());
                let passed = clocks::thresholds(self.tx, self.rules, asked, (since, self.now))?;
                happenings.push((id, Some(ticket.clone()), passed));
            }
        }
        self.happen_by(happenings, None, Channel::Automation)
    }

    /// Answers the tickets that were filed because of this one.
    fn react_on(&mut self, id: TicketId, seen: &Seen, depth: usize) -> Result<Vec<TicketId>> {
        let rules = self.rules;
        if rules.automation.is_empty() {
            return Ok(Vec::new());
        }
        let touched = self.recording.of_ticket(id);
        let touched = touched.map(|(_, after, happened)| (after.clone(), happened.to_vec()));
        let asleep = || Some((seen.asleep.get(&id)?.clone(), Vec::new()));
        let Some((ticket, given)) = touched.or_else(asleep) else {
            return Ok(Vec::new());
        };
        let waits = rules.automation.waits_for(Event::Time);
        let happened = Happened {
            ticket: &ticket,
            activities: &given,
            time_since: seen.due_since(id, TIMER_RULES).filter(|_| waits),
        };
        let mut world = Asked {
            tx: self.tx,
            rules,
            now: self.now,
        };
        let Reaction { activities, opens } =
            rules
                .automation
                .react(&rules.policy, happened, self.now, &mut world)?;
        if activities.is_empty() && opens.is_empty() {
            return Ok(Vec::new());
        }
        self.remember_routed(&activities)?;
        let ticket = self.automatic(id, ticket, activities)?;
        self.file(&ticket, opens, depth)
    }

    /// Records what happened to a ticket by itself.
    fn automatic(
        &mut self,
        id: TicketId,
        before: Ticket,
        activities: Vec<Activity>,
    ) -> Result<Ticket> {
        let known = before.clone();
        let happening = (id, Some(before), activities);
        self.happen_by(vec![happening], None, Channel::Automation)?;
        Ok(self.recording.state(id).cloned().unwrap_or(known))
    }

    /// Whoever was given a ticket comes last when the next one is handed out by turns.
    fn remember_routed(&self, activities: &[Activity]) -> Result<()> {
        for activity in activities {
            if let Activity::Automated(Automated::Routed {
                person: Some(person),
                ..
            }) = activity
            {
                people::remember_routed(self.tx, *person, self.now)?;
            }
        }
        Ok(())
    }

    /// Files what rules want to have filed, and links it.
    fn file(&mut self, origin: &Ticket, opens: Vec<Open>, depth: usize) -> Result<Vec<TicketId>> {
        let mut filed = Vec::new();
        let mut origin = origin.clone();
        for open in opens {
            let done = if depth >= DEPTH_MAX {
                Err(TOO_DEEP.to_owned())
            } else {
                self.file_one(&origin, &open)?
            };
            let activities = match done {
                Ok((ticket, activities)) => {
                    filed.push(ticket);
                    activities
                }
                Err(problem) => vec![Activity::Automated(Automated::RuleFailed {
                    label: open.rule.clone(),
                    rule: open.rule,
                    problem,
                })],
            };
            origin = self.automatic(origin.id, origin, activities)?;
        }
        Ok(filed)
    }

    /// Answers the new ticket and what that is for the one that it follows from, or why it cannot be filed.
    fn file_one(
        &mut self,
        origin: &Ticket,
        open: &Open,
    ) -> Result<std::result::Result<(TicketId, Vec<Activity>), String>> {
        let spoc = Actor::spoc();
        let new = NewTicket {
            description: Message {
                text: PublicText(open.what.text.clone()),
                attachments: Vec::new(),
            },
            team: open.what.team,
            service: origin.service,
            confidential: origin.confidential,
            ..NewTicket::new(open.what.kind, origin.requester, &open.what.subject)
        };
        let known = facts::for_new(self.tx, &spoc, &new)?;
        let opened = match decide_open(&new, Channel::Automation, self.context_of(&spoc, &known)) {
            Ok(opened) => opened,
            Err(refusal) => return Ok(Err(refusal.to_string())),
        };
        let number = store::next_number(self.tx)?;
        store::lock(self.tx, &[number])?;
        let happening = (number, None, vec![opened]);
        self.happen_by(vec![happening], None, Channel::Automation)?;
        let link = Link {
            kind: open.what.link,
            to: number,
        };
        let known = Facts {
            tickets: BTreeMap::from([(number, Vec::new())]),
            ..Facts::default()
        };
        let context = self.context_of(&spoc, &known);
        let mut activities = vec![Activity::Automated(Automated::Filed { ticket: number })];
        activities.extend(decide(origin, &[Change::Link(link)], context)?);
        Ok(Ok((number, activities)))
    }

    fn context_of<'c>(&'c self, actor: &'c Actor, facts: &'c Facts) -> Context<'c> {
        Context {
            actor,
            policy: &self.rules.policy,
            facts,
            now: self.now,
        }
    }
}

/// Why a rule files no further ticket.
const TOO_DEEP: &str = "this ticket was itself filed by a rule because of one that a rule filed, and so on; give the \
                        rule a condition that excludes its own tickets";

/// What was seen of tickets before anything follows on them.
struct Seen {
    /// Those that nothing was done to: they are looked at because time has come.
    asleep: BTreeMap<TicketId, Ticket>,
    due: HashMap<(TicketId, String), Timestamp>,
}

impl Seen {
    /// The last instant at which what a timer of the ticket waits for was looked at, if the timer is due.
    fn due_since(&self, ticket: TicketId, timer: &str) -> Option<Timestamp> {
        let due = self.due.get(&(ticket, timer.to_owned()));
        due.map(|due| due.plus(-1))
    }
}

/// What rules ask of the database.
struct Asked<'a, 'tx> {
    tx: &'a Tx<'tx>,
    rules: &'a Rules,
    now: Timestamp,
}

impl World for Asked<'_, '_> {
    type Error = Error;

    fn facts(&mut self, ticket: &Ticket, changes: &[Change]) -> Result<Facts> {
        let asking = facts::Asking {
            actor: &Actor::spoc(),
            policy: &self.rules.policy,
            now: self.now,
        };
        facts::for_changes(self.tx, &asking, ticket, changes)
    }

    fn words(&mut self, ticket: &Ticket) -> Result<Words> {
        reading::words_of(self.tx, ticket)
    }

    fn promised(&mut self, ticket: &Ticket) -> Result<Promised> {
        clocks::promised(self.tx, self.rules, ticket)
    }

    fn candidates(
        &mut self,
        distribution: &Distribution,
        now: Timestamp,
    ) -> Result<Vec<Candidate>> {
        let mut members = people::routed_members(self.tx, distribution.team, now)?;
        let loads = queries::loads(self.tx, distribution.team)?;
        for member in &mut members {
            let own = loads.iter().filter(|(person, ..)| *person == member.person);
            let weighed = own
                .map(|(_, priority, count)| distribution.weight(*priority).saturating_mul(*count));
            member.load = weighed.fold(0, u32::saturating_add);
        }
        Ok(members)
    }

    fn members(&mut self, team: TeamId) -> Result<Vec<(PersonId, bool)>> {
        let members = people::list_members(self.tx, team)?.into_iter();
        Ok(members
            .map(|member| (member.person_id, member.lead))
            .collect())
    }

    fn write(&self, text: &str, ticket: &Ticket) -> String {
        let written = self
            .rules
            .write_out
            .map(|write| write(self.tx, ticket, text));
        match written {
            Some(Ok(written)) => written,
            _ => text.to_owned(),
        }
    }
}
