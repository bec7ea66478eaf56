//! What must hold of every calendar, and what is read out of files.

use super::*;
use crate::Timestamp;
use crate::time::{DAY, HOUR, MINUTE};
use jiff::Timestamp as Instant;
use proptest::prelude::*;

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
];

fn hours() -> impl Strategy<Value = Hours> {
    let quarter = (0_u16..96, 1_u16..40);
    quarter.prop_map(|(from, length)| {
        let until = (from + length).min(96);
        Hours::new(from * 15, until * 15).expect("an end after the beginning")
    })
}

fn holiday() -> impl Strategy<Value = Holiday> {
    let day = 0_i64..4_000;
    (day, prop::option::of(hours()), any::<bool>()).prop_map(|(day, closed, yearly)| Holiday {
        on: jiff::civil::date(2010, 1, 1)
            .checked_add(jiff::Span::new().days(day))
            .expect("a day"),
        label: "Holiday".into(),
        closed,
        yearly,
    })
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let week = prop::array::uniform7(prop::collection::vec(hours(), 0..3));
    let holidays = prop::collection::vec(holiday(), 0..12);
    (week, holidays, prop::sample::select(&ZONES[..])).prop_map(|(week, holidays, zone)| Calendar {
        key: "any".into(),
        label: "Any".into(),
        zone: zone.into(),
        week: Week::of(week),
        holidays,
    })
}

/// Near the jumps of the zones above, and anywhere else.
fn instants() -> impl Strategy<Value = Timestamp> {
    const JUMPS: &[&str] = &[
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2026-03-08T07:00:00Z",
        "2026-11-01T06:00:00Z",
        "2018-02-18T02:00:00Z",
        "2018-11-04T03:00:00Z",
        "2026-04-04T15:00:00Z",
        "2011-12-30T10:00:00Z",
    ];
    let near =
        prop::sample::select(JUMPS).prop_map(|at| Timestamp::parse(at).expect("an instant").0);
    let anywhere = 1_262_304_000_i64..1_767_225_600;
    prop_oneof![
        3 => (near, -3 * DAY..3 * DAY).prop_map(|(at, by)| Timestamp(at + by)),
        1 => anywhere.prop_map(|secs| Timestamp(secs * 1_000_000)),
    ]
}

/// Minute by minute, by asking what the wall clock shows.
fn slowly(calendar: &Calendar, from: Timestamp, until: Timestamp) -> i64 {
    let zone = zone(&calendar.zone).expect("a zone");
    let mut micros = 0;
    let mut at = from.0;
    while at < until.0 {
        let shown = zone.to_datetime(Instant::from_microsecond(at).expect("an instant"));
        let minute = shown.hour() as u16 * 60 + shown.minute() as u16;
        let within = |hours: &Hours| {
            let (from, until) = hours.minutes();
            (from..until).contains(&minute)
        };
        let weekday = shown.weekday().to_monday_zero_offset() as usize;
        let works = calendar.week.days()[weekday].iter().any(within);
        let day = shown.date();
        let falls = |holiday: &&Holiday| {
            holiday.on == day
                || (holiday.yearly
                    && holiday.on <= day
                    && (holiday.on.month(), holiday.on.day()) == (day.month(), day.day()))
        };
        let mut holidays = calendar.holidays.iter().filter(falls);
        let closed = holidays.any(|holiday| holiday.closed.is_none_or(|hours| within(&hours)));
        if works && !closed {
            micros += MINUTE;
        }
        at += MINUTE;
    }
    micros
}

fn to_minute(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(MINUTE))
}

proptest! {
    #[test]
    fn it_agrees_with_counting_minute_by_minute(
        calendar in calendar(),
        from in instants(),
        minutes in 0_i64..4_000,
    ) {
        let from = to_minute(from);
        let until = from.plus(minutes * MINUTE);
        let pattern = Pattern::of(&calendar);
        let zone = zone(&calendar.zone).expect("a zone");
        let working = WorkingTime { pattern: &pattern, zone: &zone };
        prop_assert_eq!(working.working(from, until), slowly(&calendar, from, until));
    }

    #[test]
    fn splitting_a_stretch_changes_nothing_and_time_never_goes_back(
        calendar in calendar(),
        mut at in prop::array::uniform3(instants()),
    ) {
        at.sort();
        let [from, middle, until] = at;
        let pattern = Pattern::of(&calendar);
        let zone = zone(&calendar.zone).expect("a zone");
        let working = WorkingTime { pattern: &pattern, zone: &zone };
        let (first, second) = (working.working(from, middle), working.working(middle, until));
        prop_assert!(first >= 0 && second >= 0);
        prop_assert_eq!(first + second, working.working(from, until));
    }

    #[test]
    fn the_inverse_is_the_inverse(
        calendar in calendar(),
        from in instants(),
        micros in 0..2_000 * HOUR,
    ) {
        let pattern = Pattern::of(&calendar);
        let zone = zone(&calendar.zone).expect("a zone");
        let working = WorkingTime { pattern: &pattern, zone: &zone };
        match working.after(from, micros) {
            Some(at) => {
                prop_assert_eq!(working.working(from, at), micros);
                // It is the first such instant.
                prop_assert!(micros == 0 || working.working(from, Timestamp(at.0 - 1)) == micros - 1);
            }
            None => prop_assert!(working.working(from, from.plus(3_660 * DAY)) < micros),
        }
    }

    #[test]
    fn hours_are_written_as_they_are_read(hours in hours()) {
        prop_assert_eq!(Hours::parse(&hours.to_string()), Ok(hours));
    }

    #[test]
    fn no_text_breaks_the_import(text in "(BEGIN:VCALENDAR\r?\n)?((BEGIN|END):VEVENT\n|DTSTART[;:A-Z0-9=]{0,20}\n|(DTEND|DURATION|RRULE):[A-Z0-9;=]{0,12}\n| ?.{0,12}\n){0,12}") {
        // Understood or not: that it answers at all is what is tried.
        let _ = holidays_of(&text, &jiff::tz::TimeZone::UTC);
    }
}

#[test]
fn what_is_no_span_of_a_day_is_refused() {
    for text in [
        "",
        "9-17",
        "09:00",
        "17:00-09:00",
        "09:00-09:00",
        "00:00-24:01",
        "09:60-10:00",
        "+9:00-10:00",
        "009:00-10:00",
    ] {
        assert!(Hours::parse(text).is_err(), "{text}");
    }
    assert_eq!(
        Hours::parse(" 0:00 – 24:00 ").map(|hours| hours.to_string()),
        Ok("00:00-24:00".to_owned())
    );
}

const FILE: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
SUMMARY:Neujahr\\, gesetzlich\r
DTSTART;VALUE=DATE:20260101\r
DTEND;VALUE=DATE:20260102\r
RRULE:FREQ=YEARLY;BYMONTH=1\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Heiligabend ab\r
  Mittag\r
DTSTART;TZID=Europe/Berlin:20261224T120000\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Betriebsferien\r
DTSTART;VALUE=DATE:20260803\r
DTEND;VALUE=DATE:20260805\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20260601T220000Z\r
DURATION:PT2H\r
RRULE:FREQ=WEEKLY\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Abgesagt\r
STATUS:CANCELLED\r
DTSTART;VALUE=DATE:20260901\r
END:VEVENT\r
END:VCALENDAR\r
";

#[test]
fn holidays_come_out_of_a_file_as_a_list_to_look_through() {
    let berlin = zone("Europe/Berlin").expect("Berlin");
    let found = holidays_of(FILE, &berlin).expect("a calendar");
    let told: Vec<String> = found
        .iter()
        .map(|found| {
            let holiday = &found.holiday;
            let closed = holiday
                .closed
                .map_or("whole".to_owned(), |hours| hours.to_string());
            let yearly = if holiday.yearly { " yearly" } else { "" };
            let doubts: Vec<&str> = found.doubts.iter().map(|doubt| doubt.name()).collect();
            format!(
                "{} {closed}{yearly} “{}” {}",
                holiday.on,
                holiday.label,
                doubts.join(",")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-01-01 whole yearly “Neujahr, gesetzlich” ",
            // 22:00 in Greenwich is midnight in Berlin.
            "2026-06-02 00:00-02:00 “” repeats,nameless",
            "2026-08-03 whole “Betriebsferien” ",
            "2026-08-04 whole “Betriebsferien” ",
            "2026-12-24 12:00-24:00 “Heiligabend ab Mittag” ",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    let utc = jiff::tz::TimeZone::UTC;
    let wrong = |text: &str| holidays_of(text, &utc).expect_err("an error").to_string();
    assert_eq!(
        wrong("<html>"),
        "this is no iCalendar file; it would begin with BEGIN:VCALENDAR"
    );
    assert_eq!(
        wrong("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261301\nEND:VEVENT"),
        "line 3: “20261301” is no day or time of iCalendar, such as 20261225 or 20261224T120000"
    );
    assert_eq!(
        wrong("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Mars:20261224T120000\nEND:VEVENT"),
        "line 3: there is no time zone “Mars”"
    );
    assert_eq!(
        wrong("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\nEND:VEVENT"),
        "line 4: an event without a beginning (DTSTART)"
    );
    assert_eq!(
        wrong(&" ".repeat(ICS_MAX_BYTES + 1)),
        IcsError::TooLarge.to_string()
    );
}
