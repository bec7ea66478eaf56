//! What is done beside the requests: whoever started a job sees how it comes on, can cancel it and try it
//! again; so can whoever decides about the policy, for every job.

use super::wire::{Job, JobList};
use crate::desk::Desk;
use crate::error::Error;
use crate::jobs::queries;
use directory::SignedIn;
use kernel::JobId;
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::json;

/// Most jobs that are listed.
const JOBS_MAX: i64 = 100;

/// Where a job is.
pub(super) fn location(id: JobId) -> String {
    format!("/api/spoc/v1/jobs/{id}")
}

/// A job as a document, with what could not be done where it is the reader's own.
pub(super) fn document(tx: &Tx<'_>, signed: &SignedIn, id: JobId) -> crate::Result<Job> {
    let job = queries::find(tx, id)?.ok_or(Error::NotFound)?;
    let refusals = match job.person == signed.actor.person {
        true => queries::refusals(tx, id)?,
        false => Vec::new(),
    };
    Ok(Job::new(&job, refusals))
}

/// The reader's jobs, the newest first; at most a hundred.
#[utoipa::path(get, path = "/api/spoc/v1/jobs", tag = "jobs", responses((status = 200, body = JobList)))]
pub(super) async fn list_jobs(State(desk): State<Desk>, signed: SignedIn) -> web::Result<Response> {
    let person = signed.person.id;
    let jobs = desk
        .store()
        .read(move |tx| queries::of_person(tx, person, JOBS_MAX))
        .await?;
    let items = jobs.iter().map(|job| Job::new(job, Vec::new())).collect();
    Ok(json(StatusCode::OK, &JobList { items }))
}

/// How a job comes on.
#[utoipa::path(get, path = "/api/spoc/v1/jobs/{id}", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Job), (status = 404)))]
pub(super) async fn get_job(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<JobId>,
) -> web::Result<Response> {
    desk.job(&signed.actor, id).await?;
    shown(&desk, signed, id).await
}

/// Ends a job before it is done. What was done stays; `DELETE /commands/{id}` takes it back.
#[utoipa::path(put, path = "/api/spoc/v1/jobs/{id}/cancellation", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Job), (status = 404), (status = 422)))]
pub(super) async fn cancel_job(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<JobId>,
) -> web::Result<Response> {
    desk.cancel_job(&signed.actor, id).await?;
    shown(&desk, signed, id).await
}

/// Lets a job that failed go on where it ended.
#[utoipa::path(put, path = "/api/spoc/v1/jobs/{id}/retry", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Job), (status = 404), (status = 422)))]
pub(super) async fn retry_job(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<JobId>,
) -> web::Result<Response> {
    desk.retry_job(&signed.actor, id).await?;
    shown(&desk, signed, id).await
}

async fn shown(desk: &Desk, signed: SignedIn, id: JobId) -> web::Result<Response> {
    let job = desk
        .store()
        .read(move |tx| document(tx, &signed, id))
        .await?;
    Ok(json(StatusCode::OK, &job))
}
