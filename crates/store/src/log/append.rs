//! Appending: positions in blocks, rows at once.

use super::Stamp;
use crate::error::{Error, Result};
use crate::many::Many;
use crate::{Tx, Value, params};
use kernel::ticket::Activity;
use kernel::{CommandId, Recorded, TicketId};

/// What is to be appended to the log of a ticket.
pub struct Addition {
    /// The ticket.
    pub ticket: TicketId,
    /// Its version so far; 0 for a new ticket.
    pub version: i64,
    /// What happened to it.
    pub activities: Vec<Activity>,
}

/// Appends what happened to tickets at once, as one command: no more than one addition to each.
///
/// # Errors
/// When the database fails, or one of the tickets has gone on meanwhile.
pub fn append(tx: &Tx<'_>, mut stamp: Stamp, additions: Vec<Addition>) -> Result<Vec<Recorded>> {
    let epoch = epoch_after(tx, &additions)?;
    let count = |addition: &Addition| addition.activities.len();
    let mut positions = next_positions(tx, additions.iter().map(count).sum())?;
    let mut recorded: Vec<Recorded> = Vec::with_capacity(positions.len());
    for Addition {
        ticket,
        version,
        activities,
    } in additions
    {
        recorded.extend(stamped(&mut positions, ticket, version, stamp, activities));
        let first = recorded.first().map(|first| first.command);
        stamp.command = stamp.command.or(first);
    }
    insert(tx, &recorded, epoch)?;
    Ok(recorded)
}

static LAST_EPOCH: Many = Many::new(
    "SELECT MAX(a.epoch) FROM (VALUES ",
    "(CAST($ AS BIGINT), CAST($ AS BIGINT))",
    ") AS v JOIN activities a ON a.ticket_id = v.column1 AND a.seq = v.column2",
);

/// The place in the order of transactions of what follows on these tickets' versions: this transaction's own, but
/// never before that of a version, so that followers see a ticket's activities in their order. A later place than its
/// own skips nothing: whoever has come past it has come past both transactions.
fn epoch_after(tx: &Tx<'_>, additions: &[Addition]) -> Result<i64> {
    let mut epoch = tx.epoch()?;
    if tx.dialect().epochs_cross() {
        let old = additions.iter().filter(|addition| addition.version > 0);
        let key = |addition: &Addition| [addition.ticket.into(), addition.version.into()];
        LAST_EPOCH.each(tx, &old.flat_map(key).collect::<Vec<Value>>(), |row| {
            let last: Option<i64> = row.get(0)?;
            epoch = epoch.max(last.unwrap_or(epoch));
            Ok::<_, Error>(())
        })?;
    }
    Ok(epoch)
}

/// The whole log of a ticket that is new.
pub struct NewLog {
    /// The ticket.
    pub ticket: TicketId,
    /// What happened, and when and by whom.
    pub steps: Vec<(Stamp, Vec<Activity>)>,
}

/// Appends the logs of new tickets, all at once.
///
/// # Errors
/// When the database fails, or one of the tickets is not new.
pub fn append_new(tx: &Tx<'_>, logs: Vec<NewLog>) -> Result<Vec<Recorded>> {
    let epoch = tx.epoch()?;
    let steps = logs.iter().flat_map(|log| &log.steps);
    let mut positions = next_positions(tx, steps.map(|(_, activities)| activities.len()).sum())?;
    let mut recorded = Vec::with_capacity(positions.len());
    for NewLog { ticket, steps } in logs {
        let mut version = 0;
        for (stamp, activities) in steps {
            let step = stamped(&mut positions, ticket, version, stamp, activities);
            version += step.len() as i64;
            recorded.extend(step);
        }
    }
    insert(tx, &recorded, epoch)?;
    Ok(recorded)
}

fn next_positions(tx: &Tx<'_>, count: usize) -> Result<std::vec::IntoIter<i64>> {
    let sql = tx.dialect().next_positions();
    let mut positions: Vec<i64> = tx.query(sql, params![count as i64], |row| row.get(0))?;
    positions.sort_unstable();
    Ok(positions.into_iter())
}

fn stamped(
    positions: &mut impl Iterator<Item = i64>,
    ticket: TicketId,
    version: i64,
    stamp: Stamp,
    activities: Vec<Activity>,
) -> Vec<Recorded> {
    let mut command = stamp.command;
    let numbered = activities.into_iter().zip(version + 1..).zip(positions);
    let recorded = numbered.map(|((activity, seq), position)| Recorded {
        position,
        ticket,
        seq,
        at: stamp.at,
        actor: stamp.actor,
        channel: stamp.channel,
        command: *command.get_or_insert(CommandId(position)),
        policy: stamp.policy,
        activity,
    });
    recorded.collect()
}

static INSERT: Many = Many::new(
    "INSERT INTO activities (position, epoch, ticket_id, seq, at, actor_id, channel, command_id, policy_version, \
     kind, data) VALUES ",
    "($, $, $, $, $, $, $, $, $, $, $)",
    "",
);
/// By [`TextTable`].
static INSERT_TEXTS: [Many; 3] = [
    Many::new("INSERT INTO replies (position, text) VALUES ", "($, $)", ""),
    Many::new("INSERT INTO notes (position, text) VALUES ", "($, $)", ""),
    Many::new(
        "INSERT INTO side_messages (position, text) VALUES ",
        "($, $)",
        "",
    ),
];
static INSERT_ATTACHMENTS: Many = Many::new(
    "INSERT INTO ticket_attachments (position, ordinal, ticket_id, hash, name, media_type, size_bytes, internal) \
     VALUES ",
    "($, $, $, $, $, $, $, $)",
    "",
);

fn insert(tx: &Tx<'_>, log: &[Recorded], epoch: i64) -> Result<()> {
    let (mut rows, mut attachments) = (Vec::new(), Vec::new());
    let mut texts: [Vec<Value>; 3] = Default::default();
    for entry in log {
        let (activity, text) = without_text(&entry.activity);
        let data = serde_json::to_string(&activity).map_err(|e| Error::Damaged(e.to_string()))?;
        rows.extend_from_slice(params![
            entry.position,
            epoch,
            entry.ticket,
            entry.seq,
            entry.at,
            entry.actor,
            entry.channel.name(),
            entry.command,
            entry.policy,
            entry.activity.name(),
            data,
        ]);
        if let Some((table, text)) = text {
            texts[table as usize].extend_from_slice(params![entry.position, text]);
        }
        for (attachment, ordinal) in entry.activity.attachments().iter().zip(0_i64..) {
            attachments.extend_from_slice(params![
                entry.position,
                ordinal,
                entry.ticket,
                &attachment.hash,
                &attachment.name,
                &attachment.media_type,
                attachment.size_bytes,
                entry.activity.is_internal(),
            ]);
        }
    }
    INSERT.execute(tx, &rows)?;
    for (insert, texts) in INSERT_TEXTS.iter().zip(&texts) {
        insert.execute(tx, texts)?;
    }
    INSERT_ATTACHMENTS.execute(tx, &attachments)?;
    Ok(())
}

/// Where the text of an activity is kept.
#[derive(Clone, Copy)]
enum TextTable {
    Replies,
    Notes,
    SideMessages,
}

/// Texts have tables of their own: the log without them stays small and quick to fold.
fn without_text(activity: &Activity) -> (Activity, Option<(TextTable, String)>) {
    let mut activity = activity.clone();
    let text = match &mut activity {
        Activity::Opened(opened) => Some((TextTable::Replies, &mut opened.description.text.0)),
        Activity::Replied { message, .. } => Some((TextTable::Replies, &mut message.text.0)),
        Activity::Noted { message } => Some((TextTable::Notes, &mut message.text.0)),
        Activity::SideWritten(side) => Some((TextTable::SideMessages, &mut side.message.text.0)),
        Activity::Brought(brought) => Some((TextTable::Replies, &mut brought.message.text.0)),
        _ => None,
    };
    let text = text.map(|(table, text)| (table, std::mem::take(text)));
    (activity, text)
}
