//! From the log to the stretches of time that count: when a clock begins, waits, goes on and ends.

use super::clock::Clock;
use super::levels::{Hours, Level, Step};
use super::model::{Metric, OnPriorityChange, Since};
use crate::policy::{Key, Level as Priority, StateCategory};
use crate::ticket::{Activity, Channel};
use crate::{Recorded, TeamId, Timestamp};

/// Why a stretch of a clock is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The ticket was opened.
    Opened,
    /// The requester wrote, and waits for an answer.
    RequesterWrote,
    /// The requester heard something; the next time is due from then on.
    Updated,
    /// It came into a state that starts the clock.
    Started,
    /// The condition came to hold.
    Applied,
    /// It no longer waits.
    Resumed,
    /// It was taken up again.
    Reopened,
    /// Another team has it, by whose wall clock it goes on.
    HandedOver,
    /// The priority changed, and the clock starts anew.
    Restarted,
    /// It has not come into a state that starts the clock.
    NotStarted,
    /// The condition does not hold.
    NotApplying,
    /// It is on hold for this reason.
    OnHold(Key),
    /// It is in a state of this meaning, in which the clock waits.
    WaitsIn(StateCategory),
    /// It is in a state of this meaning, which stops the clock.
    StoppedIn(StateCategory),
    /// What was promised was done.
    Fulfilled,
}

impl Rule {
    /// Its name in the API and in catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Rule::Opened => "opened",
            Rule::RequesterWrote => "requester_wrote",
            Rule::Updated => "updated",
            Rule::Started => "started",
            Rule::Applied => "applied",
            Rule::Resumed => "resumed",
            Rule::Reopened => "reopened",
            Rule::HandedOver => "handed_over",
            Rule::Restarted => "restarted",
            Rule::NotStarted => "not_started",
            Rule::NotApplying => "not_applying",
            Rule::OnHold(_) => "on_hold",
            Rule::WaitsIn(_) => "waits_in",
            Rule::StoppedIn(_) => "stopped_in",
            Rule::Fulfilled => "fulfilled",
        }
    }
}

/// A stretch of time in the life of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; nothing while it lasts.
    pub until: Option<Timestamp>,
    /// Whether its working time counts.
    pub counts: bool,
    /// Why.
    pub rule: Rule,
    /// The activity that it began with, by its position in the log.
    pub position: i64,
    /// The team that the ticket was with when it began.
    pub team: Option<TeamId>,
    /// Microseconds of it that count.
    pub worked: i64,
}

/// A target that was held against the time that had passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetStep {
    /// From when on.
    pub at: Timestamp,
    /// The ticket's priority.
    pub priority: Priority,
    /// The target in microseconds of working time; none if nothing is promised for that priority.
    pub target: Option<i64>,
    /// The activity, by its position in the log.
    pub position: i64,
}

/// One time that something is promised.
pub(super) struct Round {
    pub(super) stretches: Vec<Stretch>,
    pub(super) targets: Vec<TargetStep>,
    /// Whether the condition holds and there is a target, as of when it last was not stopped.
    pub(super) applies: bool,
    pub(super) has_applied: bool,
}

impl Round {
    fn mode(&self) -> Option<&Rule> {
        self.stretches.last().map(|stretch| &stretch.rule)
    }

    fn is_stopped(&self) -> bool {
        matches!(self.mode(), Some(Rule::StoppedIn(_) | Rule::Fulfilled))
    }

    fn has_counted(&self) -> bool {
        self.stretches.iter().any(|stretch| stretch.counts)
    }

    fn set(&mut self, counts: bool, rule: Rule, step: &Step<'_>) {
        if let Some(last) = self.stretches.last_mut() {
            if last.from == step.at {
                self.stretches.pop();
            } else {
                last.until = Some(step.at);
            }
        }
        self.stretches.push(Stretch {
            from: step.at,
            until: None,
            counts,
            rule,
            position: step.recorded.position,
            team: step.ticket.team,
            worked: 0,
        });
    }

    fn set_target(&mut self, target: Option<i64>, step: &Step<'_>) {
        self.targets.push(TargetStep {
            at: step.at,
            priority: step.ticket.priority,
            target,
            position: step.recorded.position,
        });
    }

    pub(super) fn target(&self) -> Option<i64> {
        self.targets.last().and_then(|step| step.target)
    }
}

/// A service level on one ticket.
pub(super) struct Run<'l> {
    pub(super) level: &'l Level,
    rounds: Vec<Round>,
    /// Whether a person of the desk has answered.
    answered: bool,
    was_stopped: bool,
}

impl<'l> Run<'l> {
    pub(super) fn of(level: &'l Level) -> Self {
        Self {
            level,
            rounds: Vec::new(),
            answered: false,
            was_stopped: false,
        }
    }

    /// Looks at the next activity of the ticket.
    pub(super) fn step(&mut self, step: &Step<'_>) {
        let definition = &self.level.definition;
        let stops = definition.stops_in.contains(&step.ticket.state_category);
        let fulfils = self.fulfils(step);
        if let Some(rule) = self.begins(step, stops) {
            self.begin(rule, step);
        }
        let is_over = |round: &Round| {
            round.mode() == Some(&Rule::Fulfilled)
                || (round.is_stopped() && definition.metric != Metric::Resolution)
        };
        if !self.rounds.last().is_none_or(is_over) {
            if fulfils {
                self.live(|round, _| round.set(false, Rule::Fulfilled, step));
                self.after_fulfilment(step, stops);
            } else if stops {
                let rule = Rule::StoppedIn(step.ticket.state_category);
                self.live(|round, _| {
                    if !round.is_stopped() {
                        round.set(false, rule, step);
                    }
                });
            } else {
                self.go_on(step);
            }
        }
        self.answered |= is_answer(step.recorded);
        self.was_stopped = stops;
    }

    /// The clocks of all rounds that something was promised in.
    pub(super) fn clocks(&self, hours: Hours<'_>, now: Timestamp) -> impl Iterator<Item = Clock> {
        let definition = &self.level.definition;
        let rounds = self.rounds.iter().zip(1..);
        rounds.filter_map(move |(round, number)| Clock::of(definition, round, number, hours, now))
    }

    fn live(&mut self, act: impl FnOnce(&mut Round, &Level)) {
        if let Some(round) = self.rounds.last_mut() {
            act(round, self.level);
        }
    }

    /// Whether this is what was promised.
    fn fulfils(&self, step: &Step<'_>) -> bool {
        let ticket = step.ticket;
        match self.level.definition.metric {
            Metric::Acknowledge => {
                ticket.assignee.is_some()
                    || ticket.state_category != StateCategory::New
                    || is_answer(step.recorded)
            }
            Metric::FirstResponse | Metric::NextResponse | Metric::Update => {
                is_answer(step.recorded)
            }
            Metric::Resolution => false,
        }
    }

    /// Whether a round begins, and why.
    fn begins(&self, step: &Step<'_>, stops: bool) -> Option<Rule> {
        let is_idle = self.rounds.last().is_none_or(Round::is_stopped);
        match self.level.definition.metric {
            Metric::NextResponse => {
                let wrote = matches!(
                    step.recorded.activity,
                    Activity::Replied {
                        by_agent: false,
                        ..
                    }
                );
                let waits = self.answered && step.ticket.awaits_answer && !stops;
                let begins = waits && is_idle && (wrote || self.was_stopped);
                begins.then_some(Rule::RequesterWrote)
            }
            Metric::Update if !self.rounds.is_empty() => {
                (self.was_stopped && !stops && is_idle).then_some(Rule::Reopened)
            }
            _ => self.rounds.is_empty().then_some(Rule::Opened),
        }
    }

    fn begin(&mut self, rule: Rule, step: &Step<'_>) {
        let applies = self.applies(step);
        let mut round = Round {
            stretches: Vec::new(),
            targets: Vec::new(),
            applies,
            has_applied: applies,
        };
        round.set_target(self.level.target(step.ticket), step);
        let (counts, rule) = match waits(self.level, &round, step, applies) {
            Some(waits) => (false, waits),
            None => (true, rule),
        };
        round.set(counts, rule, step);
        self.rounds.push(round);
    }

    /// Hearing something once begins the wait for the next time.
    fn after_fulfilment(&mut self, step: &Step<'_>, stops: bool) {
        if self.level.definition.metric == Metric::Update && !stops {
            self.begin(Rule::Updated, step);
        }
    }

    fn applies(&self, step: &Step<'_>) -> bool {
        self.level.is_for(step) && self.level.target(step.ticket).is_some()
    }

    /// The round goes on: under another priority perhaps, waiting or not.
    fn go_on(&mut self, step: &Step<'_>) {
        let applies = self.applies(step);
        let priority = self.rounds.last().and_then(|round| round.targets.last());
        if priority.is_some_and(|known| known.priority != step.ticket.priority) {
            self.change_priority(step);
        }
        self.live(|round, level| {
            round.applies = applies;
            round.has_applied |= applies;
            let rule = waits(level, round, step, applies);
            let counts = rule.is_none();
            let rule = rule.unwrap_or_else(|| goes_on(round));
            let same = round.stretches.last().is_some_and(|last| {
                let goes_on = !level.goes_by_team() || last.team == step.ticket.team;
                last.counts == counts && if counts { goes_on } else { last.rule == rule }
            });
            if !same {
                round.set(counts, rule, step);
            }
        });
    }

    fn change_priority(&mut self, step: &Step<'_>) {
        let target = self.level.target(step.ticket);
        match self.level.definition.on_priority_change {
            OnPriorityChange::CarryOver => self.live(|round, _| round.set_target(target, step)),
            OnPriorityChange::Stricter => self.live(|round, _| {
                let known = [round.target(), target].into_iter().flatten();
                round.set_target(known.min(), step);
            }),
            OnPriorityChange::Restart => {
                let began = |round: &Round| round.stretches.first().map(|first| first.from);
                let was_promised =
                    |round: &Round| round.has_applied && began(round) != Some(step.at);
                if self.rounds.last().is_some_and(was_promised) {
                    self.live(|round, _| round.set(false, Rule::Restarted, step));
                } else {
                    self.rounds.pop();
                }
                self.begin(Rule::Restarted, step);
            }
        }
    }
}

/// Why the clock does not run, if it does not.
fn waits(level: &Level, round: &Round, step: &Step<'_>, applies: bool) -> Option<Rule> {
    let definition = &level.definition;
    let category = step.ticket.state_category;
    if definition.since == Since::Applied && !applies {
        return Some(Rule::NotApplying);
    }
    let starts = definition.starts_in.is_empty() || definition.starts_in.contains(&category);
    if !starts && !round.has_counted() {
        return Some(Rule::NotStarted);
    }
    let pauses = &definition.pauses;
    let reason = step.ticket.hold.as_ref().map(|hold| &hold.reason);
    if let Some(reason) = reason.filter(|reason| pauses.hold_reasons.contains(*reason)) {
        return Some(Rule::OnHold(reason.clone()));
    }
    let waits = pauses.categories.contains(&category);
    waits.then_some(Rule::WaitsIn(category))
}

/// Why the clock runs, by what it did before.
fn goes_on(round: &Round) -> Rule {
    if round.stretches.last().is_some_and(|last| last.counts) {
        return Rule::HandedOver;
    }
    match round.mode() {
        Some(Rule::NotApplying) => Rule::Applied,
        Some(Rule::NotStarted) => Rule::Started,
        Some(Rule::StoppedIn(_)) => Rule::Reopened,
        _ => Rule::Resumed,
    }
}

/// A public reply by a person of the desk: neither a note nor what Spoc says by itself.
fn is_answer(recorded: &Recorded) -> bool {
    let by_desk = matches!(recorded.activity, Activity::Replied { by_agent: true, .. });
    by_desk && recorded.actor.is_some() && recorded.channel != Channel::Automation
}
