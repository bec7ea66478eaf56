//! What calendars and service levels may not be.

use crate::Policy;
use crate::calendar::{Calendar, Holiday, Hours, Week};
use crate::policy::Fault;
use crate::sla::{Metric, ServiceLevel};

fn policy() -> Policy {
    Policy {
        calendars: vec![Calendar {
            key: "office".into(),
            label: "Office".into(),
            zone: "Europe/Berlin".into(),
            week: Week::workdays(&[Hours::parse("09:00-17:00").expect("hours")]),
            holidays: Vec::new(),
        }],
        service_levels: vec![ServiceLevel {
            applies_when: "priority<=2 team:#3".into(),
            targets: [(1, 60)].into(),
            ..ServiceLevel::new("solve", Metric::Resolution, "office")
        }],
        ..Policy::default()
    }
}

#[test]
fn faults_of_calendars_and_service_levels_are_found_where_they_are() {
    type Break = fn(&mut Policy);
    let (office, solve) = ("calendars.office", "service_levels.solve");
    let breaks: [(Break, &str, Fault); 14] = [
        (|p| p.calendars[0].zone = "Mars".into(), office, Fault::Zone),
        (
            |p| p.calendars[0].week = Week::default(),
            office,
            Fault::NeverWorks,
        ),
        (
            |p| {
                let overlaps =
                    ["16:59-18:00", "09:00-17:00"].map(|text| Hours::parse(text).expect("hours"));
                p.calendars[0].week.friday = overlaps.to_vec();
            },
            office,
            Fault::Hours,
        ),
        (
            |p| {
                p.calendars[0].holidays.push(Holiday {
                    on: jiff::civil::date(2026, 12, 25),
                    label: " ".into(),
                    closed: None,
                    yearly: true,
                });
            },
            "calendars.office.2026-12-25",
            Fault::Label,
        ),
        (
            |p| p.service_levels[0].calendar = "gone".into(),
            solve,
            Fault::Calendar,
        ),
        (|p| p.calendars.clear(), solve, Fault::Calendar),
        (
            |p| p.service_levels[0].applies_when = "printer".into(),
            solve,
            Fault::Applies,
        ),
        (
            |p| p.service_levels[0].applies_when = "team:mine".into(),
            solve,
            Fault::Applies,
        ),
        (
            |p| p.service_levels[0].applies_when = "created>-2d".into(),
            solve,
            Fault::Applies,
        ),
        (
            |p| p.service_levels[0].targets.clear(),
            solve,
            Fault::Target,
        ),
        (
            |p| p.service_levels[0].targets = [(6, 60)].into(),
            solve,
            Fault::Target,
        ),
        (
            |p| p.service_levels[0].targets = [(1, 0)].into(),
            solve,
            Fault::Target,
        ),
        (
            |p| p.service_levels[0].thresholds = vec![100, 75],
            solve,
            Fault::Threshold,
        ),
        (
            |p| {
                p.service_levels[0]
                    .pauses
                    .hold_reasons
                    .insert("gone".into());
            },
            solve,
            Fault::HoldReason,
        ),
    ];
    assert_eq!(policy().problems(), []);
    for (break_it, at, fault) in breaks {
        let mut policy = policy();
        break_it(&mut policy);
        let found: Vec<_> = policy
            .problems()
            .into_iter()
            .map(|problem| (problem.at, problem.fault))
            .collect();
        assert_eq!(found, [(at.to_owned(), fault)]);
    }
}

#[test]
fn a_policy_of_before_has_neither_and_one_with_both_is_written_as_it_is_read() {
    let mut before = serde_json::to_value(policy()).expect("a value");
    let properties = before.as_object_mut().expect("an object");
    properties.remove("calendars");
    properties.remove("service_levels");
    let read: Policy = serde_json::from_value(before).expect("a policy");
    assert!(read.calendars.is_empty() && read.service_levels.is_empty());

    let json = serde_json::to_string(&policy()).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Policy>(&json).expect("a policy"),
        policy()
    );
    let text = toml::to_string(&policy().service_levels[0]).expect("TOML");
    let read: ServiceLevel = toml::from_str(&text).expect("a service level");
    assert_eq!(read, policy().service_levels[0]);
}
