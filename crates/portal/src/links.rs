//! Links by which somebody who is not signed in follows one ticket, and nothing else.

use crate::queries;
use directory::{Secrets, SystemSecrets, hash_secret};
use kernel::text::hex;
use kernel::time::DAY;
use kernel::{Actor, Permission, PersonId, TicketId, Timestamp};
use store::Tx;
use work::{Error, Result};

/// How long a link works.
const LIFE: i64 = 180 * DAY;
/// Bytes of chance in a link.
const SECRET_BYTES: usize = 32;
/// Length of a link's secret, as it is written.
const SECRET_CHARS: usize = 2 * SECRET_BYTES;

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
    let mut bytes = [0; SECRET_BYTES];
    SystemSecrets
        .fill(&mut bytes)
        .map_err(web::Error::internal)?;
    Ok(hex(&bytes))
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
    if secret.len() != SECRET_CHARS {
        return Err(Error::NotFound);
    }
    let link = queries::find_link(tx, &hash_secret(secret), now)?.ok_or(Error::NotFound)?;
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
