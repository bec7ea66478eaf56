//! What the command line does: each command opens what it needs, and says what it did.

pub(crate) mod accounts;
pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod mail;
pub(crate) mod policy;
pub(crate) mod progress;
pub(crate) mod replay;
pub(crate) mod serve;
pub(crate) mod upkeep;

/// What a command answers.
pub(crate) type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;
