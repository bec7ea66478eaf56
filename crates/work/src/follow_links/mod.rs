//! Links by which somebody who is not signed in follows one ticket, and nothing else.

mod queries;

use crate::error::Result;
use directory::{hash_link, hash_secret};
use kernel::time::DAY;
use kernel::{PersonId, TicketId, Timestamp};
use store::Tx;

/// How long a link works.
const LIFE: i64 = 180 * DAY;

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowLink {
    /// The ticket.
    pub ticket: TicketId,
    /// In whose name it is followed.
    pub person: PersonId,
}

/// How a ticket came to its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// With filing it.
    Filing,
    /// By an agent.
    Agent,
    /// With the question how content they are.
    Survey,
}

impl FollowLink {
    /// Keeps a link with a new secret; those whose time is over are forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep(self, tx: &Tx<'_>, given: Given, secret: &str, now: Timestamp) -> Result<()> {
        queries::forget(tx, now)?;
        let (hash, end) = (hash_secret(secret), now.plus(LIFE));
        Ok(queries::insert(tx, self, given, &hash, (now, end))?)
    }

    /// What the link with a secret stands for, unless it ended or was taken back.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(tx: &Tx<'_>, secret: &str, now: Timestamp) -> Result<Option<Self>> {
        Ok(match hash_link(secret) {
            Some(hash) => queries::find(tx, &hash, now)?,
            None => None,
        })
    }

    /// Takes all links of a ticket back.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revoke_all(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<()> {
        Ok(queries::revoke_all(tx, ticket, now)?)
    }

    /// Lets those links of a ticket work again that were taken back at an instant.
    ///
    /// # Errors
    /// When the database fails.
    pub fn restore(tx: &Tx<'_>, ticket: TicketId, revoked: Timestamp) -> Result<()> {
        Ok(queries::restore(tx, ticket, revoked)?)
    }

    /// How many links of a ticket work.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(tx: &Tx<'_>, ticket: TicketId, now: Timestamp) -> Result<i64> {
        Ok(queries::count(tx, ticket, now)?)
    }

    /// How many tickets were filed without signing in since an instant: for one person, and in all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count_filed(
        tx: &Tx<'_>,
        person: Option<PersonId>,
        since: Timestamp,
    ) -> store::Result<(i64, i64)> {
        queries::count_filed(tx, person, since)
    }
}
