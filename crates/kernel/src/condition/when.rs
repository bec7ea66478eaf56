//! Points and stretches of time in conditions.
//!
//! A value is a stretch: `2026-11-22` is that day in the reader's zone, `2026-11-22T10:00Z` that minute,
//! `this_week` the days from Monday to Sunday. `:` means within it, `<` before it, `>` after it, `<=` before
//! its end, `>=` from its beginning. A relative time is a moment: `-7d` was seven times 24 hours ago, so
//! `created>-7d` says "within the last seven days" and `updated<-2h` "not for two hours".
//! Days stay symbolic: what they mean follows from [`Moment`](super::Moment) each time that it is asked.

use super::term::{Edge, Interval};
use crate::Timestamp;
use crate::ticket::day_number;
use crate::time::{MINUTE, SECOND};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp as Instant, ToSpan};

/// A point or stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// An instant, as exactly as it was written.
    At(Timestamp, Precision),
    /// A day.
    Day(Date),
    /// A month, by its first day.
    Month(Date),
    /// A year, by its first day.
    Year(Date),
    /// So many seconds from now; ago, when negative.
    FromNow(i64),
    /// A day, week, month or year that is spoken of from today.
    Named(Named),
}

/// A stretch such as `this_week`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// As conditions write it.
    pub(super) name: &'static str,
    unit: Unit,
    /// How many of the unit from the present one.
    offset: i8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    /// From Monday.
    Week,
    Month,
    Year,
}

/// How exactly an instant was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Minute,
    Second,
    Microsecond,
}

/// All stretches that have names.
#[rustfmt::skip]
pub(super) const NAMED: &[Named] = &[
    Named { name: "today", unit: Unit::Day, offset: 0 },
    Named { name: "yesterday", unit: Unit::Day, offset: -1 },
    Named { name: "tomorrow", unit: Unit::Day, offset: 1 },
    Named { name: "this_week", unit: Unit::Week, offset: 0 },
    Named { name: "last_week", unit: Unit::Week, offset: -1 },
    Named { name: "next_week", unit: Unit::Week, offset: 1 },
    Named { name: "this_month", unit: Unit::Month, offset: 0 },
    Named { name: "last_month", unit: Unit::Month, offset: -1 },
    Named { name: "next_month", unit: Unit::Month, offset: 1 },
    Named { name: "this_year", unit: Unit::Year, offset: 0 },
    Named { name: "last_year", unit: Unit::Year, offset: -1 },
    Named { name: "next_year", unit: Unit::Year, offset: 1 },
];

impl When {
    /// Whether it means something else later.
    pub fn moves(self) -> bool {
        !matches!(
            self,
            When::At(..) | When::Day(_) | When::Month(_) | When::Year(_)
        )
    }

    /// Whether it means something else in another time zone.
    pub fn is_zoned(self) -> bool {
        !matches!(self, When::At(..) | When::FromNow(_))
    }

    /// Its first instant and the first one after it.
    pub fn instants(self, now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
        match self {
            When::At(at, precision) => (at, at.plus(precision.micros())),
            When::FromNow(secs) => {
                let at = now.plus(secs.saturating_mul(SECOND));
                (at, at)
            }
            _ => {
                let (first, after) = self.dates(now, zone);
                (midnight(first, zone), midnight(after, zone))
            }
        }
    }

    /// Its first day and the first one after it, counted from 1970-01-01. A moment is the day that it lies in.
    pub fn days(self, now: Timestamp, zone: &TimeZone) -> (i64, i64) {
        let (first, after) = self.dates(now, zone);
        (day_number(first), day_number(after))
    }

    fn dates(self, now: Timestamp, zone: &TimeZone) -> (Date, Date) {
        let stretch = |first: Date, length: Span| (first, later(first, length));
        match self {
            When::At(at, _) => stretch(day_of(at, zone), 1.day()),
            When::FromNow(secs) => {
                let at = now.plus(secs.saturating_mul(SECOND));
                stretch(day_of(at, zone), 1.day())
            }
            When::Day(day) => stretch(day, 1.day()),
            When::Month(first) => stretch(first, 1.month()),
            When::Year(first) => stretch(first, 1.year()),
            When::Named(named) => named.dates(day_of(now, zone)),
        }
    }
}

impl Named {
    fn dates(self, today: Date) -> (Date, Date) {
        let since_monday = i64::from(today.weekday().since(Weekday::Monday));
        let (present, length) = match self.unit {
            Unit::Day => (today, 1.day()),
            Unit::Week => (later(today, -since_monday.days()), 7.days()),
            Unit::Month => (today.first_of_month(), 1.month()),
            Unit::Year => (today.first_of_year(), 1.year()),
        };
        let first = later(present, length * i64::from(self.offset));
        (first, later(first, length))
    }
}

impl Precision {
    pub(super) fn micros(self) -> i64 {
        match self {
            Precision::Minute => MINUTE,
            Precision::Second => SECOND,
            Precision::Microsecond => 1,
        }
    }
}

impl Interval<When> {
    /// The first instant within and the first one after; open where one is missing.
    pub fn instants(
        &self,
        now: Timestamp,
        zone: &TimeZone,
    ) -> (Option<Timestamp>, Option<Timestamp>) {
        self.ends(|when| when.instants(now, zone))
    }

    /// The first day within and the first one after, counted from 1970-01-01; open where one is missing.
    pub fn days(&self, now: Timestamp, zone: &TimeZone) -> (Option<i64>, Option<i64>) {
        self.ends(|when| when.days(now, zone))
    }

    fn ends<T>(&self, stretch: impl Fn(When) -> (T, T)) -> (Option<T>, Option<T>) {
        let end = |(when, edge): (When, Edge)| {
            let (start, end) = stretch(when);
            match edge {
                Edge::Start => start,
                Edge::End => end,
            }
        };
        (self.from.map(end), self.to.map(end))
    }
}

/// Beyond the years that the calendar knows, the nearest day that it does.
fn later(date: Date, span: Span) -> Date {
    date.saturating_add(span)
}

fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    let at = Instant::from_microsecond(at.0).unwrap_or(if at.0 < 0 {
        Instant::MIN
    } else {
        Instant::MAX
    });
    zone.to_datetime(at).date()
}

/// The first instant of a day; where a clock change swallows midnight, the first one after it.
fn midnight(date: Date, zone: &TimeZone) -> Timestamp {
    let far = if date.year() > 0 {
        Timestamp(i64::MAX)
    } else {
        Timestamp(i64::MIN)
    };
    zone.to_ambiguous_timestamp(date.at(0, 0, 0, 0))
        .compatible()
        .map_or(far, |at| Timestamp(at.as_microsecond()))
}
