//! Workers: take what is due, do it, and say how it ended.

use super::model::{Failure, JobKind, Running};
use super::queries::{self, Becomes, Claimed, LEASE};
use crate::error::Result;
use crate::module::Floor;
use kernel::Timestamp;
use kernel::time::{HOUR, SECOND};
use std::sync::Arc;
use std::time::Duration;
use store::Tx;
use tokio::sync::watch;

/// How often the queue is looked at when nothing was put into it here: another process may have.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often a worker says that it is still at it.
const RENEW_EVERY: Duration = Duration::from_micros(LEASE as u64 / 3);
/// How long a job waits after its first failure; twice as long after each further one.
const BACK_OFF: i64 = 10 * SECOND;
/// Longest that a job waits after a failure.
const BACK_OFF_MAX: i64 = HOUR;
/// Longest reason that is kept, in bytes.
const REASON_MAX_BYTES: usize = 2_000;

/// Those who do jobs. Cheap to clone; each clone may work at the same time.
#[derive(Clone)]
pub struct Workers {
    floor: Floor,
    kinds: Arc<[JobKind]>,
}

impl Workers {
    /// Workers for the desk's own kinds of job and these.
    pub fn new(floor: Floor, of_practices: impl IntoIterator<Item = JobKind>) -> Self {
        let mut kinds = super::kinds();
        kinds.extend(of_practices);
        Self {
            floor,
            kinds: kinds.into(),
        }
    }

    /// Puts the jobs that come again by themselves into the queue, where they are not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ensure_chores(&self) -> Result<()> {
        let (kinds, now) = (Arc::clone(&self.kinds), self.now());
        let ensuring = move |tx: &Tx<'_>| {
            let chores = kinds.iter().filter(|kind| kind.every.is_some());
            chores
                .into_iter()
                .try_for_each(|kind| queries::ensure(tx, kind, now))
        };
        self.floor.desk.store().write(ensuring).await
    }

    /// Does one job after another until none is due; answers how many.
    ///
    /// # Errors
    /// When the database fails. A job that fails is no error.
    pub async fn run_due(&self) -> Result<usize> {
        let mut count = 0;
        while let Some(claimed) = self.claim().await? {
            self.run(claimed, std::future::pending()).await?;
            count += 1;
        }
        Ok(count)
    }

    /// Works until it is told to stop. A job under way then is given back, for whoever comes next.
    pub async fn work(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let desk = self.floor.desk.clone();
            // Made before the look: what is put into the queue during it is not missed.
            let told = desk.workers_told();
            let mut told = std::pin::pin!(told);
            told.as_mut().enable();
            let mut stopped = stop.clone();
            let worked = match self.claim().await {
                Ok(Some(claimed)) => {
                    let asked = async move {
                        // The sender is gone when the server is: then it is to stop, too.
                        let _ = stopped.wait_for(|stop| *stop).await;
                    };
                    self.run(claimed, asked).await.map(|()| true)
                }
                Ok(None) => Ok(false),
                Err(error) => Err(error),
            };
            match worked {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, "the queue of jobs does not go on; it is tried again")
                }
            }
            tokio::select! {
                _ = tokio::time::timeout(LOOK_EVERY, &mut told) => {}
                _ = stop.changed() => {}
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.floor.desk.clock().now()
    }

    /// Takes the job that is due first, if there is one.
    async fn claim(&self) -> Result<Option<Claimed>> {
        let store = self.floor.desk.store();
        loop {
            let (kinds, now) = (Arc::clone(&self.kinds), self.now());
            let Some(next) = store.read(move |tx| queries::next(tx, &kinds, now)).await? else {
                return Ok(None);
            };
            let claimed = store.write(move |tx| queries::claim(tx, next, now)).await?;
            if claimed.is_some() {
                return Ok(claimed);
            }
        }
    }

    /// Does a job and says how it ended; gives it back when `stop` comes first.
    async fn run(&self, claimed: Claimed, stop: impl Future<Output = ()>) -> Result<()> {
        let Some(kind) = self.kinds.iter().find(|kind| kind.name == claimed.name) else {
            // Only jobs of known kinds are taken.
            return Ok(());
        };
        let running = Running {
            floor: self.floor.clone(),
            job: claimed.job,
            person: claimed.person,
            done: claimed.done,
            command: claimed.command,
            claim: claimed.claim,
        };
        let ended = if claimed.attempts > kind.attempts_max && kind.every.is_none() {
            Some(Err(Failure::ForGood(
                "its worker was lost again and again".into(),
            )))
        } else {
            self.watch(kind, &claimed.payload, &running, stop).await?
        };
        let now = self.now();
        let becomes = match &ended {
            None => Becomes::GivenBack(now),
            Some(Ok(())) => match kind.every {
                Some(every) => Becomes::Again(now.plus(every)),
                None => Becomes::Done(now),
            },
            Some(Err(Failure::Taken)) => return Ok(()),
            Some(Err(Failure::ForNow(why))) => {
                tracing::warn!(job = kind.name, id = %claimed.job, why, "a job failed for now");
                after_failure(kind, claimed.attempts, now, cut(why))
            }
            Some(Err(Failure::ForGood(why))) => {
                tracing::error!(job = kind.name, id = %claimed.job, why, "a job failed");
                match kind.every {
                    Some(every) => Becomes::Waiting(now.plus(every), Some(cut(why))),
                    None => Becomes::Failed(now, cut(why)),
                }
            }
        };
        self.leave(&running, &becomes).await
    }

    /// Lets it run, and says meanwhile that it does. Answers nothing when `stop` came first.
    async fn watch(
        &self,
        kind: &JobKind,
        payload: &str,
        running: &Running,
        stop: impl Future<Output = ()>,
    ) -> Result<Option<Result<(), Failure>>> {
        let work = match (kind.run)(payload, running.clone()) {
            Ok(work) => work,
            Err(why) => return Ok(Some(Err(Failure::ForGood(why)))),
        };
        // A task of its own: a job that panics takes no worker along.
        let mut work = tokio::spawn(work);
        let mut stop = std::pin::pin!(stop);
        let mut renew = tokio::time::interval(RENEW_EVERY);
        renew.tick().await;
        loop {
            tokio::select! {
                ended = &mut work => {
                    let ended = ended.unwrap_or_else(|error| Err(Failure::ForNow(format!("it broke off: {error}"))));
                    return Ok(Some(ended));
                }
                () = &mut stop => {
                    work.abort();
                    return Ok(None);
                }
                _ = renew.tick() => {
                    let (running, now) = (running.clone(), self.now());
                    let renewing = self.floor.desk.store().write(move |tx| queries::renew(tx, &running, now));
                    if !renewing.await? {
                        work.abort();
                        return Ok(Some(Err(Failure::Taken)));
                    }
                }
            }
        }
    }

    async fn leave(&self, running: &Running, becomes: &Becomes) -> Result<()> {
        let (running, becomes) = (running.clone(), becomes.clone());
        let leaving = move |tx: &Tx<'_>| queries::leave(tx, &running, &becomes);
        self.floor.desk.store().write(leaving).await
    }
}

/// Later, and later each time; given up after the last attempt.
fn after_failure(kind: &JobKind, attempts: i64, now: Timestamp, why: String) -> Becomes {
    if attempts >= kind.attempts_max && kind.every.is_none() {
        return Becomes::Failed(now, why);
    }
    Becomes::Waiting(now.plus(back_off(attempts)), Some(why))
}

/// How long a job waits after this many attempts.
fn back_off(attempts: i64) -> i64 {
    let doubled = (attempts - 1).clamp(0, 20);
    (BACK_OFF << doubled).min(BACK_OFF_MAX)
}

fn cut(why: &str) -> String {
    why[..why.floor_char_boundary(REASON_MAX_BYTES)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{BACK_OFF_MAX, back_off, cut};
    use kernel::time::SECOND;

    #[test]
    fn a_job_waits_twice_as_long_after_each_failure_but_never_more_than_an_hour() {
        for (attempts, secs) in [(0, 10), (1, 10), (2, 20), (3, 40), (8, 1_280)] {
            assert_eq!(back_off(attempts), secs * SECOND, "{attempts}");
        }
        assert_eq!(back_off(i64::MAX), BACK_OFF_MAX);
    }

    #[test]
    fn a_reason_is_cut_between_characters() {
        assert_eq!(cut("short"), "short");
        assert_eq!(cut(&"ä".repeat(1_500)).len(), 2_000);
    }
}
