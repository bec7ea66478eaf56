//! The published test vectors of calendars and clocks: `measure.toml` and `clocks.toml`, beside this file.

mod log;

use jiff::tz::TimeZone;
use kernel::calendar::{Calendar, Holiday, Hours, Pattern, Week, WorkingTime, zone};
use kernel::sla::{Clock, Levels, Metric, OnPriorityChange, ServiceLevel, Since, Whose, Zones};
use kernel::time::{HOUR, MINUTE};
use kernel::{Policy, TeamId, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct MeasureFile {
    calendar: Vec<CalendarRow>,
    measure: Vec<Measure>,
}

#[derive(Deserialize)]
struct ClockFile {
    calendar: Vec<CalendarRow>,
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarRow {
    key: String,
    zone: String,
    #[serde(default)]
    daily: Vec<Hours>,
    #[serde(default)]
    workdays: Vec<Hours>,
    #[serde(default)]
    saturday: Vec<Hours>,
    #[serde(default)]
    holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measure {
    why: String,
    calendar: String,
    from: String,
    until: String,
    working: String,
    /// Whether `until` is also the first instant by which so much has passed.
    #[serde(default)]
    inverse: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    why: String,
    metric: Metric,
    calendar: String,
    targets: BTreeMap<String, String>,
    #[serde(default)]
    on_priority_change: OnPriorityChange,
    #[serde(default)]
    applies_when: String,
    #[serde(default)]
    since: Since,
    #[serde(default)]
    whose: Whose,
    requester_zone: Option<String>,
    /// By the numbers of teams.
    #[serde(default)]
    team_zones: BTreeMap<String, String>,
    #[serde(default)]
    pauses_on: Vec<String>,
    #[serde(default)]
    thresholds: Vec<u16>,
    log: Vec<String>,
    at: String,
    clocks: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default = "running")]
    standing: String,
    elapsed: String,
    due: Option<String>,
    stopped: Option<String>,
    #[serde(default)]
    breached: bool,
    /// The thresholds that it has come to and those ahead of it, each with its instant: `75 2026-06-15T10:00Z`.
    thresholds: Option<Vec<String>>,
    /// How many percent it has come to.
    passed: Option<u16>,
}

fn running() -> String {
    "running".into()
}

impl CalendarRow {
    fn calendar(self) -> Calendar {
        let mut week = if self.daily.is_empty() {
            Week::workdays(&self.workdays)
        } else {
            Week::of(std::array::from_fn(|_| self.daily.clone()))
        };
        week.saturday.extend(self.saturday);
        Calendar {
            label: self.key.clone(),
            key: self.key,
            zone: self.zone,
            week,
            holidays: self.holidays,
        }
    }
}

fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|| panic!("“{text}” is no instant"))
}

/// Reads `8h30m`, `2us`.
fn duration(text: &str) -> i64 {
    let mut micros = 0;
    let mut number = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '0'..='9' => number = number * 10 + i64::from(c as u8 - b'0'),
            'u' => {
                assert_eq!(rest, "s", "“{text}” is no duration");
                return micros + number;
            }
            'h' | 'm' => {
                micros += number * if c == 'h' { HOUR } else { MINUTE };
                number = 0;
            }
            _ => panic!("“{text}” is no duration"),
        }
    }
    micros
}

#[test]
fn working_time_is_as_it_was_reckoned_by_hand() {
    let file: MeasureFile = toml::from_str(include_str!("measure.toml")).expect("a vector file");
    let calendars: Vec<Calendar> = file
        .calendar
        .into_iter()
        .map(CalendarRow::calendar)
        .collect();
    for vector in &file.measure {
        let named = |calendar: &&Calendar| calendar.key == vector.calendar;
        let calendar = calendars.iter().find(named).expect("its calendar");
        let pattern = Pattern::of(calendar);
        let zone = zone(&calendar.zone).expect("its zone");
        let working = WorkingTime {
            pattern: &pattern,
            zone: &zone,
        };
        let (from, until) = (instant(&vector.from), instant(&vector.until));
        let wanted = duration(&vector.working);
        assert_eq!(working.working(from, until), wanted, "{}", vector.why);
        if vector.inverse {
            assert_eq!(working.after(from, wanted), Some(until), "{}", vector.why);
        }
    }
}

#[test]
fn an_instant_that_never_comes_is_not_looked_for_for_ever() {
    let never = Calendar {
        key: "never".into(),
        label: "Never".into(),
        zone: "Europe/Berlin".into(),
        week: Week::default(),
        holidays: Vec::new(),
    };
    let seldom = Calendar {
        week: Week::workdays(&[Hours::parse("08:00-08:01").expect("hours")]),
        ..never.clone()
    };
    let zone = zone("Europe/Berlin").expect("Berlin");
    let from = instant("2026-06-15T08:00+02:00");
    for (calendar, micros) in [(never, 1), (seldom, 366 * 24 * HOUR)] {
        let pattern = Pattern::of(&calendar);
        let working = WorkingTime {
            pattern: &pattern,
            zone: &zone,
        };
        assert_eq!(working.after(from, micros), None);
        assert_eq!(working.after(from, 0), Some(from));
    }
}

#[test]
fn clocks_are_as_they_were_reckoned_by_hand() {
    let file: ClockFile = toml::from_str(include_str!("clocks.toml")).expect("a vector file");
    let calendars: Vec<Calendar> = file
        .calendar
        .into_iter()
        .map(CalendarRow::calendar)
        .collect();
    for vector in file.vector {
        let mut level = ServiceLevel::new("level", vector.metric, vector.calendar);
        level.targets = vector
            .targets
            .iter()
            .map(|(priority, target)| {
                let minutes = u32::try_from(duration(target) / MINUTE).expect("minutes");
                (priority.parse().expect("a priority"), minutes)
            })
            .collect();
        level.on_priority_change = vector.on_priority_change;
        level.applies_when = vector.applies_when;
        level.since = vector.since;
        level.whose = vector.whose;
        if !vector.thresholds.is_empty() {
            level.thresholds = vector.thresholds;
        }
        level.pauses.hold_reasons.extend(vector.pauses_on);
        let policy = Policy {
            calendars: calendars.clone(),
            service_levels: vec![level],
            ..Policy::default()
        };
        assert_eq!(policy.problems(), [], "{}", vector.why);
        let zones = Zones {
            requester: vector.requester_zone.as_deref().and_then(zone),
            site: None,
            teams: vector.team_zones.iter().map(team_in).collect(),
        };
        let log = log::read(&vector.log);
        let clocks = Levels::of(&policy).clocks(&log, &zones, instant(&vector.at));
        let clocks = clocks.expect("a whole log");
        for (clock, expected) in clocks.iter().zip(&vector.clocks) {
            expected.check_thresholds(clock, &vector.why);
        }
        let found: Vec<String> = clocks.iter().map(told).collect();
        let wanted: Vec<String> = vector.clocks.iter().map(Expected::told).collect();
        assert_eq!(found, wanted, "{}", vector.why);
    }
}

fn team_in((team, name): (&String, &String)) -> (TeamId, TimeZone) {
    let team = TeamId(team.parse().expect("a number"));
    (team, zone(name).expect("a zone"))
}

impl Expected {
    fn check_thresholds(&self, clock: &Clock, why: &str) {
        let Some(wanted) = &self.thresholds else {
            return;
        };
        let wanted: Vec<(u16, Timestamp)> = wanted
            .iter()
            .map(|one| {
                let (percent, at) = one.split_once(' ').expect("percent and an instant");
                (percent.parse().expect("percent"), instant(at))
            })
            .collect();
        let found = clock.thresholds.iter().map(|one| (one.percent, one.at));
        assert_eq!(found.collect::<Vec<_>>(), wanted, "{why}");
        let passed = clock.passed.as_ref().map(|one| one.percent);
        assert_eq!(passed, self.passed, "{why}");
    }

    fn told(&self) -> String {
        tell(
            &self.standing,
            duration(&self.elapsed),
            self.due.as_deref().map(instant),
            self.stopped.as_deref().map(instant),
            self.breached,
        )
    }
}

fn told(clock: &Clock) -> String {
    tell(
        clock.standing.name(),
        clock.elapsed,
        clock.due_at,
        clock.stopped_at,
        clock.is_breached,
    )
}

fn tell(
    standing: &str,
    elapsed: i64,
    due: Option<Timestamp>,
    stopped: Option<Timestamp>,
    is_breached: bool,
) -> String {
    let at = |at: Option<Timestamp>| at.map_or("-".to_owned(), |at| at.to_string());
    let (due, stopped) = (at(due), at(stopped));
    let late = if is_breached { ", breached" } else { "" };
    format!(
        "{standing}, {} s, due {due}, stopped {stopped}{late}",
        elapsed as f64 / 1e6
    )
}
