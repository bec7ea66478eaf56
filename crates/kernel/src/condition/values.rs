//! Reading and writing the values of conditions: numbers, durations, points in time.

use super::ast::Literal;
use super::problem::{Problem, Reason};
use super::suggest::nearest;
use super::when::{NAMED, Precision, When};
use crate::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::fmt;

/// Greatest number that a condition may name, and the least below zero.
pub(super) const NUMBER_MAX: i64 = 1_000_000_000_000_000;
/// Farthest relative time, in seconds: a hundred years.
const FROM_NOW_MAX_SECS: i64 = 100 * 366 * 24 * 60 * 60;

/// A whole number.
pub(super) fn whole(literal: &Literal) -> Result<i64, Problem> {
    let n: i64 = literal.text.parse().map_err(|_| {
        let text = literal.text.clone();
        Problem::new(literal.span, Reason::NoWhole { text }).suggest(digits(&literal.text))
    })?;
    within(n, NUMBER_MAX, literal)
}

/// A priority, by its number or by its name.
pub(super) fn priority(literal: &Literal) -> Result<i64, Problem> {
    named(
        literal,
        &["critical", "high", "moderate", "low", "planning"],
    )
}

/// A level of impact or urgency, by its number or by its name.
pub(super) fn level(literal: &Literal) -> Result<i64, Problem> {
    named(literal, &["high", "medium", "low"])
}

/// A number from 1 on, or the name that stands in its place.
fn named(literal: &Literal, names: &[&str]) -> Result<i64, Problem> {
    let is_it = |name: &&str| name.eq_ignore_ascii_case(&literal.text);
    match (1..).zip(names).find(|(_, name)| is_it(name)) {
        Some((n, _)) => Ok(n),
        None => whole(literal),
    }
}

/// A number of a ticket, with or without `#`.
pub(super) fn reference(literal: &Literal) -> Result<i64, Problem> {
    let text = literal.text.strip_prefix('#').unwrap_or(&literal.text);
    match text.parse() {
        Ok(n) if (1..=NUMBER_MAX).contains(&n) => Ok(n),
        _ => {
            let text = literal.text.clone();
            Err(Problem::new(literal.span, Reason::NoTicket { text })
                .suggest(digits(&literal.text)))
        }
    }
}

/// A number with up to two decimals, in hundredths.
pub(super) fn hundredths(literal: &Literal) -> Result<i64, Problem> {
    let text = literal.text.as_str();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let n = (digits(whole) && digits(decimals) && decimals.len() <= 2)
        .then(|| format!("{whole}{decimals:0<2}").parse::<i64>().ok())
        .flatten()
        .ok_or_else(|| {
            let text = text.to_owned();
            Problem::new(literal.span, Reason::NoDecimal { text })
        })?;
    within(
        if text.starts_with('-') { -n } else { n },
        NUMBER_MAX * 100,
        literal,
    )
}

/// A duration such as `1h30m`, in seconds.
pub(super) fn duration(literal: &Literal) -> Result<i64, Problem> {
    if literal.text == "0" {
        return Ok(0);
    }
    let secs = seconds(&literal.text).ok_or_else(|| {
        let text = literal.text.clone();
        let minutes = literal.text.parse::<u32>().ok();
        Problem::new(literal.span, Reason::NoDuration { text })
            .suggest(minutes.map(|n| format!("{n}m")))
    })?;
    within(secs, NUMBER_MAX, literal)
}

/// A point or stretch of time; clock times without a zone are the reader's.
pub(super) fn when(literal: &Literal, zone: &TimeZone) -> Result<When, Problem> {
    let text = literal.text.as_str();
    let name = text.to_lowercase().replace(['-', ' '], "_");
    if name == "now" {
        return Ok(When::FromNow(0));
    }
    if let Some(named) = NAMED.iter().find(|named| named.name == name) {
        return Ok(When::Named(*named));
    }
    if let Some(relative) = from_now(text) {
        return Ok(relative);
    }
    if let Some(calendar) = calendar(text).or_else(|| clock_time(text, zone)) {
        return Ok(calendar);
    }
    let suggestion = if seconds(text).is_some() {
        Some(format!("-{text}"))
    } else {
        nearest(&name, NAMED.iter().map(|named| named.name)).map(str::to_owned)
    };
    let text = text.to_owned();
    Err(Problem::new(literal.span, Reason::NoTime { text }).suggest(suggestion))
}

/// The same of a deadline: a duration is how much time is left.
pub(super) fn deadline(literal: &Literal, zone: &TimeZone) -> Result<When, Problem> {
    match from_now(&format!("+{}", literal.text)) {
        Some(left) => Ok(left),
        None => when(literal, zone),
    }
}

fn within(n: i64, limit: i64, literal: &Literal) -> Result<i64, Problem> {
    if (-limit..=limit).contains(&n) {
        Ok(n)
    } else {
        let text = literal.text.clone();
        Err(Problem::new(literal.span, Reason::TooLarge { text }))
    }
}

fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty() && digits.len() < 15).then_some(digits)
}

/// Amounts with units, largest unit first or not: `1h30m`, `2w`.
fn seconds(text: &str) -> Option<i64> {
    let mut sum: i64 = 0;
    let mut amount = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            amount.push(c);
            continue;
        }
        let unit = match c.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 60 * 60,
            'd' => 24 * 60 * 60,
            'w' => 7 * 24 * 60 * 60,
            _ => return None,
        };
        let secs = amount.parse::<i64>().ok()?.checked_mul(unit)?;
        sum = sum.checked_add(secs)?;
        amount.clear();
    }
    (amount.is_empty() && !text.is_empty()).then_some(sum)
}

fn from_now(text: &str) -> Option<When> {
    let (sign, amount) = match text.split_at_checked(1)? {
        ("-", amount) => (-1, amount),
        ("+", amount) => (1, amount),
        _ => return None,
    };
    let secs = seconds(amount).filter(|secs| *secs <= FROM_NOW_MAX_SECS)?;
    Some(When::FromNow(sign * secs))
}

/// A year, a month or a day.
fn calendar(text: &str) -> Option<When> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    let date = |text: String| text.parse::<Date>().ok().filter(|date| date.year() > 0);
    match text.len() {
        4 => date(format!("{text}-01-01")).map(When::Year),
        7 => date(format!("{text}-01")).map(When::Month),
        10 => date(text.to_owned()).map(When::Day),
        _ => None,
    }
}

/// `2026-11-22T10:00`, with seconds and parts of them if wanted, with `Z`, an offset or nothing behind.
fn clock_time(text: &str, zone: &TimeZone) -> Option<When> {
    let text = text.to_ascii_uppercase();
    let (date, time) = text.split_once('T')?;
    if date.len() != 10 || !time.is_ascii() {
        return None;
    }
    let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, offset) = time.split_at(zone_at);
    let mut precision = match time.len() {
        5 => Precision::Minute,
        8 => Precision::Second,
        10..=15 => Precision::Microsecond,
        _ => return None,
    };
    let local: DateTime = format!("{date}T{time}").parse().ok()?;
    let zone = match offset {
        "" => zone.clone(),
        "Z" => TimeZone::UTC,
        offset => TimeZone::fixed(parse_offset(offset)?),
    };
    let at = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    let at = Timestamp(at.as_microsecond());
    if local.year() < 1 {
        return None;
    }
    // Before standard time, zones were off by seconds; then a minute there is none here.
    if at.0 % Precision::Minute.micros() != 0 && precision == Precision::Minute {
        precision = Precision::Second;
    }
    Some(When::At(at, precision))
}

fn parse_offset(text: &str) -> Option<jiff::tz::Offset> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if !(0..=18).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    let secs = hours * 3600 + minutes * 60;
    jiff::tz::Offset::from_seconds(if text.starts_with('-') { -secs } else { secs }).ok()
}

impl fmt::Display for When {
    /// As conditions write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::At(at, precision) => {
                let Ok(at) = jiff::Timestamp::from_microsecond(at.0) else {
                    return at.fmt(f);
                };
                at.strftime(match precision {
                    Precision::Minute => "%Y-%m-%dT%H:%MZ",
                    Precision::Second => "%Y-%m-%dT%H:%M:%SZ",
                    Precision::Microsecond => "%Y-%m-%dT%H:%M:%S.%6fZ",
                })
                .fmt(f)
            }
            When::Day(date) => date.fmt(f),
            When::Month(date) => date.strftime("%Y-%m").fmt(f),
            When::Year(date) => date.strftime("%Y").fmt(f),
            When::FromNow(0) => f.write_str("now"),
            When::FromNow(secs) => {
                f.write_str(if *secs < 0 { "-" } else { "+" })?;
                Duration(secs.abs()).fmt(f)
            }
            When::Named(named) => f.write_str(named.name),
        }
    }
}

/// Seconds, written as conditions write durations.
pub(super) struct Duration(pub(super) i64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0;
        if secs == 0 {
            return f.write_str("0m");
        }
        let parts = [
            (secs / 86_400, "d"),
            (secs / 3_600 % 24, "h"),
            (secs / 60 % 60, "m"),
            (secs % 60, "s"),
        ];
        parts
            .iter()
            .filter(|(n, _)| *n != 0)
            .try_for_each(|(n, unit)| write!(f, "{n}{unit}"))
    }
}

/// Hundredths, written as a number.
pub(super) struct Hundredths(pub(super) i64);

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / 100, self.0.abs() % 100);
        match part {
            0 => write!(f, "{sign}{whole}"),
            part if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            part => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}
