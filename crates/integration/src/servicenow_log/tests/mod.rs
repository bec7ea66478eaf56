//! Small logs, written by hand: what each column becomes, and what each mistake is answered with.

mod errors;
mod mappings;
mod repeated;
mod sheet;

use crate::{ImportError, Options, Progress};
use sheet::Sheet;
use store::params;
use testkit::{Backend, TestDesk};

use super::Report;

/// A desk with nothing on it.
async fn desk() -> TestDesk {
    TestDesk::new(Backend::Sqlite).await
}

/// A desk with nothing on it, on each database.
async fn desks() -> Vec<TestDesk> {
    let mut desks = Vec::new();
    for backend in testkit::backends() {
        desks.push(TestDesk::new(backend).await);
    }
    desks
}

async fn import(desk: &TestDesk, bytes: &[u8]) -> Result<Report, ImportError> {
    import_with(desk, bytes, Options::default()).await
}

async fn import_with(
    desk: &TestDesk,
    bytes: &[u8],
    options: Options,
) -> Result<Report, ImportError> {
    let sheet = Sheet::of(bytes);
    let mut nobody = |_: Progress| {};
    let log = super::IncidentLog::read(&sheet.path, &mut nobody)?;
    super::import(&desk.desk, &log, options, &mut nobody).await
}

/// How much of everything there is.
async fn sizes(desk: &TestDesk) -> Vec<(&'static str, i64)> {
    let tables = [
        "activities",
        "tickets",
        "external_refs",
        "people",
        "teams",
        "locations",
        "policies",
        "search",
        "timers",
    ];
    let count = move |tx: &store::Tx<'_>| {
        let mut sizes = Vec::new();
        for table in tables {
            sizes.push((
                table,
                tx.one(&format!("SELECT COUNT(*) FROM {table}"), params![])?,
            ));
        }
        Ok::<_, store::Error>(sizes)
    };
    desk.store.read(count).await.expect("tables are counted")
}
