//! The desk: whether what should happen does, and what is kept is there.

use super::{Finding, queries};
use crate::{App, SystemClock};
use kernel::Timestamp;
use kernel::time::{HOUR, MINUTE};
use std::sync::Arc;
use store::Location;
use work::jobs::Listed;

/// How far the log may be ahead of the clock.
const AHEAD_MAX: i64 = 2 * MINUTE;
/// How long after its time something may still not have happened.
const LATE_MAX: i64 = 5 * MINUTE;
/// Failed jobs that are named.
const JOBS_NAMED: i64 = 20;
/// Missing files that are named.
const FILES_NAMED: usize = 5;

pub(super) async fn look(location: &Location, now: Timestamp) -> Vec<Finding> {
    let app = match App::open(location, Arc::new(SystemClock)).await {
        Ok(app) => app,
        Err(error) => {
            let text = format!("does not open: {error}");
            let remedy = "Do what it says; `spoc verify` says more.";
            return vec![Finding::problem("desk", text, remedy)];
        }
    };
    match checked(&app, now).await {
        Ok(findings) => findings,
        Err(error) => {
            let text = format!("cannot be looked at: {error}");
            vec![Finding::problem(
                "desk",
                text,
                "Run `spoc verify`; it says more.",
            )]
        }
    }
}

async fn checked(app: &App, now: Timestamp) -> work::Result<Vec<Finding>> {
    let asked = app
        .store
        .read(move |tx| queries::ask(tx, now.plus(-LATE_MAX)));
    let asked = asked.await?;
    let (failed, due) = app
        .store
        .read(|tx| {
            Ok::<_, work::Error>((
                work::jobs::failed(tx, JOBS_NAMED)?,
                work::jobs::oldest_due(tx)?,
            ))
        })
        .await?;
    let mut findings = vec![
        clock(asked.newest, now),
        administrators(asked.administrators),
        timers(asked.timers_late),
    ];
    findings.extend(jobs(&failed, due, now));
    findings.push(counters(app).await?);
    findings.push(files(app).await?);
    Ok(findings)
}

fn clock(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    let about = "clock";
    match newest {
        Some(newest) if newest > now.plus(AHEAD_MAX) => Finding::problem(
            about,
            format!("the log ends at {newest}, and this machine says it is {now}"),
            "Let the clock keep time by NTP: what happens now would be recorded as if it were earlier.",
        ),
        Some(newest) => Finding::fine(about, format!("{now}; the log ends at {newest}")),
        None => Finding::fine(about, format!("{now}; nothing has happened yet")),
    }
}

fn administrators(count: i64) -> Finding {
    let about = "administrators";
    match count {
        0 => Finding::warning(
            about,
            "nobody can administer this desk",
            "Make one with `spoc admin create EMAIL`.",
        ),
        count => Finding::fine(about, count.to_string()),
    }
}

fn timers(late: i64) -> Finding {
    let about = "timers";
    match late {
        0 => Finding::fine(about, "none is late"),
        late => Finding::problem(
            about,
            format!("{late} should have run more than five minutes ago"),
            "Is `spoc serve` running on this data? Its log says what holds them up.",
        ),
    }
}

fn jobs(failed: &[Listed], due: Option<Timestamp>, now: Timestamp) -> Vec<Finding> {
    let about = "jobs";
    let told = |job: &Listed| {
        let why = job.error.as_deref().unwrap_or("no reason was kept");
        Finding::warning(
            about,
            format!("{} {} failed: {why}", job.name, job.id),
            "Mend what it says and try it again at /admin/jobs.",
        )
    };
    let mut findings: Vec<Finding> = failed.iter().map(told).collect();
    if let Some(due) = due.filter(|due| *due < now.plus(-HOUR)) {
        findings.push(Finding::problem(
            about,
            format!("one is waiting for a worker since {due}"),
            "Is `spoc serve` running on this data?",
        ));
    }
    if findings.is_empty() {
        findings.push(Finding::fine(about, "none failed, none is late"));
    }
    findings
}

async fn counters(app: &App) -> work::Result<Finding> {
    let about = "counters";
    let wrong = app.desk.counter_problems().await?;
    Ok(match wrong.first() {
        None => Finding::fine(about, "every view counts what it shows"),
        Some(first) => Finding::problem(
            about,
            format!("{} are wrong; {first}", wrong.len()),
            "Run `spoc rebuild`.",
        ),
    })
}

async fn files(app: &App) -> work::Result<Finding> {
    let about = "files";
    let hashes = app
        .store
        .read_long(work::queries::attachment_hashes)
        .await?;
    let count = hashes.len();
    let mut missing = Vec::new();
    for hash in hashes {
        if !app.store.files().path(&hash)?.is_file() {
            missing.push(hash);
        }
    }
    if missing.is_empty() {
        return Ok(Finding::fine(about, format!("all {count} are there")));
    }
    let text = format!("{} of {count} are missing, such as ", missing.len());
    missing.truncate(FILES_NAMED);
    Ok(Finding::problem(
        about,
        text + &missing.join(", "),
        "Copy them from a backup into the folder attachments.",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::{clock, jobs, timers};
    use kernel::Timestamp;
    use kernel::time::{HOUR, MINUTE};

    #[test]
    fn a_log_that_is_ahead_of_the_clock_is_a_problem() {
        let now = Timestamp(10 * HOUR);
        for (newest, verdict) in [
            (None, Verdict::Fine),
            (Some(now), Verdict::Fine),
            (Some(now.plus(MINUTE)), Verdict::Fine),
            (Some(now.plus(HOUR)), Verdict::Problem),
        ] {
            assert_eq!(clock(newest, now).verdict, verdict, "{newest:?}");
        }
    }

    #[test]
    fn what_is_late_is_a_problem() {
        assert_eq!(timers(0).verdict, Verdict::Fine);
        assert_eq!(timers(1).verdict, Verdict::Problem);
        let now = Timestamp(10 * HOUR);
        let verdict = |due| jobs(&[], due, now)[0].verdict;
        assert_eq!(verdict(None), Verdict::Fine);
        assert_eq!(verdict(Some(now.plus(HOUR))), Verdict::Fine);
        assert_eq!(verdict(Some(now.plus(-2 * HOUR))), Verdict::Problem);
    }
}
