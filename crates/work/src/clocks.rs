//! The clocks of a ticket: how what the policy promises stands, asked of its log.

use crate::desk::Rules;
use crate::error::Result;
use crate::queries;
use kernel::sla::{Clock, Promised, Zones};
use kernel::{PersonId, Recorded, Ticket, Timestamp, calendar};
use store::Tx;
use store::log::Texts;

/// The clocks of a ticket at an instant, with all that they consist of.
///
/// # Errors
/// When the database fails or the log is broken.
pub fn clocks(tx: &Tx<'_>, rules: &Rules, ticket: &Ticket, now: Timestamp) -> Result<Vec<Clock>> {
    if rules.levels.is_empty() {
        return Ok(Vec::new());
    }
    let log = store::log::of_ticket(tx, ticket.id, Texts::None)?;
    let zones = zones(tx, rules, ticket.requester)?;
    Ok(rules.levels.clocks(&log, &zones, now)?)
}

/// What is kept beside a ticket of its clocks.
pub(crate) fn promised(tx: &Tx<'_>, rules: &Rules, ticket: &Ticket) -> Result<Promised> {
    if rules.levels.is_empty() {
        return Ok(Promised::default());
    }
    let log = store::log::of_ticket(tx, ticket.id, Texts::None)?;
    promised_by(tx, rules, ticket, &log)
}

/// The same where the log is at hand.
pub(crate) fn promised_by(
    tx: &Tx<'_>,
    rules: &Rules,
    ticket: &Ticket,
    log: &[Recorded],
) -> Result<Promised> {
    if rules.levels.is_empty() {
        return Ok(Promised::default());
    }
    let zones = zones(tx, rules, ticket.requester)?;
    // Neither the deadline nor what was done too late depends on when it is asked for.
    let clocks = rules.levels.clocks(log, &zones, ticket.updated_at)?;
    Ok(Promised::of(&clocks))
}

fn zones(tx: &Tx<'_>, rules: &Rules, requester: PersonId) -> Result<Zones> {
    if !rules.levels.ask_for_zones() {
        return Ok(Zones::default());
    }
    let (own, site) = queries::zones_of(tx, requester)?;
    let zone = |name: Option<String>| name.as_deref().and_then(calendar::zone);
    Ok(Zones {
        requester: zone(own),
        site: zone(site),
    })
}
