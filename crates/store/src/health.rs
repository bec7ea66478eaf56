//! What a database says of itself, asked without changing anything: for looking before something is wrong.

use crate::dialect::Dialect;
use crate::error::Result;
use crate::{Location, server, sqlite};

/// What a database says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Which database it is.
    pub dialect: Dialect,
    /// Its version, such as `16.2`.
    pub version: String,
    /// The version of the schema in it; nothing where there is none yet.
    pub schema: Option<i64>,
    /// Its clock, in microseconds of UTC, where it has one of its own.
    pub clock: Option<i64>,
    /// Its settings, as far as it matters to Spoc: name and value.
    pub settings: Vec<(&'static str, String)>,
}

impl Health {
    /// The value of a setting.
    pub fn setting(&self, name: &str) -> &str {
        let found = self.settings.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// Asks the database at a location. Nothing is created and nothing migrated.
///
/// # Errors
/// When it does not answer. A file that is not there yet is no error.
pub fn health(location: &Location) -> Result<Health> {
    match &location.database {
        None => sqlite::health(&location.file()),
        Some(url) => server::health(url),
    }
}
