//! What is written is read back; what is wrong has a place.

use super::{Files, Line, differences, from_files, number_people, to_files};
use kernel::Policy;
use kernel::automation::{Action, Event, Notice, Rule, Whom};
use kernel::calendar::{Calendar, Week};
use kernel::policy::{Criticality, Raises, Webhook};
use kernel::sla::{Metric, ServiceLevel};
use kernel::ticket::Kind;

fn policy() -> Policy {
    let notice = Notice {
        to: [Whom::Team, Whom::Person(kernel::PersonId(7))].into(),
        text: "Look at {{ ticket.number }}".into(),
    };
    let rule = Rule {
        when: "priority:1".into(),
        then: vec![
            Action::Tag("urgent".into()),
            Action::Notify(notice),
            Action::Webhook("chat".into()),
            Action::Stop,
        ],
        ..Rule::new("urgent", [Event::Opened, Event::Changed])
    };
    Policy {
        calendars: vec![Calendar {
            key: "always".into(),
            label: "Always".into(),
            zone: "UTC".into(),
            week: Week::always(),
            holidays: Vec::new(),
        }],
        service_levels: vec![ServiceLevel {
            targets: [(1, 60), (2, 240)].into(),
            ..ServiceLevel::new("fix", Metric::Resolution, "always")
        }],
        rules: vec![rule],
        webhooks: vec![Webhook {
            key: "chat".into(),
            label: "Chat".into(),
            url: "https://chat.example.com/in".into(),
            active: false,
            inside: true,
        }],
        raises: Raises {
            kinds: [Kind::Incident].into(),
            criticality: [(Criticality::Minor, -1), (Criticality::Vital, 2)].into(),
            people: [(9, 1), (100, 2)].into(),
            ..Raises::default()
        },
        ..Policy::default()
    }
}

fn said(file: &str, text: &str) -> Files {
    [(file.to_owned(), text.to_owned())].into()
}

#[test]
fn what_is_written_is_read_back_the_same() {
    for policy in [Policy::default(), policy()] {
        let files = to_files(&policy).expect("it is written");
        let read = from_files(&files, &Policy::default(), |_| {}).expect("it is read");
        assert_eq!(read, policy);
        assert_eq!(to_files(&read).expect("it is written"), files);
    }
}

#[test]
fn what_no_file_says_stays() {
    let read = from_files(
        &said("policy.toml", "close_after_days = 9"),
        &policy(),
        |_| {},
    );
    let read = read.expect("it is read");
    assert_eq!((read.close_after_days, read.rules.len()), (9, 1));
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_would_be_right() {
    let unknown = "[[rules]]\nkey = \"a\"\nlabel = \"A\"\non = [\"openned\"]\nthen = [\"stop\"]\n";
    let missing =
        "[[rules]]\nkey = \"a\"\nlabel = \"A\"\non = [\"opened\"]\nthen = [{ state = \"gone\" }]\n";
    let distance = "[[rules]]\nkey = \"b\"\nlabel = \"B\"\non = [\"time\"]\nthen = [\"stop\"]\n";
    for (text, told) in [
        (
            "close_after_days = \"soon\"",
            "x.toml:1:20: invalid type: string \"soon\", expected u32",
        ),
        (
            "close_after_day = 3",
            "x.toml:1:1: unknown field `close_after_day`",
        ),
        (unknown, "x.toml:4:7: unknown variant `openned`"),
        (
            missing,
            "x.toml:2:1: rules.a.then.1: this action names something that is not there",
        ),
        (
            distance,
            "x.toml:2:1: rules.b: a rule that waits for time needs a distance from now",
        ),
    ] {
        let problems = from_files(&said("x.toml", text), &Policy::default(), |_| {});
        let problems = problems.expect_err("it is refused");
        let first = problems[0].to_string();
        assert!(first.starts_with(told), "{first}");
    }
}

#[test]
fn a_rule_is_read_as_it_is_written() {
    let rule = &policy().rules[0];
    assert_eq!(super::rule_from(&super::rule_text(rule)).as_ref(), Ok(rule));
    assert_eq!(
        super::people_in(&super::rule_text(rule)),
        [kernel::PersonId(7)].into()
    );
}

#[test]
fn a_comparison_tells_what_goes_and_what_comes() {
    let before = said("a.toml", "one\ntwo\nthree\n");
    let after = said("a.toml", "one\n2\nthree\nfour\n");
    let same = |line: &str| Line::Same(line.into());
    let wanted = vec![
        same("one"),
        Line::Gone("two".into()),
        Line::New("2".into()),
        same("three"),
        Line::New("four".into()),
    ];
    let found = differences(&before, &after);
    assert_eq!(found, [("a.toml".to_owned(), wanted)]);
    assert_eq!(differences(&before, &before), []);
}

#[test]
fn people_may_be_named_by_their_addresses_and_a_stranger_has_a_place() {
    let find = |address: &str| {
        let known = address == "anna@spoc.example";
        Ok::<_, ()>(known.then_some(kernel::PersonId(7)))
    };
    let text = r#"
[[rules]]
key = "urgent"
label = "person = \"anna@spoc.example\""
on = ["opened"]
then = [
    { assignee = "anna@spoc.example" }, { notify = { to = ["team", { person = "anna@spoc.example" }], text = "a@b" } },
]
"#;
    let mut files = said("rules.toml", text);
    assert_eq!(number_people(&mut files, find), Ok(Vec::new()));
    let numbered = text
        .replace("assignee = \"anna@spoc.example\"", "assignee = 7")
        .replace("{ person = \"anna@spoc.example\" }", "{ person = 7 }");
    assert_eq!(files["rules.toml"], numbered);
    let address = |id: kernel::PersonId| (id.0 == 7).then(|| "anna@spoc.example".to_owned());
    assert_eq!(super::address_people(&numbered, address), text);
    let policy = from_files(&files, &Policy::default(), |_| {}).expect("it is read");
    assert_eq!(policy.rules[0].label, "person = \"anna@spoc.example\"");
    assert_eq!(
        policy.rules[0].then[0],
        Action::Assignee(kernel::PersonId(7))
    );

    let text = "[[approvals]]\nsteps = [{ ask = [{ person = \"anna@spoc.example\" }, { person = \"eve@x.example\" }] }]\n";
    let mut files = said("approvals.toml", text);
    let problems = number_people(&mut files, find).expect("everybody is known or not");
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("approvals.toml:2:64: nobody"),
        "{told:?}"
    );
    // What is no TOML is told by whoever reads it.
    let mut files = said("rules.toml", "person = \"anna@spoc.example\"\n[[");
    assert_eq!(number_people(&mut files, find), Ok(Vec::new()));
}
