//! The policy as a folder of files, and a policy that is tried on what has happened.

use crate::process::{ADMINISTRATOR, Place};
use kernel::automation::{Action, Distribution, Event, Route, Rule};
use kernel::calendar::{Calendar, Week};
use kernel::policy::Level;
use kernel::sla::{Metric, ServiceLevel};
use kernel::ticket::Change;
use kernel::time::{DAY, HOUR};
use kernel::{Actor, Clock, Policy};
use std::path::Path;
use testkit::{Backend, TestDesk, backends};
use work::replay::{Replayed, Trial, replay};

fn write(folder: &Path, file: &str, text: &str) {
    std::fs::write(folder.join(file), text).expect("it is written");
}

#[test]
fn a_policy_goes_out_and_comes_back_and_what_is_wrong_has_a_place() {
    let place = Place::new(Backend::Sqlite);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    place.run(&["admin", "create", ADMINISTRATOR]).ok();
    let told = place.run(&["policy", "export", path]).ok();
    assert!(told.contains("version 1"), "{told}");
    let told = place.run(&["policy", "plan", path]).ok();
    assert!(told.contains("nothing would change"), "{told}");
    let told = place.run(&["policy", "apply", path]).ok();
    assert!(told.contains("nothing has changed"), "{told}");

    let rule =
        "[[rules]]\nkey = \"vpn\"\nlabel = \"VPN\"\non = [\"opened\"]\nwhen = \"priority:1\"\n";
    write(
        folder.path(),
        "rules.toml",
        &format!("{rule}then = [{{ tagg = \"vpn\" }}]\n"),
    );
    let told = place.run(&["policy", "plan", path]).refused();
    assert!(
        told.contains("rules.toml:6:") && told.contains("tagg"),
        "{told}"
    );
    write(
        folder.path(),
        "rules.toml",
        &format!("{rule}then = [{{ state = \"gone\" }}]\n"),
    );
    let told = place.run(&["policy", "apply", path]).refused();
    assert!(told.contains("rules.toml:2:1: rules.vpn.then.1"), "{told}");
    write(
        folder.path(),
        "rules.toml",
        &format!("{rule}then = [{{ tag = \"vpn\" }}]\n"),
    );
    let told = place.run(&["policy", "plan", path]).ok();
    assert!(told.contains("+ key = \"vpn\""), "{told}");
    let told = place.run(&["policy", "apply", path]).ok();
    assert!(told.contains("version 2 is in force"), "{told}");

    // What tickets may have cannot be taken away by a file either.
    write(folder.path(), "lifecycles.toml", "resolution_codes = []\n");
    let told = place.run(&["policy", "apply", path]).refused();
    assert!(
        told.contains("lifecycles.toml") && told.contains("retire it instead"),
        "{told}"
    );
    let empty = tempfile::tempdir().expect("a folder");
    let path = empty.path().to_str().expect("a path");
    let told = place.run(&["replay", "--policy", path]).refused();
    assert!(told.contains("spoc policy export"), "{told}");
}

async fn replayed(t: &TestDesk, proposed: Policy) -> Replayed {
    let rules = t.desk.rules().await.expect("the rules are read");
    let trial = Trial {
        present: (*rules.policy).clone(),
        proposed,
        last_days: Some(90),
        now: t.clock.now(),
    };
    let read = move |tx: &store::Tx<'_>| replay(tx, &trial, |_| {});
    t.store.read(read).await.expect("it is replayed")
}

fn promise(policy: &mut Policy, hours: u32) {
    policy.calendars = vec![Calendar {
        key: "always".into(),
        label: "Always".into(),
        zone: "UTC".into(),
        week: Week::always(),
        holidays: Vec::new(),
    }];
    policy.service_levels = vec![ServiceLevel {
        targets: (1..=5).map(|priority| (priority, hours * 60)).collect(),
        ..ServiceLevel::new("fix", Metric::Resolution, "always")
    }];
}

#[tokio::test]
async fn the_same_policy_gives_the_same_and_another_one_tells_what_would_differ() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (network, workplace) = (t.cast.network, t.cast.workplace);
        let decide = move |policy: &mut Policy| {
            promise(policy, 8);
            policy.rules = vec![Rule {
                when: "subject:vpn".into(),
                then: vec![Action::Team(network), Action::Tag("vpn".into())],
                ..Rule::new("vpn", [Event::Opened])
            }];
        };
        let changed = t.desk.change_policy(&Actor::spoc(), "rules", decide).await;
        changed.expect("the policy is put in force");
        for subject in ["VPN is slow", "Printer on fire", "VPN is gone"] {
            let ticket = t.incident(&t.cast.rita, subject, "Help.").await;
            t.clock.advance(6 * HOUR);
            t.desk.run_timers().await.expect("timers run");
            let resolve = Change::Resolve {
                code: "solved".into(),
                text: "Done.".into(),
            };
            let changes = vec![Change::State("in_progress".into()), resolve];
            t.change(&t.cast.ada, ticket, changes)
                .await
                .expect("solved");
        }
        t.clock.advance(DAY);
        let rules = t.desk.rules().await.expect("the rules are read");
        let same = replayed(&t, (*rules.policy).clone()).await;
        assert_eq!((same.tickets, same.changed), (3, 0), "{backend:?}");
        assert_eq!(same.present, same.proposed);
        assert_eq!(same.present.breaches, 0);
        assert_eq!(same.present.rules["vpn"], 2);

        let mut proposed = (*rules.policy).clone();
        promise(&mut proposed, 4);
        proposed.rules[0].then = vec![Action::Priority(Level(1))];
        proposed.routes = vec![Route {
            key: "rest".into(),
            label: "The rest".into(),
            when: String::new(),
            team: workplace,
        }];
        proposed.distributions = vec![Distribution::new(workplace)];
        let other = replayed(&t, proposed).await;
        assert_eq!((other.tickets, other.changed), (3, 3), "{backend:?}");
        assert_eq!(other.proposed.breaches, 3);
        assert_eq!(other.proposed.priorities[0], 2);
        let teams = other.differences.iter().map(|one| one.proposed.team);
        assert_eq!(teams.collect::<Vec<_>>(), [Some(workplace); 3]);
        assert_eq!(other.proposed.without_assignee, 0);
        // Nothing has changed by trying.
        let after = t.desk.rules().await.expect("the rules are read");
        assert_eq!(after.version, rules.version);
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}
