//! Migrations: run at start, in order, each once. A database from a newer Spoc is refused.

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use refinery::{Migration, Runner};

const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__record", include_str!("../migrations/V1__record.sql")),
    (
        "V2__directory",
        include_str!("../migrations/V2__directory.sql"),
    ),
    ("V3__links", include_str!("../migrations/V3__links.sql")),
    ("V10__jobs", include_str!("../migrations/V10__jobs.sql")),
    (
        "V40__composer",
        include_str!("../migrations/V40__composer.sql"),
    ),
];

/// The version of the schema that this binary knows.
pub fn newest() -> i64 {
    let version = |(name, _): &(&str, &str)| name[1..].split("__").next()?.parse().ok();
    MIGRATIONS.iter().filter_map(version).max().unwrap_or(0)
}

/// Brings the schema up to date.
pub(crate) fn run<C: refinery::Migrate>(connection: &mut C, dialect: Dialect) -> Result<()> {
    let failed = |error: refinery::Error| Error::Migration(error.to_string());
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, text)| Migration::unapplied(name, &dialect.migration(text)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    // Together with the note that they were run, and in one transaction: whoever is killed meanwhile begins anew.
    let runner = Runner::new(&migrations).set_grouped(true);
    // The runner compares before it changes anything; what it says of a newer database, nobody would understand.
    if let Err(error) = runner.run(connection) {
        let applied = runner
            .get_applied_migrations(connection)
            .unwrap_or_default();
        let found = applied
            .iter()
            .map(|migration| i64::from(migration.version()))
            .max()
            .unwrap_or(0);
        return Err(if found > newest() {
            Error::Newer {
                found,
                known: newest(),
            }
        } else {
            failed(error)
        });
    }
    Ok(())
}
