//! The queue of jobs: kept, taken for a time, done at least once, never by two.

use kernel::time::{HOUR, MINUTE, SECOND};
use kernel::{Actor, JobId};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use testkit::{TestDesk, backends};
use tokio::sync::Notify;
use work::jobs::{Failure, Job, JobKind, JobState, Listed, Progress, Running};

/// Longer than a worker has a job without saying that it is still at it.
const LOST: i64 = MINUTE;

/// Adds one to a number in the settings with each of its steps, and waits at a gate once.
#[derive(Serialize, Deserialize)]
struct Count {
    steps: i64,
}

static AT_GATE: Notify = Notify::const_new();
static GATE: Notify = Notify::const_new();
static PASSED: Notify = Notify::const_new();
static GATE_STANDS: AtomicBool = AtomicBool::new(false);

impl Job for Count {
    const NAME: &'static str = "count";

    fn once_key(&self) -> Option<String> {
        Some(format!("count {}", self.steps))
    }

    fn total(&self) -> i64 {
        self.steps
    }

    async fn run(self, running: Running) -> Result<(), Failure> {
        for done in running.done + 1..=self.steps {
            let waited = done == 3 && GATE_STANDS.swap(false, Ordering::SeqCst);
            if waited {
                AT_GATE.notify_one();
                GATE.notified().await;
            }
            let (desk, step) = (running.floor.desk.clone(), running.clone());
            let progress = Progress {
                done,
                total: self.steps,
                ..Progress::default()
            };
            let now = desk.clock().now();
            let counted = desk.store().write(move |tx| {
                let sql = "INSERT INTO settings (key, value) VALUES ($1, 'x')";
                tx.execute(sql, store::params![format!("step {done}")])?;
                step.step(tx, now, &progress)
            });
            let counted = counted.await;
            if waited {
                PASSED.notify_one();
            }
            counted?;
        }
        Ok(())
    }
}

/// Fails until it is told not to.
#[derive(Serialize, Deserialize)]
struct Fails {
    panics: bool,
}

static FAILS: AtomicBool = AtomicBool::new(true);
static RUNS: AtomicI64 = AtomicI64::new(0);

impl Job for Fails {
    const NAME: &'static str = "fails";
    const ATTEMPTS_MAX: i64 = 3;

    async fn run(self, _: Running) -> Result<(), Failure> {
        RUNS.fetch_add(1, Ordering::SeqCst);
        assert!(!self.panics, "this job panics");
        match FAILS.load(Ordering::SeqCst) {
            true => Err(Failure::ForNow("the line is busy".into())),
            false => Ok(()),
        }
    }
}

fn kinds() -> [JobKind; 2] {
    [JobKind::of::<Count>(), JobKind::of::<Fails>()]
}

async fn enqueue(t: &TestDesk, job: impl Job, by: &Actor) -> JobId {
    let (desk, by, now) = (t.desk.clone(), by.person, kernel::Clock::now(&*t.clock));
    let work = move |tx: &store::Tx<'_>| desk.enqueue(tx, &job, by, now);
    t.store.write(work).await.expect("it is in the queue")
}

async fn job(t: &TestDesk, id: JobId) -> Listed {
    t.desk.job(&t.cast.ada, id).await.expect("a job")
}

async fn steps(t: &TestDesk) -> i64 {
    let sql = "SELECT COUNT(*) FROM settings WHERE key LIKE 'step %'";
    let count = t.store.read(move |tx| tx.one(sql, &[])).await;
    count.expect("a number")
}

#[tokio::test]
async fn a_job_whose_worker_is_lost_goes_on_where_it_was_and_the_lost_worker_can_do_nothing_more() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        GATE_STANDS.store(true, Ordering::SeqCst);
        let id = enqueue(&t, Count { steps: 5 }, &t.cast.anna).await;
        let lost = t.workers(kinds());
        let lost = tokio::spawn(async move { lost.run_due().await });
        AT_GATE.notified().await;
        // Its task waits on; nobody says any more that it is still at it.
        lost.abort();
        let workers = t.workers(kinds());
        assert_eq!(workers.run_due().await.unwrap(), 0, "it is not yet lost");
        let running = job(&t, id).await;
        assert_eq!((running.state, running.done), (JobState::Running, 2));
        t.clock.advance(LOST);
        assert_eq!(workers.run_due().await.unwrap(), 1);
        let done = job(&t, id).await;
        assert_eq!((done.state, done.done, done.total), (JobState::Done, 5, 5));
        t.store
            .write(|tx| tx.execute("DELETE FROM settings WHERE key = 'step 3'", &[]))
            .await
            .unwrap();
        GATE.notify_one();
        PASSED.notified().await;
        assert_eq!(steps(&t).await, 4, "what the lost worker does is left out");
        assert_eq!(job(&t, id).await, done);
    }
}

#[tokio::test]
async fn a_cancelled_job_stops_where_it_is_and_cannot_be_cancelled_again() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        GATE_STANDS.store(true, Ordering::SeqCst);
        let id = enqueue(&t, Count { steps: 5 }, &t.cast.anna).await;
        let workers = t.workers(kinds());
        let working = tokio::spawn(async move { workers.run_due().await });
        AT_GATE.notified().await;
        assert!(t.desk.cancel_job(&t.cast.ben, id).await.is_err(), "not his");
        let cancelled = t.desk.cancel_job(&t.cast.anna, id).await.unwrap();
        assert_eq!(cancelled.state, JobState::Cancelled);
        GATE.notify_one();
        assert_eq!(working.await.unwrap().unwrap(), 1);
        PASSED.notified().await;
        assert_eq!(steps(&t).await, 2);
        assert_eq!(job(&t, id).await, cancelled);
        assert!(t.desk.cancel_job(&t.cast.anna, id).await.is_err());
        assert!(t.desk.retry_job(&t.cast.anna, id).await.is_err());
    }
}

#[tokio::test]
async fn a_job_that_fails_waits_longer_each_time_is_given_up_and_is_tried_again_by_hand() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        FAILS.store(true, Ordering::SeqCst);
        let id = enqueue(&t, Fails { panics: false }, &t.cast.anna).await;
        let workers = t.workers(kinds());
        for (attempt, wait) in [(1, 10 * SECOND), (2, 20 * SECOND)] {
            assert_eq!(workers.run_due().await.unwrap(), 1);
            assert_eq!(workers.run_due().await.unwrap(), 0, "it waits");
            let waiting = job(&t, id).await;
            assert_eq!(waiting.state, JobState::Waiting);
            assert_eq!(waiting.attempts, attempt);
            assert_eq!(waiting.error.as_deref(), Some("the line is busy"));
            t.clock.advance(wait / 2);
            assert_eq!(workers.run_due().await.unwrap(), 0, "not half as long");
            t.clock.advance(wait / 2);
        }
        assert_eq!(workers.run_due().await.unwrap(), 1);
        assert_eq!(job(&t, id).await.state, JobState::Failed);
        t.clock.advance(HOUR);
        assert_eq!(workers.run_due().await.unwrap(), 0);
        FAILS.store(false, Ordering::SeqCst);
        assert!(t.desk.retry_job(&t.cast.ben, id).await.is_err(), "not his");
        t.desk.retry_job(&t.cast.ada, id).await.unwrap();
        assert_eq!(workers.run_due().await.unwrap(), 1);
        let done = job(&t, id).await;
        assert_eq!((done.state, done.error), (JobState::Done, None));
    }
}

#[tokio::test]
async fn a_job_that_panics_takes_no_worker_along() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        FAILS.store(false, Ordering::SeqCst);
        let panics = enqueue(&t, Fails { panics: true }, &t.cast.anna).await;
        let fine = enqueue(&t, Fails { panics: false }, &t.cast.anna).await;
        assert_eq!(t.workers(kinds()).run_due().await.unwrap(), 2);
        assert_eq!(job(&t, fine).await.state, JobState::Done);
        let panicked = job(&t, panics).await;
        assert_eq!(panicked.state, JobState::Waiting);
        let error = panicked.error.unwrap();
        assert!(error.contains("this job panics"), "{error}");
    }
}

#[tokio::test]
async fn a_job_stands_and_falls_with_its_unit_of_work_and_is_in_the_queue_once() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (desk, now) = (t.desk.clone(), kernel::Clock::now(&*t.clock));
        let undone = t.store.write(move |tx| {
            desk.enqueue(tx, &Count { steps: 1 }, None, now)?;
            Err::<(), _>(work::Error::NotFound)
        });
        undone.await.unwrap_err();
        assert_eq!(t.workers(kinds()).run_due().await.unwrap(), 0);
        let first = enqueue(&t, Count { steps: 1 }, &t.cast.anna).await;
        assert_eq!(enqueue(&t, Count { steps: 1 }, &t.cast.ben).await, first);
        assert_ne!(enqueue(&t, Count { steps: 2 }, &t.cast.ben).await, first);
        assert!(t.desk.job(&t.cast.ben, first).await.is_err(), "not his");
        // Nobody knows jobs of these kinds: they stay for whoever does.
        assert_eq!(t.workers([]).run_due().await.unwrap(), 0);
        t.store
            .write(|tx| tx.execute("DELETE FROM jobs WHERE total_count = 2", &[]))
            .await
            .unwrap();
        assert_eq!(t.workers(kinds()).run_due().await.unwrap(), 1);
        let again = enqueue(&t, Count { steps: 1 }, &t.cast.anna).await;
        assert_ne!(again, first, "the first has ended");
    }
}

#[tokio::test]
async fn the_chores_come_again_every_hour_whatever_server_begins() {
    const CHORES: usize = 5;
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let workers = t.workers([]);
        for _ in 0..2 {
            workers.ensure_chores().await.unwrap();
        }
        assert_eq!(workers.run_due().await.unwrap(), CHORES);
        assert_eq!(workers.run_due().await.unwrap(), 0);
        t.clock.advance(HOUR);
        assert_eq!(workers.run_due().await.unwrap(), CHORES);
        let chores = t.store.read(|tx| work::jobs::list(tx, 10)).await.unwrap();
        assert_eq!(chores.len(), CHORES);
        for chore in chores {
            assert_eq!(chore.state, JobState::Waiting);
            assert!(t.desk.cancel_job(&t.cast.ada, chore.id).await.is_err());
        }
    }
}
