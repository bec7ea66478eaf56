//! A server is killed while it changes many tickets beside the requests.

use super::super::process::{Client, Place, Serving, desk, token};
use super::{LogFile, until_killed_at_work};
use serde_json::json;
use spoc::App;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::{MovableClock, backends};
use work::Live;

const TICKETS: u32 = 200;
/// Longest time that the job takes on any machine that runs this.
const JOB_MAX: Duration = Duration::from_secs(120);
const LEFT: &str = "SELECT COUNT(*) FROM jobs WHERE name = 'bulk_edit' AND state <> 'done'";
/// Later than any clock of a machine that runs this.
const LATER: i64 = 50 * 365 * kernel::time::DAY;

/// Another server takes what is to be done up once the killed one counts as lost.
pub(super) fn go_on(place: &Place) -> usize {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let clock = Arc::new(MovableClock::new());
        clock.advance(LATER);
        let app = App::open(&place.location(), clock).await;
        let app = app.expect("the desk opens");
        let workers = spoc::server::workers(&spoc::server::floor(
            app.directory.clone(),
            app.desk.clone(),
            Live::new(),
        ));
        workers.run_due().await.expect("the jobs are done")
    })
}

/// Puts a change of all tickets into the queue.
fn begin(client: &mut Client, tag: &str) {
    let edit = json!({ "q": "number>=1", "changes": { "tags": { "add": [tag] } } });
    let begun = client.api("POST", "/bulk", &edit).ok(202);
    assert_eq!(begun["total"], TICKETS);
}

/// How long such a change takes from the queue to its end.
fn whole(place: &Place, token: &str) -> Duration {
    let serving = Serving::start(place);
    begin(&mut Client::with_token(serving.address, token), "whole");
    let begun = Instant::now();
    while place.number(LEFT) > 0 {
        assert!(begun.elapsed() < JOB_MAX, "the job does not end");
    }
    begun.elapsed()
}

#[test]
fn a_server_is_killed_while_it_changes_many_tickets() {
    let log = LogFile::of(TICKETS);
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, _) = desk(&place);
        assert!(serving.terminate().success());
        place.run(&["import", "servicenow-log", log.path()]).ok();
        let token = token(&place);
        let duration = whole(&place, &token);
        let (mut cut, mut begun_count) = (0, 1);
        until_killed_at_work(duration, 6, |round, moment| {
            let serving = Serving::start(&place);
            let mut client = Client::with_token(serving.address, &token);
            begin(&mut client, &format!("round-{round}"));
            std::thread::sleep(moment);
            serving.kill();
            let done = place.number(
                "SELECT done_count FROM jobs WHERE name = 'bulk_edit' ORDER BY id DESC LIMIT 1",
            );
            cut += usize::from(0 < done && done < i64::from(TICKETS));
            go_on(&place);
            assert_eq!(place.number(LEFT), 0);
            begun_count += 1;
            done < i64::from(TICKETS)
        });
        // Each round did its change once on each ticket, and all of it under one command.
        let rounds = place.rows(
            "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM activities WHERE kind = 'tag_added' \
             GROUP BY command_id",
            2,
        );
        assert_eq!(rounds.len(), begun_count);
        for round in rounds {
            assert_eq!(
                round,
                [i64::from(TICKETS).into(), i64::from(TICKETS).into()]
            );
        }
        assert!(cut > 0, "killed in the middle of a change: {cut}");
        place.verify();
    }
}
