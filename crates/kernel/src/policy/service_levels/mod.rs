//! Checking calendars and service levels, so that every clock has something to run by.

#[cfg(test)]
mod tests;

use super::Policy;
use super::checks::Check;
use super::faults::Fault;
use super::form::PolicyWords;
use crate::calendar::{Calendar, HOLIDAYS_MAX, HOURS_MAX, Hours, zone};
use crate::condition::Condition;
use crate::sla::{ServiceLevel, TARGET_MAX_MINUTES, THRESHOLDS_MAX};

/// Most calendars, and most service levels.
const LIST_MAX: usize = 200;
/// Highest threshold, in percent.
const PERCENT_MAX: u16 = 1_000;

impl Check {
    pub(super) fn service_levels(&mut self, policy: &Policy) {
        let calendars = policy.calendars.iter();
        self.list(
            "calendars",
            calendars.map(|calendar| (&*calendar.key, &*calendar.label)),
        );
        self.that(
            policy.calendars.len() <= LIST_MAX,
            "calendars",
            Fault::TooMany,
        );
        policy
            .calendars
            .iter()
            .for_each(|calendar| self.calendar(calendar));
        let levels = policy.service_levels.iter();
        self.list(
            "service_levels",
            levels.map(|level| (&*level.key, &*level.label)),
        );
        self.that(
            policy.service_levels.len() <= LIST_MAX,
            "service_levels",
            Fault::TooMany,
        );
        for level in &policy.service_levels {
            self.service_level(policy, level);
        }
    }

    fn calendar(&mut self, calendar: &Calendar) {
        let at = format!("calendars.{}", calendar.key);
        self.that(!calendar.key.contains('/'), &at, Fault::Key);
        self.that(zone(&calendar.zone).is_some(), &at, Fault::Zone);
        let days = calendar.week.days();
        self.that(days.iter().all(|day| are_apart(day)), &at, Fault::Hours);
        let works = days.iter().any(|day| !day.is_empty());
        self.that(works, &at, Fault::NeverWorks);
        let holidays = &calendar.holidays;
        self.that(holidays.len() <= HOLIDAYS_MAX, &at, Fault::Holidays);
        for holiday in holidays {
            self.label(&holiday.label, &format!("{at}.{}", holiday.on));
        }
    }

    fn service_level(&mut self, policy: &Policy, level: &ServiceLevel) {
        let at = format!("service_levels.{}", level.key);
        self.that(!level.key.contains('/'), &at, Fault::Key);
        let calendar = policy.calendar(&level.calendar);
        self.that(calendar.is_some(), &at, Fault::Calendar);
        let condition = Condition::read(&level.applies_when, &PolicyWords(policy));
        let applies = condition.is_ok_and(|condition| condition.depends_on_ticket_alone());
        self.that(applies, &at, Fault::Applies);
        let mut targets = level.targets.iter();
        let fits = |(priority, minutes): (&u8, &u32)| {
            (1..=5).contains(priority) && (1..=TARGET_MAX_MINUTES).contains(minutes)
        };
        let targeted = !level.targets.is_empty() && targets.all(fits);
        self.that(targeted, &at, Fault::Target);
        let thresholds = &level.thresholds;
        let rising = thresholds.is_sorted_by(|a, b| a < b) && thresholds.len() <= THRESHOLDS_MAX;
        let fit = thresholds.iter().all(|p| (1..=PERCENT_MAX).contains(p));
        self.that(rising && fit, &at, Fault::Threshold);
        let mut reasons = level.pauses.hold_reasons.iter();
        let known = reasons.all(|reason| policy.hold_reason(reason).is_some());
        self.that(known, &at, Fault::HoldReason);
    }
}

fn are_apart(day: &[Hours]) -> bool {
    let mut sorted = day.to_vec();
    sorted.sort_unstable();
    let apart = |pair: &[Hours]| pair[0].minutes().1 <= pair[1].minutes().0;
    day.len() <= HOURS_MAX && sorted.windows(2).all(apart)
}
