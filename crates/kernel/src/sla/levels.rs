//! The service levels of a policy, ready to be asked about a ticket.

use super::clock::Clock;
use super::model::{ServiceLevel, Whose};
use super::promised::Promised;
use super::round::Run;
use crate::calendar::{self, Pattern, WorkingTime};
use crate::condition::{Condition, Moment, Subject, TicketWords, Words};
use crate::policy::{PolicyWords, SERVICE_LEVELS};
use crate::text::words;
use crate::ticket::{BrokenLog, standing};
use crate::time::MINUTE;
use crate::{Policy, Recorded, TeamId, Ticket, Timestamp};
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a policy promises. A calendar that nobody wrote down is none that a clock could run by, so what names one is
/// left out; a policy with faults of that sort is not put in force.
#[derive(Clone, Debug, Default)]
pub struct Levels(Vec<Level>);

/// A service level with its condition and its calendar understood.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) definition: ServiceLevel,
    condition: Condition,
    pattern: Pattern,
    zone: TimeZone,
}

/// Whose wall clocks a ticket has to do with, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// The requester's.
    pub requester: Option<TimeZone>,
    /// That of the place where the requester works.
    pub site: Option<TimeZone>,
    /// Those of teams that have one.
    pub teams: BTreeMap<TeamId, TimeZone>,
}

/// A ticket as an activity left it.
pub(super) struct Step<'s> {
    pub(super) at: Timestamp,
    pub(super) recorded: &'s Recorded,
    pub(super) ticket: &'s Ticket,
}

impl Levels {
    /// What a policy promises; nothing while the practice is switched off.
    pub fn of(policy: &Policy) -> Self {
        let is_on = policy.has(SERVICE_LEVELS);
        let levels = policy.service_levels.iter().filter(|_| is_on);
        Self(
            levels
                .filter_map(|definition| Level::of(definition, policy))
                .collect(),
        )
    }

    /// Whether nothing is promised.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any of them goes by these wall clocks.
    pub fn go_by(&self, whose: Whose) -> bool {
        self.0.iter().any(|level| level.definition.whose == whose)
    }

    /// The definitions, in their order.
    pub fn definitions(&self) -> impl Iterator<Item = &ServiceLevel> + Clone {
        self.0.iter().map(|level| &level.definition)
    }

    /// The clocks of a ticket as they stand at an instant, in the order of the definitions and, of one that runs
    /// again and again, of its rounds. What was taken back is as if it had never been.
    ///
    /// # Errors
    /// When the log is broken.
    pub fn clocks(
        &self,
        log: &[Recorded],
        zones: &Zones,
        now: Timestamp,
    ) -> Result<Vec<Clock>, BrokenLog> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let mut runs = self.runs();
        let mut ticket: Option<Ticket> = None;
        for recorded in standing(log).iter() {
            match &mut ticket {
                Some(ticket) => ticket.apply(recorded)?,
                None => ticket = Some(Ticket::opened(recorded)?),
            }
            if let Some(ticket) = &ticket {
                runs.step(recorded, ticket);
            }
        }
        Ok(runs.clocks(zones, now))
    }

    /// The service levels before anything has happened to a ticket.
    pub(crate) fn runs(&self) -> Runs<'_> {
        Runs {
            runs: self.0.iter().map(Run::of).collect(),
            at: Timestamp(i64::MIN),
        }
    }
}

/// The service levels on one ticket, told of what happens to it one by one; nothing of that is taken back.
pub(crate) struct Runs<'l> {
    runs: Vec<Run<'l>>,
    at: Timestamp,
}

impl Runs<'_> {
    /// Looks at the next activity, and at the ticket as it left it.
    pub(crate) fn step(&mut self, recorded: &Recorded, ticket: &Ticket) {
        // Clocks of machines differ; time does not go back for that.
        self.at = self.at.max(recorded.at);
        let step = Step {
            at: self.at,
            recorded,
            ticket,
        };
        self.runs.iter_mut().for_each(|run| run.step(&step));
    }

    /// The clocks as they stand at an instant.
    pub(crate) fn clocks(&self, zones: &Zones, now: Timestamp) -> Vec<Clock> {
        let all = self.runs.iter();
        all.flat_map(|run| {
            run.clocks(
                Hours {
                    level: run.level,
                    zones,
                },
                now,
            )
        })
        .collect()
    }
}

/// The working time of a level on one ticket.
#[derive(Clone, Copy)]
pub(super) struct Hours<'l> {
    level: &'l Level,
    zones: &'l Zones,
}

impl<'l> Hours<'l> {
    /// By the wall clock that counts while the ticket is with a team.
    pub(super) fn with(self, team: Option<TeamId>) -> WorkingTime<'l> {
        let Hours { level, zones } = self;
        let others = match level.definition.whose {
            Whose::Calendar => None,
            Whose::Requester => zones.requester.as_ref(),
            Whose::Site => zones.site.as_ref(),
            Whose::Team => team.and_then(|team| zones.teams.get(&team)),
        };
        WorkingTime {
            pattern: &level.pattern,
            zone: others.unwrap_or(&level.zone),
        }
    }
}

impl Level {
    fn of(definition: &ServiceLevel, policy: &Policy) -> Option<Self> {
        let condition = Condition::read(&definition.applies_when, &PolicyWords(policy)).ok()?;
        let calendar = policy.calendar(&definition.calendar)?;
        Some(Self {
            condition,
            pattern: Pattern::of(calendar),
            zone: calendar::zone(&calendar.zone)?,
            definition: definition.clone(),
        })
    }

    /// Whether it matters to its hours which team a ticket is with.
    pub(super) fn goes_by_team(&self) -> bool {
        self.definition.whose == Whose::Team
    }

    /// Whether the condition holds for the ticket.
    pub(super) fn is_for(&self, step: &Step<'_>) -> bool {
        let subject = Subject {
            ticket: step.ticket,
            words: &SubjectLine(&step.ticket.subject),
            promised: Promised::default(),
        };
        let moment = Moment {
            me: None,
            my_teams: &[],
            now: step.at,
            zone: &self.zone,
        };
        self.condition.matches(&subject, &moment)
    }

    /// The target of the ticket's priority, in microseconds.
    pub(super) fn target(&self, ticket: &Ticket) -> Option<i64> {
        let minutes = self.definition.targets.get(&ticket.priority.0)?;
        Some(i64::from(*minutes) * MINUTE)
    }
}

/// The words of a subject, if anybody asks for them.
struct SubjectLine<'t>(&'t str);

impl TicketWords for SubjectLine<'_> {
    fn words(&self) -> Cow<'_, Words> {
        Cow::Owned(Words {
            subject: words(self.0),
            ..Words::default()
        })
    }
}
