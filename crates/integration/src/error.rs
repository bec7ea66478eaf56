//! Why nothing, or nothing more, was imported.

use std::path::PathBuf;
use thiserror::Error;

/// Why nothing, or nothing more, was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("{}: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is wrong as a whole, or the file is from there on.
    #[error("{}, line {line}: {problem}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// A value is wrong.
    #[error("{}, line {line}, column “{column}”: {problem}", file.display())]
    Value {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column's name.
        column: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// This desk's policy cannot take what the file says.
    #[error("{0}")]
    Policy(String),
    /// The desk failed. What it had recorded before stands; importing again goes on from there.
    #[error(transparent)]
    Desk(#[from] work::Error),
}

impl From<store::Error> for ImportError {
    fn from(error: store::Error) -> Self {
        ImportError::Desk(error.into())
    }
}
