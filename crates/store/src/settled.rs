//! The log for whoever tells people outside: only what cannot be taken back any more before it is told.

use crate::Tx;
use crate::error::Result;
use crate::log::{Cursor, Texts, follow, of_ticket};
use kernel::{Activity, Recorded, Timestamp};

/// What follows on a cursor up to the first message that is still held, without those that were taken back
/// while they were; and where to go on. One that was brought back again comes where it was. A follower that keeps the
/// cursor tells everything once and in order, also when it was stopped meanwhile.
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
        let is_held = recorded.activity.held_until().is_some();
        if is_held || matches!(recorded.activity, Activity::Undone { .. }) {
            let told = told_at(of_ticket(tx, recorded.ticket, texts)?, recorded.position);
            if told.iter().any(|one| one.activity.held_until() > Some(now)) {
                break;
            }
            settled.extend(told.into_iter().map(|one| (cursor, one)));
        }
        end = cursor;
        if !is_held {
            settled.push((cursor, recorded));
        }
    }
    Ok((settled, end))
}

/// The messages of a ticket's log that were held and are told at a position. What was taken back in time is told nowhere,
/// and known at once: it holds up nobody.
fn told_at(log: Vec<Recorded>, position: i64) -> Vec<Recorded> {
    let is_undoing = |one: &&Recorded| matches!(one.activity, Activity::Undone { .. });
    let undoing: Vec<&Recorded> = log.iter().filter(is_undoing).collect();
    let places: Vec<Option<i64>> = log.iter().map(|one| place(&undoing, one)).collect();
    let told = log.into_iter().zip(places);
    told.filter(|(_, place)| *place == Some(position))
        .map(|(one, _)| one)
        .collect()
}

/// Where a message that was held is told: where it stands, or where it was brought back after it had been taken back in
/// time. It is one place, whenever that is asked, as nobody is told twice: what is taken back later is told all the same.
fn place(undoing: &[&Recorded], message: &Recorded) -> Option<i64> {
    let held_until = message.activity.held_until()?;
    let (mut place, mut is_in_time) = (Some(message.position), false);
    // The commands that do something about it, by whether it stands after them.
    let mut commands = vec![(message.command, true)];
    for one in undoing {
        let Activity::Undone { command, .. } = &one.activity else {
            continue;
        };
        let Some((_, stands)) = commands.iter().find(|(known, _)| known == command) else {
            continue;
        };
        let stands = !stands;
        commands.push((one.command, stands));
        if !stands {
            is_in_time = one.at < held_until;
        }
        if is_in_time {
            place = stands.then_some(one.position);
        }
    }
    place
}
