//! How many mail servers are talked to at once, however many mailboxes there are.

use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// How often somebody who waits for a line says so.
const WISH_EVERY: Duration = Duration::from_secs(1);

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
        let mut line = pin!(self.free.acquire());
        loop {
            // Of several wishes that nobody listens to just now, one alone would be kept.
            self.wanted.notify_one();
            tokio::select! {
                // It is never closed.
                line = &mut line => return line.ok(),
                () = tokio::time::sleep(WISH_EVERY) => {}
            }
        }
    }

    /// Waits until somebody else needs a line; each such wish is heard by one who listens.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use std::sync::Arc;
    use std::time::Duration;

    #[tokio::test]
    async fn all_who_wait_are_heard_though_nobody_listened_when_they_began_to() {
        const COUNT: usize = 3;
        let lines = Arc::new(Lines::new(COUNT));
        let mut taken = Vec::new();
        for _ in 0..COUNT {
            taken.push(lines.free.acquire().await.expect("a line"));
        }
        let waiting: Vec<_> = (0..COUNT)
            .map(|_| {
                let lines = Arc::clone(&lines);
                tokio::spawn(async move { lines.one().await.map(|line| line.forget()) })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let all = async {
            for line in taken {
                lines.wanted().await;
                drop(line);
            }
            for one in waiting {
                one.await.expect("it ends").expect("a line");
            }
        };
        let patience = Duration::from_secs(20);
        let done = tokio::time::timeout(patience, all).await;
        done.expect("each gets a line");
    }
}
