//! What the doctor asks of the desk's tables.

use directory::model::ADMINISTRATOR;
use kernel::Timestamp;
use store::{Result, Tx, params};

/// The end of the log that is looked at for its latest instant.
const NEWEST: i64 = 200;

/// What was answered.
pub(super) struct Asked {
    /// When the newest of the last activities happened.
    pub(super) newest: Option<Timestamp>,
    /// How many active administrators there are.
    pub(super) administrators: i64,
    /// How many timers were due before an instant.
    pub(super) timers_late: i64,
}

pub(super) fn ask(tx: &Tx<'_>, late: Timestamp) -> Result<Asked> {
    let newest =
        "SELECT MAX(at) FROM (SELECT at FROM activities ORDER BY position DESC LIMIT $1) newest";
    let administrators = "SELECT COUNT(*) FROM people p JOIN roles r ON r.id = p.role_id \
                          WHERE r.key = $1 AND p.active = 1";
    let timers = "SELECT COUNT(*) FROM timers WHERE due_at < $1";
    Ok(Asked {
        newest: tx.one(newest, params![NEWEST])?,
        administrators: tx.one(administrators, params![ADMINISTRATOR])?,
        timers_late: tx.one(timers, params![late])?,
    })
}
