//! A real instance's history is run through under other policies, and what is told of it is what its file says.

use super::file::{real_file, text_of};
use super::import_into;
use super::reckoned::{Reckoned, Reckoning, rows_of};
use integration::Options;
use kernel::automation::{Action, Distribution, Event, Notice, Route, Rule, Threshold, Whom};
use kernel::calendar::{Calendar, Hours, Week};
use kernel::policy::Level;
use kernel::sla::{Metric, Pauses, ServiceLevel};
use kernel::{Actor, Clock, PersonId, Policy, TeamId, TicketId};
use std::collections::{BTreeMap, BTreeSet};
use store::params;
use testkit::{Backend, TestDesk};
use work::replay::{Replayed, TOLD_MAX, Trial, replay};

const DAY_MINUTES: u32 = 24 * 60;
const PRESENT: Reckoning = Reckoning {
    critical_minutes: 5 * DAY_MINUTES as i64,
    lowest: 4,
    critical_team: "Group 24",
    other_team: None,
    tells_of_reopened: true,
};
const PROPOSED: Reckoning = Reckoning {
    critical_minutes: 2 * DAY_MINUTES as i64,
    lowest: 3,
    critical_team: "Group 24",
    other_team: Some("Group 70"),
    tells_of_reopened: false,
};

/// Whom rules tell, and the teams that routes lead to.
#[derive(Clone)]
struct Names {
    person: PersonId,
    teams: BTreeMap<String, TeamId>,
}

/// Ten rules, six service levels and routing, as the reckoning has them.
fn decided(policy: &mut Policy, by: Reckoning, names: &Names) {
    policy.priority.0[2][2] = by.lowest;
    policy.calendars = calendars();
    policy.service_levels = service_levels(by.critical_minutes as u32);
    policy.rules = rules(names.person);
    for rule in policy
        .rules
        .iter_mut()
        .filter(|rule| rule.key == "reopened")
    {
        rule.active = by.tells_of_reopened;
    }
    let route = |key: &str, when: &str, team: &str| Route {
        key: key.into(),
        label: key.into(),
        when: when.into(),
        team: names.teams[team],
    };
    policy.routes = vec![route("critical", "priority:1", by.critical_team)];
    let other = by.other_team.map(|team| route("other", "", team));
    policy.routes.extend(other);
    policy.distributions = vec![Distribution::new(names.teams[by.critical_team])];
}

fn calendars() -> Vec<Calendar> {
    let office = Hours::parse("08:00-18:00").into_iter().collect::<Vec<_>>();
    let calendar = |key: &str, zone: &str, week| Calendar {
        key: key.into(),
        label: key.into(),
        zone: zone.into(),
        week,
        holidays: Vec::new(),
    };
    vec![
        calendar("always", "UTC", Week::always()),
        calendar("office", "Europe/Berlin", Week::workdays(&office)),
    ]
}

fn service_levels(critical_minutes: u32) -> Vec<ServiceLevel> {
    let all = Metric::ALL.into_iter().map(|metric| ServiceLevel {
        targets: (1..=5).map(|priority| (priority, 8 * 60)).collect(),
        ..ServiceLevel::new(metric.name(), metric, "office")
    });
    let critical = ServiceLevel {
        targets: BTreeMap::from([(1, critical_minutes)]),
        thresholds: vec![100],
        pauses: Pauses {
            categories: BTreeSet::new(),
            hold_reasons: BTreeSet::new(),
        },
        ..ServiceLevel::new("critical", Metric::Resolution, "always")
    };
    all.chain([critical]).collect()
}

fn rules(person: PersonId) -> Vec<Rule> {
    let tell = |text: &str| {
        Action::Notify(Notice {
            to: BTreeSet::from([Whom::Person(person)]),
            text: text.into(),
        })
    };
    let tag = |key: &str, on: Event, when: &str| Rule {
        when: when.into(),
        then: vec![Action::Tag(key.into())],
        ..Rule::new(key, [on])
    };
    vec![
        tag("p1", Event::Opened, "priority:1"),
        tag("p2", Event::Opened, "priority:2"),
        tag("p3", Event::Opened, "priority:3"),
        tag("p4", Event::Opened, "priority:4"),
        tag("phone", Event::Opened, "channel:phone"),
        tag("waits", Event::StateChanged, "state:waiting_on_requester"),
        tag("done", Event::Resolved, ""),
        tag("moved", Event::Assigned, "reassignments>=3"),
        Rule {
            then: vec![tell("Not solved after all")],
            ..Rule::new("reopened", [Event::Reopened])
        },
        Rule {
            threshold: Threshold {
                level: Some("critical".into()),
                percent: Some(100),
            },
            then: vec![tell("Too late")],
            ..Rule::new("late", [Event::Threshold])
        },
    ]
}

async fn tried(t: &TestDesk, proposed: Policy) -> Replayed {
    let trial = Trial {
        present: (*t.desk.rules().await.expect("the rules").policy).clone(),
        proposed,
        last_days: None,
        now: t.clock.now(),
    };
    let read = move |tx: &store::Tx<'_>| replay(tx, &trial, |_| {});
    t.store.read_long(read).await.expect("it is replayed")
}

/// The numbers of the tickets by those of the incidents, and the ids of teams by their names.
async fn ids(t: &TestDesk) -> (BTreeMap<String, TicketId>, BTreeMap<String, TeamId>) {
    let read = |tx: &store::Tx<'_>| {
        let (mut tickets, mut teams) = (BTreeMap::new(), BTreeMap::new());
        tx.each(
            "SELECT external_id, ticket_id FROM external_refs WHERE source = 'servicenow-log'",
            params![],
            |row| {
                tickets.insert(row.get(0)?, row.get(1)?);
                Ok::<_, store::Error>(())
            },
        )?;
        tx.each("SELECT name, id FROM teams", params![], |row| {
            teams.insert(row.get(0)?, row.get(1)?);
            Ok::<_, store::Error>(())
        })?;
        Ok::<_, store::Error>((tickets, teams))
    };
    t.store.read(read).await.expect("they are read")
}

/// What was told is what is reckoned.
fn check(
    replayed: &Replayed,
    reckoned: &BTreeMap<TicketId, [Reckoned; 2]>,
    teams: &BTreeMap<String, TeamId>,
) {
    let changed = reckoned.iter().filter(|(_, [a, b])| a != b);
    let changed: BTreeMap<_, _> = changed.collect();
    assert_eq!(replayed.changed, changed.len());
    assert!(
        (TOLD_MAX..5_000).contains(&changed.len()),
        "{}",
        changed.len()
    );
    let first = changed.keys().take(TOLD_MAX).map(|id| **id);
    let told = replayed.differences.iter().map(|one| one.ticket);
    assert!(told.eq(first));
    for one in &replayed.differences {
        for (course, wanted) in [&one.present, &one.proposed]
            .into_iter()
            .zip(&reckoned[&one.ticket])
        {
            let team = wanted.team.as_ref().map(|team| teams[team]);
            let critical = course.clocks.get(&("critical".into(), 1));
            let said = (
                course.priority,
                course.team,
                course.moves,
                i64::from(course.told),
            );
            let wanted_said = (Level(wanted.priority), team, wanted.moves, wanted.told());
            assert_eq!(said, wanted_said, "#{}", one.ticket);
            let went = critical.map(|went| (went.due_at.is_some(), went.is_breached));
            let wanted_went = (wanted.due.is_some(), wanted.breached);
            assert_eq!(went.unwrap_or_default(), wanted_went, "#{}", one.ticket);
        }
    }
    let sums = [&replayed.present, &replayed.proposed];
    let sum = |of: fn(&Reckoned) -> i64| {
        let all = |which: usize| reckoned.values().map(|both| of(&both[which])).sum::<i64>();
        [all(0), all(1)]
    };
    assert_eq!(sums.map(|sums| sums.moves), sum(|one| one.moves));
    assert_eq!(sums.map(|sums| sums.told as i64), sum(Reckoned::told));
    let without_team = sum(|one| i64::from(one.team.is_none()));
    assert_eq!(sums.map(|sums| sums.without_team as i64), without_team);
    // Other promises are the same under both.
    let breaches = sums.map(|sums| sums.breaches as i64);
    let critical = sum(|one| i64::from(one.breached));
    assert_eq!(breaches[1] - breaches[0], critical[1] - critical[0]);
    assert!(critical[0] > 0 && critical[1] > critical[0], "{critical:?}");
    for priority in 1..=5 {
        let of = |which: usize| {
            let all = reckoned.values().map(|both| both[which].priority);
            all.filter(|one| *one == priority).count()
        };
        let at = usize::from(priority) - 1;
        assert_eq!(sums.map(|sums| sums.priorities[at]), [of(0), of(1)]);
    }
    assert_eq!(sums.map(|sums| sums.problems), [0, 0]);
}

#[tokio::test]
async fn a_real_instance_s_history_under_another_policy_differs_by_what_its_file_says() {
    let Some(path) = real_file() else { return };
    let rows = rows_of(&text_of(&path));
    // What a replay reads is the same on both databases; it is much, so one of them has to do.
    let t = TestDesk::new(Backend::Sqlite).await;
    let done = import_into(&t, &path, Options::default()).await;
    assert_eq!(done.expect("it is imported").tickets, rows.len());
    let (tickets, teams) = ids(&t).await;
    let person = t.cast.ada.person.expect("a person");
    let names = Names { person, teams };
    let known = names.clone();
    let decide = move |policy: &mut Policy| decided(policy, PRESENT, &known);
    let version = t
        .desk
        .change_policy(&Actor::spoc(), "ten rules", decide)
        .await;
    version.expect("the policy is put in force");
    let rules = t.desk.rules().await.expect("the rules");
    let same = tried(&t, (*rules.policy).clone()).await;
    assert_eq!((same.tickets, same.changed), (19_934, 0));
    assert_eq!(same.present, same.proposed);

    let mut proposed = (*rules.policy).clone();
    decided(&mut proposed, PROPOSED, &names);
    let other = tried(&t, proposed).await;
    let both = |rows: &Vec<_>| [PRESENT.of(rows), PROPOSED.of(rows)];
    let reckoned = rows
        .iter()
        .map(|(number, rows)| (tickets[number], both(rows)));
    check(&other, &reckoned.collect(), &names.teams);
}
