//! What is done beside the requests: how the reader's own jobs come on, and all of them for administrators.

use super::bulk::{local, referrer};
use super::sent::Sent;
use super::{Pages, doing};
use crate::error::{Error, Result};
use crate::jobs::{JobState, Listed, queries};
use crate::queries::Reader;
use crate::screens::jobs::{JobPage, JobRow, JobsPage, Notice, NoticesPart};
use directory::{SignedIn, frame, queries as people};
use kernel::time::MINUTE;
use kernel::{JobId, Permission, PersonId};
use std::collections::HashMap;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::parts::{Chip, Empty};
use web::reply::{html, see_other};
use web::texts::Arg;
use web::{Calendar, Flash, Path, Texts};

/// Jobs on the administrators' page, of those in the queue and of those that ended.
const JOBS_SHOWN: i64 = 200;
/// Notices on a list.
const NOTICES: i64 = 5;
/// How long it is said on a list that a job has ended, if nobody says that they know.
const SAID_FOR: i64 = 10 * MINUTE;

/// How the reader's jobs come on.
pub(super) fn own(tx: &Tx<'_>, reader: &Reader) -> Result<Vec<Listed>> {
    match reader.actor.person {
        Some(person) => queries::unseen(tx, person, reader.now.plus(-SAID_FOR), NOTICES),
        None => Ok(Vec::new()),
    }
}

/// Jobs as lines on a list.
pub(super) fn lines(jobs: &[Listed], texts: Texts) -> Vec<Notice> {
    jobs.iter().map(|job| line(job, texts)).collect()
}

fn line(job: &Listed, texts: Texts) -> Notice {
    let ended = job.state.is_ended();
    Notice {
        id: job.id.to_string(),
        text: if ended {
            said(job, texts)
        } else {
            texts.t(&format!("job-goes-{}", key(job))).to_owned()
        },
        goes_on: !ended,
        failed: job.state == JobState::Failed || job.refused > 0,
        done: job.done,
        total: job.total,
        steps: steps(job, texts),
        undo: undo(job),
    }
}

/// How a job ended.
fn said(job: &Listed, texts: Texts) -> String {
    let done = texts.count(&format!("job-done-{}", key(job)), job.done - job.refused);
    let said = match job.refused {
        0 => done,
        refused => texts.with(
            "job-partly",
            [
                ("said", Arg::from(done)),
                ("refused", Arg::from(texts.number(refused))),
            ],
        ),
    };
    match job.state {
        JobState::Failed => texts.t1("job-failed-after", "said", said),
        JobState::Cancelled => texts.t1("job-cancelled-after", "said", said),
        _ => said,
    }
}

/// The job's name in messages.
fn key(job: &Listed) -> String {
    job.name.replace('_', "-")
}

fn steps(job: &Listed, texts: Texts) -> String {
    if job.total == 0 {
        return String::new();
    }
    let number = |count| Arg::from(texts.number(count));
    texts.with(
        "job-of",
        [("done", number(job.done)), ("total", number(job.total))],
    )
}

/// What takes back what an ended job did.
fn undo(job: &Listed) -> Option<String> {
    let command = job.command.filter(|_| job.state.is_ended())?;
    Some(command.to_string())
}

fn state(state: JobState, texts: Texts) -> Chip<'static> {
    let (class, key) = match state {
        JobState::Waiting => ("wait", "job-state-waiting"),
        JobState::Running => ("active", "job-state-running"),
        JobState::Done => ("resolved", "job-state-done"),
        JobState::Failed => ("cancelled", "job-state-failed"),
        JobState::Cancelled => ("cancelled", "job-state-cancelled"),
    };
    Chip {
        class,
        label: texts.t(key),
    }
}

fn row(
    job: &Listed,
    names: &HashMap<PersonId, String>,
    texts: Texts,
    calendar: &Calendar,
) -> JobRow<'static> {
    let name = job.person.and_then(|person| names.get(&person));
    let label = format!("job-{}", key(job));
    JobRow {
        id: job.id.to_string(),
        name: texts.t(&label).to_owned(),
        state: state(job.state, texts),
        steps: steps(job, texts),
        who: name.map_or("Spoc", String::as_str).to_owned(),
        created: calendar.when(job.created_at.0),
        at: job.finished_at.or(job.due_at).map(|at| calendar.when(at.0)),
        error: job.error.clone(),
        attempts: texts.count("job-attempts", job.attempts),
        cancel: !job.state.is_ended() && !job.comes_again,
        retry: job.can_be_retried(),
    }
}

fn names(tx: &Tx<'_>, jobs: &[Listed]) -> Result<HashMap<PersonId, String>> {
    let who = jobs.iter().filter_map(|job| job.person).collect();
    let names = people::person_names(tx, &who)?;
    Ok(names
        .into_iter()
        .map(|(id, person)| (id, person.name))
        .collect())
}

/// `GET /jobs/notices`
pub(super) async fn notices(State(pages): State<Pages>, signed: SignedIn) -> web::Result<Response> {
    let reader = pages.reader(&signed);
    let jobs = pages.desk.store().read(move |tx| own(tx, &reader)).await?;
    Ok(html(&NoticesPart {
        jobs: lines(&jobs, signed.texts),
        frame: frame(&signed, "", ""),
    }))
}

/// `GET /jobs/{job}`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<JobId>,
) -> web::Result<Response> {
    let job = pages.desk.job(&signed.actor, id).await?;
    let (jobs, own) = ([job.clone()], job.person == signed.actor.person);
    let read = pages.desk.store().read(move |tx| {
        // Whose job it is named these tickets; others might not know of them.
        let refusals = match own {
            true => queries::refusals(tx, id)?,
            false => Vec::new(),
        };
        Ok::<_, Error>((names(tx, &jobs)?, refusals))
    });
    let (names, refusals) = read.await?;
    let texts = signed.texts;
    let row = row(&job, &names, texts, &signed.calendar());
    let more = job.refused - refusals.len() as i64;
    // Whoever looks after jobs comes from their list; everybody else began it at theirs of tickets.
    let (here, label, href) = match signed.actor.can(Permission::PolicyManage) {
        true => ("/admin", "jobs-title", "/admin/jobs"),
        false => ("/tickets", "nav-tickets", "/tickets"),
    };
    let page = JobPage {
        frame: frame(&signed, here, row.name.as_str()),
        back: (texts.t(label), href),
        undo: undo(&job).filter(|_| own),
        more: match more {
            1.. => texts.t1("job-refusals-more", "count", texts.number(more)),
            _ => String::new(),
        },
        refusals: refusals.into_iter().map(|(id, why)| (id.0, why)).collect(),
        job: row,
    };
    Ok(html(&page))
}

/// `GET /admin/jobs`
pub(super) async fn all(State(pages): State<Pages>, signed: SignedIn) -> web::Result<Response> {
    if !signed.actor.can(Permission::PolicyManage) {
        return Err(web::Error::forbidden());
    }
    let read = pages.desk.store().read(|tx| {
        let jobs = queries::list(tx, JOBS_SHOWN)?;
        Ok::<_, Error>((names(tx, &jobs)?, jobs))
    });
    let (names, jobs) = read.await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let rows = |ended: bool| {
        let jobs = jobs.iter().filter(|job| job.state.is_ended() == ended);
        jobs.map(|job| row(job, &names, texts, &calendar)).collect()
    };
    let page = JobsPage {
        frame: frame(&signed, "/admin", texts.t("jobs-title")),
        queued: rows(false),
        ended: rows(true),
        empty: Empty {
            icon: "circle-check",
            title: texts.t("jobs-empty-title"),
            text: texts.t("jobs-empty-text"),
            action: None,
        },
    };
    Ok(html(&page))
}

/// `POST /jobs/{job}/cancellation`
pub(super) async fn cancel(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<JobId>,
    headers: HeaderMap,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let done = pages.desk.cancel_job(&signed.actor, id).await;
    answer(
        &pages,
        &signed,
        id,
        &headers,
        done.map(|_| "done-job-cancelled"),
    )
    .await
}

/// `POST /jobs/{job}/retry`
pub(super) async fn retry(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<JobId>,
    headers: HeaderMap,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let done = pages.desk.retry_job(&signed.actor, id).await;
    answer(
        &pages,
        &signed,
        id,
        &headers,
        done.map(|_| "done-job-retried"),
    )
    .await
}

/// `POST /jobs/{job}/dismissal`: whoever started it knows how it ended.
pub(super) async fn dismiss(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<JobId>,
    headers: HeaderMap,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    pages.desk.see_job(&signed.actor, id).await?;
    Ok(see_other(&back(&headers, id)))
}

/// Back to the page that the form stood on.
fn back(headers: &HeaderMap, id: JobId) -> String {
    let page = referrer(headers).and_then(local);
    page.map_or_else(|| format!("/jobs/{id}"), str::to_owned)
}

async fn answer(
    pages: &Pages,
    signed: &SignedIn,
    id: JobId,
    headers: &HeaderMap,
    done: Result<&str>,
) -> web::Result<Response> {
    let said = match done {
        Ok(said) => Flash::done(signed.texts.t(said)),
        Err(error @ Error::Invalid { .. }) => {
            Flash::failed(doing::why(pages, signed, &error).await?)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(said.on(see_other(&back(headers, id))))
}
