//! Links by which somebody who is asked to approve something answers without signing in. Whether they are still asked is
//! no matter of the link: the ticket knows.

mod queries;

use crate::error::Result;
use directory::{hash_link, hash_secret};
use kernel::ticket::ApprovalId;
use kernel::time::DAY;
use kernel::{PersonId, TicketId, Timestamp};
use store::Tx;

/// How long a link works at most.
const LIFE: i64 = 180 * DAY;

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalLink {
    /// The ticket.
    pub ticket: TicketId,
    /// The approval of it.
    pub approval: ApprovalId,
    /// Who is asked.
    pub person: PersonId,
}

impl ApprovalLink {
    /// Keeps a link with a new secret; those whose time is over are forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep(self, tx: &Tx<'_>, secret: &str, now: Timestamp) -> Result<()> {
        queries::forget(tx, now)?;
        Ok(queries::insert(
            tx,
            self,
            &hash_secret(secret),
            now.plus(LIFE),
        )?)
    }

    /// What the link with a secret stands for, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(tx: &Tx<'_>, secret: &str, now: Timestamp) -> Result<Option<Self>> {
        Ok(match hash_link(secret) {
            Some(hash) => queries::find(tx, &hash, now)?,
            None => None,
        })
    }
}
