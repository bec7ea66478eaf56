//! The figures, gathered and written.

use super::queries::{self, Counts};
use super::requests::Requests;
use super::text::Page;
use crate::memory;
use kernel::time::SECOND;
use work::Floor;
use work::jobs::JobState;

/// The whole page.
///
/// # Errors
/// When the database fails.
pub(super) async fn text(floor: &Floor, requests: &Requests) -> work::Result<String> {
    let now = floor.desk.clock().now();
    let store = floor.desk.store();
    let (counts, jobs, job_due) = store
        .read(move |tx| {
            let counts = queries::counts(tx, now)?;
            Ok::<_, work::Error>((
                counts,
                work::jobs::by_state(tx)?,
                work::jobs::oldest_due(tx)?,
            ))
        })
        .await?;
    let late = job_due.map_or(0, |due| (now.0 - due.0).max(0) / SECOND);
    let mut page = Page::default();
    page.metric("spoc_build_info", "gauge", "The version that runs.");
    page.value(
        "spoc_build_info",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1,
    );
    of_the_desk(&mut page, &counts);
    of_jobs(&mut page, &jobs, late);
    page.single(
        "spoc_live_connections",
        "gauge",
        "Open pages that hear of changes.",
        floor.live.listening_count() as i64,
    );
    of_the_database(&mut page, floor);
    of_requests(&mut page, requests);
    if let Some(kib) = memory::resident_kib("self") {
        page.single(
            "process_resident_memory_bytes",
            "gauge",
            "Memory of the process.",
            kib * 1024,
        );
    }
    Ok(page.into_text())
}

fn of_the_desk(page: &mut Page, counts: &Counts) {
    page.single(
        "spoc_tickets_opened_total",
        "counter",
        "The last number that a ticket was given.",
        counts.tickets,
    );
    page.single(
        "spoc_activities_total",
        "counter",
        "The last position in the log.",
        counts.activities,
    );
    page.single(
        "spoc_timers_due",
        "gauge",
        "Timers that are due and were not yet run; at most 10000 are counted.",
        counts.timers_due,
    );
}

fn of_jobs(page: &mut Page, jobs: &[(JobState, i64)], late: i64) {
    page.metric("spoc_jobs", "gauge", "Jobs by state.");
    for (state, count) in jobs {
        page.value("spoc_jobs", &[("state", state.name())], count);
    }
    page.single(
        "spoc_jobs_late_seconds",
        "gauge",
        "How long the job that is due first has waited for a worker.",
        late,
    );
}

fn of_the_database(page: &mut Page, floor: &Floor) {
    let (reads, writes) = floor.desk.store().durations();
    let name = "spoc_database_seconds";
    page.metric(
        name,
        "histogram",
        "Units of work in the database, with the time that they waited for their turn.",
    );
    page.durations(name, &[("work", "read")], &reads);
    page.durations(name, &[("work", "write")], &writes);
}

fn of_requests(page: &mut Page, requests: &Requests) {
    let routes = requests.all();
    let name = "spoc_requests_total";
    page.metric(
        name,
        "counter",
        "Answered requests by route and class of status.",
    );
    for of_route in &routes {
        for (class, count) in (1..).zip(of_route.classes) {
            if count > 0 {
                let status = format!("{class}xx");
                let labels = [
                    ("route", of_route.route.as_str()),
                    ("status", status.as_str()),
                ];
                page.value(name, &labels, count);
            }
        }
    }
    let name = "spoc_request_seconds";
    page.metric(
        name,
        "histogram",
        "Requests until the head of the answer, by route.",
    );
    for of_route in &routes {
        page.durations(name, &[("route", &of_route.route)], &of_route.durations);
    }
}
