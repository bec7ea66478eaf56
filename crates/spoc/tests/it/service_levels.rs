//! What is promised: decided on pages, kept beside tickets, shown where work is done.

use crate::administration::pages::decide;
use crate::pages::{Browser, Site, seen};
use directory::model::TeamEdit;
use kernel::calendar::{Calendar, Hours, Week};
use kernel::sla::{Metric, ServiceLevel, Whose};
use kernel::ticket::Change;
use kernel::time::{HOUR, MINUTE};
use kernel::{Actor, Clock, Policy};
use testkit::{TestDesk, backends};
use web::axum::http::StatusCode;

/// Resolved within so many hours, round the clock.
pub(crate) fn promise(policy: &mut Policy, hours: u32) {
    policy.calendars = vec![Calendar {
        key: "always".into(),
        label: "Always".into(),
        zone: "Europe/Berlin".into(),
        week: Week::always(),
        holidays: Vec::new(),
    }];
    let resolution = ServiceLevel {
        label: "Resolution".into(),
        targets: (1..=5).map(|priority| (priority, hours * 60)).collect(),
        ..ServiceLevel::new("resolution", Metric::Resolution, "always")
    };
    policy.service_levels = vec![resolution];
}

async fn promised_within(t: &TestDesk, hours: u32) {
    let change = move |policy: &mut Policy| promise(policy, hours);
    let spoc = Actor::spoc();
    let changed = t.desk.change_policy(&spoc, "promises", change).await;
    changed.expect("the policy is changed");
}

async fn found(t: &TestDesk, condition: &str) -> usize {
    let found = t.list(&t.cast.anna, condition).await;
    found.expect("a condition").len()
}

#[tokio::test]
async fn deadlines_stand_beside_the_ticket_from_the_first_moment_on_both_databases() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        promised_within(&t, 4).await;
        let ticket = t
            .incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        assert_eq!(found(&t, "due:any").await, 1);
        assert_eq!(found(&t, "due<+3h").await, 0);
        assert_eq!(found(&t, "due<+5h").await, 1);
        assert_eq!(found(&t, "breached:yes").await, 0);
        t.clock.advance(4 * HOUR + MINUTE);
        assert_eq!(found(&t, "due<now breached:yes").await, 1);

        let hold = vec![Change::Hold {
            reason: "requester".into(),
            until: None,
            text: String::new(),
        }];
        t.change(&t.cast.anna, ticket, hold)
            .await
            .expect("it is put on hold");
        assert_eq!(
            found(&t, "breached:yes").await,
            1,
            "what is too late stays so"
        );
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new(), "{backend:?}");
    }
}

#[tokio::test]
async fn a_changed_promise_holds_for_the_tickets_that_are_there() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        t.incident(&t.cast.rita, "Printer on fire", "It burns.")
            .await;
        t.incident(&t.cast.rita, "Printer is ashes", "It has burnt.")
            .await;
        assert_eq!(found(&t, "due:none").await, 2);
        for (hours, asked) in [(4, "due<+5h"), (8, "due>+7h")] {
            promised_within(&t, hours).await;
            t.workers(work::jobs::kinds())
                .run_due()
                .await
                .expect("jobs are done");
            assert_eq!(found(&t, asked).await, 2, "{backend:?}, {hours} h");
        }
        t.desk
            .change_policy(&Actor::spoc(), "none", |policy| {
                policy.service_levels.clear()
            })
            .await
            .expect("the policy is changed");
        t.workers(work::jobs::kinds())
            .run_due()
            .await
            .expect("jobs are done");
        assert_eq!(found(&t, "due:none").await, 2, "{backend:?}");
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new(), "{backend:?}");
    }
}

#[tokio::test]
async fn deadlines_go_by_the_wall_clock_of_the_team_and_follow_when_it_moves() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let by_team = |policy: &mut Policy| {
            promise(policy, 6);
            policy.calendars[0].week =
                Week::workdays(&[Hours::parse("08:00-18:00").expect("hours")]);
            policy.service_levels[0].whose = Whose::Team;
        };
        let changed = t.desk.change_policy(&Actor::spoc(), "teams", by_team).await;
        changed.expect("the policy is changed");
        let network = t.cast.network;
        let id = t.incident(&t.cast.rita, "Printer", "It burns.").await;
        let given = vec![Change::Team(Some(network))];
        t.change(&t.cast.anna, id, given).await.expect("given");
        let due = async || {
            let ticket = t.ticket(&t.cast.anna, id).await.expect("a ticket");
            let desk = t.desk.clone();
            let now = t.clock.now();
            let clocks = t.store.read(move |tx| {
                let rules = desk.rules_in(tx)?;
                work::clocks(tx, &rules, &ticket, now)
            });
            clocks.await.expect("clocks")[0].due_at.expect("a deadline")
        };
        let in_berlin = due().await;
        for (zone, is_another) in [("Asia/Kolkata", true), ("", false)] {
            let edit = TeamEdit {
                time_zone: Some(zone.to_owned()),
                ..TeamEdit::default()
            };
            let (spoc, now) = (Actor::spoc(), t.clock.now());
            let moving = move |tx: &store::Tx<'_>| {
                directory::actions::edit_team(tx, &spoc, now, network, None, &edit)
            };
            t.store.write(moving).await.expect("the team moves");
            t.desk.run_timers().await.expect("timers run");
            let workers = t.workers(work::jobs::kinds());
            workers.run_due().await.expect("jobs are done");
            let verified = t.desk.verify(|_| {}).await.expect("it is verified");
            assert_eq!(
                verified.problems,
                Vec::<String>::new(),
                "{backend:?}, {zone}"
            );
            assert_eq!(due().await != in_berlin, is_another, "{backend:?}, {zone}");
        }
    }
}

const CALENDAR: &str = "/admin/calendars/new";
const LEVEL: &str = "/admin/service-levels/new";

/// Round the clock, and resolved within four hours.
async fn decided(ada: &Browser<'_>) {
    let whole = "00:00-24:00";
    let fields = [
        ("label", "Always"),
        ("zone", "Europe/Berlin"),
        ("monday", whole),
        ("tuesday", whole),
        ("wednesday", whole),
        ("thursday", whole),
        ("friday", whole),
        ("saturday", whole),
        ("sunday", whole),
        ("holidays", "2020-12-25 yearly Christmas Day"),
    ];
    decide(ada, CALENDAR, CALENDAR, &fields).await.leads_to();
    let fields = [
        ("label", "Resolution"),
        ("metric", "resolution"),
        ("calendar", "always"),
        ("applies_when", "kind:incident"),
        ("target-1", "1h"),
        ("target-2", "4h"),
        ("target-3", "4h"),
        ("target-4", "4h"),
        ("pauses", "waiting_on_requester"),
        ("thresholds", "75, 100"),
    ];
    decide(ada, LEVEL, LEVEL, &fields).await.leads_to();
}

#[tokio::test]
async fn what_an_administrator_promises_is_seen_where_agents_work() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    decided(&ada).await;
    let list = ada.page("/tickets").await;
    assert!(
        list.contains("Reckoning the times of all tickets anew …"),
        "{list}"
    );
    site.workers().run_due().await.expect("jobs are done");
    let list = ada.page("/tickets").await;
    assert!(
        list.contains("Tickets whose times were reckoned anew: 0"),
        "{list}"
    );
    let anna = site.desk.cast.anna.clone();
    let ticket = site
        .desk
        .incident(&site.desk.cast.rita, "Printer on fire", "It burns.")
        .await;
    let mine = vec![Change::Assignee(anna.person)];
    site.desk
        .change(&anna, ticket, mine)
        .await
        .expect("it is taken");

    let agent = site.browser(&anna).await;
    let page = agent.page(&format!("/tickets/{ticket}")).await;
    assert!(page.contains("class=\"clock run\""), "{page}");
    assert!(page.contains("of 4"), "{page}");
    assert!(page.contains("Ticket opened"), "{page}");
    assert!(agent.page("/").await.contains("Due next"));
    let list = agent.page("/tickets?q=due%3Aany&sort=due").await;
    assert!(list.contains("Printer on fire"), "{list}");

    site.desk.clock.advance(5 * HOUR);
    let page = agent.page(&format!("/tickets/{ticket}")).await;
    assert!(page.contains("class=\"clock late\""), "{page}");
    assert!(agent.page("/").await.contains("overdue"));
}

#[tokio::test]
async fn what_cannot_be_promised_is_said_beside_the_field() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    decided(&ada).await;
    for (action, fields, said) in [
        (
            CALENDAR,
            &[("label", "X"), ("zone", "Mars"), ("monday", "09:00-17:00")][..],
            "no such time zone",
        ),
        (
            CALENDAR,
            &[("label", "X"), ("zone", "UTC"), ("monday", "17-9")],
            "Write spans like",
        ),
        (
            CALENDAR,
            &[("label", "X"), ("zone", "UTC")],
            "no working time",
        ),
        (
            CALENDAR,
            &[("label", "X"), ("zone", "UTC"), ("holidays", "Christmas")],
            "A line begins with a day",
        ),
        (
            LEVEL,
            &[("label", "X"), ("calendar", "always")],
            "Enter a target",
        ),
        (
            LEVEL,
            &[("label", "X"), ("calendar", "always"), ("target-1", "soon")],
            "Write working time",
        ),
        (
            LEVEL,
            &[
                ("label", "X"),
                ("calendar", "always"),
                ("target-1", "1h"),
                ("applies_when", "printer"),
            ],
            "This condition",
        ),
        (
            LEVEL,
            &[("label", "X"), ("calendar", "gone"), ("target-1", "1h")],
            "no such calendar",
        ),
    ] {
        let answer = decide(&ada, action, action, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    let used = decide(
        &ada,
        "/admin/calendars/always",
        "/admin/calendars/always",
        &[("remove", "true")],
    )
    .await;
    assert_eq!(
        used.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a service level goes by it"
    );
}

#[tokio::test]
async fn holidays_of_a_file_are_looked_through_before_they_count() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    decided(&ada).await;
    let path = "/admin/calendars/always";
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:May Day\nDTSTART;VALUE=DATE:20270501\n\
                RRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR";
    let version = seen(&ada.page(path).await);
    let fields = [
        ("seen", version.as_str()),
        ("label", "Always"),
        ("zone", "Europe/Berlin"),
        ("monday", "00:00-24:00"),
        ("holidays", "2027-01-06 Epiphany"),
    ];
    let chosen = async |text: &str| {
        let file = ("holidays.ics", "text/calendar", text.as_bytes());
        ada.upload(path, &fields, file).await
    };
    let wrong = chosen("Monday: Epiphany").await;
    assert!(
        wrong.body.contains("This file could not be read."),
        "{}",
        wrong.body
    );
    let found = chosen(text).await;
    for line in ["2027-01-06 Epiphany", "2027-05-01 yearly May Day"] {
        assert!(found.body.contains(line), "{line}: {}", found.body);
    }
    assert!(
        !ada.page(path).await.contains("May Day"),
        "nothing is saved yet"
    );
    let kept = [
        ("label", "Always"),
        ("zone", "Europe/Berlin"),
        ("monday", "00:00-24:00"),
        ("holidays", "2027-01-06 Epiphany\n2027-05-01 yearly May Day"),
    ];
    decide(&ada, path, path, &kept).await.leads_to();
    assert!(ada.page(path).await.contains("2027-05-01 yearly May Day"));
}
