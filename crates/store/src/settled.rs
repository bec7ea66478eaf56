//! The log for whoever tells people outside: only what cannot be taken back any more before it is told.

use crate::Tx;
use crate::error::Result;
use crate::log::{Cursor, Texts, follow, of_ticket};
use kernel::ticket::withdrawn;
use kernel::{Recorded, Timestamp};

/// What follows on a cursor up to the first message that is still held, without those that were taken back
/// while they were; and where to go on. A follower that keeps the cursor tells everything once and in order,
/// also when it was stopped meanwhile.
///
/// # Errors
/// When the database fails or the log is damaged.
pub fn follow_settled(
    tx: &Tx<'_>,
    after: Cursor,
    limit: i64,
    texts: Texts,
    now: Timestamp,
) -> Result<(Vec<(Cursor, Recorded)>, Cursor)> {
    let (mut settled, mut end) = (Vec::new(), after);
    for (cursor, recorded) in follow(tx, after, limit, texts)? {
        if let Some(held_until) = recorded.activity.held_until() {
            // What was taken back is known at once: it holds up nobody.
            let log = of_ticket(tx, recorded.ticket, Texts::None)?;
            if withdrawn(&log).contains(&recorded.position) {
                end = cursor;
                continue;
            }
            if held_until > now {
                break;
            }
        }
        end = cursor;
        settled.push((cursor, recorded));
    }
    Ok((settled, end))
}
