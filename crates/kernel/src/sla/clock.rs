//! How a clock stands at an instant.

use super::levels::Hours;
use super::model::{AgreementKind, Metric, ServiceLevel, Since};
use super::round::{Round, Rule, Stretch, TargetStep};
use crate::Timestamp;
use crate::policy::{Key, StateCategory};

/// Whether a clock runs, and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its time counts whenever there is working time.
    Running,
    /// It waits for somebody, for its start, or for its condition.
    Waiting,
    /// What was promised was done in time.
    Met,
    /// What was promised was done too late.
    Missed,
    /// Nobody is held to it any more: cancelled, merged, started anew.
    Dropped,
}

impl Standing {
    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Running => "running",
            Standing::Waiting => "waiting",
            Standing::Met => "met",
            Standing::Missed => "missed",
            Standing::Dropped => "dropped",
        }
    }

    /// Whether somebody still has to do something about it.
    pub fn is_live(self) -> bool {
        matches!(self, Standing::Running | Standing::Waiting)
    }
}

/// A threshold and the instant at which it is come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Percent of the target.
    pub percent: u16,
    /// When.
    pub at: Timestamp,
}

/// A clock as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The service level.
    pub level: Key,
    /// What is promised.
    pub metric: Metric,
    /// Between whom.
    pub agreement: AgreementKind,
    /// Which time that it is promised, from 1.
    pub round: u32,
    /// Microseconds of working time that are allowed.
    pub target: i64,
    /// Microseconds of working time that have counted.
    pub elapsed: i64,
    /// Whether it runs, and how it ended.
    pub standing: Standing,
    /// By when it has to be done; while it waits with time left, nobody knows.
    pub due_at: Option<Timestamp>,
    /// When it ended.
    pub stopped_at: Option<Timestamp>,
    /// Whether the deadline went by before it was done.
    pub is_breached: bool,
    /// The highest threshold that it has come to.
    pub passed: Option<Reached>,
    /// The next threshold, while it runs.
    pub next: Option<Reached>,
    /// All thresholds that it has come to, or will if nothing happens.
    pub thresholds: Vec<Reached>,
    /// What it consists of.
    pub stretches: Vec<Stretch>,
    /// What was promised, as the priority changed.
    pub targets: Vec<TargetStep>,
}

impl Clock {
    /// How one round stands; nothing where nothing was promised in it.
    pub(super) fn of(
        definition: &ServiceLevel,
        round: &Round,
        number: u32,
        hours: Hours<'_>,
        now: Timestamp,
    ) -> Option<Self> {
        let target = round.target()?;
        let is_promised = match definition.since {
            Since::Opened => round.applies,
            Since::Applied => round.has_applied,
        };
        if !is_promised {
            return None;
        }
        let measured = Measured { round, hours };
        let stopped_at = round.stretches.last().and_then(|last| {
            let ends = matches!(
                last.rule,
                Rule::StoppedIn(_) | Rule::Fulfilled | Rule::Restarted
            );
            (ends && !last.counts).then_some(last.from)
        });
        let due_at = measured.at(target);
        let is_breached = due_at.is_some_and(|due| due < stopped_at.unwrap_or(now));
        let standing = standing(round, is_breached);
        let stretches = measured.stretches(now);
        let thresholds = measured.thresholds(definition, target);
        let passed = thresholds
            .iter()
            .rfind(|reached| reached.at <= now)
            .copied();
        let next = thresholds.iter().find(|reached| reached.at > now).copied();
        Some(Self {
            level: definition.key.clone(),
            metric: definition.metric,
            agreement: definition.agreement,
            round: number,
            target,
            elapsed: stretches.iter().map(|stretch| stretch.worked).sum(),
            standing,
            due_at,
            stopped_at,
            is_breached,
            passed,
            next: next.filter(|_| standing == Standing::Running),
            thresholds,
            stretches,
            targets: round.targets.clone(),
        })
    }

    /// Microseconds of working time that are left; negative once it is too late.
    pub fn left(&self) -> i64 {
        self.target - self.elapsed
    }
}

fn standing(round: &Round, is_breached: bool) -> Standing {
    let Some(last) = round.stretches.last() else {
        return Standing::Waiting;
    };
    match &last.rule {
        _ if last.counts => Standing::Running,
        Rule::Fulfilled | Rule::StoppedIn(_) if is_breached => Standing::Missed,
        Rule::StoppedIn(StateCategory::Cancelled) | Rule::Restarted => Standing::Dropped,
        Rule::Fulfilled | Rule::StoppedIn(_) => Standing::Met,
        _ => Standing::Waiting,
    }
}

/// A round by the hours of its calendar.
struct Measured<'m> {
    round: &'m Round,
    hours: Hours<'m>,
}

impl Measured<'_> {
    /// When so much had counted, or will have if nothing happens.
    fn at(&self, micros: i64) -> Option<Timestamp> {
        let mut missing = micros;
        for stretch in self.round.stretches.iter().filter(|stretch| stretch.counts) {
            let working = self.hours.with(stretch.team);
            let Some(until) = stretch.until else {
                return working.after(stretch.from, missing);
            };
            let here = working.working(stretch.from, until);
            if missing <= here {
                return working.after_until(stretch.from, missing, until);
            }
            missing -= here;
        }
        None
    }

    fn stretches(&self, now: Timestamp) -> Vec<Stretch> {
        let measured = self.round.stretches.iter().map(|stretch| {
            let until = stretch.until.map_or(now, |until| until.min(now));
            let worked = if stretch.counts {
                let working = self.hours.with(stretch.team);
                working.working(stretch.from, until)
            } else {
                0
            };
            Stretch {
                worked,
                ..stretch.clone()
            }
        });
        measured.collect()
    }

    fn thresholds(&self, definition: &ServiceLevel, target: i64) -> Vec<Reached> {
        let reached = definition.thresholds.iter().filter_map(|percent| {
            let at = self.at(target * i64::from(*percent) / 100)?;
            Some(Reached {
                percent: *percent,
                at,
            })
        });
        reached.collect()
    }
}
