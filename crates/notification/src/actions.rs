//! What people do about what they are told: read it, and choose of what they want to hear.

use crate::model::{Choice, Kind, QuietHours};
use crate::queries;
use kernel::{PersonId, TicketId};
use work::{Error, Floor, Result};

/// The name by which open pages know that their reader's notifications changed.
pub(crate) const NEWS: &str = "notifications";

/// Everything that somebody chooses about being told.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    pub(crate) kinds: Vec<(Kind, Choice)>,
    pub(crate) quiet: Option<QuietHours>,
}

/// Marks one as read; answers the ticket that it is about, and of what it tells.
///
/// # Errors
/// When there is no such notification for this person, or the database fails.
pub(crate) async fn read(floor: &Floor, person: PersonId, id: i64) -> Result<(TicketId, String)> {
    let now = floor.desk.clock().now();
    let work = move |tx: &store::Tx<'_>| queries::read(tx, person, id, now);
    let found = floor.desk.store().write(work).await?;
    floor.live.tell(person, NEWS);
    found.ok_or(Error::NotFound)
}

/// Marks everything as read.
///
/// # Errors
/// When the database fails.
pub(crate) async fn read_all(floor: &Floor, person: PersonId) -> Result<()> {
    let now = floor.desk.clock().now();
    let work = move |tx: &store::Tx<'_>| queries::read_all(tx, person, now);
    floor.desk.store().write(work).await?;
    floor.live.tell(person, NEWS);
    Ok(())
}

/// Keeps what somebody has chosen.
///
/// # Errors
/// When the database fails.
pub(crate) async fn choose(floor: &Floor, person: PersonId, choices: Choices) -> Result<()> {
    let now = floor.desk.clock().now();
    let work = move |tx: &store::Tx<'_>| {
        for (kind, choice) in &choices.kinds {
            queries::choose(tx, person, *kind, *choice)?;
        }
        // What is held is looked at anew: it may not be quiet any more.
        queries::push::put_off(tx, person, now)?;
        queries::keep_quiet(tx, person, choices.quiet)
    };
    Ok(floor.desk.store().write(work).await?)
}
