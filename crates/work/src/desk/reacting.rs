//! What follows from what was done, in the same unit of work: thresholds that clocks have come to, rules, routing.
//! What is decided is the kernel's; here it is given the database, and what it answers is recorded.

use super::command::Doing;
use super::{Rules, facts, queries};
use crate::clocks;
use crate::error::{Error, Result};
use crate::foreseen::{TIMER_CLOCK, TIMER_RULES, foreseen};
use crate::queries as reading;
use directory::queries as people;
use kernel::automation::{Candidate, Distribution, Event, Happened, Open, Reaction, World};
use kernel::condition::Words;
use kernel::sla::Promised;
use kernel::ticket::{
    Activity, Automated, Change, Channel, Context, Facts, Link, Message, NewTicket, PublicText,
    decide, decide_open,
};
use kernel::{Actor, PersonId, TeamId, Ticket, TicketId, Timestamp};
use std::collections::BTreeMap;
use store::Tx;

/// How far tickets that rules file may lead to further ones.
const DEPTH_MAX: usize = 3;

impl Doing<'_, '_> {
    /// What follows from what was done so far, ticket by ticket.
    pub(super) fn react(&mut self) -> Result<()> {
        if self.rules.levels.is_empty() && self.rules.automation.is_empty() {
            return Ok(());
        }
        self.react_to(self.recording.tickets().to_vec(), 0)
    }

    /// What follows on these tickets, and on those that are filed because of them.
    fn react_to(&mut self, mut tickets: Vec<TicketId>, depth: usize) -> Result<()> {
        for depth in depth..=DEPTH_MAX {
            let mut filed = Vec::new();
            for id in tickets {
                filed.extend(self.react_on(id, None, depth)?);
            }
            tickets = filed;
        }
        Ok(())
    }

    /// Looks at a ticket because time has come.
    pub(super) fn wake(&mut self, id: TicketId) -> Result<()> {
        store::lock(self.tx, &[id])?;
        let ticket = self.visible(id)?;
        let filed = self.react_on(id, Some(&ticket), 0)?;
        if self.recording.state(id).is_none() {
            // Nothing came of it: it is looked at again when time may tell more.
            let ahead = foreseen(self.tx, self.rules, &ticket, self.now)?;
            store::keep_foreseen(self.tx, id, ahead.promised, &ahead.timers)?;
        }
        self.react_to(filed, 1)
    }

    /// Answers the tickets that were filed because of this one.
    fn react_on(
        &mut self,
        id: TicketId,
        asleep: Option<&Ticket>,
        depth: usize,
    ) -> Result<Vec<TicketId>> {
        let rules = self.rules;
        let touched = self.recording.of_ticket(id);
        let (before, mut ticket, mut given) = match (touched, asleep) {
            (Some((before, after, happened)), _) => {
                (before.cloned(), after.clone(), happened.to_vec())
            }
            (None, Some(ticket)) => (Some(ticket.clone()), ticket.clone(), Vec::new()),
            (None, None) => return Ok(Vec::new()),
        };
        // Timers say from when on nothing was looked at: also where somebody is faster than they are.
        if let Some(since) =
            self.due_since(before.as_ref(), !rules.levels.is_empty(), TIMER_CLOCK)?
        {
            let passed = clocks::thresholds(self.tx, rules, &ticket, (since, self.now))?;
            given.extend(passed.iter().cloned());
            ticket = self.automatic(id, ticket, passed)?;
        }
        if rules.automation.is_empty() {
            return Ok(Vec::new());
        }
        let waits = rules.automation.waits_for(Event::Time);
        let time_since = self.due_since(before.as_ref(), waits, TIMER_RULES)?;
        let happened = Happened {
            ticket: &ticket,
            activities: &given,
            time_since,
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

    /// The last instant at which what a timer of the ticket waits for was looked at, if the timer is due.
    fn due_since(
        &self,
        before: Option<&Ticket>,
        is_waited_for: bool,
        timer: &str,
    ) -> Result<Option<Timestamp>> {
        let Some(before) = before.filter(|_| is_waited_for) else {
            return Ok(None);
        };
        let due = queries::due_since(self.tx, before.id, timer, self.now)?;
        Ok(due.map(|due| due.plus(-1)))
    }

    /// Records what happened to a ticket by itself.
    fn automatic(
        &mut self,
        id: TicketId,
        before: Ticket,
        activities: Vec<Activity>,
    ) -> Result<Ticket> {
        let known = before.clone();
        self.happen_by(id, Some(before), activities, None, Channel::Automation)?;
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
        self.happen_by(number, None, vec![opened], None, Channel::Automation)?;
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
