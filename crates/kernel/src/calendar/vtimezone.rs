//! Time zones as iCalendar files describe them (VTIMEZONE): some programs call theirs by names that nobody else knows.

use super::ics::Property;
use super::zone;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Most zones of a file.
const ZONES_MAX: usize = 50;

/// The zones of a file, by their names.
pub(super) struct Zones(BTreeMap<String, TimeZone>);

/// From when on in the year clocks show what.
#[derive(Clone, Default)]
struct Part {
    offset: Option<i32>,
    /// As POSIX says it: `M10.5.0/3`.
    begins: String,
    time: String,
}

impl Zones {
    /// Reads those that are described.
    pub(super) fn of(all: &[Property]) -> Self {
        let mut zones = BTreeMap::new();
        let (mut name, mut standard, mut daylight) = (None, Part::default(), Part::default());
        let mut part: Option<Part> = None;
        for property in all {
            let value = property.value.trim();
            match (property.name.as_str(), value) {
                ("BEGIN", "VTIMEZONE") => {
                    (name, standard, daylight) = (None, Part::default(), Part::default());
                }
                ("BEGIN", "STANDARD" | "DAYLIGHT") => part = Some(Part::default()),
                // A zone may tell of past years, too; the last one holds.
                ("END", "STANDARD") => standard = part.take().unwrap_or_default(),
                ("END", "DAYLIGHT") => daylight = part.take().unwrap_or_default(),
                ("END", "VTIMEZONE") => {
                    let read = zone_of(&standard, &daylight);
                    if let (Some(name), Some(read)) = (name.take(), read)
                        && zones.len() < ZONES_MAX
                    {
                        zones.insert(name, read);
                    }
                }
                ("TZID", _) => name = Some(value.to_owned()),
                (other, _) => {
                    if let Some(part) = &mut part {
                        part.take(other, value);
                    }
                }
            }
        }
        Self(zones)
    }

    /// The zone of this name: the world's where it has one, else the file's.
    pub(super) fn find(&self, name: &str) -> Option<TimeZone> {
        zone(name).or_else(|| self.0.get(name).cloned())
    }
}

impl Part {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "TZOFFSETTO" => self.offset = seconds(value),
            "DTSTART" => {
                let time = value.split_once('T').map(|(_, time)| time);
                let digits = time.and_then(|time| Some((time.get(..2)?, time.get(2..4)?)));
                let digits = digits.filter(|(hour, minute)| is_number(hour) && is_number(minute));
                self.time = digits
                    .map(|(hour, minute)| format!("{hour}:{minute}"))
                    .unwrap_or_default();
            }
            "RRULE" => self.begins = rule(value).unwrap_or_default(),
            _ => {}
        }
    }
}

/// `FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU` as `M10.5.0`.
fn rule(value: &str) -> Option<String> {
    let part = |wanted: &str| {
        let mut parts = value.split(';').filter_map(|part| part.split_once('='));
        parts
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value)
    };
    let month: u8 = part("BYMONTH")?.parse().ok()?;
    let day = part("BYDAY")?;
    let (which, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    let day = days.iter().position(|one| *one == day)?;
    let week = match which.parse::<i8>().ok()? {
        -1 => 5,
        week @ 1..=4 => week,
        _ => return None,
    };
    (1..=12)
        .contains(&month)
        .then(|| format!("M{month}.{week}.{day}"))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `+0130` in seconds.
fn seconds(value: &str) -> Option<i32> {
    let (sign, digits) = match value.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, value.strip_prefix('+').unwrap_or(value)),
    };
    if !is_number(digits) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4)?.parse().ok()?;
    Some(sign * (hours * 3_600 + minutes * 60))
}

fn zone_of(standard: &Part, daylight: &Part) -> Option<TimeZone> {
    let offset = standard.offset.or(daylight.offset)?;
    let mut posix = named(offset);
    if let Some(summer) = daylight.offset.filter(|_| standard.offset.is_some())
        && !daylight.begins.is_empty()
        && !standard.begins.is_empty()
    {
        posix.push_str(&named(summer));
        for part in [daylight, standard] {
            posix.push_str(&format!(",{}", part.begins));
            if !part.time.is_empty() {
                posix.push_str(&format!("/{}", part.time));
            }
        }
    }
    TimeZone::posix(&posix).ok()
}

/// A name that is a number, and what POSIX wants to know: how far UTC is ahead.
fn named(offset: i32) -> String {
    let (hours, minutes) = (offset.abs() / 3_600, offset.abs() / 60 % 60);
    let (sign, ahead) = if offset < 0 { ('-', "") } else { ('+', "-") };
    format!("<{sign}{hours:02}{minutes:02}>{ahead}{hours}:{minutes:02}")
}
