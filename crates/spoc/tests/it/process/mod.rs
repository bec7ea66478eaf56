//! The real binary as a process: what it is told, what it says, and what it answers over HTTP.

mod http;
mod serving;

pub(crate) use http::{Answer, Client};
pub(crate) use serving::{ADMINISTRATOR, Serving, desk, incident, token};

use std::path::Path;
use std::process::{Command, Stdio};
use store::{Location, Row, Store, Tx, Value};
use tempfile::TempDir;
use testkit::{Backend, Database};

/// A data folder, and a database that goes with it.
pub(crate) struct Place {
    folder: TempDir,
    database: Database,
}

/// What a command ended with.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// What it printed, if it did what it was told.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert!(self.success, "{self:?}");
        self.out
    }

    /// What it said was wrong.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert!(!self.success, "{self:?}");
        self.err
    }
}

impl Place {
    /// An empty one.
    pub(crate) fn new(backend: Backend) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            database: Database::create(backend),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn location(&self) -> Location {
        Location {
            folder: self.folder().to_owned(),
            database: self.database.url(),
        }
    }

    /// `spoc` with arguments, about this place.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = spoc(args);
        command.env("SPOC_DATA", self.folder());
        if let Some(url) = self.database.url() {
            command.env("SPOC_DATABASE", url);
        }
        command
    }

    /// Runs `spoc` to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        ended(self.command(args))
    }

    /// Checks everything; it must be as the log says.
    #[track_caller]
    pub(crate) fn verify(&self) {
        let told = self.run(&["verify"]).ok();
        assert!(told.contains("everything is as the log says"), "{told}");
    }

    /// The same where a first start may have been killed before there was anything.
    #[track_caller]
    pub(crate) fn verify_if_there(&self) {
        let checked = self.run(&["verify"]);
        let nothing = !checked.success && checked.err.contains("there is no Spoc");
        assert!(checked.success || nothing, "{checked:?}");
    }

    /// Reads the database, past everything.
    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> store::Result<T> + Send + 'static,
    ) -> T {
        self.with_store(async move |store| store.read(work).await)
    }

    /// Changes the database, past everything.
    pub(crate) fn write(&self, sql: &'static str) -> u64 {
        self.with_store(async move |store| store.write(move |tx| tx.execute(sql, &[])).await)
    }

    /// All rows of a query.
    pub(crate) fn rows(&self, sql: &'static str, columns: usize) -> Vec<Vec<Value>> {
        self.read(move |tx| {
            let values = |row: &Row<'_>| (0..columns).map(|i| row.value(i)).collect();
            tx.query(sql, &[], values)
        })
    }

    /// The number that a query answers.
    pub(crate) fn number(&self, sql: &'static str) -> i64 {
        self.read(move |tx| tx.one(sql, &[]))
    }

    fn with_store<T, F>(&self, work: impl FnOnce(Store) -> F) -> T
    where
        F: Future<Output = store::Result<T>>,
    {
        let store = Store::open(&self.location()).expect("the store opens");
        tokio::runtime::Runtime::new()
            .expect("a runtime")
            .block_on(work(store))
            .expect("the database answers")
    }
}

/// `spoc` with arguments, in a surrounding that says nothing about where the data is.
pub(crate) fn spoc(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_spoc"));
    command.args(args).stdin(Stdio::null());
    for name in [
        "SPOC_DATA",
        "SPOC_DATABASE",
        "SPOC_LISTEN",
        "SPOC_BASE_URL",
        "SPOC_LOG",
        "SPOC_LMTP_LISTEN",
        "SPOC_METRICS_TOKEN",
        "SPOC_SMTP_URL",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn ended(mut command: Command) -> Ended {
    let output = command.output().expect("it starts");
    Ended {
        success: output.status.success(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
