//! The feed of activities: the log, as far as its reader may see it.

use super::page::is_held;
use super::{Reader, visible};
use crate::condition::SqlText;
use crate::error::{Error, Result};
use kernel::ticket::{Activity, Patch};
use kernel::{Permission, Recorded, TicketId};
use std::collections::BTreeSet;
use store::Tx;
use store::log::{Cursor, Texts, follow};

/// An activity with the place in the log after which to go on.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Where to go on after it.
    pub cursor: Cursor,
    /// What happened.
    pub recorded: Recorded,
}

/// The activities after `after` that the reader may see, and where to go on: also after those that the
/// reader may not.
///
/// # Errors
/// When the database fails.
pub fn activities(
    tx: &Tx<'_>,
    reader: &Reader,
    after: Cursor,
    limit: i64,
) -> Result<(Vec<FeedEntry>, Cursor)> {
    let texts = if reader.actor.can(Permission::NoteRead) {
        Texts::All
    } else {
        Texts::Public
    };
    let entries = follow(tx, after, limit, texts)?;
    let mentioned: BTreeSet<TicketId> = entries
        .iter()
        .flat_map(|(_, recorded)| {
            recorded
                .activity
                .references()
                .into_iter()
                .chain([recorded.ticket])
        })
        .collect();
    let seen = seen(tx, reader, &mentioned)?;
    // Whoever is not told of something yet goes on from there once they are.
    let told = |(_, recorded): &(Cursor, Recorded)| {
        !(seen.contains(&recorded.ticket) && is_held(reader, recorded))
    };
    let entries: Vec<_> = entries.into_iter().take_while(told).collect();
    let end = entries.last().map_or(after, |(cursor, _)| *cursor);
    let visible = entries.into_iter().filter_map(|(cursor, recorded)| {
        let recorded = narrowed(reader, &seen, recorded)?;
        Some(FeedEntry { cursor, recorded })
    });
    Ok((visible.collect(), end))
}

/// The activity as far as the reader may know of it.
fn narrowed(
    reader: &Reader,
    seen: &BTreeSet<TicketId>,
    mut recorded: Recorded,
) -> Option<Recorded> {
    let internal = recorded.activity.is_internal() && !reader.actor.can(Permission::NoteRead);
    if internal || !seen.contains(&recorded.ticket) {
        return None;
    }
    match &mut recorded.activity {
        Activity::Opened(opened) => {
            opened.parent = opened.parent.filter(|id| seen.contains(id));
            opened.split_from = opened.split_from.filter(|(id, _)| seen.contains(id));
        }
        Activity::Undone { patch, .. }
            if !patch.references().iter().all(|id| seen.contains(id)) =>
        {
            *patch = Patch::default();
        }
        activity if !activity.references().iter().all(|id| seen.contains(id)) => return None,
        _ => {}
    }
    Some(recorded)
}

fn seen(tx: &Tx<'_>, reader: &Reader, ids: &BTreeSet<TicketId>) -> Result<BTreeSet<TicketId>> {
    let mut found = BTreeSet::new();
    let ids: Vec<_> = ids.iter().collect();
    for some in ids.chunks(500) {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let places: Vec<_> = some.iter().map(|id| sql.bind(**id)).collect();
        let visible = visible(&mut sql, &reader.actor);
        let text = format!(
            "SELECT t.id FROM tickets t WHERE t.id IN ({}) AND {visible}",
            places.join(", ")
        );
        found.extend(tx.query(&text, &sql.params, |row| {
            Ok::<_, Error>(row.get::<TicketId>(0)?)
        })?);
    }
    Ok(found)
}
