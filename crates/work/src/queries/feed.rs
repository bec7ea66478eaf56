//! The feed of activities: the log, as far as its reader may see it.

use super::Reader;
use super::visible::{is_held, narrow, seen};
use crate::error::Result;
use kernel::{Recorded, TicketId};
use store::Tx;
use store::log::{Cursor, FOLLOW_MAX, Texts, follow};

/// An activity with the place in the log after which to go on.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Where to go on after it.
    pub cursor: Cursor,
    /// What happened.
    pub recorded: Recorded,
}

/// How often the log is read for one page: where hardly anything is for the reader, a page may be shorter than asked
/// for, or empty, before the log ends.
const ROUNDS_MAX: usize = 10;

/// The activities after `after` that the reader may see, and where to go on: also after those that the
/// reader may not.
///
/// # Errors
/// When the database fails.
pub fn activities(
    tx: &Tx<'_>,
    reader: &Reader,
    after: Cursor,
    limit: usize,
) -> Result<(Vec<FeedEntry>, Cursor)> {
    let (mut found, mut end) = (Vec::new(), after);
    let mut wanted = limit as i64;
    for _ in 0..ROUNDS_MAX {
        let look = look(tx, reader, end, wanted)?;
        end = look.end;
        found.extend(look.found);
        if !look.more || found.len() >= limit {
            break;
        }
        wanted = FOLLOW_MAX;
    }
    if found.len() > limit {
        found.truncate(limit);
        end = found.last().map_or(after, |entry: &FeedEntry| entry.cursor);
    }
    Ok((found, end))
}

/// What one look at the log has found.
struct Look {
    found: Vec<FeedEntry>,
    end: Cursor,
    /// Whether the log goes on.
    more: bool,
}

fn look(tx: &Tx<'_>, reader: &Reader, after: Cursor, wanted: i64) -> Result<Look> {
    let entries = follow(tx, after, wanted, Texts::of(&reader.actor))?;
    let mut look = Look {
        found: Vec::new(),
        end: after,
        more: entries.len() as i64 == wanted,
    };
    let mentioned = entries.iter().flat_map(|(_, recorded)| {
        let references = recorded.activity.references();
        references.into_iter().chain([recorded.ticket])
    });
    let seen = seen(tx, reader, &mentioned.collect())?;
    let known = |id: &TicketId| seen.contains(id);
    for (cursor, mut recorded) in entries {
        let is_known = known(&recorded.ticket);
        if is_known && is_held(reader, &recorded) {
            // Whoever is not told of something yet goes on from there once they are.
            look.more = false;
            break;
        }
        look.end = cursor;
        if is_known && narrow(reader, &known, &mut recorded) {
            look.found.push(FeedEntry { cursor, recorded });
        }
    }
    Ok(look)
}
