//! Importers: other desks' history becomes Spoc's.
//!
//! Each format is a module with two steps of the same shape: a file is read and understood as a whole, without any
//! desk; then `import` takes the desk, what was read, options, and whom to tell of the progress. What cannot be
//! understood is an [`ImportError`] that says where it stands and what would be right.

mod error;
pub mod servicenow_log;

pub use error::ImportError;

/// How an import is to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Do everything but write: the report says what would come.
    pub dry_run: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// How much there is to do.
    pub total: u64,
}

/// What an import is doing, and what its progress counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reads the file; counts its bytes as they lie on the disk.
    Reading,
    /// Adds the people, teams and places that are missing; counts them.
    Directory,
    /// Records the tickets; counts the rows of the file.
    Tickets,
}
