//! What can go wrong between a question and its answer.

use thiserror::Error;

/// A failure of the database or of stored files.
#[derive(Debug, Error)]
pub enum Error {
    /// A row with this key is there already. Names the table and column, or the constraint.
    #[error("{0} is taken already")]
    Taken(String),
    /// Another writer was faster; deciding again on the fresh state will do.
    #[error("another change came first")]
    Raced,
    /// The database was written by a newer version of Spoc.
    #[error(
        "the database has version {found}, but this Spoc knows only up to {known}; use a newer Spoc, or restore a backup made by this one"
    )]
    Newer {
        /// Version of the database's schema.
        found: i64,
        /// Newest version that this binary knows.
        known: i64,
    },
    /// What is stored is not what was written.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A secret could not be sealed or opened.
    #[error("secrets: {0}")]
    Sealed(String),
    /// A query took longer than allowed and was stopped.
    #[error("the query took longer than {secs} s and was stopped; narrow it down")]
    TooSlow {
        /// The limit.
        secs: u64,
    },
    /// The server's URL says something that cannot be.
    #[error("the database's URL: {0}")]
    Address(String),
    /// The store was shut down.
    #[error("the store is shut down")]
    Closed,
    /// SQLite failed.
    #[error("database: {0}")]
    Sqlite(rusqlite::Error),
    /// PostgreSQL failed.
    #[error("database: {}", postgres_text(.0))]
    Postgres(postgres::Error),
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

/// The answer to a question to the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

fn postgres_text(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |db| format!("{}: {}", db.code().code(), db.message()),
    )
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match &error {
            rusqlite::Error::SqliteFailure(code, text) => match code.code {
                ErrorCode::ConstraintViolation if is_unique(code.extended_code) => {
                    let text = text.as_deref().unwrap_or_default();
                    Error::Taken(text.rsplit(": ").next().unwrap_or(text).to_owned())
                }
                ErrorCode::OperationInterrupted => Error::TooSlow {
                    secs: crate::QUERY_TIMEOUT_SECS,
                },
                _ => Error::Sqlite(error),
            },
            _ => Error::Sqlite(error),
        }
    }
}

fn is_unique(code: i32) -> bool {
    use rusqlite::ffi::{
        SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE,
    };
    [
        SQLITE_CONSTRAINT_PRIMARYKEY,
        SQLITE_CONSTRAINT_ROWID,
        SQLITE_CONSTRAINT_UNIQUE,
    ]
    .contains(&code)
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            return Error::Postgres(error);
        };
        match db.code() {
            &SqlState::UNIQUE_VIOLATION => {
                Error::Taken(db.constraint().unwrap_or("the key").to_owned())
            }
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Error::Raced,
            &SqlState::QUERY_CANCELED => Error::TooSlow {
                secs: crate::QUERY_TIMEOUT_SECS,
            },
            _ => Error::Postgres(error),
        }
    }
}
