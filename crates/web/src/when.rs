//! Instants as a reader sees them: in the reader's zone, in the reader's language. The page carries
//! the absolute text; the browser turns it into "5 min ago" where there is script.

use crate::texts::Texts;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use std::fmt::Write as _;

/// The pieces of a `<time>` element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// For `datetime=`: RFC 3339 in UTC, to the second.
    pub iso: String,
    /// For people: `22 Nov 2026, 14:05`.
    pub text: String,
}

/// A reader's language and zone, resolved once per page.
#[derive(Clone)]
pub struct Calendar {
    zone: TimeZone,
    pattern: &'static str,
    day_pattern: &'static str,
    months: [&'static str; 12],
    names_zone: bool,
}

const MONTH_KEYS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

impl Calendar {
    /// The calendar of a reader; a zone that does not exist is taken as UTC.
    #[must_use]
    pub fn new(texts: Texts, zone: &str) -> Self {
        Self {
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
            pattern: texts.t("date-time-pattern"),
            day_pattern: texts.t("day-pattern"),
            months: MONTH_KEYS.map(|key| texts.t(key)),
            names_zone: false,
        }
    }

    /// The same for somebody whose zone nobody knows: instants say of which zone they are, as `14:05 CET`.
    #[must_use]
    pub fn naming_zone(self) -> Self {
        Self {
            names_zone: true,
            ..self
        }
    }

    /// An instant, given in microseconds since 1970 in UTC.
    #[must_use]
    pub fn when(&self, micros: i64) -> When {
        let Ok(instant) = Timestamp::from_microsecond(micros) else {
            return When::default();
        };
        let mut iso = String::with_capacity(20);
        let utc = TimeZone::UTC.to_datetime(instant);
        // Writing into a String cannot fail.
        let _ = write!(
            iso,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            utc.year(),
            utc.month(),
            utc.day(),
            utc.hour(),
            utc.minute(),
            utc.second()
        );
        let mut text = self.text(self.pattern, self.zone.to_datetime(instant));
        if self.names_zone {
            let zone = self.zone.to_offset_info(instant);
            text.push(' ');
            text.push_str(zone.abbreviation());
        }
        When { iso, text }
    }

    /// Only the day, as `YYYY-MM-DD` in the reader's zone: what `<input type=date>` wants.
    #[must_use]
    pub fn date(&self, micros: i64) -> String {
        Timestamp::from_microsecond(micros)
            .map(|instant| self.zone.to_datetime(instant).date().to_string())
            .unwrap_or_default()
    }

    /// A day, in words.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        self.text(self.day_pattern, day.at(0, 0, 0, 0))
    }

    /// The day of an instant, in words.
    #[must_use]
    pub fn day_at(&self, micros: i64) -> String {
        Timestamp::from_microsecond(micros)
            .map(|instant| self.day(self.zone.to_datetime(instant).date()))
            .unwrap_or_default()
    }

    /// The time of day of an instant.
    #[must_use]
    pub fn time(&self, micros: i64) -> String {
        Timestamp::from_microsecond(micros)
            .map(|instant| self.text("h:m", self.zone.to_datetime(instant)))
            .unwrap_or_default()
    }

    /// The pattern's letters: D day, M month's short name, Y year, h hour, m minute; all else stands.
    fn text(&self, pattern: &str, local: DateTime) -> String {
        let mut text = String::with_capacity(24);
        for letter in pattern.chars() {
            let _ = match letter {
                'D' => write!(text, "{}", local.day()),
                'M' => write!(
                    text,
                    "{}",
                    self.months[usize::from(local.month().unsigned_abs()) - 1]
                ),
                'Y' => write!(text, "{}", local.year()),
                'h' => write!(text, "{:02}", local.hour()),
                'm' => write!(text, "{:02}", local.minute()),
                other => text.write_char(other),
            };
        }
        text
    }
}

/// Whether a zone of this name exists: for validating a person's preference.
#[must_use]
pub fn zone_exists(zone: &str) -> bool {
    TimeZone::get(zone).is_ok()
}
