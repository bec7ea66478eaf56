//! What times mean.

use super::Desk;
use crate::Timestamp;
use crate::condition::{Condition, Term};
use jiff::tz::TimeZone;

/// The first instant within and the first after, asked on Sunday 22 November 2026 at 10:30 in Berlin.
fn range(value: &str) -> (String, String) {
    let condition = Desk::new().read(&format!("created{value}"));
    let condition = condition.unwrap_or_else(|problem| panic!("{value}: {problem}"));
    let Condition::Term(Term::Time(_, ranges)) = condition else {
        panic!("{value} is no time");
    };
    let now = Timestamp::parse("2026-11-22T09:30:00Z").expect("an instant");
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let (from, to) = ranges[0].expect("a range").instants(now, &zone);
    let text = |at: Option<Timestamp>| at.map_or("-".to_owned(), |at| at.to_string());
    (text(from), text(to))
}

#[test]
fn times_are_stretches_in_the_zone_of_the_reader() {
    for (value, from, to) in [
        (":today", "2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z"),
        (":yesterday", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z"),
        (":this_week", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z"),
        (
            ":last-month",
            "2026-09-30T22:00:00Z",
            "2026-10-31T23:00:00Z",
        ),
        (":this_year", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
        // The day on which summer time ends has 25 hours.
        (
            ":2026-10-25",
            "2026-10-24T22:00:00Z",
            "2026-10-25T23:00:00Z",
        ),
        (":2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        (":2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
        (
            ":2026-01-01..2026-01-02",
            "2025-12-31T23:00:00Z",
            "2026-01-02T23:00:00Z",
        ),
        (
            ":2026-11-22T10:00Z",
            "2026-11-22T10:00:00Z",
            "2026-11-22T10:01:00Z",
        ),
        (
            ":2026-11-22T10:00",
            "2026-11-22T09:00:00Z",
            "2026-11-22T09:01:00Z",
        ),
        (
            ":2026-11-22T10:00:05+02:00",
            "2026-11-22T08:00:05Z",
            "2026-11-22T08:00:06Z",
        ),
        ("<2026-11-22", "-", "2026-11-21T23:00:00Z"),
        ("<=2026-11-22", "-", "2026-11-22T23:00:00Z"),
        (">2026-11-22", "2026-11-22T23:00:00Z", "-"),
        (">=2026-11-22", "2026-11-21T23:00:00Z", "-"),
        (">-7d", "2026-11-15T09:30:00Z", "-"),
        ("<-2h", "-", "2026-11-22T07:30:00Z"),
        (
            ":-2w..-1d12h",
            "2026-11-08T09:30:00Z",
            "2026-11-20T21:30:00Z",
        ),
        ("<now", "-", "2026-11-22T09:30:00Z"),
        ("<+30m", "-", "2026-11-22T10:00:00Z"),
    ] {
        assert_eq!(
            range(value),
            (from.to_owned(), to.to_owned()),
            "created{value}"
        );
    }
}

#[test]
fn times_are_written_as_exactly_as_they_were_read() {
    for (written, canonical) in [
        ("created:2026-11-22t10:00z", "created:2026-11-22T10:00Z"),
        (
            "created:2026-11-22T10:00:00+01:00",
            "created:2026-11-22T09:00:00Z",
        ),
        (
            "created>=2026-11-22T10:00:00.25Z",
            "created>=2026-11-22T10:00:00.250000Z",
        ),
        ("created>-2w", "created>-14d"),
        ("created>=-90m", "created>=-1h30m"),
        ("created<-0h", "created<now"),
        ("opened:This-Week", "created:this_week"),
        ("resume:+1d..+2d,none", "resume:+1d..+2d,none"),
        ("closed:2025,2026-01..", "closed:2025,2026-01.."),
        ("resolved:any", "-resolved:none"),
        ("field.due<=+7d", "field.due<=+7d"),
        ("field.due:today", "field.due:today"),
        ("sla.resolution<2h", "resolution_due<+2h"),
        ("sla.response<=1h30m", "response_due<=+1h30m"),
        ("due<4h", "due<+4h"),
        ("due>-1d", "due>-1d"),
        ("sla.resolution:none", "resolution_due:none"),
    ] {
        let condition = Desk::new().read(written).expect(written);
        assert_eq!(condition.to_string(), canonical);
        assert_eq!(Desk::new().read(canonical), Ok(condition));
    }
}
