//! What would have become of a ticket under another policy: its log, without what policy did, run through again.
//!
//! What people did stays what it was: they file, answer, move and assign as they did. What follows from it, and from
//! time, is decided anew by the one place that decides it at the desk, too. So the same policy gives the same course.

use super::by_policy::{commands_of_policy, is_of_policy, is_so};
use super::engine::Automation;
use super::react::{Happened, Reaction, World};
use super::route::{Candidate, Distribution};
use crate::condition::Words;
use crate::policy::{Ground, Key, Level};
use crate::sla::{Clock, Levels, Promised, Runs, Told, Whose, Zones};
use crate::ticket::{Activity, Automated, Change, Channel, Facts, standing};
use crate::{PersonId, Policy, Recorded, TeamId, Ticket, Timestamp};
use std::collections::BTreeMap;

/// Most instants between two things that people did at which time is let do something.
const WAKES_MAX: usize = 100;

/// A policy, ready to be replayed.
pub struct Book<'p> {
    policy: &'p Policy,
    automation: Automation,
    levels: Levels,
}

/// How one clock went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Went {
    /// Its deadline.
    pub due_at: Option<Timestamp>,
    /// Whether that went by.
    pub is_breached: bool,
}

/// What became of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its priority in the end.
    pub priority: Level,
    /// Its team in the end.
    pub team: Option<TeamId>,
    /// Its assignee in the end.
    pub assignee: Option<PersonId>,
    /// How often it went to another team.
    pub moves: i64,
    /// Its clocks, by service level and round.
    pub clocks: BTreeMap<(Key, u32), Went>,
    /// How often it was escalated.
    pub escalated: u32,
    /// How many notifications rules would have sent.
    pub told: u32,
    /// How many replies rules would have sent.
    pub replies: u32,
    /// How many approvals were asked for.
    pub approvals: u32,
    /// How many tickets rules would have filed because of it.
    pub filed: u32,
    /// How often a rule could not do what it says.
    pub problems: u32,
    /// How often each rule applied.
    pub rules: BTreeMap<Key, u32>,
}

impl Course {
    /// How many of its clocks ran out.
    pub fn breaches(&self) -> usize {
        self.clocks.values().filter(|went| went.is_breached).count()
    }
}

impl<'p> Book<'p> {
    /// A policy, ready to be replayed.
    pub fn of(policy: &'p Policy) -> Self {
        Self {
            automation: Automation::of(policy),
            levels: Levels::of(policy),
            policy,
        }
    }

    /// Whether conditions look for words beyond the subject.
    pub fn asks_for_words(&self) -> bool {
        self.automation.asks_for_words()
    }

    /// Whether any clock goes by these wall clocks.
    pub fn goes_by(&self, whose: Whose) -> bool {
        self.levels.go_by(whose)
    }

    /// What would have become of a ticket up to an instant; nothing where the log is empty.
    ///
    /// # Errors
    /// When the log is broken, or the world cannot be asked.
    pub fn course<W: World>(
        &self,
        log: &[Recorded],
        zones: &Zones,
        until: Timestamp,
        world: &mut W,
    ) -> Result<Option<Course>, W::Error> {
        let log = standing(log);
        let own = commands_of_policy(&log);
        let by_people = log.iter().filter(|one| !is_of_policy(one, &own));
        let by_people: Vec<&Recorded> = by_people.collect();
        let mut steps = by_people.chunk_by(|one, next| one.command == next.command);
        let Some(first) = steps.next().and_then(|step| Some((*step.first()?, step))) else {
            return Ok(None);
        };
        let opened = self.opened(first.0, world)?;
        let ticket = Ticket::opened(&opened)?;
        let mut runs = self.levels.runs();
        runs.step(&opened, &ticket);
        let given = vec![opened.activity.clone()];
        let mut running = Running {
            book: self,
            zones,
            world,
            ticket,
            runs,
            told: Told::default(),
            log: vec![opened],
            filed: 0,
        };
        let rest = first.1.get(1..).unwrap_or_default();
        running.step(rest, given)?;
        for step in steps {
            if let Some(first) = step.first() {
                running.let_pass(first.at.min(until))?;
            }
            running.step(step, Vec::new())?;
        }
        running.let_pass(until)?;
        Ok(Some(running.course(until)))
    }

    /// The opening with the priority that this policy gives it.
    fn opened<W: World>(&self, recorded: &Recorded, world: &mut W) -> Result<Recorded, W::Error> {
        let mut recorded = recorded.clone();
        recorded.seq = 1;
        let ticket = Ticket::opened(&recorded)?;
        if let Activity::Opened(opened) = &mut recorded.activity
            && opened.priority_reason.is_none()
        {
            (opened.priority, opened.priority_grounds) =
                self.priority_of(&ticket, recorded.at, world)?;
        }
        Ok(recorded)
    }

    /// The priority that follows from what the ticket is at an instant.
    fn priority_of<W: World>(
        &self,
        ticket: &Ticket,
        at: Timestamp,
        world: &mut W,
    ) -> Result<(Level, Vec<Ground>), W::Error> {
        let facts = match self.policy.raises_for(ticket.kind) {
            true => world.facts(ticket, &[])?,
            false => Facts::default(),
        };
        Ok(self.policy.priority_of(ticket, &facts, at))
    }
}

struct Running<'r, W> {
    book: &'r Book<'r>,
    zones: &'r Zones,
    world: &'r mut W,
    ticket: Ticket,
    runs: Runs<'r>,
    told: Told,
    log: Vec<Recorded>,
    filed: u32,
}

impl<W: World> Running<'_, W> {
    /// What people did at once, and what follows from it.
    fn step(&mut self, step: &[&Recorded], given: Vec<Activity>) -> Result<(), W::Error> {
        let mut given = given;
        for one in step {
            if is_so(&self.ticket, &one.activity) {
                continue;
            }
            self.happens(one.activity.clone(), one.at, one.actor, one.channel)?;
            given.push(one.activity.clone());
            if let Some(follows) = self.priority_after(one)? {
                given.push(follows.clone());
                self.happens(follows, one.at, one.actor, one.channel)?;
            }
        }
        // What clocks came to earlier was told when time passed; a clock that is new now and late already has told nobody.
        let now = self.ticket.updated_at;
        self.react((now.plus(-1), now), given, None)
    }

    /// What becomes of the priority where something has changed that it follows from.
    fn priority_after(&mut self, one: &Recorded) -> Result<Option<Activity>, W::Error> {
        let policy = self.book.policy;
        let follows = match &one.activity {
            Activity::ImpactChanged { .. } | Activity::UrgencyChanged { .. } => true,
            Activity::KindChanged { .. }
            | Activity::RequesterChanged { .. }
            | Activity::OnBehalfOfChanged { .. }
            | Activity::ServiceChanged { .. } => policy.raises.decide_something(),
            Activity::FieldChanged { key, .. } => policy.raises.people_field.as_ref() == Some(key),
            _ => false,
        };
        if !follows || self.ticket.priority_reason.is_some() {
            return Ok(None);
        }
        let (to, _) = self.book.priority_of(&self.ticket, one.at, self.world)?;
        let from = self.ticket.priority;
        Ok((from != to).then_some(Activity::PriorityChanged {
            from,
            to,
            reason: None,
        }))
    }

    /// Lets time pass: clocks come to their thresholds, and rules that wait for time are asked.
    fn let_pass(&mut self, until: Timestamp) -> Result<(), W::Error> {
        let mut since = self.ticket.updated_at;
        for _ in 0..WAKES_MAX {
            let clocks = self.clocks(since);
            let promised = Promised::of(&clocks);
            let clock = self.told.next(&clocks, since);
            let wake = self.book.automation.wakes_at(&self.ticket, promised, since);
            let Some(now) = clock.into_iter().chain(wake).min().filter(|at| *at < until) else {
                return Ok(());
            };
            let waited = self.ticket.updated_at;
            let asked = wake.filter(|at| *at == now).map(|_| waited);
            self.react((since, now), Vec::new(), asked)?;
            since = now;
        }
        Ok(())
    }

    fn react(
        &mut self,
        (since, now): (Timestamp, Timestamp),
        given: Vec<Activity>,
        time_since: Option<Timestamp>,
    ) -> Result<(), W::Error> {
        let mut given = given;
        let clocks = self.clocks(now);
        let levels = self.book.levels.definitions();
        for come_to in self.told.missing(&clocks, levels, (since, now)) {
            given.push(come_to.clone());
            self.happens(come_to, now, None, Channel::Automation)?;
        }
        let happened = Happened {
            ticket: &self.ticket,
            activities: &given,
            time_since,
        };
        let mut within = Within {
            world: self.world,
            promised: Promised::of(&clocks),
        };
        let Reaction { activities, opens } =
            self.book
                .automation
                .react(self.book.policy, happened, now, &mut within)?;
        self.filed += u32::try_from(opens.len()).unwrap_or(u32::MAX);
        for activity in activities {
            self.happens(activity, now, None, Channel::Automation)?;
        }
        Ok(())
    }

    fn clocks(&self, now: Timestamp) -> Vec<Clock> {
        self.runs.clocks(self.zones, now)
    }

    fn happens(
        &mut self,
        activity: Activity,
        at: Timestamp,
        actor: Option<PersonId>,
        channel: Channel,
    ) -> Result<(), W::Error> {
        let recorded = Recorded {
            channel,
            ..self.ticket.happens(activity, at, actor)?
        };
        self.runs.step(&recorded, &self.ticket);
        self.told.add(&recorded);
        self.log.push(recorded);
        Ok(())
    }

    fn course(self, until: Timestamp) -> Course {
        let clocks = self.clocks(until);
        let mut course = Course {
            priority: self.ticket.priority,
            team: self.ticket.team,
            assignee: self.ticket.assignee,
            moves: self.ticket.reassignment_count,
            clocks: BTreeMap::new(),
            escalated: 0,
            told: 0,
            replies: 0,
            approvals: u32::try_from(self.ticket.approvals.len()).unwrap_or(u32::MAX),
            filed: self.filed,
            problems: 0,
            rules: BTreeMap::new(),
        };
        for clock in clocks {
            let went = Went {
                due_at: clock.due_at,
                is_breached: clock.is_breached,
            };
            course.clocks.insert((clock.level, clock.round), went);
        }
        for one in self.log {
            let automatic = one.actor.is_none() && one.channel == Channel::Automation;
            match one.activity {
                Activity::Replied { .. } if automatic => course.replies += 1,
                Activity::Automated(Automated::Told {
                    people, escalated, ..
                }) => {
                    course.escalated += u32::from(escalated);
                    course.told += u32::try_from(people.len()).unwrap_or(u32::MAX);
                }
                Activity::Automated(Automated::Surveyed) => course.told += 1,
                Activity::Automated(Automated::RuleFailed { .. }) => course.problems += 1,
                Activity::Automated(Automated::RuleApplied { rule, .. }) => {
                    *course.rules.entry(rule).or_default() += 1;
                }
                _ => {}
            }
        }
        course
    }
}

/// The world, and how the promises stand at this point of the past.
struct Within<'w, W> {
    world: &'w mut W,
    promised: Promised,
}

impl<W: World> World for Within<'_, W> {
    type Error = W::Error;

    fn facts(&mut self, ticket: &Ticket, changes: &[Change]) -> Result<Facts, W::Error> {
        self.world.facts(ticket, changes)
    }

    fn words(&mut self, ticket: &Ticket) -> Result<Words, W::Error> {
        self.world.words(ticket)
    }

    fn promised(&mut self, _: &Ticket) -> Result<Promised, W::Error> {
        Ok(self.promised)
    }

    fn candidates(
        &mut self,
        distribution: &Distribution,
        now: Timestamp,
    ) -> Result<Vec<Candidate>, W::Error> {
        self.world.candidates(distribution, now)
    }

    fn members(&mut self, team: TeamId) -> Result<Vec<(PersonId, bool)>, W::Error> {
        self.world.members(team)
    }

    fn write(&self, text: &str, ticket: &Ticket) -> String {
        self.world.write(text, ticket)
    }
}
