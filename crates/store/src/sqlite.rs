//! SQLite: how its connections are opened, and those for reading.

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::search::KnownWords;
use crate::tx::Tx;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait for another process (an import, a backup) that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Statements kept prepared on each connection.
const STATEMENTS_MAX: usize = 400;
/// Page cache of each reading connection, in KiB.
const READER_CACHE_KIB: i64 = 4_096;
/// Page cache of the writing connection, in KiB.
const WRITER_CACHE_KIB: i64 = 16_384;

/// A connection that nobody uses for this long gives back what it holds of the file.
pub(crate) const REST: Duration = Duration::from_secs(10);
/// Most of the file that a connection maps. In bytes.
const MAPPED_MAX: i64 = 8 << 30;

/// Opens a connection for writing.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Every acknowledged change is on the disk, not just in the system's memory.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    prepare(&connection, WRITER_CACHE_KIB)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection, READER_CACHE_KIB)?;
    let is_late = || LIMIT.get().is_some_and(|limit| Instant::now() > limit);
    connection.progress_handler(100_000, Some(is_late))?;
    Ok(connection)
}

fn prepare(connection: &Connection, cache_kib: i64) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Plans never depend on the values of parameters. Without this, SQLite plans a cached statement anew whenever
    // a value changes that it compared with the condition of a partial index: a fifth of a list's time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "mmap_size", MAPPED_MAX)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(())
}

/// Connections for reading. A question is asked on the thread that wants the answer: handing it to another
/// thread and back would take as long as a short answer itself.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Idle>,
    returned: Condvar,
    /// Sees what all others change.
    watching: Mutex<Connection>,
    known: Arc<KnownWords>,
}

struct Idle {
    /// Each with when it was used last, the latest at the end.
    connections: Vec<(Connection, Instant)>,
    open: usize,
}

/// Most connections for reading.
const READERS_MAX: usize = 32;

impl Readers {
    pub(crate) fn new(path: &Path, known: Arc<KnownWords>) -> Result<Self> {
        let idle = Idle {
            connections: vec![(open_reader(path)?, Instant::now())],
            open: 1,
        };
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(idle),
            returned: Condvar::new(),
            watching: Mutex::new(open_reader(path)?),
            known,
        })
    }

    /// The words that are known to be in the index already.
    pub(crate) fn known(&self) -> &Arc<KnownWords> {
        &self.known
    }

    /// Runs `work` over one state of the database.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let borrowed = Borrowed {
            connection: Some(self.take()?),
            readers: self,
        };
        let Some(connection) = &borrowed.connection else {
            return Err(Error::Closed.into());
        };
        LIMIT.set(Some(
            Instant::now() + Duration::from_secs(crate::QUERY_TIMEOUT_SECS),
        ));
        execute(connection, "BEGIN")?;
        let answer = work(&Tx::sqlite(connection, &self.known));
        execute(connection, "COMMIT")?;
        answer
    }

    /// A number that is another one after every change, by whatever connection or process.
    pub(crate) fn version(&self) -> Result<i64> {
        let watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(watching
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?)
    }

    fn take(&self) -> Result<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some((connection, _)) = idle.connections.pop() {
                return Ok(connection);
            }
            if idle.open < READERS_MAX {
                idle.open += 1;
                drop(idle);
                return open_reader(&self.path).inspect_err(|_| self.lose());
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Closes the connections that nobody has used for so long: each holds pages and statements.
    pub(crate) fn rest(&self, unused: Duration) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let all = std::mem::take(&mut idle.connections);
        let is_tired = |(_, used_at): &(Connection, Instant)| used_at.elapsed() >= unused;
        let (tired, awake): (Vec<_>, Vec<_>) = all.into_iter().partition(is_tired);
        idle.connections = awake;
        idle.open -= tired.len();
        drop(idle);
        drop(tired);
    }

    fn lose(&self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .open -= 1;
        self.returned.notify_one();
    }
}

/// A connection that goes back when the answer is there, and is thrown away when the work panicked.
struct Borrowed<'r> {
    connection: Option<Connection>,
    readers: &'r Readers,
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        // What this thread asks next outside a unit of work, the version of the database say, is none of it.
        lift_time_limit();
        match self.connection.take() {
            Some(connection) if connection.is_autocommit() => {
                self.readers
                    .idle
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .connections
                    .push((connection, Instant::now()));
                self.readers.returned.notify_one();
            }
            _ => self.readers.lose(),
        }
    }
}

thread_local! {
    /// Until when the unit of work on this thread may run.
    static LIMIT: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Lets the unit of work on this thread take as long as it likes.
pub(crate) fn lift_time_limit() {
    LIMIT.set(None);
}

/// Gives back what a connection holds of the file: it is had again as it is needed.
pub(crate) fn give_back(connection: &Connection) {
    let given_back = connection
        .execute_batch("PRAGMA shrink_memory")
        .and_then(|()| connection.pragma_update(None, "mmap_size", 0))
        .and_then(|()| connection.pragma_update(None, "mmap_size", MAPPED_MAX));
    if let Err(error) = given_back {
        tracing::warn!(%error, "the database could not give back memory");
    }
}

/// Starts a thread of this name.
pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(format!("spoc-{name}"))
        .spawn(work)?;
    Ok(())
}

pub(crate) fn execute(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// What the database file says of itself; it is opened for reading alone.
pub(crate) fn health(path: &Path) -> Result<Health> {
    let mut health = Health {
        dialect: Dialect::Sqlite,
        version: rusqlite::version().to_owned(),
        schema: None,
        clock: None,
        settings: Vec::new(),
    };
    if !path.exists() {
        return Ok(health);
    }
    let connection = open_sound(path)?;
    let known = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'refinery_schema_history'";
    if connection.query_row(known, [], |row| row.get::<_, i64>(0))? > 0 {
        let newest = "SELECT MAX(version) FROM refinery_schema_history";
        health.schema = connection.query_row(newest, [], |row| row.get(0))?;
    }
    let mode = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    health.settings.push(("journal_mode", mode));
    Ok(health)
}

/// Opens a connection for reading, also where a process was killed while it began the file: what it left half done only
/// somebody who may write can take back.
fn open_sound(path: &Path) -> Result<Connection> {
    let look = |connection: &Connection| {
        connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |_| Ok(()))
    };
    let looked = open_reader(path).and_then(|connection| {
        look(&connection)?;
        Ok(connection)
    });
    match looked {
        Err(Error::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
            look(&Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_WRITE,
            )?)?;
            open_reader(path)
        }
        looked => looked,
    }
}

#[cfg(test)]
mod tests {
    use super::{KnownWords, LIMIT, Readers, health};
    use crate::Error;
    use std::sync::Arc;

    #[test]
    fn the_time_of_a_unit_of_work_ends_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spoc.db");
        rusqlite::Connection::open(&path).expect("a database");
        let readers = Readers::new(&path, Arc::<KnownWords>::default()).expect("readers");
        let limited = readers.read(|_| Ok::<_, Error>(LIMIT.get().is_some()));
        assert!(limited.expect("an answer"));
        assert_eq!(LIMIT.get(), None);
    }

    #[test]
    fn what_a_killed_process_left_half_done_keeps_nobody_from_looking() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("spoc.db"), folder.path().join("copy.db"));
        let writer = rusqlite::Connection::open(&path).expect("a database");
        let begin = "PRAGMA cache_size = 1; CREATE TABLE words (word TEXT); BEGIN;
            INSERT INTO words SELECT zeroblob(2000) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
            LIMIT 200) SELECT i FROM n)";
        writer.execute_batch(begin).expect("it is begun");
        for ending in ["", "-journal"] {
            let file = |path: &std::path::Path| format!("{}{ending}", path.display());
            std::fs::copy(file(&path), file(&copy)).expect("it is copied as it is");
        }
        assert_eq!(health(&copy).expect("it is looked at").schema, None);
        assert!(!folder.path().join("copy.db-journal").exists());
    }
}
