//! Whatever is written, reading it ends well, and what was understood can be written and read again.

use super::Desk;
use crate::condition::{FIELDS, Moment, Subject, describe, parse};
use crate::{TeamId, Timestamp};
use proptest::prelude::*;

/// Texts that look like conditions, right ones and almost right ones.
fn almost_conditions() -> impl Strategy<Value = String> {
    let examples: Vec<&'static str> = FIELDS.iter().map(|field| field.example).collect();
    let names: Vec<&'static str> = FIELDS
        .iter()
        .flat_map(|field| field.aliases.iter().copied().chain([field.name]))
        .chain([
            "field.serial",
            "field.cost",
            "field.due",
            "field.colour",
            "field.floors",
            "field.approver",
            "field.vip",
        ])
        .collect();
    let values = [
        "1",
        "2",
        "3",
        "open",
        "done",
        "new",
        "in-progress",
        "none",
        "any",
        "me",
        "mine",
        "\"none\"",
        "yes",
        "no",
        "#7",
        "ben-ito",
        "network-vpn",
        "payroll",
        "network/vpn",
        "vip",
        "email",
        "incident",
        "requester",
        "relates",
        "awaited",
        "today",
        "this_week",
        "-7d",
        "+2h",
        "now",
        "2026",
        "2026-02",
        "2026-02-28",
        "1897-03-01T00:00",
        "2026-02-28T10:00Z",
        "2026-02-28T10:00:01.5+01:00",
        "1h30m",
        "2d",
        "12.50",
        "-3",
        "red",
        "dark blue",
        "\"dark blue\"",
        "print*",
        "a-b-c*",
        "\"a b\"",
        "\"a\\\"b\"",
        "Straße",
        "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß",
    ];
    let ops = [":", "=", "!=", "<", "<=", ">", ">=", ":<"];
    let value = prop::sample::select(values.to_vec());
    let range = (value.clone(), value.clone(), 0..4).prop_map(|(a, b, form)| match form {
        0 => format!("{a}..{b}"),
        1 => format!("{a}.."),
        2 => format!("..{b}"),
        _ => a.to_owned(),
    });
    let field = (
        prop::sample::select(names),
        prop::sample::select(ops.to_vec()),
        prop::collection::vec(range, 1..3),
    );
    let field = field.prop_map(|(name, op, values)| format!("{name}{op}{}", values.join(",")));
    let term = prop_oneof![
        4 => field,
        3 => prop::sample::select(examples).prop_map(str::to_owned),
        2 => value.prop_map(str::to_owned),
        1 => "[\\PC]{1,12}",
    ];
    term.prop_recursive(4, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several.clone().prop_map(|parts| parts.join(" ")),
            several.prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.clone().prop_map(|part| format!("-{part}")),
            inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

/// Everything that can be done with a text must end well.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let desk = Desk::new();
    if let Err(problem) = parse(text) {
        prop_assert!(
            text.get(problem.span.start..problem.span.end).is_some(),
            "{problem:?}"
        );
    }
    match desk.read(text) {
        Err(problem) => {
            prop_assert!(
                text.get(problem.span.start..problem.span.end).is_some(),
                "{problem:?}"
            );
            prop_assert!(!problem.reason.to_string().is_empty());
        }
        Ok(condition) => {
            let written = condition.to_string();
            let again = desk.read(&written);
            prop_assert_eq!(again.as_ref(), Ok(&condition), "{}", written);
            prop_assert!(!describe(&condition, &desk).is_empty());
            let (ticket, words) = (super::meaning::ticket(), super::meaning::words());
            let subject = Subject {
                ticket: &ticket,
                words: &words,
                promised: crate::sla::Promised::default(),
            };
            for now in [i64::MIN, 0, i64::MAX] {
                let (my_teams, zone, now) = (&[TeamId(1)], &desk.zone, Timestamp(now));
                let moment = Moment {
                    me: None,
                    my_teams,
                    now,
                    zone,
                };
                let opposite = crate::condition::Condition::not(condition.clone());
                prop_assert_ne!(
                    condition.matches(&subject, &moment),
                    opposite.matches(&subject, &moment)
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
        survives(&text)?;
    }

    #[test]
    fn any_bytes_of_the_language_are_read_or_refused(text in "[a-z:=<>!\\-(),.\"\\\\*#0-9 _/é\u{0345}İ]{0,60}") {
        survives(&text)?;
    }

    #[test]
    fn what_is_understood_can_be_written_and_read_again(text in almost_conditions()) {
        survives(&text)?;
    }
}
