//! Links by which somebody who is not signed in follows one ticket, and nothing else.

use crate::queries;
use directory::{SystemSecrets, hash_link, hash_secret};
use kernel::time::DAY;
use kernel::{Actor, Permission, PersonId, TicketId, Timestamp};
use store::Tx;
use work::{Error, Result};

/// How long a link works.
const LIFE: i64 = 180 * DAY;

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FollowLink {
    pub(crate) ticket: TicketId,
    pub(crate) person: PersonId,
}

/// How a ticket came to its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// With filing it.
    Filing,
    /// By an agent.
    Agent,
}

/// A secret that nobody can guess.
pub(crate) fn secret() -> web::Result<String> {
    directory::link_secret(&SystemSecrets).map_err(web::Error::internal)
}

/// Makes a link; those whose time is over are forgotten.
pub(crate) fn add(
    tx: &Tx<'_>,
    link: FollowLink,
    given: Given,
    secret: &str,
    now: Timestamp,
) -> Result<()> {
    queries::forget_links(tx, now)?;
    let (hash, end) = (hash_secret(secret), now.plus(LIFE));
    Ok(queries::insert_link(tx, link, given, &hash, (now, end))?)
}

/// What a link stands for now, and who follows by it: allowed no more than the requester's side of this ticket.
pub(crate) fn follow(tx: &Tx<'_>, secret: &str, now: Timestamp) -> Result<(FollowLink, Actor)> {
    let hash = hash_link(secret).ok_or(Error::NotFound)?;
    let link = queries::find_link(tx, &hash, now)?.ok_or(Error::NotFound)?;
    Ok((link, visitor(tx, link.person)?))
}

/// Somebody who has not signed in, in whose name they ask or follow: may ask, and is in no team or organisation.
/// That the person has left makes no difference, or everybody could find out.
pub(crate) fn visitor(tx: &Tx<'_>, person: PersonId) -> store::Result<Actor> {
    Ok(Actor {
        person: Some(person),
        organisation: None,
        permissions: [Permission::TicketOpen].into_iter().collect(),
        teams: Vec::new(),
        hidden_teams: directory::queries::private_teams(tx)?.into_iter().collect(),
    })
}
