//! What happens by itself: rules, routing, thresholds of clocks; with the same answers on both databases.

use kernel::automation::{
    Action, Distribution, Escalation, Event, FollowUp, Method, Need, Notice, Route, Rule, Tier,
    Whom, Why,
};
use kernel::calendar::{Calendar, Week};
use kernel::policy::Level;
use kernel::sla::{Metric, ServiceLevel};
use kernel::ticket::{Automated, Change, Kind, LinkKind};
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::{Activity, Actor, Policy, TicketId};
use store::log::Texts;
use testkit::{TestDesk, backends};

async fn decided(t: &TestDesk, change: impl Fn(&mut Policy) + Send + 'static) {
    let done = t.desk.change_policy(&Actor::spoc(), "rules", change).await;
    done.expect("the policy is put in force");
}

fn rule(key: &str, on: Event, when: &str, then: Vec<Action>) -> Rule {
    Rule {
        when: when.into(),
        then,
        ..Rule::new(key, [on])
    }
}

async fn automated(t: &TestDesk, ticket: TicketId) -> Vec<Automated> {
    let read = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, ticket, Texts::All);
    let log = t.store.read(read).await.expect("the log is read");
    let only = log.into_iter().filter_map(|one| match one.activity {
        Activity::Automated(automated) => Some(automated),
        _ => None,
    });
    only.collect()
}

async fn names(t: &TestDesk, ticket: TicketId) -> Vec<&'static str> {
    let all = automated(t, ticket).await;
    all.iter().map(Automated::name).collect()
}

async fn clean(t: &TestDesk) {
    let verified = t.desk.verify(|_| {}).await.expect("it is verified");
    assert_eq!(verified.problems, Vec::<String>::new());
}

#[tokio::test]
async fn a_rule_does_all_that_it_says_with_the_ticket_that_it_waits_for() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (network, anna) = (t.cast.network, t.cast.anna.person.expect("somebody"));
        decided(&t, move |policy| {
            let then = vec![
                Action::Team(network),
                Action::Priority(Level(1)),
                Action::Tag("vpn".into()),
                Action::Note("Look at the gateway first.".into()),
                Action::Notify(Notice {
                    to: [Whom::Team].into(),
                    text: "The VPN is down again.".into(),
                }),
            ];
            policy.rules = vec![rule("vpn", Event::Opened, "subject:vpn", then)];
        })
        .await;
        let ticket = t.incident(&t.cast.rita, "VPN is gone", "Again.").await;
        let other = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
        assert_eq!((seen.team, seen.priority), (Some(network), Level(1)));
        assert_eq!(seen.priority_reason.as_deref(), Some("vpn"));
        assert!(seen.tags.contains("vpn"));
        assert_eq!(seen.note_count, 1);
        let told = automated(&t, ticket).await;
        assert_eq!(
            told,
            [
                Automated::RuleApplied {
                    rule: "vpn".into(),
                    label: "vpn".into()
                },
                Automated::Told {
                    people: [anna].into(),
                    text: "The VPN is down again.".into(),
                    escalated: false
                },
            ],
            "{backend:?}"
        );
        assert_eq!(names(&t, other).await, Vec::<&str>::new());
        clean(&t).await;
    }
}

#[tokio::test]
async fn a_rule_that_fails_is_told_on_its_ticket_and_stops_nothing_else() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        decided(&t, |policy| {
            // From “new” nothing leads to “closed”.
            let wrong = vec![Action::Tag("half".into()), Action::State("closed".into())];
            policy.rules = vec![
                rule("wrong", Event::Opened, "", wrong),
                rule("right", Event::Opened, "", vec![Action::Tag("seen".into())]),
            ];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
        assert_eq!(seen.tags, ["seen".to_owned()].into());
        assert_eq!(names(&t, ticket).await, ["rule_failed", "rule_applied"]);
        clean(&t).await;
    }
}

#[tokio::test]
async fn rules_see_what_others_did_and_two_at_odds_are_told_so() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        decided(&t, |policy| {
            let tag = |tag: &str| vec![Action::Tag(tag.into())];
            policy.rules = vec![
                rule(
                    "second",
                    Event::Changed,
                    "tag:first -tag:second",
                    tag("second"),
                ),
                rule("first", Event::Opened, "", tag("first")),
                rule(
                    "up",
                    Event::Changed,
                    "priority:4",
                    vec![Action::Priority(Level(1))],
                ),
                rule(
                    "down",
                    Event::Changed,
                    "priority:1",
                    vec![Action::Priority(Level(4))],
                ),
            ];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
        assert_eq!(seen.tags.len(), 2, "{backend:?}");
        let low = vec![Change::Priority {
            level: Some(Level(1)),
            reason: "the boss".into(),
        }];
        t.change(&t.cast.anna, ticket, low).await.expect("changed");
        let problems = automated(&t, ticket).await;
        let problems = problems.iter().filter_map(|one| match one {
            Automated::RuleFailed { rule, .. } => Some(rule.as_str()),
            _ => None,
        });
        assert_eq!(problems.count(), 1, "the loop is told once");
        clean(&t).await;
    }
}

#[tokio::test]
async fn rules_that_wait_for_time_are_asked_when_it_has_come_and_again_after_the_next_silence() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        decided(&t, |policy| {
            let then = vec![Action::Note("Nobody has said anything for a day.".into())];
            policy.rules = vec![rule("silence", Event::Time, "state:open updated<-1d", then)];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let notes = async || {
            let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
            seen.note_count
        };
        for (passes, expected) in [(23 * HOUR, 0), (2 * HOUR, 1), (HOUR, 1), (DAY, 2)] {
            t.clock.advance(passes);
            t.desk.run_timers().await.expect("timers run");
            assert_eq!(notes().await, expected, "{backend:?}");
        }
        clean(&t).await;
    }
}

#[tokio::test]
async fn thresholds_are_told_once_and_rules_wait_for_them() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let behind = t.cast.workplace;
        let network = t.cast.network;
        decided(&t, move |policy| {
            policy.calendars = vec![Calendar {
                key: "always".into(),
                label: "Always".into(),
                zone: "UTC".into(),
                week: Week::always(),
                holidays: Vec::new(),
            }];
            policy.service_levels = vec![ServiceLevel {
                targets: (1..=5).map(|priority| (priority, 240)).collect(),
                thresholds: vec![50, 100],
                ..ServiceLevel::new("fix", Metric::Resolution, "always")
            }];
            let escalate = vec![Action::Escalate(Escalation::NextTier)];
            let mut breached = rule("breached", Event::Threshold, "state:open", escalate);
            breached.threshold.percent = Some(100);
            let take = vec![Action::Team(network)];
            policy.rules = vec![rule("take", Event::Opened, "", take), breached];
            policy.tiers = vec![Tier {
                team: network,
                next: behind,
            }];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let percents = async || {
            let all = automated(&t, ticket).await;
            let percents = all.iter().filter_map(|one| match one {
                Automated::ThresholdReached { percent, .. } => Some(*percent),
                _ => None,
            });
            percents.collect::<Vec<_>>()
        };
        t.clock.advance(119 * MINUTE);
        t.desk.run_timers().await.expect("timers run");
        assert_eq!(percents().await, Vec::<u16>::new());
        t.clock.advance(2 * MINUTE);
        t.desk.run_timers().await.expect("timers run");
        t.desk.run_timers().await.expect("timers run");
        assert_eq!(percents().await, [50], "{backend:?}");
        t.clock.advance(3 * HOUR);
        // Somebody is faster than the timer: nothing gets lost.
        let touch = vec![Change::Tag("late".into())];
        t.change(&t.cast.ada, ticket, touch).await.expect("changed");
        t.desk.run_timers().await.expect("timers run");
        assert_eq!(percents().await, [50, 100], "{backend:?}");
        let seen = t.ticket(&t.cast.ada, ticket).await.expect("it is seen");
        assert_eq!(seen.team, Some(behind));
        clean(&t).await;
    }
}

#[tokio::test]
async fn a_new_ticket_finds_its_team_and_whoever_is_free_and_says_why() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (network, anna) = (t.cast.network, t.cast.anna.person.expect("somebody"));
        decided(&t, move |policy| {
            policy.routes = vec![Route {
                key: "vpn".into(),
                label: "VPN".into(),
                when: "subject:vpn".into(),
                team: network,
            }];
            policy.distributions = vec![Distribution {
                method: Method::LeastLoaded,
                needs: vec![Need {
                    skill: "cisco".into(),
                    when: "subject:cisco".into(),
                }],
                ..Distribution::new(network)
            }];
        })
        .await;
        let open = async |subject: &str| {
            let ticket = t.incident(&t.cast.rita, subject, "Help.").await;
            let seen = t.ticket(&t.cast.ada, ticket).await.expect("it is seen");
            let why = automated(&t, ticket)
                .await
                .into_iter()
                .find_map(|one| match one {
                    Automated::Routed { why, .. } => why,
                    _ => None,
                });
            (seen.team, seen.assignee, why)
        };
        let (team, person, why) = open("VPN is slow").await;
        assert_eq!((team, person), (Some(network), Some(anna)), "{backend:?}");
        assert!(matches!(why, Some(Why::LeastLoaded { among: 1, .. })));
        let (team, person, why) = open("VPN on the cisco box").await;
        assert_eq!((team, person), (Some(network), None));
        let skill = "cisco".to_owned();
        assert_eq!(why, Some(Why::NoSkill { skill }));
        let away = directory::RoutedAs {
            away_from: Some(kernel::Timestamp(0)),
            ..Default::default()
        };
        let put = move |tx: &store::Tx<'_>| directory::queries::put_routed(tx, anna, &away);
        t.store.write(put).await.expect("she is away");
        assert_eq!(open("VPN again").await.2, Some(Why::NobodyThere));
        assert_eq!(open("Printer on fire").await, (None, None, None));
        clean(&t).await;
    }
}

#[tokio::test]
async fn a_rule_files_a_linked_ticket_and_cannot_do_so_for_ever() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        decided(&t, |policy| {
            let follow_up = FollowUp {
                kind: Kind::Request,
                subject: "Order a new printer".into(),
                text: "The old one burnt.".into(),
                team: None,
                link: LinkKind::Causes,
            };
            policy.rules = vec![rule(
                "again",
                Event::Opened,
                "",
                vec![Action::Open(follow_up)],
            )];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let all = t.list(&t.cast.ada, "").await.expect("a list");
        assert_eq!(all.len(), 4, "{backend:?}");
        let seen = t.ticket(&t.cast.ada, ticket).await.expect("it is seen");
        assert_eq!(seen.links.len(), 1);
        let last = all.iter().map(|one| one.id).max().expect("a ticket");
        assert!(
            names(&t, last).await.contains(&"rule_failed"),
            "the loop ends with a word"
        );
        clean(&t).await;
    }
}

#[tokio::test]
async fn what_is_taken_back_takes_what_followed_with_it() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let network = t.cast.network;
        decided(&t, move |policy| {
            let then = vec![Action::Team(network), Action::Tag("vpn".into())];
            policy.rules = vec![rule("vpn", Event::Changed, "priority:1", then)];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let urgent = vec![Change::Priority {
            level: Some(Level(1)),
            reason: "the boss".into(),
        }];
        let done = t
            .change(&t.cast.anna, ticket, urgent)
            .await
            .expect("changed");
        let command = done.command.expect("something happened");
        let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
        assert_eq!(seen.team, Some(network));
        let undo = work::Command::Undo { command };
        t.desk.execute(&t.cast.anna, undo).await.expect("undone");
        let seen = t.ticket(&t.cast.anna, ticket).await.expect("it is seen");
        assert_eq!((seen.team, seen.tags.len()), (None, 0), "{backend:?}");
        clean(&t).await;
    }
}

#[tokio::test]
async fn requesters_are_told_nothing_of_what_rules_do() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        decided(&t, |policy| {
            let then = vec![Action::Tag("vpn".into()), Action::Note("Secret.".into())];
            policy.rules = vec![rule("vpn", Event::Opened, "", then)];
        })
        .await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        let reader = t.reader(&t.cast.rita);
        let read = move |tx: &store::Tx<'_>| work::queries::page(tx, &reader, ticket);
        let page = t.store.read(read).await.expect("it is read");
        let internal = page
            .timeline
            .iter()
            .filter(|one| one.activity.is_internal());
        assert_eq!(internal.count(), 0, "{backend:?}");
    }
}
