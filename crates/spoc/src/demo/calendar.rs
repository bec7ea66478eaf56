//! The rhythm of the year at the four sites: time zones, holidays, seasons, working hours.

/// Microseconds in a minute.
pub(crate) const MINUTE: i64 = 60_000_000;
const DAY_MINUTES: i64 = 24 * 60;
/// Opening hours of the people who work on tickets, in local minutes of the day.
const WORK_STARTS: i64 = 8 * 60;
const WORK_ENDS: i64 = 17 * 60;

/// Weight of each hour of a working day for a new ticket.
const HOURS: [u32; 24] = [
    1, 0, 0, 0, 1, 2, 9, 40, 100, 105, 92, 76, 42, 66, 72, 62, 46, 22, 9, 5, 4, 3, 2, 1,
];
/// Weight of Monday to Sunday.
const WEEKDAYS: [u32; 7] = [136, 112, 104, 98, 80, 4, 3];

/// A site of the demo company, with its own zone and holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// The head office in Leeds.
    Leeds,
    /// Development and production in Göttingen.
    Goettingen,
    /// Production in Brno.
    Brno,
    /// Development in Tampere.
    Tampere,
}

/// A civil date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

impl Site {
    /// The four sites in the order of the company's locations.
    pub const ALL: [Site; 4] = [Site::Leeds, Site::Goettingen, Site::Brno, Site::Tampere];

    /// The IANA name of the site's time zone.
    pub fn time_zone(self) -> &'static str {
        match self {
            Site::Leeds => "Europe/London",
            Site::Goettingen => "Europe/Berlin",
            Site::Brno => "Europe/Prague",
            Site::Tampere => "Europe/Helsinki",
        }
    }

    /// Local days since the epoch and minute of the day.
    pub(crate) fn local(self, micros: i64) -> (i64, i64) {
        let minutes = micros.div_euclid(MINUTE) + self.offset(micros);
        (
            minutes.div_euclid(DAY_MINUTES),
            minutes.rem_euclid(DAY_MINUTES),
        )
    }

    /// The instant of a local minute of a local day.
    pub(crate) fn instant(self, day: i64, minute: i64) -> i64 {
        let standard = (day * DAY_MINUTES + minute - self.standard_offset()) * MINUTE;
        standard - (self.offset(standard) - self.standard_offset()) * MINUTE
    }

    /// Whether people of this site work on that day.
    pub(crate) fn is_working_day(self, day: i64) -> bool {
        weekday(day) < 5 && !self.is_holiday(day)
    }

    /// How many tickets that day brings, relative to others.
    pub(crate) fn day_weight(self, day: i64) -> u32 {
        let date = date_of(day);
        let season = match (date.month, date.day) {
            (12, 20..) | (1, ..=5) => 40,
            (1, _) => 116,
            (7, _) if self == Site::Tampere => 40,
            (7 | 8, _) => 76,
            (9, _) => 112,
            _ => 100,
        };
        let weight = WEEKDAYS[weekday(day) as usize] * season;
        if self.is_holiday(day) {
            weight / 20
        } else {
            weight
        }
    }

    /// The instant that is `minutes` of working time after `from`.
    pub(crate) fn after_work(self, from: i64, minutes: i64) -> i64 {
        let (mut day, mut minute) = self.local(from);
        let seconds = from.rem_euclid(MINUTE);
        let mut left = minutes;
        loop {
            if self.is_working_day(day) && minute < WORK_ENDS {
                minute = minute.max(WORK_STARTS);
                if minute + left < WORK_ENDS {
                    return self.instant(day, minute + left) + seconds;
                }
                left -= WORK_ENDS - minute;
            }
            day += 1;
            minute = WORK_STARTS;
        }
    }

    fn standard_offset(self) -> i64 {
        match self {
            Site::Leeds => 0,
            Site::Goettingen | Site::Brno => 60,
            Site::Tampere => 120,
        }
    }

    /// Offset from UTC in minutes. All four countries change their clocks at the same instant.
    fn offset(self, micros: i64) -> i64 {
        let year = date_of(micros.div_euclid(DAY_MINUTES * MINUTE)).year;
        let starts = (last_sunday(year, 3) * DAY_MINUTES + 60) * MINUTE;
        let ends = (last_sunday(year, 10) * DAY_MINUTES + 60) * MINUTE;
        self.standard_offset()
            + if micros >= starts && micros < ends {
                60
            } else {
                0
            }
    }

    fn is_holiday(self, day: i64) -> bool {
        let date = date_of(day);
        let after_easter = day - easter(date.year);
        if matches!((date.month, date.day), (1, 1) | (12, 24..=26) | (12, 31))
            || matches!(after_easter, -2 | 1)
        {
            return true;
        }
        let (month, of_month, wd) = (date.month, date.day, weekday(day));
        match self {
            Site::Leeds => {
                wd == 0 && matches!((month, of_month), (5, ..=7) | (5, 25..) | (8, 25..))
            }
            Site::Goettingen => {
                matches!((month, of_month), (5, 1) | (10, 3) | (10, 31))
                    || matches!(after_easter, 39 | 50)
            }
            Site::Brno => matches!(
                (month, of_month),
                (5, 1) | (5, 8) | (7, 5) | (7, 6) | (9, 28) | (10, 28) | (11, 17)
            ),
            Site::Tampere => {
                matches!((month, of_month), (1, 6) | (5, 1) | (12, 6))
                    || after_easter == 39
                    || (month == 6 && wd == 4 && (19..=25).contains(&of_month))
            }
        }
    }
}

/// The weights of the hours of a day.
pub(crate) fn hour_weights() -> impl Iterator<Item = u32> + Clone {
    HOURS.into_iter()
}

/// Day of the week, Monday being 0.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The civil date of a day counted from 1970-01-01.
pub(crate) fn date_of(day: i64) -> Date {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    Date {
        year: yoe + era * 400 + i64::from(month <= 2),
        month,
        day: doy - (153 * mp + 2) / 5 + 1,
    }
}

/// Days from 1970-01-01 to a civil date.
pub(crate) fn day_of(date: Date) -> i64 {
    let year = if date.month <= 2 {
        date.year - 1
    } else {
        date.year
    };
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let mp = if date.month > 2 {
        date.month - 3
    } else {
        date.month + 9
    };
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + (153 * mp + 2) / 5 + date.day - 1;
    era * 146_097 + doe - 719_468
}

fn last_sunday(year: i64, month: i64) -> i64 {
    let last = day_of(Date {
        year,
        month,
        day: 31,
    });
    last - (weekday(last) + 1) % 7
}

/// Easter Sunday by the Gregorian computus.
fn easter(year: i64) -> i64 {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day_of(Date {
        year,
        month: n / 31,
        day: n % 31 + 1,
    })
}
