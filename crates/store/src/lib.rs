//! The only crate that knows SQLite and PostgreSQL: the log, the folded rows, transactions, migrations, the
//! full-text index and stored files.
//!
//! A unit of work is a plain closure: `store.read(|tx| …).await`, `store.write(|tx| …).await`. One SQL text serves both databases; what differs stands in [`Dialect`].

pub mod archive;
mod checkpoint;
mod counts;
mod cursors;
mod dialect;
mod durations;
mod error;
pub mod files;
mod health;
pub mod log;
mod many;
mod merging;
mod migrations;
mod queue;
mod record;
mod seal;
pub mod search;
mod server;
mod server_url;
mod settings;
mod settled;
mod sqlite;
mod strays;
mod tx;
mod value;
mod writer;

use queue::Queue;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::oneshot;

pub use counts::{CountKey, Counts, add_counts};
pub use dialect::Dialect;
pub use durations::{Counted, Durations, STEPS_MICROS};
pub use error::{Error, Result};
pub use health::{Health, health};
pub use many::Many;
pub use migrations::newest;
pub use record::{
    Foreseen, Keep, NEVER, NO_DAY, differences, keep, keep_foreseen, load, load_after, load_each,
    lock, lock_all, next_number, next_numbers, rewrite,
};
pub use seal::Seal;
pub use settings::{keep_setting, setting};
pub use settled::follow_settled;
pub use strays::{remove_strays, strays};
pub use tx::Tx;
pub use value::{FromColumn, Row, Value};

/// The bare client, for the reference loops of `spoc bench` alone.
pub use rusqlite as bare_sqlite;

/// The bare client, for making databases to test on.
pub use postgres as bare_postgres;

/// Longest time that a query may run.
pub const QUERY_TIMEOUT_SECS: u64 = 20;
/// How often a unit of work that lost a race is run again.
const RACES_MAX: usize = 20;

/// Where the data is.
#[derive(Clone, Debug)]
pub struct Location {
    /// The data folder: database file (SQLite) and attachments.
    pub folder: PathBuf,
    /// `postgres://…`; without it the database is a file in the folder.
    pub database: Option<String>,
}

impl Location {
    /// Everything in one folder.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            database: None,
        }
    }

    /// The database file.
    pub fn file(&self) -> PathBuf {
        self.folder.join("spoc.db")
    }
}

/// The database and the stored files. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    files: files::Files,
    seal: Seal,
    reads: Durations,
    writes: Durations,
}

enum Backend {
    Sqlite {
        readers: Arc<sqlite::Readers>,
        writer: Arc<writer::Writer>,
    },
    Postgres {
        work: Arc<Queue<server::Work>>,
    },
}

impl Drop for Inner {
    fn drop(&mut self) {
        match &self.backend {
            Backend::Sqlite { writer, .. } => writer.close(),
            Backend::Postgres { work } => work.close(),
        }
    }
}

impl Store {
    /// Opens the store, creates what is missing and brings the schema up to date.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened, or a newer Spoc wrote it.
    pub fn open(location: &Location) -> Result<Self> {
        std::fs::create_dir_all(&location.folder)?;
        let threads = std::thread::available_parallelism().map_or(4, |n| n.get().max(2) * 2);
        let backend = match &location.database {
            None => open_sqlite(&location.file())?,
            Some(url) => {
                let (url, known) = (server_url::ServerUrl::parse(url)?, Arc::default());
                server::migrate(&url, &known)?;
                let work = Arc::new(Queue::new());
                server::start(&url, &work, &known, threads * 2)?;
                Backend::Postgres { work }
            }
        };
        let files = files::Files::open(location.folder.join("attachments"))?;
        Ok(Self {
            inner: Arc::new(Inner {
                backend,
                files,
                seal: Seal::of(&location.folder),
                reads: Durations::default(),
                writes: Durations::default(),
            }),
        })
    }

    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        match self.inner.backend {
            Backend::Sqlite { .. } => Dialect::Sqlite,
            Backend::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// How long reading and writing took so far, from asking to the answer.
    pub fn durations(&self) -> (Counted, Counted) {
        (self.inner.reads.counted(), self.inner.writes.counted())
    }

    /// The stored files.
    pub fn files(&self) -> &files::Files {
        &self.inner.files
    }

    /// What seals secrets that must be had again in clear.
    pub fn seal(&self) -> &Seal {
        &self.inner.seal
    }

    /// A number that is another one after every change of the database, by whatever process; nothing where it
    /// cannot be had cheaply. What was made under one number holds as long as it does.
    ///
    /// # Errors
    /// When the database fails.
    pub fn version(&self) -> Result<Option<i64>> {
        match &self.inner.backend {
            Backend::Sqlite { readers, .. } => readers.version().map(Some),
            Backend::Postgres { .. } => Ok(None),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.read(|tx| tx.one::<i64>("SELECT 1", &[]))
            .await
            .map(|_| ())
    }

    /// Asks: everything that `work` sees is of one instant.
    ///
    /// # Errors
    /// When the database fails or `work` does.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let begun = Instant::now();
        let answer = self.read_untimed(work).await;
        self.inner.reads.add(begun.elapsed());
        answer
    }

    async fn read_untimed<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.inner.backend {
            Backend::Sqlite { readers, .. } => readers.read(work),
            Backend::Postgres { work: queue } => {
                let (answer, answered) = oneshot::channel();
                let ask: server::Work = Box::new(move |session| {
                    let Some(session) = session else { return };
                    let result = session.reading().map_err(E::from).and_then(|tx| work(&tx));
                    // Whoever asked may have gone away meanwhile.
                    let _ = answer.send(result);
                });
                if queue.push(ask).is_err() {
                    return Err(Error::Closed.into());
                }
                answered.await.unwrap_or_else(|_| Err(Error::Closed.into()))
            }
        }
    }

    /// The same for what takes long: a backup, a check of everything. Requests go on meanwhile.
    ///
    /// # Errors
    /// When the database fails or `work` does.
    pub async fn read_long<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let unlimited = move |tx: &Tx<'_>| {
            tx.unbounded()?;
            work(tx)
        };
        match &self.inner.backend {
            Backend::Sqlite { readers, .. } => {
                let readers = Arc::clone(readers);
                let reading = tokio::task::spawn_blocking(move || readers.read(unlimited));
                reading.await.unwrap_or_else(|_| Err(Error::Closed.into()))
            }
            Backend::Postgres { .. } => self.read_untimed(unlimited).await,
        }
    }

    /// Writes: all that `work` does or nothing. When another writer came first, `work` runs again on the
    /// fresh state. Answers once the change is on the disk.
    ///
    /// # Errors
    /// When the database fails or `work` does.
    pub async fn write<T, E>(
        &self,
        work: impl Fn(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let begun = Instant::now();
        let (answer, answered) = oneshot::channel();
        let queued = match &self.inner.backend {
            Backend::Sqlite { writer, .. } => writer.write(sqlite_write(work, answer)).is_ok(),
            Backend::Postgres { work: queue } => {
                let change: server::Work = Box::new(move |session| {
                    let Some(session) = session else { return };
                    // Whoever asked may have gone away meanwhile.
                    let _ = answer.send(write_on(session, &work));
                });
                queue.push(change).is_ok()
            }
        };
        if !queued {
            return Err(Error::Closed.into());
        }
        let answer = answered.await.unwrap_or_else(|_| Err(Error::Closed.into()));
        self.inner.writes.add(begun.elapsed());
        answer
    }
}

fn open_sqlite(path: &Path) -> Result<Backend> {
    let mut connection = sqlite::open(path)?;
    migrations::run(&mut connection, Dialect::Sqlite)?;
    checkpoint::beside(&mut connection, path)?;
    let readers = Arc::new(sqlite::Readers::new(path, Arc::default())?);
    let writer = writer::Writer::start(connection, Arc::clone(&readers))?;
    Ok(Backend::Sqlite { readers, writer })
}

/// The result is kept until the commit says whether it stands.
fn sqlite_write<T, E>(
    work: impl Fn(&Tx<'_>) -> Result<T, E> + Send + 'static,
    answer: oneshot::Sender<Result<T, E>>,
) -> writer::Write
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let slot: Arc<Mutex<Option<Result<T, E>>>> = Arc::default();
    let filled = Arc::clone(&slot);
    writer::Write {
        run: Box::new(move |tx| {
            let result = work(tx);
            let stands = result.is_ok();
            *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            stands
        }),
        done: Box::new(move |committed| {
            let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
            // Whoever asked may have gone away meanwhile.
            let _ = answer.send(match (committed, result) {
                (Ok(()), Some(result)) => result,
                (Err(error), _) => Err(error.into()),
                (Ok(()), None) => {
                    Err(Error::Damaged("a unit of work ended without an answer".into()).into())
                }
            });
        }),
    }
}

fn write_on<T, E: From<Error>>(
    session: &mut server::Session,
    work: &impl Fn(&Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    for _ in 0..RACES_MAX {
        let tx = session.writing()?;
        // Dropping the transaction rolls it back.
        let value = match work(&tx) {
            Ok(value) => value,
            Err(_) if tx.lost_a_race() => continue,
            Err(error) => return Err(error),
        };
        match tx.commit_postgres() {
            Ok(after) => {
                after.into_iter().for_each(|action| action());
                return Ok(value);
            }
            Err(Error::Raced) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Raced.into())
}
