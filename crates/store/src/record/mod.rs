//! The folded rows of tickets: what lists, searches and decisions read.

mod beside;
mod check;
mod promised;

use crate::error::{Error, Result};
use crate::many::Many;
use crate::value::{Row, Value};
use crate::{Tx, params};
use kernel::sla::Promised;
use kernel::ticket::{MailCheck, MailResult};
use kernel::{Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;
use std::sync::LazyLock;

use beside::BESIDE;
pub use beside::NO_DAY;
pub use check::{differences, rewrite};
use promised::keep_promised;
pub use promised::{NEVER, keep_foreseen};

/// Waits until nobody else changes these tickets. Always in the order of their numbers, so that two
/// writers cannot wait for each other. New tickets nobody else knows, but whoever makes them waits here, too:
/// until nobody defines what is maintained with every write.
///
/// # Errors
/// When the database fails.
pub fn lock(tx: &Tx<'_>, tickets: &[TicketId]) -> Result<()> {
    let sorted: BTreeSet<TicketId> = tickets.iter().copied().collect();
    let sql = tx.dialect().lock_tickets(sorted.into_iter());
    sql.map_or(Ok(()), |sql| tx.run(&sql))
}

/// Keeps everybody else from writing tickets until the end of the unit of work: for defining what is
/// maintained with every write.
///
/// # Errors
/// When the database fails.
pub fn lock_all(tx: &Tx<'_>) -> Result<()> {
    tx.dialect().lock_all().map_or(Ok(()), |sql| tx.run(sql))
}

/// The number of the next ticket.
///
/// # Errors
/// When the database fails.
pub fn next_number(tx: &Tx<'_>) -> Result<TicketId> {
    tx.one(tx.dialect().next_numbers(), params![1])
}

/// The numbers of the next tickets, lowest first.
///
/// # Errors
/// When the database fails.
pub fn next_numbers(tx: &Tx<'_>, count: usize) -> Result<Vec<TicketId>> {
    let sql = tx.dialect().next_numbers();
    let mut numbers: Vec<TicketId> = tx.query(sql, params![count as i64], |row| row.get(0))?;
    numbers.sort_unstable();
    Ok(numbers)
}

/// The present state of a ticket, whoever may see it. Reading for people goes through `work`'s queries.
///
/// # Errors
/// When the database fails or the row is damaged.
pub fn load(tx: &Tx<'_>, ticket: TicketId) -> Result<Option<Ticket>> {
    let sql = "SELECT data, id FROM tickets WHERE id = $1";
    tx.find(sql, params![ticket], state)
}

/// The present states of the tickets after one, in the order of their numbers; at most `limit`. Each with the number of
/// its row: in a damaged archive its state may name another.
///
/// # Errors
/// When the database fails or a row is damaged.
pub fn load_after(tx: &Tx<'_>, after: TicketId, limit: i64) -> Result<Vec<(TicketId, Ticket)>> {
    let sql = "SELECT data, id FROM tickets WHERE id > $1 ORDER BY id LIMIT $2";
    tx.query(sql, params![after, limit], |row| {
        Ok((row.get(1)?, state(row)?))
    })
}

fn state(row: &Row<'_>) -> Result<Ticket> {
    let ticket: TicketId = row.get(1)?;
    serde_json::from_str(row.text(0)?)
        .map_err(|e| Error::Damaged(format!("row of ticket {ticket}: {e}")))
}

/// A state to be kept.
pub struct Keep<'a> {
    /// The state before; nothing for a new ticket.
    pub before: Option<&'a Ticket>,
    /// The state after.
    pub after: &'a Ticket,
    /// What is to happen by itself, and when.
    pub timers: &'a [(&'static str, Timestamp)],
    /// How the promises about it stand.
    pub promised: Promised,
}

const COLUMNS: [&str; 47] = [
    "id",
    "version",
    "kind",
    "subject",
    "channel",
    "requester_id",
    "on_behalf_of_id",
    "state",
    "state_category",
    "open",
    "hold_reason",
    "hold_until",
    "impact",
    "urgency",
    "priority",
    "team_id",
    "assignee_id",
    "service_id",
    "category",
    "parent_id",
    "confidential",
    "merged_into_id",
    "opened_at",
    "updated_at",
    "first_response_at",
    "resolved_at",
    "closed_at",
    "reply_count",
    "note_count",
    "attachment_count",
    "worked_secs",
    "reassignment_count",
    "reopen_count",
    "awaits_answer",
    "shared_with_id",
    "rating",
    "open_task_count",
    "approval",
    "spf",
    "dkim",
    "dmarc",
    "tags",
    "data",
    "due_at",
    "response_due_at",
    "resolution_due_at",
    "missed",
];

fn values(ticket: &Ticket, promised: Promised) -> Result<[Value; 47]> {
    let data = serde_json::to_string(ticket).map_err(|e| Error::Damaged(e.to_string()))?;
    Ok(values_with(ticket, promised, data.into()))
}

fn values_with(ticket: &Ticket, promised: Promised, data: Value) -> [Value; 47] {
    let [spf, dkim, dmarc] =
        MailCheck::ALL.map(|check| ticket.mail_checks.of(check).map(MailResult::name).into());
    let tags: Vec<&str> = ticket.tags.iter().map(String::as_str).collect();
    [
        ticket.id.into(),
        ticket.version.into(),
        ticket.kind.name().into(),
        (&ticket.subject).into(),
        ticket.channel.name().into(),
        ticket.requester.into(),
        ticket.on_behalf_of.into(),
        (&ticket.state).into(),
        ticket.state_category.name().into(),
        ticket.is_open().into(),
        ticket.hold.as_ref().map(|hold| &hold.reason).into(),
        ticket.hold.as_ref().and_then(|hold| hold.until).into(),
        i64::from(ticket.impact.0).into(),
        i64::from(ticket.urgency.0).into(),
        i64::from(ticket.priority.0).into(),
        ticket.team.into(),
        ticket.assignee.into(),
        ticket.service.into(),
        ticket.category.as_ref().into(),
        ticket.parent.into(),
        ticket.confidential.into(),
        ticket.merged_into.into(),
        ticket.opened_at.into(),
        ticket.updated_at.into(),
        ticket.first_response_at.into(),
        ticket.resolved_at.into(),
        ticket.closed_at.into(),
        ticket.reply_count.into(),
        ticket.note_count.into(),
        ticket.attachment_count.into(),
        ticket.worked_secs.into(),
        ticket.reassignment_count.into(),
        ticket.reopen_count.into(),
        ticket.awaits_answer.into(),
        ticket.shared_with.into(),
        i64::from(ticket.rating.as_ref().map_or(0, |rating| rating.stars)).into(),
        ticket.open_task_count().into(),
        ticket.approval_state().map(|state| state.name()).into(),
        spf,
        dkim,
        dmarc,
        tags.join(" ").into(),
        data,
        promised.due_at.unwrap_or(NEVER).into(),
        promised.response_due_at.unwrap_or(NEVER).into(),
        promised.resolution_due_at.unwrap_or(NEVER).into(),
        promised.missed.into(),
    ]
}

/// Writes the folded row of a ticket and the rows beside it, as far as they differ from before.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &Tx<'_>, keep: &Keep<'_>) -> Result<()> {
    let Keep {
        before: Some(before),
        after,
        timers,
        promised,
    } = *keep
    else {
        return keep_new(tx, std::slice::from_ref(keep));
    };
    update(tx, before, after)?;
    keep_promised(tx, after.id, promised)?;
    for beside in BESIDE {
        beside.sync(tx, before, after)?;
    }
    keep_timers(tx, after.id, timers)
}

fn keep_timers(tx: &Tx<'_>, ticket: TicketId, timers: &[(&'static str, Timestamp)]) -> Result<()> {
    tx.execute("DELETE FROM timers WHERE ticket_id = $1", params![ticket])?;
    TIMERS.execute(tx, &timer_values(ticket, timers))?;
    Ok(())
}

/// Writes the folded rows of new tickets and the rows beside them, all at once.
///
/// # Errors
/// When the database fails.
pub fn keep_new(tx: &Tx<'_>, new: &[Keep<'_>]) -> Result<()> {
    let (mut rows, mut due) = (Vec::with_capacity(new.len() * COLUMNS.len()), Vec::new());
    for keep in new {
        rows.extend(values(keep.after, keep.promised)?);
        due.extend(timer_values(keep.after.id, keep.timers));
    }
    INSERT.execute(tx, &rows)?;
    for beside in BESIDE {
        let of = |keep: &Keep<'_>| beside.values(keep.after.id, (beside.rows)(keep.after));
        let rows: Vec<Value> = new.iter().flat_map(of).collect();
        beside.add.execute(tx, &rows)?;
    }
    TIMERS.execute(tx, &due)?;
    Ok(())
}

static INSERT: LazyLock<Many> = LazyLock::new(|| Many::insert("tickets", &COLUMNS));
static TIMERS: Many = Many::new(
    "INSERT INTO timers (ticket_id, kind, due_at) VALUES ",
    "($, $, $)",
    "",
);

fn timer_values(ticket: TicketId, timers: &[(&str, Timestamp)]) -> Vec<Value> {
    let row =
        |(kind, due_at): &(&str, Timestamp)| [ticket.into(), (*kind).into(), (*due_at).into()];
    timers.iter().flat_map(row).collect()
}

/// Sets only what differs: the indexes over the other columns are left alone.
fn update(tx: &Tx<'_>, before: &Ticket, after: &Ticket) -> Result<u64> {
    let unknown = Promised::default();
    // With its version the data is another one each time.
    let old = values_with(before, unknown, Value::Null);
    let new = values(after, unknown)?;
    let mut params = vec![Value::from(after.id)];
    let mut set = Vec::new();
    for (column, (old, new)) in COLUMNS.iter().zip(old.iter().zip(new)) {
        if *old != new {
            params.push(new);
            set.push(format!("{column} = ${}", params.len()));
        }
    }
    if set.is_empty() {
        return Ok(0);
    }
    tx.execute(
        &format!("UPDATE tickets SET {} WHERE id = $1", set.join(", ")),
        &params,
    )
}
