//! What can be said of rules without any ticket, whom routing chooses, and when time is to be let speak.

use super::*;
use crate::policy::Policy;
use crate::sample::opened;
use crate::sla::Promised;
use crate::ticket::Channel;
use crate::time::{DAY, HOUR};
use crate::{CommandId, PersonId, PolicyVersion, Recorded, TeamId, Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;

fn rule(key: &str, when: &str, then: Vec<Action>) -> Rule {
    Rule {
        when: when.into(),
        then,
        ..Rule::new(key, [Event::Opened])
    }
}

fn tag(tag: &str) -> Action {
    Action::Tag(tag.into())
}

fn found(rules: Vec<Rule>) -> Vec<(String, &'static str)> {
    let policy = Policy {
        rules,
        ..Policy::default()
    };
    let found = Automation::of(&policy).findings();
    let names = found
        .into_iter()
        .map(|(key, finding)| (key, finding.name()));
    names.collect()
}

#[test]
fn what_can_never_hold_is_found() {
    for (when, never) in [
        ("priority<=2 priority:4", true),
        ("priority<=2 priority:1..3", false),
        ("state:open state:resolved", true),
        ("state:open state:active", false),
        ("kind:incident kind:request", true),
        ("category:network -category:network", true),
        ("tag:vpn -tag:vpn", true),
        ("-kind:incident kind:incident,request", false),
        ("confidential:yes confidential:no", true),
        ("priority:1 or priority:4", false),
        ("", false),
    ] {
        let policy = Policy {
            categories: vec![crate::policy::Named {
                key: "network".into(),
                label: "Network".into(),
            }],
            rules: vec![rule("a", when, vec![tag("x")])],
            ..Policy::default()
        };
        let automation = Automation::of(&policy);
        assert_eq!(automation.rules.len(), 1, "{when} is understood");
        let is = automation.findings() == [("a".to_owned(), Finding::NeverHolds)];
        assert_eq!(is, never, "{when}");
    }
}

#[test]
fn a_rule_behind_one_that_stops_for_all_of_its_tickets_is_found() {
    let stops = |when: &str| rule("first", when, vec![tag("x"), Action::Stop]);
    for (before, when, late) in [
        ("priority<=2", "priority:1 kind:incident", true),
        ("", "priority:1", true),
        ("priority:1", "priority<=2", false),
        ("kind:incident,request", "kind:incident", true),
        ("state:open", "state:active", true),
    ] {
        let found = found(vec![stops(before), rule("second", when, vec![tag("y")])]);
        let wanted = [("second".to_owned(), "comes-too-late")];
        assert_eq!(found == wanted, late, "{before} before {when}");
    }
    let goes_on = rule("first", "", vec![tag("x")]);
    assert_eq!(found(vec![goes_on, rule("second", "", vec![tag("y")])]), []);
}

#[test]
fn two_that_take_back_what_the_other_does_are_found() {
    let untag = Action::Untag("x".into());
    let team = |team| vec![Action::Team(TeamId(team))];
    for (first, second, at_odds) in [
        (
            rule("a", "", vec![tag("x")]),
            rule("b", "", vec![untag.clone()]),
            true,
        ),
        (
            rule("a", "priority:1", vec![tag("x")]),
            rule("b", "priority:2", vec![untag.clone()]),
            false,
        ),
        (
            rule("a", "", team(1)),
            rule("b", "priority:1", team(2)),
            true,
        ),
        (rule("a", "", team(1)), rule("b", "", team(1)), false),
        (
            rule("a", "", vec![tag("x")]),
            rule("b", "", vec![tag("y")]),
            false,
        ),
    ] {
        let told = found(vec![first.clone(), second.clone()]);
        assert_eq!(
            told == [("b".to_owned(), "at-odds")],
            at_odds,
            "{first:?} {second:?}"
        );
    }
}

fn candidate(person: i64, load: u32, capacity: u32) -> Candidate {
    Candidate {
        person: PersonId(person),
        skills: BTreeSet::new(),
        is_away: false,
        is_present: true,
        load,
        capacity,
        last: None,
    }
}

#[test]
fn whoever_has_the_least_to_do_for_what_they_can_take_is_chosen() {
    let least = Distribution::new(TeamId(1));
    let none = BTreeSet::new();
    let chosen = |all: &[Candidate]| least.choose(all, &none, 1).map(|(person, _)| person.0);
    assert_eq!(chosen(&[candidate(1, 4, 10), candidate(2, 3, 5)]), Ok(1));
    assert_eq!(chosen(&[candidate(1, 5, 10), candidate(2, 1, 5)]), Ok(2));
    assert_eq!(chosen(&[candidate(1, 10, 10), candidate(2, 4, 5)]), Ok(2));
    assert_eq!(chosen(&[candidate(1, 10, 10)]), Err(Why::AllFull));
    assert_eq!(chosen(&[]), Err(Why::Nobody));
    let away = Candidate {
        is_away: true,
        ..candidate(1, 0, 10)
    };
    assert_eq!(chosen(std::slice::from_ref(&away)), Err(Why::NobodyThere));
    assert_eq!(chosen(&[away, candidate(2, 9, 10)]), Ok(2));
}

#[test]
fn by_turns_whoever_was_given_nothing_for_the_longest_time_is_chosen() {
    let turns = Distribution {
        method: Method::RoundRobin,
        ..Distribution::new(TeamId(1))
    };
    let given = |person, at| Candidate {
        last: Some(Timestamp(at)),
        ..candidate(person, 0, 10)
    };
    let none = BTreeSet::new();
    let chosen = |all: &[Candidate]| turns.choose(all, &none, 1).map(|(person, _)| person.0);
    assert_eq!(chosen(&[given(1, 30), given(2, 10), given(3, 20)]), Ok(2));
    assert_eq!(chosen(&[given(1, 30), candidate(2, 0, 10)]), Ok(2));
}

#[test]
fn only_those_who_can_do_it_are_chosen() {
    let least = Distribution::new(TeamId(1));
    let able = Candidate {
        skills: ["vpn".to_owned(), "cisco".to_owned()].into(),
        ..candidate(2, 8, 10)
    };
    let all = [candidate(1, 0, 10), able];
    let chosen = |needed: &[&str]| {
        let needed = needed.iter().copied().collect();
        least.choose(&all, &needed, 1).map(|(person, _)| person.0)
    };
    assert_eq!(chosen(&[]), Ok(1));
    assert_eq!(chosen(&["vpn", "cisco"]), Ok(2));
    let skill = "linux".to_owned();
    assert_eq!(chosen(&["vpn", "linux"]), Err(Why::NoSkill { skill }));
}

fn ticket() -> Ticket {
    let recorded = Recorded {
        position: 1,
        ticket: TicketId(1),
        seq: 1,
        at: Timestamp(0),
        actor: Some(PersonId(1)),
        channel: Channel::Portal,
        command: CommandId(1),
        policy: PolicyVersion(1),
        activity: opened(),
    };
    Ticket::opened(&recorded).expect("it is opened")
}

#[test]
fn time_is_let_speak_at_the_instants_that_conditions_name_and_at_no_others() {
    let waits = |when: &str| {
        let policy = Policy {
            rules: vec![Rule {
                on: [Event::Time].into(),
                ..rule("a", when, vec![tag("x")])
            }],
            ..Policy::default()
        };
        Automation::of(&policy)
    };
    let wakes = |when: &str, after: i64| {
        let at = waits(when).wakes_at(&ticket(), Promised::default(), Timestamp(after));
        at.map(|at| at.0)
    };
    assert_eq!(wakes("updated<-1d", 0), Some(DAY + 1));
    assert_eq!(wakes("updated<-1d", DAY + 1), None);
    assert_eq!(wakes("created<-2d or updated<-3h", 0), Some(3 * HOUR + 1));
    assert_eq!(wakes("created<-2d or updated<-3h", DAY), Some(2 * DAY + 1));
    assert_eq!(wakes("priority:1", 0), None);
    assert_eq!(wakes("resolved<-1d", 0), None);
}
