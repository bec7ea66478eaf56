//! PostgreSQL: a number of threads with a connection each.

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::queue::Queue;
use crate::search::KnownWords;
use crate::server_url::ServerUrl;
use crate::tx::{Statements, Tx};
use postgres::{Client, IsolationLevel};
use std::cell::RefCell;
use std::sync::Arc;

/// Settings of the server that decide whether it keeps what it says it has kept.
const SETTINGS: [&str; 5] = [
    "fsync",
    "full_page_writes",
    "synchronous_commit",
    "server_encoding",
    "max_connections",
];

/// Work for a connection: `None` when none can be had.
pub(crate) type Work = Box<dyn FnOnce(Option<&mut Session>) + Send>;

/// A connection and what it has prepared.
pub(crate) struct Session {
    client: Client,
    statements: RefCell<Statements>,
    known: Arc<KnownWords>,
}

impl Session {
    pub(crate) fn open(url: &ServerUrl, known: &Arc<KnownWords>) -> Result<Self> {
        let mut client = url.connect()?;
        client.batch_execute(&format!(
            "SET statement_timeout = '{}s'; SET timezone = 'UTC'; SET client_min_messages = warning",
            crate::QUERY_TIMEOUT_SECS
        ))?;
        Ok(Self {
            client,
            statements: RefCell::default(),
            known: Arc::clone(known),
        })
    }

    /// A unit of work that sees one state of the database and changes nothing.
    pub(crate) fn reading(&mut self) -> Result<Tx<'_>> {
        let builder = self
            .client
            .build_transaction()
            .read_only(true)
            .isolation_level(IsolationLevel::RepeatableRead);
        Ok(Tx::postgres(
            builder.start()?,
            &self.statements,
            &self.known,
        ))
    }

    /// A unit of work that writes.
    pub(crate) fn writing(&mut self) -> Result<Tx<'_>> {
        Ok(Tx::postgres(
            self.client.transaction()?,
            &self.statements,
            &self.known,
        ))
    }
}

/// Brings the schema up to date. On a thread of its own: the client may not be used on a thread that drives
/// asynchronous tasks.
pub(crate) fn migrate(url: &ServerUrl, known: &Arc<KnownWords>) -> Result<()> {
    std::thread::scope(|scope| {
        let migrating = scope.spawn(|| {
            let mut session = Session::open(url, known)?;
            // Whoever starts at the same time waits here, until this connection is closed.
            session.client.batch_execute(crate::dialect::ALONE)?;
            crate::migrations::run(&mut session.client, crate::Dialect::Postgres)
        });
        migrating.join().unwrap_or(Err(Error::Closed))
    })
}

/// Starts the threads.
pub(crate) fn start(
    url: &ServerUrl,
    queue: &Arc<Queue<Work>>,
    known: &Arc<KnownWords>,
    count: usize,
) -> Result<()> {
    for index in 0..count {
        let (url, queue, known) = (url.clone(), Arc::clone(queue), Arc::clone(known));
        let mut session: Option<Session> = None;
        std::thread::Builder::new()
            .name(format!("spoc-db-{index}"))
            .spawn(move || {
                while let Some(work) = queue.take() {
                    if session
                        .as_ref()
                        .is_none_or(|session| session.client.is_closed())
                    {
                        session = Session::open(&url, &known).map_err(log).ok();
                    }
                    work(session.as_mut());
                }
            })?;
    }
    Ok(())
}

fn log(error: Error) {
    tracing::error!(%error, "no connection to the database");
}

/// What the server says of itself. On a thread of its own, like [`migrate`].
pub(crate) fn health(url: &str) -> Result<Health> {
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let url = ServerUrl::parse(url)?;
            ask_health(&mut Session::open(&url, &Arc::default())?.client)
        });
        asking.join().unwrap_or(Err(Error::Closed))
    })
}

fn ask_health(client: &mut Client) -> Result<Health> {
    let mut settings = Vec::new();
    for name in SETTINGS {
        let sql = "SELECT current_setting($1)";
        settings.push((name, client.query_one(sql, &[&name])?.get(0)));
    }
    let known = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
    let schema = if client.query_one(known, &[])?.get(0) {
        let newest = "SELECT CAST(MAX(version) AS BIGINT) FROM refinery_schema_history";
        client.query_one(newest, &[])?.get(0)
    } else {
        None
    };
    let clock = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
    Ok(Health {
        dialect: Dialect::Postgres,
        version: client
            .query_one("SELECT current_setting('server_version')", &[])?
            .get(0),
        schema,
        clock: Some(client.query_one(clock, &[])?.get(0)),
        settings,
    })
}
