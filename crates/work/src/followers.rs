//! Whoever reacts to what happened follows the log, each with a cursor that is kept in the same unit of work as
//! what was done: nothing is skipped and nothing done twice, whatever ends the process.

use crate::desk::Desk;
use crate::error::Result;
use kernel::{Recorded, Timestamp};
use std::time::Duration;
use store::Tx;
use store::follow_settled;
use store::log::{Texts, advance, cursor, head};

/// How often a follower looks at the log when this process wrote nothing: others may have.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Most activities in one unit of work: others wait for it.
const BATCH: i64 = 100;

/// Somebody who reacts to what happened.
#[derive(Clone, Copy, Debug)]
pub struct Follower {
    /// Under which name it keeps how far it has come.
    pub name: &'static str,
    /// What it does about activities that cannot be taken back unseen any more, oldest first and without texts, at
    /// this instant.
    pub react: fn(&Tx<'_>, &[Recorded], Timestamp) -> Result<()>,
}

impl Desk {
    /// Lets a follower react to what it has not seen, a batch at most; answers whether there is more. The first
    /// time it begins at the end of the log. Does nothing while another process has the follower at work.
    ///
    /// # Errors
    /// When the database fails or the follower does; then it stays where it was.
    pub async fn let_follow(&self, follower: Follower) -> Result<bool> {
        let now = self.clock().now();
        // Most looks find nothing: those write nothing either, so that a desk where nobody works is at rest.
        let is_behind = move |tx: &Tx<'_>| is_behind(tx, follower, now);
        if !self.store().read(is_behind).await? {
            return Ok(false);
        }
        self.store()
            .write(move |tx| {
                if !store::log::claim(tx, follower.name)? {
                    return Ok(false);
                }
                let Some(from) = cursor(tx, follower.name)? else {
                    advance(tx, follower.name, head(tx)?)?;
                    return Ok(false);
                };
                let (entries, end) = follow_settled(tx, from, BATCH, Texts::None, now)?;
                if end == from {
                    return Ok(false);
                }
                let more = entries.len() as i64 >= BATCH;
                let happened: Vec<Recorded> = entries.into_iter().map(|(_, one)| one).collect();
                (follower.react)(tx, &happened, now)?;
                advance(tx, follower.name, end)?;
                Ok(more)
            })
            .await
    }

    /// Keeps a follower at work as long as it is let. What fails is logged and tried again. `after` runs whenever
    /// the follower has caught up, and where it fails: what it wrote before is to be done all the same.
    pub async fn keep_following<F: Future<Output = ()>>(
        self,
        follower: Follower,
        mut after: impl FnMut() -> F,
    ) {
        loop {
            // Made before the look: what is written during it is not missed.
            let written = self.written();
            let mut written = std::pin::pin!(written);
            match self.let_follow(follower).await {
                Ok(true) => continue,
                Ok(false) => after().await,
                Err(error) => {
                    tracing::error!(%error, follower = follower.name, "a follower of the log failed");
                    after().await;
                }
            }
            // Waits for the next write, but never for long.
            let _ = tokio::time::timeout(LOOK_EVERY, &mut written).await;
        }
    }
}

/// Whether there is something that a follower has not seen, or it has seen nothing yet.
fn is_behind(tx: &Tx<'_>, follower: Follower, now: Timestamp) -> Result<bool> {
    let Some(from) = cursor(tx, follower.name)? else {
        return Ok(true);
    };
    let (_, end) = follow_settled(tx, from, 1, Texts::None, now)?;
    Ok(end != from)
}
