//! How many mail servers are talked to at once, however many mailboxes there are.

use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// The lines to mail servers. Where all are taken, whoever only listens for news gives theirs up and asks again later: so
/// all mailboxes are visited in turn.
pub(super) struct Lines {
    free: Semaphore,
    wanted: Notify,
}

impl Lines {
    pub(super) fn new(count: usize) -> Self {
        Self {
            free: Semaphore::new(count),
            wanted: Notify::new(),
        }
    }

    /// A line, as soon as there is one.
    pub(super) async fn one(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(line) = self.free.try_acquire() {
            return Some(line);
        }
        self.wanted.notify_one();
        // It is never closed.
        self.free.acquire().await.ok()
    }

    /// Waits until somebody else needs a line; each such wish is heard by one who listens.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }
}
