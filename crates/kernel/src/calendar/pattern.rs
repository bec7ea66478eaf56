//! The measure of working time on the wall clock alone, without any zone: whole weeks by arithmetic.
//!
//! Instants of the wall clock are counted in microseconds from 1970-01-01T00:00.

use super::{Calendar, Holiday, Hours};
use crate::ticket::day_number;
use crate::time::DAY;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The years for which yearly holidays are known.
const YEARLY: std::ops::RangeInclusive<i16> = 1990..=2100;
/// 1970-01-01 was a Thursday: so many days after a Monday.
const EPOCH_WEEKDAY: i64 = 3;

/// Spans of a day in microseconds after midnight, sorted and apart.
type Spans = Vec<(i64, i64)>;

/// The hours of a calendar, ready to be measured.
#[derive(Clone, Debug)]
pub struct Pattern {
    week: [Spans; 7],
    /// Working time of the week before each weekday; the whole week at the end.
    before: [i64; 8],
    /// Days with holidays, in their order.
    exceptions: Vec<Exception>,
}

#[derive(Clone, Debug)]
struct Exception {
    day: i64,
    spans: Spans,
    /// What this day and all exceptions before it take from the week.
    lost: i64,
}

impl Pattern {
    /// The hours of a calendar. Spans that meet or overlap are one.
    pub fn of(calendar: &Calendar) -> Self {
        let week = calendar.week.days().map(joined);
        let mut before = [0; 8];
        for (day, spans) in week.iter().enumerate() {
            before[day + 1] = before[day] + length(spans);
        }
        let mut pattern = Self {
            week,
            before,
            exceptions: Vec::new(),
        };
        pattern.exceptions = pattern.without(&calendar.holidays);
        pattern
    }

    /// Whether there is no working time in any week.
    pub fn never_works(&self) -> bool {
        self.before[7] == 0
    }

    fn without(&self, holidays: &[Holiday]) -> Vec<Exception> {
        let mut closed: BTreeMap<i64, Vec<Hours>> = BTreeMap::new();
        for holiday in holidays {
            let hours = holiday.closed.unwrap_or(Hours::WHOLE_DAY);
            for day in days_of(holiday) {
                closed.entry(day).or_default().push(hours);
            }
        }
        let mut lost = 0;
        let exceptions = closed.into_iter().map(|(day, closed)| {
            let usual = &self.week[weekday(day)];
            let spans = minus(usual, &joined(&closed));
            lost += length(usual) - length(&spans);
            Exception { day, spans, lost }
        });
        exceptions.collect()
    }

    /// Working time between two instants of the wall clock; negative if the second is the earlier.
    pub(super) fn between(&self, from: i64, until: i64) -> i64 {
        self.sum(until) - self.sum(from)
    }

    /// The first instant of the wall clock by which so much working time has passed since `from`. It has to pass
    /// before `until`.
    pub(super) fn after(&self, from: i64, micros: i64, until: i64) -> i64 {
        if micros <= 0 {
            return from;
        }
        let wanted = self.sum(from) + micros;
        let (mut first, mut last) = (from.div_euclid(DAY), until.div_euclid(DAY));
        while first < last {
            let middle = first + (last - first) / 2;
            if self.sum((middle + 1) * DAY) >= wanted {
                last = middle;
            } else {
                first = middle + 1;
            }
        }
        let mut missing = wanted - self.sum(first * DAY);
        for (begin, end) in self.spans(first) {
            if missing <= end - begin {
                return first * DAY + begin + missing;
            }
            missing -= end - begin;
        }
        until
    }

    /// Working time from the Monday before 1970-01-01 to an instant of the wall clock.
    fn sum(&self, at: i64) -> i64 {
        let (day, time) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        let weeks = (day + EPOCH_WEEKDAY).div_euclid(7);
        let before = self.exceptions.partition_point(|found| found.day < day);
        let lost = match before {
            0 => 0,
            n => self.exceptions[n - 1].lost,
        };
        let today = self.spans(day).iter();
        let today: i64 = today
            .map(|(from, until)| (time.min(*until) - from).max(0))
            .sum();
        weeks * self.before[7] + self.before[weekday(day)] - lost + today
    }

    fn spans(&self, day: i64) -> &Spans {
        let found = self
            .exceptions
            .binary_search_by_key(&day, |found| found.day);
        found.map_or(&self.week[weekday(day)], |at| &self.exceptions[at].spans)
    }
}

fn weekday(day: i64) -> usize {
    (day + EPOCH_WEEKDAY).rem_euclid(7) as usize
}

fn length(spans: &Spans) -> i64 {
    spans.iter().map(|(from, until)| until - from).sum()
}

fn joined(hours: &[Hours]) -> Spans {
    let mut sorted = hours.to_vec();
    sorted.sort_unstable();
    let mut spans: Spans = Vec::new();
    for (from, until) in sorted.into_iter().map(Hours::micros) {
        match spans.last_mut() {
            Some((_, end)) if from <= *end => *end = until.max(*end),
            _ => spans.push((from, until)),
        }
    }
    spans
}

/// What is left of spans without others.
fn minus(spans: &Spans, closed: &Spans) -> Spans {
    let mut left = Spans::new();
    for (mut from, until) in spans.iter().copied() {
        for (begin, end) in closed.iter().copied() {
            if end <= from || until <= begin {
                continue;
            }
            if from < begin {
                left.push((from, begin));
            }
            from = from.max(end);
        }
        if from < until {
            left.push((from, until));
        }
    }
    left
}

/// The days that a holiday falls on, counted from 1970-01-01. A leap day comes in leap years alone.
fn days_of(holiday: &Holiday) -> Vec<i64> {
    if !holiday.yearly {
        return vec![day_number(holiday.on)];
    }
    let in_year = |year| Date::new(year, holiday.on.month(), holiday.on.day()).ok();
    let from = (*YEARLY.start()).max(holiday.on.year());
    let days = (from..=*YEARLY.end()).filter_map(in_year);
    days.map(day_number).collect()
}
