//! SQLite's full-text index is put in order between units of work.
//!
//! What is new is written as small pieces, which are merged into larger ones so that searching stays quick. Left to
//! itself the index does that within whatever write comes along: one in a few dozen takes a tenth of a second longer.

use crate::error::Result;
use rusqlite::Connection;
use std::time::Duration;

/// Work is over for now when none came for this long.
pub(crate) const QUIET: Duration = Duration::from_millis(50);
/// After how many units of work something is merged even if more wait.
const UNITS: usize = 16;
/// What is written in one step. Pages of 4 KiB; takes a few milliseconds.
const MERGE: &str = "INSERT INTO search (search, rank) VALUES ('merge', 32)";

/// How much is to be put in order.
#[derive(Default)]
pub(crate) struct Merging {
    written: usize,
    is_wanted: bool,
}

impl Merging {
    /// Says that units of work were written.
    pub(crate) fn wrote(&mut self, units: usize) {
        self.is_wanted |= units > 0;
        self.written += units;
    }

    /// Whether so much was written that something is to be merged even if more waits.
    pub(crate) fn is_due(&self) -> bool {
        self.written >= UNITS
    }

    /// Whether anything may be left to merge.
    pub(crate) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// Merges a little, by a transaction of its own.
    pub(crate) fn step(&mut self, connection: &Connection) {
        self.written = 0;
        self.is_wanted = merge(connection).unwrap_or_else(|error| {
            // Somebody else writes just now: it is tried again after the next unit of work.
            tracing::warn!(%error, "the full-text index could not be put in order");
            false
        });
    }
}

/// Whether anything was merged.
fn merge(connection: &Connection) -> Result<bool> {
    // A merge that a power cut takes back is done again: nobody need wait for the disk.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    let before = connection.total_changes();
    let merged = connection
        .prepare_cached(MERGE)
        .and_then(|mut merge| merge.execute([]));
    connection.pragma_update(None, "synchronous", "FULL")?;
    merged?;
    // The command itself counts as one change.
    Ok(connection.total_changes() - before > 1)
}

#[cfg(test)]
mod tests {
    use super::{Merging, UNITS};
    use crate::{dialect::Dialect, migrations, sqlite};

    #[test]
    fn what_is_written_is_merged_until_nothing_is_left_to_merge() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spoc.db");
        let mut connection = sqlite::open(&path).expect("a database");
        migrations::run(&mut connection, Dialect::Sqlite).expect("a schema");
        let segments = "SELECT COUNT(DISTINCT segid) FROM search_idx";
        let segments = || connection.query_row(segments, [], |row| row.get::<_, i64>(0));
        let mut merging = Merging::default();
        for ticket in 1..UNITS as i64 {
            let add = "INSERT INTO search (rowid, subject, public, internal) VALUES (?1, 'printer', '', '')";
            connection.execute(add, [ticket]).expect("a document");
            merging.wrote(1);
        }
        assert!(!merging.is_due());
        assert!(segments().expect("a count") > 4, "nothing was merged yet");
        merging.wrote(1);
        assert!(merging.is_due());
        while merging.is_wanted() {
            merging.step(&connection);
        }
        assert!(segments().expect("a count") < 4);
        let found = "SELECT COUNT(*) FROM search WHERE search MATCH 'printer'";
        let found = connection.query_row(found, [], |row| row.get::<_, i64>(0));
        assert_eq!(found, Ok(UNITS as i64 - 1));
    }
}
