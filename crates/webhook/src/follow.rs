//! From the log to what webhooks are told.

use crate::model::NewDelivery;
use crate::{body, queries};
use kernel::ticket::{Automated, Called, withdrawn};
use kernel::{Activity, Actor, Recorded, Timestamp};
use store::Tx;
use store::log::Texts;
use work::{Error, Follower, Reader, Result};

/// Writes what webhooks are told.
pub const FOLLOWER: Follower = Follower {
    name: "webhook",
    react,
};

fn react(tx: &Tx<'_>, happened: &[Recorded], now: Timestamp) -> Result<()> {
    for one in happened {
        if let Activity::Automated(Automated::Called(called)) = &one.activity {
            tell(tx, one, called, now)?;
        }
    }
    Ok(())
}

/// What is told is the ticket as it is now, of which nobody need be asked again when it is sent once more.
fn tell(tx: &Tx<'_>, happened: &Recorded, called: &Called, now: Timestamp) -> Result<()> {
    // A rule follows from what somebody did, and goes with it when that was taken back.
    let log = store::log::of_ticket(tx, happened.ticket, Texts::None)?;
    if withdrawn(&log).contains(&happened.position) {
        return Ok(());
    }
    let reader = Reader::new(&Actor::spoc(), now);
    let ticket = match work::api::public_ticket(tx, &reader, happened.ticket) {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    // The same again after a restore, and another on another desk.
    let name = format!("{}-{}", happened.at.0, happened.position);
    let new = NewDelivery {
        body: body::of(&name, happened, called, ticket),
        name,
        webhook: called.webhook.clone(),
        ticket: Some(happened.ticket),
        event: called.event.name(),
    };
    queries::insert(tx, &new, now, now)?;
    Ok(())
}
