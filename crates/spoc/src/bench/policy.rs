//! What a policy costs: rules on every command, clocks asked anew, clocks that come due at once, and a replay.

use super::report::{Report, Times};
use super::{Outcome, archive};
use crate::{App, SystemClock, server};
use kernel::automation::{Action, Distribution, Event, Route, Rule};
use kernel::calendar::{Calendar, Hours, Week};
use kernel::sla::{Metric, ServiceLevel};
use kernel::ticket::{Channel, Kind, NewTicket};
use kernel::time::DAY;
use kernel::{Actor, Clock, PersonId, Policy, TeamId, Timestamp};
use std::sync::Arc;
use std::time::Instant;
use store::Location;
use work::replay::{Trial, replay};
use work::{Command, Live};

/// Tickets of the archive that is used.
const TICKETS: u64 = 10_000;
/// Rules that every command is held against.
const RULES: usize = 500;
/// Open tickets whose clocks come due at once.
const DUE: usize = 5_000;
/// How many tickets are filed to see what rules add.
const FILED: usize = 300;
/// A clock of 100,000 due within a minute.
const DUE_PER_SEC: f64 = 100_000.0 / 60.0;
/// The clocks of 1,000,000 tickets within three minutes.
const ANEW_PER_SEC: f64 = 1_000_000.0 / 180.0;
/// 19,934 tickets within ten seconds.
const REPLAYED_PER_SEC: f64 = 19_934.0 / 10.0;

/// The system's clock, some time ahead.
struct Ahead(i64);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(self.0)
    }
}

/// Measures on an archive of its own, made anew: clocks that were told stay told.
pub(super) async fn measure(place: &Location, report: &mut Report) -> Outcome<()> {
    if place.folder.exists() {
        std::fs::remove_dir_all(&place.folder)?;
    }
    report.heading(&format!("Policy, with {TICKETS} tickets"));
    let app = App::open(place, Arc::new(SystemClock)).await?;
    archive::fill(&app, TICKETS).await?;
    let person = requester(&app).await?;
    let without = filed(&app, person, FILED).await?;
    decide(&app, "many rules", |policy| policy.rules = many_rules()).await?;
    let with = filed(&app, person, FILED).await?;
    let added = (with.micros(0.5) - without.micros(0.5)).max(0.0) / 1_000.0;
    report.at_most(
        &format!("what {RULES} rules add to a command"),
        added,
        "ms",
        1.0,
    );

    decide(&app, "no rules", |policy| policy.rules.clear()).await?;
    filed(&app, person, DUE).await?;
    decide(&app, "service levels", promise).await?;
    let floor = server::floor(app.directory.clone(), app.desk.clone(), Live::new());
    let begun = Instant::now();
    server::workers(&floor).run_due().await?;
    let tickets = TICKETS as f64 + (2 * FILED + DUE) as f64;
    let per_sec = tickets / begun.elapsed().as_secs_f64();
    report.at_least(
        "tickets whose clocks are asked anew, a second",
        per_sec,
        ANEW_PER_SEC,
    );

    let replayed = tried(&app).await?;
    report.at_least("tickets replayed a second", replayed, REPLAYED_PER_SEC);
    drop((floor, app));

    // In two years all of them have come to their thresholds.
    let later = App::open(place, Arc::new(Ahead(800 * DAY))).await?;
    let begun = Instant::now();
    let fired = later.desk.run_timers().await?;
    let per_sec = fired as f64 / begun.elapsed().as_secs_f64();
    report.say(&format!("{fired} clocks came due at once"));
    report.at_least("of them told a second", per_sec, DUE_PER_SEC);
    Ok(())
}

async fn decide(
    app: &App,
    comment: &str,
    change: impl Fn(&mut Policy) + Send + 'static,
) -> Outcome<()> {
    let version = app
        .desk
        .change_policy(&Actor::spoc(), comment, change)
        .await;
    version?;
    Ok(())
}

async fn requester(app: &App) -> Outcome<PersonId> {
    let found = app
        .store
        .read(|tx| directory::queries::find_person_by_email(tx, archive::AGENT_EMAIL))
        .await?;
    Ok(found.ok_or("the archive has no agent")?.id)
}

/// Files tickets, one after the other.
async fn filed(app: &App, person: PersonId, count: usize) -> Outcome<Times> {
    let mut times = Times::default();
    for n in 0..count {
        let new = NewTicket::new(Kind::Incident, person, format!("The printer {n} burns"));
        let begun = Instant::now();
        let command = Command::open(new, Channel::Web);
        app.desk.execute(&Actor::spoc(), command).await?;
        times.add(begun.elapsed());
    }
    Ok(times)
}

/// Each looks at every new ticket, and none does anything: what they cost is being asked.
fn many_rules() -> Vec<Rule> {
    let rule = |n: usize| Rule {
        when: format!(
            "kind:incident priority<=3 subject:word{n} -tag:seen (team:none or reopens>{n})"
        ),
        then: vec![Action::Tag("seen".into())],
        ..Rule::new(format!("rule-{n}"), [Event::Opened, Event::Changed])
    };
    (0..RULES).map(rule).collect()
}

/// Six service levels, of every metric, by the hours of an office.
fn promise(policy: &mut Policy) {
    let hours = Hours::parse("08:00-18:00").into_iter().collect::<Vec<_>>();
    policy.calendars = vec![Calendar {
        key: "office".into(),
        label: "Office".into(),
        zone: "Europe/Berlin".into(),
        week: Week::workdays(&hours),
        holidays: Vec::new(),
    }];
    let level = |metric: Metric, key: &str, minutes: u32| ServiceLevel {
        targets: (1..=5)
            .map(|priority| (priority, minutes * u32::from(priority)))
            .collect(),
        thresholds: vec![100],
        ..ServiceLevel::new(key, metric, "office")
    };
    let mut levels: Vec<ServiceLevel> = Metric::ALL
        .into_iter()
        .map(|metric| level(metric, metric.name(), 60))
        .collect();
    levels.push(ServiceLevel {
        applies_when: "priority<=2".into(),
        ..level(Metric::Resolution, "urgent", 120)
    });
    policy.service_levels = levels;
    policy.close_after_days = 0;
}

/// Ten rules, six service levels and routing, tried on all of the history; answers the tickets a second.
async fn tried(app: &App) -> Outcome<f64> {
    let rules = app.desk.rules().await?;
    let present = (*rules.policy).clone();
    let mut proposed = present.clone();
    let rule = |n: usize| Rule {
        when: format!("priority:{} state:open", 1 + n % 5),
        then: vec![Action::Tag(format!("tried-{n}"))],
        ..Rule::new(format!("tried-{n}"), [Event::Opened, Event::Assigned])
    };
    proposed.rules = (0..10).map(rule).collect();
    let team = TeamId(1);
    proposed.routes = vec![Route {
        key: "all".into(),
        label: "All".into(),
        when: String::new(),
        team,
    }];
    proposed.distributions = vec![Distribution::new(team)];
    let trial = Trial {
        present,
        proposed,
        last_days: None,
        now: app.clock.now(),
    };
    let begun = Instant::now();
    let replayed = app
        .store
        .read_long(move |tx| replay(tx, &trial, |_| {}))
        .await?;
    Ok(replayed.tickets as f64 / begun.elapsed().as_secs_f64())
}
