//! How far somebody outside has come in the log: what they send to go on.

use super::Cursor;
use crate::Tx;
use crate::error::Result;
use std::fmt;
use std::str::FromStr;

/// The setting that says which log it is.
pub(crate) const GENERATION: &str = "log_generation";

/// A cursor for those outside, who may keep it while a backup is restored. Restoring puts the log into another order,
/// so a cursor of before it leads nowhere; each log has a generation, by which that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// Which log: 0, or the instant when it was restored.
    pub generation: i64,
    /// How far.
    pub cursor: Cursor,
}

/// The log's generation.
///
/// # Errors
/// When the database fails.
pub fn generation(tx: &Tx<'_>) -> Result<i64> {
    let found = crate::setting(tx, GENERATION)?;
    Ok(found.and_then(|value| value.parse().ok()).unwrap_or(0))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.generation != 0 {
            write!(f, "{}.", self.generation)?;
        }
        write!(f, "{}.{}", self.cursor.epoch, self.cursor.position)
    }
}

impl FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let numbers: Vec<i64> = text
            .split('.')
            .map(|number| number.parse().map_err(|_| ()))
            .collect::<std::result::Result<_, _>>()?;
        let (generation, epoch, position) = match *numbers.as_slice() {
            [epoch, position] => (0, epoch, position),
            [generation, epoch, position] => (generation, epoch, position),
            _ => return Err(()),
        };
        Ok(Self {
            generation,
            cursor: Cursor { epoch, position },
        })
    }
}
