//! A span of a day, by its wall clock.

use crate::time::MINUTE;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// From one time of day (included) to another (excluded), up to `24:00`. Written `09:00-17:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    /// Minutes after midnight.
    from: u16,
    /// Minutes after midnight; always more.
    until: u16,
}

/// A text that is no span of a day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "“{0}” is no span of a day; write it like 09:00-17:30, the end after the beginning, 24:00 for midnight"
)]
pub struct HoursError(String);

impl Hours {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Hours = Hours {
        from: 0,
        until: DAY_MINUTES,
    };

    /// From one minute of the day to another; nothing if the end is not after the beginning, or beyond the day.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        (from < until && until <= DAY_MINUTES).then_some(Self { from, until })
    }

    /// Reads `09:00-17:30`.
    ///
    /// # Errors
    /// When it is no such span.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let span = text.trim().replace('–', "-");
        let read = || {
            let (from, until) = span.split_once('-')?;
            Self::new(minute(from)?, minute(until)?)
        };
        read().ok_or_else(|| HoursError(text.to_owned()))
    }

    /// Minutes after midnight at which it begins, and at which it has ended.
    pub fn minutes(self) -> (u16, u16) {
        (self.from, self.until)
    }

    /// The same in microseconds.
    pub(super) fn micros(self) -> (i64, i64) {
        (
            i64::from(self.from) * MINUTE,
            i64::from(self.until) * MINUTE,
        )
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |text: &str| {
        let plain = !text.is_empty() && text.len() <= 2;
        let plain = plain && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<u16>().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (minute < 60).then_some(hour * 60 + minute)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = (self.from, self.until);
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            until / 60,
            until % 60
        )
    }
}

impl TryFrom<String> for Hours {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        Self::parse(&text)
    }
}

impl From<Hours> for String {
    fn from(hours: Hours) -> String {
        hours.to_string()
    }
}
