//! SQLite: several reading threads, and one writing thread that commits in groups.
//!
//! Whoever writes while a commit is on its way to the disk joins the next group, so a thousand writers
//! share a few hundred commits. Each keeps its own savepoint: one that fails takes nobody along.

use crate::error::{Error, Result};
use crate::queue::Queue;
use crate::search::KnownWords;
use crate::tx::Tx;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Most units of work in one commit.
const GROUP_MAX: usize = 128;
/// How long to wait for another process (an import, a backup) that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Statements kept prepared on each connection.
const STATEMENTS_MAX: usize = 400;
/// Page cache of each reading connection, in KiB.
const READER_CACHE_KIB: i64 = 4_096;
/// Page cache of the writing connection, in KiB.
const WRITER_CACHE_KIB: i64 = 16_384;

/// A question: gets a connection, answers through a channel of its own.
pub(crate) type Read = Box<dyn FnOnce(&Tx<'_>) + Send>;

/// A change: `run` does it, `done` tells whoever waits whether it is safe on disk.
pub(crate) struct Write {
    /// Does the work; answers whether it is to stand.
    pub(crate) run: Box<dyn FnOnce(&Tx<'_>) -> bool + Send>,
    /// Called once, after the commit or its failure.
    pub(crate) done: Box<dyn FnOnce(Result<()>) + Send>,
}

/// Opens a connection for writing.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Every acknowledged change is on the disk, not just in the system's memory.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    prepare(&connection, WRITER_CACHE_KIB)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection, READER_CACHE_KIB)?;
    Ok(connection)
}

fn prepare(connection: &Connection, cache_kib: i64) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "mmap_size", 8_i64 << 30)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(())
}

/// Starts the reading threads.
pub(crate) fn start_readers(
    path: &Path,
    queue: &Arc<Queue<Read>>,
    known: &Arc<KnownWords>,
    count: usize,
) -> Result<()> {
    for index in 0..count {
        let mut connection = open_reader(path)?;
        let (queue, known) = (Arc::clone(queue), Arc::clone(known));
        spawn(&format!("read-{index}"), move || {
            while let Some(read) = queue.take() {
                run_read(&mut connection, &known, read);
            }
        })?;
    }
    Ok(())
}

fn run_read(connection: &mut Connection, known: &Arc<KnownWords>, read: Read) {
    let limit = std::time::Instant::now() + Duration::from_secs(crate::QUERY_TIMEOUT_SECS);
    let watch =
        connection.progress_handler(100_000, Some(move || std::time::Instant::now() > limit));
    if let Err(error) = watch {
        tracing::warn!(%error, "a query runs without a time limit");
    }
    match connection.transaction() {
        Ok(tx) => read(&Tx::sqlite(&tx, known)),
        Err(error) => tracing::error!(%error, "no read transaction"),
    }
}

/// Starts the writing thread.
pub(crate) fn start_writer(
    mut connection: Connection,
    queue: Arc<Queue<Write>>,
    known: Arc<KnownWords>,
) -> Result<()> {
    spawn("write", move || {
        while let Some(first) = queue.take() {
            write_group(&mut connection, first, &queue, &known);
        }
    })
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(format!("spoc-{name}"))
        .spawn(work)?;
    Ok(())
}

fn write_group(
    connection: &mut Connection,
    first: Write,
    queue: &Queue<Write>,
    known: &Arc<KnownWords>,
) {
    let tx = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(tx) => tx,
        Err(error) => return (first.done)(Err(error.into())),
    };
    let mut group = Vec::new();
    let mut after_commit = Vec::new();
    let mut next = Some(first);
    while let Some(write) = next {
        let kept = match savepoint(&tx, known, write.run) {
            Ok(mut after) => {
                after_commit.append(&mut after);
                Ok(())
            }
            Err(error) => Err(error),
        };
        group.push((write.done, kept));
        next = if group.len() < GROUP_MAX {
            queue.try_take()
        } else {
            None
        };
    }
    match tx.commit() {
        Ok(()) => {
            after_commit.into_iter().for_each(|action| action());
            group.into_iter().for_each(|(done, kept)| done(kept));
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            let text = error.to_string();
            for (done, _) in group {
                done(Err(Error::Damaged(format!("the commit failed: {text}"))));
            }
        }
    }
}

/// Runs one unit of work so that it can be rolled back alone.
fn savepoint(
    connection: &Connection,
    known: &Arc<KnownWords>,
    run: Box<dyn FnOnce(&Tx<'_>) -> bool + Send>,
) -> Result<Vec<Box<dyn FnOnce() + Send>>> {
    execute(connection, "SAVEPOINT work")?;
    let tx = Tx::sqlite(connection, known);
    // A panic in one unit of work must not take the writing thread along.
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

fn execute(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
