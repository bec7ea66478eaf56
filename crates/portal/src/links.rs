//! Who follows a ticket by a link, without having signed in.

use directory::SystemSecrets;
use kernel::{Actor, Permission, PersonId, Timestamp};
use store::Tx;
use work::{Error, FollowLink, Result};

/// A secret that nobody can guess.
pub(crate) fn secret() -> web::Result<String> {
    directory::link_secret(&SystemSecrets).map_err(web::Error::internal)
}

/// What a link stands for now, and who follows by it: allowed no more than the requester's side of this ticket.
pub(crate) fn follow(tx: &Tx<'_>, secret: &str, now: Timestamp) -> Result<(FollowLink, Actor)> {
    let link = FollowLink::find(tx, secret, now)?.ok_or(Error::NotFound)?;
    Ok((link, visitor(tx, link.person)?))
}

/// Somebody who has not signed in, in whose name they ask or follow: may ask, and is in no team or organisation.
/// That the person has left makes no difference, or everybody could find out.
pub(crate) fn visitor(tx: &Tx<'_>, person: PersonId) -> store::Result<Actor> {
    Ok(Actor {
        person: Some(person),
        hidden_teams: directory::queries::private_teams(tx)?.into_iter().collect(),
        ..stranger()
    })
}

/// The same, as long as nobody knows who that is: may ask, and nothing else.
pub(crate) fn stranger() -> Actor {
    Actor {
        person: None,
        organisation: None,
        permissions: [Permission::TicketOpen].into_iter().collect(),
        teams: Vec::new(),
        hidden_teams: Vec::new(),
    }
}
