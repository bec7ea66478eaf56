//! `/metrics`: who may read them, and what is in them.

use crate::process::{Client, Place, Serving, desk, incident, token};
use testkit::backends;

/// The value of a metric.
#[track_caller]
fn value(page: &str, name: &str) -> f64 {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    let found = lines
        .filter_map(|line| line.rsplit_once(' '))
        .find(|(known, _)| *known == name);
    let found = found.unwrap_or_else(|| panic!("no {name}: {page}"));
    found.1.parse().expect("a number")
}

#[test]
fn this_machine_reads_counts_and_durations_and_nothing_that_anybody_wrote() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, _) = desk(&place);
        let mut client = Client::with_token(serving.address, &token(&place));
        for at in 0..3 {
            incident(&mut client, &format!("cockatoo {at}"));
        }
        client.get("/api/spoc/v1/tickets/1").ok(200);
        client.get("/api/spoc/v1/tickets/99");
        client.get("/nowhere/cockatoo");
        let answer = Client::new(serving.address).get("/metrics");
        assert_eq!(answer.status, 200);
        assert!(
            answer
                .header("content-type")
                .starts_with("text/plain; version=0.0.4")
        );
        let page = answer.text();
        let route = "route=\"/api/spoc/v1/tickets/{number}\"";
        for (name, wanted) in [
            ("spoc_tickets_opened_total".to_owned(), 3.0),
            (
                format!("spoc_requests_total{{{route},status=\"2xx\"}}"),
                1.0,
            ),
            (
                format!("spoc_requests_total{{{route},status=\"4xx\"}}"),
                1.0,
            ),
            (format!("spoc_request_seconds_count{{{route}}}"), 2.0),
            (
                format!("spoc_request_seconds_bucket{{{route},le=\"+Inf\"}}"),
                2.0,
            ),
            (
                "spoc_requests_total{route=\"none\",status=\"4xx\"}".to_owned(),
                1.0,
            ),
            ("spoc_timers_due".to_owned(), 0.0),
            ("spoc_jobs{state=\"failed\"}".to_owned(), 0.0),
            ("spoc_live_connections".to_owned(), 0.0),
        ] {
            assert_eq!(value(&page, &name), wanted, "{name}: {page}");
        }
        for name in [
            "spoc_activities_total",
            "spoc_database_seconds_count{work=\"read\"}",
            "spoc_database_seconds_count{work=\"write\"}",
            "process_resident_memory_bytes",
        ] {
            assert!(value(&page, name) > 0.0, "{name}: {page}");
        }
        assert!(!page.contains("cockatoo"), "{page}");
        assert!(serving.terminate().success());
    }
}

#[test]
fn with_a_token_nobody_reads_them_without_it() {
    let place = Place::new(testkit::Backend::Sqlite);
    let serving = Serving::start_with(&place, &["--metrics-token", "a few quiet words"]);
    let asked = Client::new(serving.address).get("/metrics");
    assert_eq!(asked.status, 401, "{}", asked.text());
    let mut client = Client::with_token(serving.address, "a few quiet words");
    assert_eq!(client.get("/metrics").status, 200);
}
