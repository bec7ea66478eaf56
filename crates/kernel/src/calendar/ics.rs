//! Holidays out of an iCalendar file (RFC 5545), as a list that somebody looks through before it counts.
//!
//! What holiday calendars consist of is understood: events of whole days or a part of one, once or every year.
//! Whatever goes beyond is taken as far as it is clear, and carries a doubt.

use super::{Holiday, Hours, zone};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use thiserror::Error;

/// Largest file, in bytes.
pub const ICS_MAX_BYTES: usize = 1_000_000;
/// Most events of a file.
const EVENTS_MAX: usize = 2_000;
/// Most days of one event.
const DAYS_MAX: usize = 31;
/// Longest name of a holiday, in characters.
const LABEL_MAX: usize = 120;

/// A holiday as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHoliday {
    /// What it would be.
    pub holiday: Holiday,
    /// What somebody should look at before it counts.
    pub doubts: Vec<Doubt>,
}

/// What is not certain about a holiday that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It comes again by a rule other than every year on that date; only the first time was taken.
    Repeats,
    /// It lasts longer than 31 days; those beyond were left out.
    TooLong,
    /// It has no name.
    Nameless,
}

impl Doubt {
    /// Its name in catalogues of messages.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::Repeats => "repeats",
            Doubt::TooLong => "too-long",
            Doubt::Nameless => "nameless",
        }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the text of each is its documentation")]
pub enum IcsError {
    #[error("this is no iCalendar file; it would begin with BEGIN:VCALENDAR")]
    NotACalendar,
    #[error("the file is larger than 1 MB or has more than 2,000 events")]
    TooLarge,
    #[error(
        "line {line}: “{value}” is no day or time of iCalendar, such as 20261225 or 20261224T120000"
    )]
    Time { line: usize, value: String },
    #[error("line {line}: there is no time zone “{name}”")]
    Zone { line: usize, name: String },
    #[error("line {line}: an event without a beginning (DTSTART)")]
    NoStart { line: usize },
}

/// The holidays of an iCalendar file, by the wall clock of a zone, in their order.
///
/// # Errors
/// When it is none, is too large, or a time in it cannot be understood.
pub fn holidays_of(text: &str, zone: &TimeZone) -> Result<Vec<FoundHoliday>, IcsError> {
    if text.len() > ICS_MAX_BYTES {
        return Err(IcsError::TooLarge);
    }
    let lines = unfolded(text);
    let first = lines.first().map(|(_, line)| line.trim());
    if !first.is_some_and(|first| first.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(IcsError::NotACalendar);
    }
    let mut found = Vec::new();
    let mut event: Option<Event> = None;
    let mut events = 0;
    for (line, content) in &lines {
        let Some(property) = Property::read(content) else {
            continue;
        };
        match (property.name.as_str(), property.value.trim()) {
            ("BEGIN", "VEVENT") => event = Some(Event::default()),
            ("END", "VEVENT") => {
                events += 1;
                if events > EVENTS_MAX {
                    return Err(IcsError::TooLarge);
                }
                if let Some(event) = event.take() {
                    found.extend(event.holidays(*line)?);
                }
            }
            _ => {
                if let Some(event) = &mut event {
                    event.take(&property, *line, zone)?;
                }
            }
        }
    }
    found.sort_by_key(|found| found.holiday.on);
    found.dedup();
    Ok(found)
}

/// Lines with their numbers; what begins with a blank goes on with the line before.
pub(super) fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (line, number) in text.lines().zip(1..) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

/// A line of a file: `NAME;PARAMETER=VALUE:VALUE`.
pub(super) struct Property {
    pub(super) name: String,
    parameters: String,
    pub(super) value: String,
}

impl Property {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let end = line.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (name, parameters) = line[..end].split_once(';').unwrap_or((&line[..end], ""));
        Some(Self {
            name: name.trim().to_ascii_uppercase(),
            parameters: parameters.to_owned(),
            value: line[end + 1..].to_owned(),
        })
    }

    /// What stands in a parameter such as `TZID`.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut quoted = false;
        let mut each = self.parameters.split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        each.find_map(|parameter| {
            let (found, value) = parameter.split_once('=')?;
            let is_it = found.trim().eq_ignore_ascii_case(name);
            is_it.then(|| value.trim().trim_matches('"').to_owned())
        })
    }
}

/// A day, or a time of the wall clock.
#[derive(Clone, Copy)]
enum When {
    Day(Date),
    Time(DateTime),
}

#[derive(Default)]
struct Event {
    label: String,
    start: Option<When>,
    end: Option<When>,
    lasts: Option<SignedDuration>,
    yearly: bool,
    repeats: bool,
    rule: Option<String>,
    cancelled: bool,
}

impl Event {
    fn take(&mut self, property: &Property, line: usize, zone: &TimeZone) -> Result<(), IcsError> {
        let value = property.value.trim();
        match property.name.as_str() {
            "SUMMARY" => self.label = unescaped(value),
            "STATUS" => self.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "DTSTART" => self.start = Some(when(property, line, zone)?),
            "DTEND" => self.end = Some(when(property, line, zone)?),
            "DURATION" => {
                let lasts = value.parse().map_err(|_| IcsError::Time {
                    line,
                    value: value.to_owned(),
                })?;
                self.lasts = Some(lasts);
            }
            "RRULE" => self.rule = Some(value.to_ascii_uppercase()),
            "RDATE" | "EXDATE" | "RECURRENCE-ID" => self.repeats = true,
            _ => {}
        }
        Ok(())
    }

    fn holidays(mut self, line: usize) -> Result<Vec<FoundHoliday>, IcsError> {
        let start = self.start.ok_or(IcsError::NoStart { line })?;
        if self.cancelled {
            return Ok(Vec::new());
        }
        let (from, until) = self.span(start);
        if let Some(rule) = self.rule.take() {
            self.yearly = is_every_year(&rule, from.date());
            self.repeats |= !self.yearly;
        }
        let mut days = Vec::new();
        let mut day = from.date();
        while day.at(0, 0, 0, 0) < until && days.len() <= DAYS_MAX {
            days.push(day);
            day = day.saturating_add(1.day());
        }
        let too_long = days.len() > DAYS_MAX;
        days.truncate(DAYS_MAX);
        let doubts = [
            (self.repeats, Doubt::Repeats),
            (too_long, Doubt::TooLong),
            (self.label.is_empty(), Doubt::Nameless),
        ];
        let doubts: Vec<Doubt> = doubts
            .into_iter()
            .filter_map(|(holds, doubt)| holds.then_some(doubt))
            .collect();
        let found = days.into_iter().filter_map(|on| {
            let closed = part_of(on, from, until)?;
            let holiday = Holiday {
                on,
                label: self.label.clone(),
                closed: (closed != Hours::WHOLE_DAY).then_some(closed),
                yearly: self.yearly,
            };
            let doubts = doubts.clone();
            Some(FoundHoliday { holiday, doubts })
        });
        Ok(found.collect())
    }

    /// From when until when; a day without an end is one day, a time without an end the rest of its day.
    fn span(&self, start: When) -> (DateTime, DateTime) {
        let (from, usual) = match start {
            When::Day(day) => {
                let from = day.at(0, 0, 0, 0);
                (from, from.saturating_add(1.day()))
            }
            When::Time(at) => {
                let next = at.date().saturating_add(1.day());
                (at, next.at(0, 0, 0, 0))
            }
        };
        let until = match (self.end, self.lasts) {
            (Some(When::Day(day)), _) => day.at(0, 0, 0, 0),
            (Some(When::Time(at)), _) => at,
            (None, Some(lasts)) => from.saturating_add(lasts),
            (None, None) => usual,
        };
        (from, if until > from { until } else { usual })
    }
}

/// The part of a day that lies between two times, in whole minutes.
fn part_of(day: Date, from: DateTime, until: DateTime) -> Option<Hours> {
    let minute = |time: Time| time.hour() as u16 * 60 + time.minute() as u16;
    let begin = if from.date() == day {
        minute(from.time())
    } else {
        0
    };
    let end = if until.date() == day {
        minute(until.time())
    } else {
        24 * 60
    };
    Hours::new(begin, end)
}

fn is_every_year(rule: &str, on: Date) -> bool {
    let mut yearly = false;
    for part in rule.split(';') {
        match part.split_once('=') {
            Some(("FREQ", "YEARLY")) => yearly = true,
            Some(("INTERVAL", "1") | ("WKST", _)) => {}
            Some(("BYMONTH", month)) if month.parse() == Ok(on.month()) => {}
            Some(("BYMONTHDAY", day)) if day.parse() == Ok(on.day()) => {}
            _ => return false,
        }
    }
    yearly
}

fn when(property: &Property, line: usize, here: &TimeZone) -> Result<When, IcsError> {
    let value = property.value.trim();
    let wrong = || IcsError::Time {
        line,
        value: value.to_owned(),
    };
    if value.len() == 8 {
        return value.parse().map(When::Day).map_err(|_| wrong());
    }
    let (local, is_utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let at: DateTime = local.parse().map_err(|_| wrong())?;
    let named = property.parameter("TZID");
    let there = match &named {
        _ if is_utc => Some(TimeZone::UTC),
        Some(name) => Some(zone(name).ok_or_else(|| IcsError::Zone {
            line,
            name: name.clone(),
        })?),
        None => None,
    };
    let Some(there) = there else {
        return Ok(When::Time(at));
    };
    let instant = there.to_timestamp(at).map_err(|_| wrong())?;
    Ok(When::Time(here.to_datetime(instant)))
}

pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().map(|c| if "nN".contains(c) { ' ' } else { c })),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain.trim().chars().take(LABEL_MAX).collect()
}
