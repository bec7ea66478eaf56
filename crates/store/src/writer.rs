//! SQLite's one connection for writing. It commits in groups.
//!
//! Whoever finds it free writes on the own thread: handing the work to another one and back would take as long as a
//! small write itself. Whoever comes while a commit is on its way to the disk joins the next group, which the writing
//! thread commits, so a thousand writers share a few hundred commits. Each keeps its own savepoint: one that fails
//! takes nobody along.

use crate::error::{Error, Result};
use crate::merging::{Merging, QUIET};
use crate::queue::{Next, Queue};
use crate::sqlite::{self, REST, Readers, execute};
use crate::tx::Tx;
use rusqlite::{Connection, TransactionBehavior};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Most units of work in one commit.
const GROUP_MAX: usize = 128;
/// After how many steps of merging memory is given back. Each reads about half a megabyte.
const MERGED_MAX: usize = 32;

/// A change: `run` does it, `done` tells whoever waits whether it is safe on disk.
pub(crate) struct Write {
    /// Does the work; answers whether it is to stand.
    pub(crate) run: Box<dyn FnOnce(&Tx<'_>) -> bool + Send>,
    /// Called once, after the commit or its failure.
    pub(crate) done: Box<dyn FnOnce(Result<()>) + Send>,
}

/// The connection for writing, and who waits for it.
pub(crate) struct Writer {
    waiting: Queue<Write>,
    writing: Mutex<Writing>,
    readers: Arc<Readers>,
}

struct Writing {
    connection: Connection,
    merging: Merging,
    /// When something was written last; nothing once the connection rests.
    wrote_at: Option<Instant>,
    /// Steps of merging since memory was given back.
    merged: usize,
}

impl Writer {
    /// Takes the connection, and starts the writing thread.
    pub(crate) fn start(connection: Connection, readers: Arc<Readers>) -> Result<Arc<Self>> {
        let writing = Writing {
            connection,
            merging: Merging::default(),
            wrote_at: Some(Instant::now()),
            merged: 0,
        };
        let writer = Arc::new(Self {
            waiting: Queue::new(),
            writing: Mutex::new(writing),
            readers,
        });
        let thread = Arc::clone(&writer);
        sqlite::spawn("write", move || thread.work())?;
        Ok(writer)
    }

    /// Has something written: on this thread if nobody else writes. Hands it back when the writer is closed or too
    /// many wait.
    pub(crate) fn write(&self, write: Write) -> Result<(), Write> {
        match self.free() {
            Some(mut writing) => {
                self.write_group(&mut writing, write);
                Ok(())
            }
            None => self.waiting.push(write),
        }
    }

    /// The connection, if nobody writes or waits and nothing else is to be done with it.
    fn free(&self) -> Option<MutexGuard<'_, Writing>> {
        if !self.waiting.is_clear() {
            return None;
        }
        let writing = match self.writing.try_lock() {
            Ok(writing) => writing,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        // The thread is woken for the first write after a rest, and nobody else merges.
        let is_ready = writing.wrote_at.is_some() && !writing.merging.is_due();
        is_ready.then_some(writing)
    }

    /// Lets nothing more in; what waits is still written.
    pub(crate) fn close(&self) {
        self.waiting.close();
    }

    /// What the writing thread does. It lets the readers rest, too: they have no thread of their own.
    fn work(&self) {
        loop {
            let next = self.waiting.next(Some(self.writing().look_again_after()));
            let mut writing = self.writing();
            match next {
                Next::Work(first) => {
                    self.write_group(&mut writing, first);
                    if writing.merging.is_due() {
                        writing.merge();
                    }
                }
                Next::Late => {
                    writing.merge_meanwhile();
                    self.rest(&mut writing);
                }
                Next::Closed => break,
            }
        }
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives back memory where there was nothing to do for a while.
    fn rest(&self, writing: &mut Writing) {
        match writing.wrote_at {
            None => self.readers.rest(REST),
            // What followed the writing has read much that is not read again, by connections that are asked every
            // few seconds ever after.
            Some(wrote_at) if wrote_at.elapsed() >= REST && !writing.merging.is_wanted() => {
                writing.wrote_at = None;
                self.readers.rest(Duration::ZERO);
                sqlite::give_back(&writing.connection);
            }
            Some(_) => {}
        }
    }

    fn write_group(&self, writing: &mut Writing, first: Write) {
        let written = commit_group(&mut writing.connection, first, self);
        writing.merging.wrote(written);
        writing.wrote_at = Some(Instant::now());
    }
}

impl Writing {
    /// What others write on their threads, the writing thread is not told of.
    fn look_again_after(&self) -> Duration {
        self.wrote_at.map_or(REST, |_| QUIET)
    }

    fn merge(&mut self) {
        self.merging.step(&self.connection);
    }

    /// Puts the index in order while there is nothing else to do. What that has read is not read again.
    fn merge_meanwhile(&mut self) {
        if !self.merging.is_wanted() {
            return;
        }
        self.merge();
        self.merged += 1;
        if self.merged >= MERGED_MAX {
            self.merged = 0;
            sqlite::give_back(&self.connection);
        }
    }
}

/// Answers how many units of work were committed.
fn commit_group(connection: &mut Connection, first: Write, writer: &Writer) -> usize {
    let tx = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(tx) => tx,
        Err(error) => {
            (first.done)(Err(error.into()));
            return 0;
        }
    };
    let mut group = Vec::new();
    let mut after_commit = Vec::new();
    let mut next = Some(first);
    while let Some(write) = next {
        let kept = match savepoint(&tx, &writer.readers, write.run) {
            Ok(mut after) => {
                after_commit.append(&mut after);
                Ok(())
            }
            Err(error) => Err(error),
        };
        group.push((write.done, kept));
        next = if group.len() < GROUP_MAX {
            writer.waiting.try_take()
        } else {
            None
        };
    }
    match tx.commit() {
        Ok(()) => {
            let written = group.len();
            after_commit.into_iter().for_each(|action| action());
            group.into_iter().for_each(|(done, kept)| done(kept));
            written
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            let text = error.to_string();
            for (done, _) in group {
                done(Err(Error::Damaged(format!("the commit failed: {text}"))));
            }
            0
        }
    }
}

/// Runs one unit of work so that it can be rolled back alone.
fn savepoint(
    connection: &Connection,
    readers: &Readers,
    run: Box<dyn FnOnce(&Tx<'_>) -> bool + Send>,
) -> Result<Vec<Box<dyn FnOnce() + Send>>> {
    execute(connection, "SAVEPOINT work")?;
    let tx = Tx::sqlite(connection, readers.known());
    // A panic in one unit of work must take nobody else along.
    let stands =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&tx))).unwrap_or(false);
    if !stands {
        execute(connection, "ROLLBACK TO work")?;
        execute(connection, "RELEASE work")?;
        return Ok(Vec::new());
    }
    execute(connection, "RELEASE work")?;
    Ok(tx.take_after_commit())
}
