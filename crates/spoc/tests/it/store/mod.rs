//! The floor itself, the same on both databases: units of work, files, lists by key, search.

mod files;
mod lists;
mod search;
mod units;

use store::{Location, Store};
use testkit::{Backend, Database, backends};

/// A store with nothing in it.
struct Bare {
    backend: Backend,
    store: Store,
    folder: tempfile::TempDir,
    _database: Database,
}

/// An empty store on each database.
fn bare() -> Vec<Bare> {
    backends().into_iter().map(Bare::on).collect()
}

impl Bare {
    fn on(backend: Backend) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = Database::create(backend);
        let location = Location {
            folder: folder.path().into(),
            database: database.url(),
        };
        Self {
            backend,
            store: Store::open(&location).expect("the store opens"),
            folder,
            _database: database,
        }
    }

    /// The number that a query answers.
    async fn number(&self, sql: &'static str) -> i64 {
        let read = self.store.read(move |tx| tx.one(sql, &[])).await;
        read.expect("the database answers")
    }
}
