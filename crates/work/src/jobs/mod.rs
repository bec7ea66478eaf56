//! What is done beside the requests: jobs, kept in the database until they are done.
//!
//! A job is a small typed struct ([`Job`]): its name, how urgent it is and what makes it the same as another
//! stand in five lines, and its work is a domain verb. It is put into the queue in the unit of work of what it
//! follows from, is taken by a worker for a limited time, and is taken again by another when that worker is
//! lost. So each is done at least once, and must be harmless when repeated: [`Running::step`] keeps how far it
//! has come in the unit of work of what was done, and refuses a worker that has lost its job meanwhile.

mod absent;
pub(crate) mod bulk;
mod chores;
pub(crate) mod clocks;
mod model;
pub(crate) mod queries;
mod workers;

pub use model::{Failure, Job, JobKind, JobState, Listed, Priority, Progress, Running};
pub use queries::{by_state, failed, list, oldest_due};
pub use workers::Workers;

use crate::desk::Desk;
use crate::error::{Error, Result};
use kernel::{Actor, JobId, Permission, PersonId, Timestamp};
use store::Tx;

/// The jobs that are always there; practices bring theirs in their module.
pub fn kinds() -> Vec<JobKind> {
    vec![
        JobKind::of::<absent::RelieveAbsent>(),
        JobKind::of::<bulk::BulkEdit>(),
        JobKind::of::<bulk::BulkUndo>(),
        JobKind::of::<chores::ForgetAnswers>(),
        JobKind::of::<chores::ForgetDrafts>(),
        JobKind::of::<chores::ForgetEnded>(),
        JobKind::of::<chores::ForgetJobs>(),
        JobKind::of::<clocks::RecomputeClocks>(),
        JobKind::of::<crate::replay::TryPolicy>(),
    ]
}

/// Puts a job into the queue, for those who know no desk: followers and jobs. Workers find it within a second.
///
/// # Errors
/// When the database fails.
pub fn put<J: Job>(
    tx: &Tx<'_>,
    job: &J,
    for_whom: Option<PersonId>,
    now: Timestamp,
) -> Result<JobId> {
    queries::insert(tx, job, for_whom, now)
}

impl Desk {
    /// Puts a job into the queue, inside the unit of work of what it follows from. Answers the job of the same
    /// key instead where one has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enqueue<J: Job>(
        &self,
        tx: &Tx<'_>,
        job: &J,
        for_whom: Option<PersonId>,
        now: Timestamp,
    ) -> Result<JobId> {
        let id = queries::insert(tx, job, for_whom, now)?;
        let desk = self.clone();
        tx.after_commit(move || desk.tell_workers());
        Ok(id)
    }

    /// A job that the actor started, or any for whoever may change the policy.
    ///
    /// # Errors
    /// Not found, for everybody else too; or when the database fails.
    pub async fn job(&self, actor: &Actor, id: JobId) -> Result<Listed> {
        let actor = actor.clone();
        self.store().read(move |tx| visible(tx, &actor, id)).await
    }

    /// Ends a job before it is done. What was done stays, and can be undone.
    ///
    /// # Errors
    /// When it has ended already, when the actor does not know of it, or when the database fails.
    pub async fn cancel_job(&self, actor: &Actor, id: JobId) -> Result<Listed> {
        let (actor, now) = (actor.clone(), self.clock().now());
        let cancelling = move |tx: &Tx<'_>| {
            let job = visible(tx, &actor, id)?;
            if !job.comes_again && queries::cancel(tx, id, now)? {
                return visible(tx, &actor, id);
            }
            Err(Error::Invalid {
                field: "job",
                text: "job-ended".into(),
            })
        };
        self.store().write(cancelling).await
    }

    /// Lets a job that failed go on where it ended.
    ///
    /// # Errors
    /// When it has not failed, when the actor does not know of it, or when the database fails.
    pub async fn retry_job(&self, actor: &Actor, id: JobId) -> Result<Listed> {
        let (actor, now, desk) = (actor.clone(), self.clock().now(), self.clone());
        let retrying = move |tx: &Tx<'_>| {
            visible(tx, &actor, id)?;
            if !queries::retry(tx, id, now)? {
                return Err(Error::Invalid {
                    field: "job",
                    text: "job-not-failed".into(),
                });
            }
            let desk = desk.clone();
            tx.after_commit(move || desk.tell_workers());
            visible(tx, &actor, id)
        };
        self.store().write(retrying).await
    }

    /// Takes note that whoever started a job knows how it ended.
    ///
    /// # Errors
    /// When the actor does not know of it, or when the database fails.
    pub(crate) async fn see_job(&self, actor: &Actor, id: JobId) -> Result<()> {
        let (actor, now) = (actor.clone(), self.clock().now());
        let seeing = move |tx: &Tx<'_>| {
            visible(tx, &actor, id)?;
            queries::see(tx, id, now)
        };
        self.store().write(seeing).await
    }
}

/// Whoever decides about the policy looks after all jobs; everybody else knows of the own ones.
fn visible(tx: &Tx<'_>, actor: &Actor, id: JobId) -> Result<Listed> {
    let job = queries::find(tx, id)?.ok_or(Error::NotFound)?;
    let own = job.person.is_some() && job.person == actor.person;
    if own || actor.can(Permission::PolicyManage) {
        Ok(job)
    } else {
        Err(Error::NotFound)
    }
}
