//! The hourly chores: what is not needed any more is forgotten.

use super::model::{Failure, Job, Priority, Running};
use super::queries;
use kernel::time::{DAY, HOUR};
use serde::{Deserialize, Serialize};

/// How long a job is known after its end; as long, a bulk edit can be undone in the background.
const JOBS_KEPT_FOR: i64 = 90 * DAY;

/// Forgets the answers to requests that are not expected to come again.
#[derive(Serialize, Deserialize)]
pub(super) struct ForgetAnswers {}

impl Job for ForgetAnswers {
    const NAME: &'static str = "forget_answers";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(HOUR);

    async fn run(self, running: Running) -> Result<(), Failure> {
        Ok(running.floor.directory.forget_answers().await?)
    }
}

/// Forgets drafts that nobody went on with for a long time.
#[derive(Serialize, Deserialize)]
pub(super) struct ForgetDrafts {}

impl Job for ForgetDrafts {
    const NAME: &'static str = "forget_drafts";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(HOUR);

    async fn run(self, running: Running) -> Result<(), Failure> {
        Ok(running.floor.desk.forget_drafts().await?)
    }
}

/// Forgets ended sessions.
#[derive(Serialize, Deserialize)]
pub(super) struct ForgetEnded {}

impl Job for ForgetEnded {
    const NAME: &'static str = "forget_ended";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(HOUR);

    async fn run(self, running: Running) -> Result<(), Failure> {
        let forgotten = running.floor.directory.forget_ended().await;
        forgotten.map_err(|error| Failure::ForNow(error.to_string()))
    }
}

/// Forgets jobs that ended long ago.
#[derive(Serialize, Deserialize)]
pub(super) struct ForgetJobs {}

impl Job for ForgetJobs {
    const NAME: &'static str = "forget_jobs";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(HOUR);

    async fn run(self, running: Running) -> Result<(), Failure> {
        let desk = running.floor.desk;
        let before = desk.clock().now().plus(-JOBS_KEPT_FOR);
        let forgetting = desk.store().write(move |tx| queries::forget(tx, before));
        Ok(forgetting.await?)
    }
}
