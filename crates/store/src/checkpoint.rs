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

/// How many pages the log grows by until it is copied again.
const PAGES: i32 = 4_000;

/// Lets the log that `writer` writes be copied by a thread of its own. It ends when the writer is closed.
///
/// # Errors
/// When the database cannot be opened once more or no thread can be started.
pub(crate) fn beside(writer: &mut Connection, path: &Path) -> Result<()> {
    let connection = sqlite::open(path)?;
    let (wanted, wishes) = sync_channel(1);
    let (done, copied) = sync_channel(1);
    sqlite::spawn("checkpoint", move || {
        copy_when_wanted(&connection, &wishes, &done)
    })?;
    watch(writer, wanted, copied)
}

/// Wishes for a copy whenever a commit has left the log longer by [`PAGES`].
///
/// What is written meanwhile is not copied, but little: the writer itself copies it once the copy is made, so that the
/// log begins anew.
fn watch(writer: &mut Connection, wanted: SyncSender<()>, copied: Receiver<()>) -> Result<()> {
    let mut wanted_at = 0;
    let grown = move |log: &mut Wal, pages: i32| {
        if pages < wanted_at {
            wanted_at = 0;
        }
        if copied.try_recv().is_ok() {
            // Somebody else copies just now, or reads what is not to be overwritten: there is a next time. What was
            // committed is safe either way, so it must not be told as failed.
            let _ = log.checkpoint();
        } else if pages >= wanted_at + PAGES {
            wanted_at = pages;
            // Already wanted: once is enough.
            let _ = wanted.try_send(());
        }
        Ok(())
    };
    Ok(writer.wal_hook(Some(grown))?)
}

fn copy_when_wanted(connection: &Connection, wishes: &Receiver<()>, done: &SyncSender<()>) {
    while wishes.recv().is_ok() {
        let copied = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = copied {
            tracing::warn!(%error, "the write-ahead log could not be copied; it is tried again");
        }
        // Nobody was told of the last copy yet: once is enough.
        let _ = done.try_send(());
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGES, copy_when_wanted, watch};
    use crate::sqlite;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn a_long_log_is_copied_while_the_writer_goes_on_and_then_begins_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("spoc.db");
        let mut writer = sqlite::open(&path).expect("a database");
        let (wanted, wishes) = sync_channel(1);
        let (done, copied) = sync_channel(1);
        watch(&mut writer, wanted.clone(), copied).expect("a hook");
        let write = |pages: i32| {
            let sql = "INSERT INTO notes VALUES (zeroblob(?1))";
            writer.execute(sql, [pages * 4_096]).expect("a row");
        };
        let length = |file: &str| {
            let file = folder.path().join(file);
            std::fs::metadata(file).expect("a file").len() / 4_096
        };
        let pages = u64::from(PAGES.unsigned_abs());
        writer
            .execute_batch("CREATE TABLE notes (text BLOB NOT NULL)")
            .expect("a table");
        write(PAGES / 2);
        assert!(wishes.try_recv().is_err(), "it is short");
        write(PAGES);
        assert!(wishes.try_recv().is_ok(), "it is long");
        write(1);
        assert!(wishes.try_recv().is_err(), "it has hardly grown since");
        assert!(length("spoc.db") < pages);

        let (again, once) = sync_channel(1);
        again.send(()).expect("a wish");
        drop(again);
        copy_when_wanted(&sqlite::open(&path).expect("a connection"), &once, &done);
        assert!(length("spoc.db") > pages);
        let log = length("spoc.db-wal");
        write(1);
        write(PAGES / 4);
        assert_eq!(length("spoc.db-wal"), log, "it begins anew");
    }
}
