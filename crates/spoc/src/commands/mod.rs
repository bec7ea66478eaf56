//! What the command line does: each command opens what it needs, and says what it did.

#![warn(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod accounts;
pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod mail;
pub(crate) mod mailboxes;
pub(crate) mod policy;
pub(crate) mod progress;
pub(crate) mod replay;
pub(crate) mod serve;
pub(crate) mod upkeep;

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// What a command answers.
pub(crate) type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Says something to whoever started the command.
pub(crate) fn say(text: impl Display) -> io::Result<()> {
    written(writeln!(io::stdout(), "{text}"))
}

/// What was written, or nobody reads any more, as behind `| head`: then it goes on all the same, quietly.
pub(crate) fn written(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
