//! The log: appended to, read, followed; never changed.

mod append;
mod place;

use crate::error::{Error, Result};
use crate::value::Row;
use crate::{Many, Tx, Value, params};
use kernel::ticket::{Activity, Channel, InternalText, OutsideText, PublicText};
use kernel::{
    Actor, CommandId, Permission, PersonId, PolicyVersion, Recorded, TicketId, Timestamp,
    is_legible_json, legible_texts,
};
use std::collections::HashMap;

pub use append::{Addition, NewLog, append, append_new};
pub(crate) use place::GENERATION;
pub use place::{Place, generation};

pub use crate::cursors::{advance, claim, cursor};

/// Most activities that are read at once by a follower.
pub const FOLLOW_MAX: i64 = 1_000;

/// How far a follower of the log has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cursor {
    /// The transaction's place in the order of transactions.
    pub epoch: i64,
    /// The position in the log.
    pub position: i64,
}

/// By whom, when and under what something happens.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// By whom; nobody for Spoc itself.
    pub actor: Option<PersonId>,
    /// By which door.
    pub channel: Channel,
    /// What else happens at once; `None` starts a command of its own.
    pub command: Option<CommandId>,
    /// The policy in force.
    pub policy: PolicyVersion,
}

fn with_text(activity: &mut Activity, public: Option<String>, internal: Option<String>) {
    match activity {
        Activity::Opened(opened) => {
            opened.description.text = PublicText(public.unwrap_or_default())
        }
        Activity::Replied { message, .. } => message.text = PublicText(public.unwrap_or_default()),
        Activity::Noted { message } => message.text = InternalText(internal.unwrap_or_default()),
        Activity::SideWritten(side) => {
            side.message.text = OutsideText(internal.unwrap_or_default());
        }
        Activity::Brought(brought) => {
            brought.message.text = PublicText(public.unwrap_or_default());
        }
        _ => {}
    }
}

/// The columns of an activity and more, from the log and more.
macro_rules! bare {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT a.position, a.ticket_id, a.seq, a.at, a.actor_id, a.channel, a.command_id, a.policy_version, ",
            "a.data, a.epoch",
            $columns,
            " FROM activities a",
            $rest
        )
    };
}

/// How much of an activity is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Nothing that anybody wrote: enough for folding.
    None,
    /// What requesters may read.
    Public,
    /// Notes and side conversations, too.
    All,
}

impl Texts {
    /// As much as somebody may read.
    pub fn of(actor: &Actor) -> Self {
        if actor.can(Permission::NoteRead) {
            Texts::All
        } else {
            Texts::Public
        }
    }

    /// The query up to its condition.
    fn select(self) -> &'static str {
        match self {
            Texts::None => bare!("", ""),
            Texts::Public => bare!(
                ", r.text",
                " LEFT JOIN replies r ON r.position = a.position"
            ),
            Texts::All => bare!(
                ", r.text, COALESCE(n.text, s.text)",
                " LEFT JOIN replies r ON r.position = a.position LEFT JOIN notes n ON n.position = a.position \
                 LEFT JOIN side_messages s ON s.position = a.position"
            ),
        }
    }

    /// The query for the log of one ticket, which every page asks.
    fn select_ticket(self) -> &'static str {
        match self {
            Texts::None => bare!("", " WHERE a.ticket_id = $1 ORDER BY a.seq"),
            Texts::Public => bare!(
                ", r.text",
                " LEFT JOIN replies r ON r.position = a.position WHERE a.ticket_id = $1 ORDER BY a.seq"
            ),
            Texts::All => bare!(
                ", r.text, COALESCE(n.text, s.text)",
                " LEFT JOIN replies r ON r.position = a.position LEFT JOIN notes n ON n.position = a.position \
                  LEFT JOIN side_messages s ON s.position = a.position WHERE a.ticket_id = $1 ORDER BY a.seq"
            ),
        }
    }

    fn read(self, row: &Row<'_>) -> Result<Recorded> {
        let damaged = |what: &str| Error::Damaged(format!("activity with {what}"));
        let channel = row.text(5)?;
        let data = row.text(8)?;
        let mut activity: Activity = serde_json::from_str(data)
            .map_err(|error| damaged(&format!("data that cannot be read: {error}")))?;
        // An old log may hold control characters; what it says has none.
        if !is_legible_json(data) {
            activity = legible_texts(&activity).into_owned();
        }
        let public = if self == Texts::None {
            None
        } else {
            row.get(10)?
        };
        let internal = if self == Texts::All {
            row.get(11)?
        } else {
            None
        };
        with_text(&mut activity, public, internal);
        Ok(Recorded {
            position: row.get(0)?,
            ticket: row.get(1)?,
            seq: row.get(2)?,
            at: row.get(3)?,
            actor: row.get(4)?,
            channel: Channel::named(channel)
                .ok_or_else(|| damaged(&format!("channel “{channel}”")))?,
            command: row.get(6)?,
            policy: row.get(7)?,
            activity,
        })
    }
}

/// The log of a ticket, oldest first.
///
/// # Errors
/// When the database fails or the log is damaged.
pub fn of_ticket(tx: &Tx<'_>, ticket: TicketId, texts: Texts) -> Result<Vec<Recorded>> {
    tx.query(texts.select_ticket(), params![ticket], |row| {
        texts.read(row)
    })
}

/// The logs of tickets, without texts, oldest first; nothing for those that have none.
///
/// # Errors
/// When the database fails or a log is damaged.
pub fn of_each(tx: &Tx<'_>, tickets: &[TicketId]) -> Result<HashMap<TicketId, Vec<Recorded>>> {
    let mut logs: HashMap<TicketId, Vec<Recorded>> = HashMap::with_capacity(tickets.len());
    let values: Vec<Value> = tickets.iter().map(|id| (*id).into()).collect();
    OF_EACH.each(tx, &values, |row| {
        let recorded = Texts::None.read(row)?;
        logs.entry(recorded.ticket).or_default().push(recorded);
        Ok::<_, Error>(())
    })?;
    Ok(logs)
}

static OF_EACH: Many = Many::new(
    bare!("", " WHERE a.ticket_id IN ("),
    "$",
    ") ORDER BY a.ticket_id, a.seq",
);

/// The logs of all tickets after `after`, whole, of about `limit` activities or more; oldest ticket first.
///
/// # Errors
/// When the database fails or a log is damaged.
pub fn of_tickets(
    tx: &Tx<'_>,
    after: TicketId,
    limit: i64,
) -> Result<Vec<(TicketId, Vec<Recorded>)>> {
    let last = "SELECT MAX(ticket_id) FROM (SELECT ticket_id FROM activities WHERE ticket_id > $1 \
                ORDER BY ticket_id LIMIT $2) batch";
    let Some(last) = tx.one::<Option<i64>>(last, params![after, limit])? else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "{} WHERE a.ticket_id > $1 AND a.ticket_id <= $2 ORDER BY a.ticket_id, a.seq",
        Texts::None.select()
    );
    let mut logs: Vec<(TicketId, Vec<Recorded>)> = Vec::new();
    tx.each(&sql, params![after, last], |row| {
        let recorded = Texts::None.read(row)?;
        match logs.last_mut() {
            Some((ticket, log)) if *ticket == recorded.ticket => log.push(recorded),
            _ => logs.push((recorded.ticket, vec![recorded])),
        }
        Ok::<_, Error>(())
    })?;
    Ok(logs)
}

/// What a message says that stands in a side conversation; nothing where there is no such message. Notes are not
/// looked at.
///
/// # Errors
/// When the database fails.
pub fn outside_text(tx: &Tx<'_>, position: i64) -> Result<Option<OutsideText>> {
    let sql = "SELECT text FROM side_messages WHERE position = $1";
    tx.find(sql, params![position], |row| Ok(OutsideText(row.get(0)?)))
}

/// What happened to a ticket after a version of it, oldest first, without texts.
///
/// # Errors
/// When the database fails or the log is damaged.
pub fn since(tx: &Tx<'_>, ticket: TicketId, version: i64) -> Result<Vec<Recorded>> {
    let sql = format!(
        "{} WHERE a.ticket_id = $1 AND a.seq > $2 ORDER BY a.seq",
        Texts::None.select()
    );
    tx.query(&sql, params![ticket, version], |row| Texts::None.read(row))
}

/// The tickets that a command touched, in order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn tickets_of_command(tx: &Tx<'_>, command: CommandId) -> Result<Vec<TicketId>> {
    let sql = "SELECT DISTINCT ticket_id FROM activities WHERE command_id = $1 ORDER BY ticket_id";
    tx.query(sql, params![command], |row| row.get(0))
}

/// What follows on a cursor in the log of all tickets, oldest first, at most `limit`.
///
/// Nothing is ever skipped: see [`crate::Dialect`] for what that takes on PostgreSQL.
///
/// # Errors
/// When the database fails or the log is damaged.
pub fn follow(
    tx: &Tx<'_>,
    after: Cursor,
    limit: i64,
    texts: Texts,
) -> Result<Vec<(Cursor, Recorded)>> {
    let condition = tx
        .dialect()
        .after_cursor()
        .replace("epoch", "a.epoch")
        .replace("position", "a.position");
    let sql = format!("{} WHERE {condition} LIMIT $3", texts.select());
    tx.query(
        &sql,
        params![after.epoch, after.position, limit.clamp(0, FOLLOW_MAX)],
        |row| {
            let recorded = texts.read(row)?;
            Ok((
                Cursor {
                    epoch: row.get(9)?,
                    position: recorded.position,
                },
                recorded,
            ))
        },
    )
}

/// The end of the log: a follower that starts here sees only what is still to come.
///
/// # Errors
/// When the database fails.
pub fn head(tx: &Tx<'_>) -> Result<Cursor> {
    let sql = "SELECT epoch, position FROM activities ORDER BY position DESC LIMIT 1";
    let last = tx.find(sql, &[], |row| {
        Ok(Cursor {
            epoch: row.get(0)?,
            position: row.get(1)?,
        })
    })?;
    Ok(last.unwrap_or_default())
}
