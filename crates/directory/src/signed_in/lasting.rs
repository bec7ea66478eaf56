//! Somebody who stays: an open page that is told of changes for hours.

use super::SignedIn;
use crate::Directory;
use kernel::time::SECOND;
use kernel::{Actor, Timestamp};
use std::sync::Arc;

/// How long what somebody may see is believed when this process hears of no change.
const BELIEVED_FOR: i64 = 5 * SECOND;

/// Whoever has opened something that stays open. What they may see is looked up again when people, teams or roles
/// change, and every few seconds, because others may have changed them. Staying does not keep a session alive.
pub struct Lasting {
    directory: Directory,
    secret: Arc<str>,
    actor: Arc<Actor>,
    generation: u64,
    at: Timestamp,
}

impl SignedIn {
    /// The same person for as long as they stay.
    #[must_use]
    pub fn lasting(&self, directory: &Directory) -> Lasting {
        Lasting {
            directory: directory.clone(),
            secret: Arc::clone(&self.secret),
            actor: Arc::clone(&self.actor),
            // Whatever changed since the request came in is looked up at first use.
            generation: 0,
            at: Timestamp(0),
        }
    }
}

impl Lasting {
    /// What they may do and see now; nobody when the session has ended or they may not come in any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn actor(&mut self) -> crate::Result<Option<Arc<Actor>>> {
        let (generation, now) = (self.directory.generation(), self.directory.now());
        let age = now.0.saturating_sub(self.at.0);
        if self.generation == generation && (0..=BELIEVED_FOR).contains(&age) {
            return Ok(Some(Arc::clone(&self.actor)));
        }
        let Some(actor) = self.directory.look_up(&self.secret).await? else {
            return Ok(None);
        };
        self.actor = Arc::clone(&actor);
        self.generation = generation;
        self.at = now;
        Ok(Some(actor))
    }
}
