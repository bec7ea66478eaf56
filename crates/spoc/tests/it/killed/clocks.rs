//! A server is killed while it tells of clocks that came due all at once.

use super::super::process::{Place, Serving, desk};
use kernel::calendar::{Calendar, Week};
use kernel::sla::{Metric, ServiceLevel};
use kernel::ticket::{Channel, Kind, NewTicket};
use kernel::time::{HOUR, MINUTE};
use kernel::{Activity, Actor, Clock, PersonId, Policy, Timestamp};
use spoc::{App, SystemClock};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::log::Texts;
use testkit::{Backend, backends};
use work::{Command, History, Live, Step};

/// How many clocks come due within a minute, unless [`ALL`] says how many.
const CLOCKS: i64 = 2_000;
/// Names another number; then they are to be told within the minute, too, which only a release build does.
const ALL: &str = "SPOC_TEST_CLOCKS";
/// Longest that telling takes on any machine that runs this.
const TELLING_MAX: Duration = Duration::from_secs(600);
/// How often it is looked at how many are left.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Histories that are recorded at once.
const BATCH: usize = 1_000;
const LEFT: &str = "SELECT COUNT(*) FROM timers WHERE kind = 'clock'";

/// A clock that stands.
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Resolved within an hour, round the clock; told when that is over.
fn promise(policy: &mut Policy) {
    policy.calendars = vec![Calendar {
        key: "always".into(),
        label: "Always".into(),
        zone: "UTC".into(),
        week: Week::always(),
        holidays: Vec::new(),
    }];
    policy.service_levels = vec![ServiceLevel {
        targets: (1..=5).map(|priority| (priority, 60)).collect(),
        thresholds: vec![100],
        ..ServiceLevel::new("fix", Metric::Resolution, "always")
    }];
}

/// Records tickets whose clocks came due one after the other within a minute, an hour ago.
async fn record(place: &Place, count: i64) {
    let begun = SystemClock.now().plus(-2 * HOUR);
    let app = App::open(&place.location(), Arc::new(At(begun))).await;
    let app = app.expect("the desk opens");
    let spoc = Actor::spoc();
    let version = app.desk.change_policy(&spoc, "promises", promise).await;
    version.expect("the policy is put in force");
    let floor = spoc::server::floor(app.directory.clone(), app.desk.clone(), Live::new());
    let workers = spoc::server::workers(&floor);
    workers.run_due().await.expect("the jobs are done");
    let new = NewTicket::new(Kind::Incident, PersonId(1), "Late");
    let command = Command::open(new, Channel::Web);
    let first = app.desk.execute(&spoc, command).await;
    let first = first.and_then(|outcome| outcome.ticket()).expect("filed");
    let read = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, first, Texts::All);
    let log = app.store.read(read).await.expect("its log is read");
    let opening = log[0].activity.clone();
    let history = |n: i64| history(&opening, begun.plus(n * MINUTE / count));
    let all: Vec<History> = (1..count).map(history).collect();
    for batch in all.chunks(BATCH) {
        let recorded = app.desk.record_history(batch.to_vec()).await;
        recorded.expect("they are recorded");
    }
}

fn history(opening: &Activity, at: Timestamp) -> History {
    History {
        external: None,
        steps: vec![Step {
            at,
            actor: None,
            channel: Channel::Import,
            activities: vec![opening.clone()],
        }],
    }
}

/// Serves until no more clocks are left than that; answers how many are left.
fn serve_until(place: &Place, most: i64, begun: Instant) -> i64 {
    let serving = Serving::start(place);
    while place.number(LEFT) > most {
        assert!(begun.elapsed() < TELLING_MAX, "clocks are not told");
        // Looking opens the desk anew: it is not to take the time of what it looks at.
        std::thread::sleep(LOOK_EVERY);
    }
    serving.kill();
    place.number(LEFT)
}

fn tell_all(backend: Backend, count: i64) -> Duration {
    let place = Place::new(backend);
    let (serving, _) = desk(&place);
    assert!(serving.terminate().success());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(record(&place, count));
    drop(runtime);
    assert_eq!(place.number(LEFT), count);
    let begun = Instant::now();
    let mut cut = 0;
    for parts in [9, 7, 5, 3, 1] {
        let left = serve_until(&place, count * parts / 10, begun);
        cut += i64::from(0 < left && left < count);
    }
    assert_eq!(serve_until(&place, 0, begun), 0);
    let took = begun.elapsed();
    assert!(cut > 1, "killed while it was telling: {cut}");
    let told = place.rows(
        "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM activities WHERE kind = 'threshold_reached'",
        2,
    );
    assert_eq!(told, [[count.into(), count.into()]], "{backend:?}");
    place.verify();
    took
}

#[test]
fn a_server_is_killed_while_it_tells_of_clocks_and_each_is_told_once() {
    let all = std::env::var(ALL).ok();
    let all = all.map(|count| count.parse().expect("SPOC_TEST_CLOCKS is a number"));
    for backend in backends() {
        let took = tell_all(backend, all.unwrap_or(CLOCKS));
        println!("{backend:?}: {:.1} s", took.as_secs_f64());
        if all.is_some() {
            assert!(took.as_micros() <= MINUTE as u128, "{backend:?}: {took:?}");
        }
    }
}
