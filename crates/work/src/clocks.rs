//! The clocks of a ticket: how what the policy promises stands, asked of its log.

use crate::desk::Rules;
use crate::error::Result;
use crate::queries;
use kernel::sla::{Clock, Promised, Told, Whose, Zones};
use kernel::{Activity, PersonId, Recorded, TeamId, Ticket, Timestamp, calendar};
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
    clocks_by(tx, rules, ticket.requester, &log, now)
}

/// The same where the log is at hand.
pub(crate) fn clocks_by(
    tx: &Tx<'_>,
    rules: &Rules,
    requester: PersonId,
    log: &[Recorded],
    now: Timestamp,
) -> Result<Vec<Clock>> {
    if rules.levels.is_empty() {
        return Ok(Vec::new());
    }
    let zones = zones_of(tx, requester, |whose| rules.levels.go_by(whose))?;
    Ok(rules.levels.clocks(log, &zones, now)?)
}

/// How the promises about a ticket stand, in short.
pub(crate) fn promised(tx: &Tx<'_>, rules: &Rules, ticket: &Ticket) -> Result<Promised> {
    Ok(Promised::of(&clocks(tx, rules, ticket, ticket.updated_at)?))
}

/// What is to be told of the thresholds that clocks came to after `after` and up to `now`.
pub(crate) fn thresholds(
    tx: &Tx<'_>,
    rules: &Rules,
    (requester, log): (PersonId, &[Recorded]),
    (after, now): (Timestamp, Timestamp),
) -> Result<Vec<Activity>> {
    let clocks = clocks_by(tx, rules, requester, log, now)?;
    let definitions = rules.levels.definitions();
    Ok(Told::of(log).missing(&clocks, definitions, (after, now)))
}

/// The wall clocks that a requester's tickets have to do with, those that anything goes by.
pub(crate) fn zones_of(
    tx: &Tx<'_>,
    requester: PersonId,
    goes_by: impl Fn(Whose) -> bool,
) -> Result<Zones> {
    let (own, site) = match goes_by(Whose::Requester) || goes_by(Whose::Site) {
        true => queries::zones_of(tx, requester)?,
        false => Default::default(),
    };
    let teams = match goes_by(Whose::Team) {
        true => queries::team_zones(tx)?,
        false => Vec::new(),
    };
    let zone = |name: Option<String>| name.as_deref().and_then(calendar::zone);
    let known = |(team, name): (TeamId, String)| Some((team, calendar::zone(&name)?));
    Ok(Zones {
        requester: zone(own),
        site: zone(site),
        teams: teams.into_iter().filter_map(known).collect(),
    })
}
