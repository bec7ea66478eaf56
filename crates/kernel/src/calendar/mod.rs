//! Calendars: when work is done, and how much working time lies between two instants.
//!
//! An instant is working time if the wall clock of the zone then shows a time within the hours of that day, and no
//! holiday takes it away. So a span that a daylight-saving jump swallows is no working time, one that is lived
//! twice counts twice, and `00:00-24:00` on every day loses nothing anywhere.

mod hours;
mod ics;
mod invitation;
mod measure;
mod pattern;
mod vtimezone;

#[cfg(test)]
mod tests;

use crate::policy::Key;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

pub use hours::{Hours, HoursError};
pub use ics::{Doubt, FoundHoliday, ICS_MAX_BYTES, IcsError, holidays_of};
pub use invitation::{At, Invitation, InvitationMethod, invitation_of};
pub use measure::WorkingTime;
pub use pattern::Pattern;

/// Most spans of a day.
pub const HOURS_MAX: usize = 12;
/// Most holidays of a calendar.
pub const HOLIDAYS_MAX: usize = 500;

/// When work is done, as an administrator decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// The IANA zone whose wall clock counts, such as `Europe/Berlin`.
    pub zone: String,
    /// The hours of each weekday.
    #[serde(default)]
    pub week: Week,
    /// What differs from the week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// The hours of each weekday; none on days without work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Week {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tuesday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wednesday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thursday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub friday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saturday: Vec<Hours>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sunday: Vec<Hours>,
}

impl Week {
    /// The names of the days in the API and in texts, from Monday.
    pub const DAYS: [&'static str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];

    /// The hours of each day, from Monday.
    pub fn days(&self) -> [&[Hours]; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }

    /// A week of these hours, from Monday.
    pub fn of(days: [Vec<Hours>; 7]) -> Self {
        let [
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        ] = days;
        Self {
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        }
    }

    /// The same hours from Monday to Friday.
    pub fn workdays(hours: &[Hours]) -> Self {
        Self::of(std::array::from_fn(|day| {
            if day < 5 { hours.to_vec() } else { Vec::new() }
        }))
    }

    /// Round the clock.
    pub fn always() -> Self {
        Self::of(std::array::from_fn(|_| vec![Hours::WHOLE_DAY]))
    }
}

/// A day, or a part of one, on which nobody works although the week says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day; of a yearly one, the first time.
    pub on: Date,
    /// What people read.
    pub label: String,
    /// The part of the day, if it is not the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Hours>,
    /// Whether it comes again every year on that date.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub yearly: bool,
}

/// The zone of this name, as it was when this version of Spoc was made; the machine is not asked, so that a clock
/// says the same everywhere.
pub fn zone(name: &str) -> Option<TimeZone> {
    static ZONES: OnceLock<TimeZoneDatabase> = OnceLock::new();
    ZONES.get_or_init(TimeZoneDatabase::bundled).get(name).ok()
}
