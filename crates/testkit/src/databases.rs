//! The databases that tests run on: SQLite always, PostgreSQL where `SPOC_TEST_DATABASE_URL` names a server.

use std::sync::atomic::{AtomicU32, Ordering};
use store::bare_postgres::{Client, NoTls};

/// A database to test on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// All databases that are there. `cargo xtask test` starts a server; without one, and without `CI` set,
/// only SQLite is tested, and the test says so.
pub fn backends() -> Vec<Backend> {
    if server().is_some() {
        return vec![Backend::Sqlite, Backend::Postgres];
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "SPOC_TEST_DATABASE_URL names no PostgreSQL server; run cargo xtask test"
    );
    eprintln!("skipped on PostgreSQL: SPOC_TEST_DATABASE_URL is not set");
    vec![Backend::Sqlite]
}

fn server() -> Option<String> {
    std::env::var("SPOC_TEST_DATABASE_URL").ok()
}

/// A database that is dropped at the end of the test.
pub struct Database {
    name: Option<String>,
}

impl Database {
    /// A new, empty one.
    pub fn create(backend: Backend) -> Self {
        if backend == Backend::Sqlite {
            return Self { name: None };
        }
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "spoc_test_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::SeqCst)
        );
        run(&format!("CREATE DATABASE {name}"));
        Self { name: Some(name) }
    }

    /// Where it is, if it is on a server.
    pub fn url(&self) -> Option<String> {
        let server = server()?;
        let name = self.name.as_ref()?;
        let (base, _) = server
            .rsplit_once('/')
            .expect("the server's URL names a database");
        Some(format!("{base}/{name}"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// On a thread of its own: the client may not be used on a thread of an asynchronous runtime.
fn run(sql: &str) {
    let sql = sql.to_owned();
    let work = move || {
        let url = server().expect("SPOC_TEST_DATABASE_URL");
        Client::connect(&url, NoTls)
            .expect("the server answers")
            .batch_execute(&sql)
            .expect("the statement runs");
    };
    std::thread::spawn(work).join().expect("the statement runs");
}
