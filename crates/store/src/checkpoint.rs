//! SQLite's write-ahead log is copied into the database file beside the writing thread.
//!
//! Left to SQLite, whoever commits when the log has grown long does the copying: one write in a few hundred would take
//! a tenth of a second, and all behind it would wait.

use crate::error::Result;
use crate::sqlite;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// From how many pages on the log is copied beside.
const BESIDE_PAGES: i32 = 4_000;
/// From how many pages on writing waits for it: without a pause copying never comes to the end, from where the log's
/// file could be used anew.
const WAITING_PAGES: i32 = 64_000;

/// Lets the log that `writer` writes be copied by a thread of its own. It ends when the writer is closed.
///
/// # Errors
/// When the database cannot be opened once more or no thread can be started.
pub(crate) fn beside(writer: &mut Connection, path: &Path) -> Result<()> {
    let connection = sqlite::open(path)?;
    let (wanted, wishes) = sync_channel(1);
    sqlite::spawn("checkpoint", move || copy_when_wanted(&connection, &wishes))?;
    watch(writer, wanted)
}

/// Wishes for a copy whenever a commit has left the log long.
fn watch(writer: &mut Connection, wanted: SyncSender<()>) -> Result<()> {
    let grown = move |log: &mut Wal, pages| {
        if pages >= WAITING_PAGES {
            // Somebody else copies just now, or reads what is not to be overwritten: there is a next time. What was
            // committed is safe either way, so it must not be told as failed.
            let _ = log.checkpoint();
        } else if pages >= BESIDE_PAGES {
            // Already wanted: once is enough.
            let _ = wanted.try_send(());
        }
        Ok(())
    };
    Ok(writer.wal_hook(Some(grown))?)
}

fn copy_when_wanted(connection: &Connection, wishes: &Receiver<()>) {
    while wishes.recv().is_ok() {
        let copied = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = copied {
            tracing::warn!(%error, "the write-ahead log could not be copied; it is tried again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BESIDE_PAGES, copy_when_wanted, watch};
    use crate::sqlite;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn a_long_log_is_copied_while_the_writer_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spoc.db");
        let mut writer = sqlite::open(&path).expect("a database");
        let (wanted, wishes) = sync_channel(1);
        watch(&mut writer, wanted.clone()).expect("a hook");
        let write = |pages: i32| {
            let sql = "INSERT INTO notes VALUES (zeroblob(?1))";
            writer.execute(sql, [pages * 4_096]).expect("a row");
        };
        writer
            .execute_batch("CREATE TABLE notes (text BLOB NOT NULL)")
            .expect("a table");
        write(BESIDE_PAGES / 2);
        assert!(wishes.try_recv().is_err());
        write(BESIDE_PAGES);
        assert!(wishes.try_recv().is_ok());

        let length = || std::fs::metadata(&path).expect("a file").len();
        assert!(length() < u64::from(BESIDE_PAGES.unsigned_abs()) * 4_096);
        wanted.send(()).expect("a wish");
        watch(&mut writer, sync_channel(1).0).expect("another hook");
        drop(wanted);
        copy_when_wanted(&sqlite::open(&path).expect("a connection"), &wishes);
        assert!(length() > u64::from(BESIDE_PAGES.unsigned_abs()) * 4_096);
    }
}
