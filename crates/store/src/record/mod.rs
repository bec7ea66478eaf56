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
use kernel::{Ticket, TicketId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use beside::BESIDE;
pub use beside::NO_DAY;
pub use check::{differences, rewrite};
pub use promised::{Foreseen, NEVER, keep_foreseen};

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

/// The present states of tickets, whoever may see them; nothing for those that are not there.
///
/// # Errors
/// When the database fails or a row is damaged.
pub fn load_each(tx: &Tx<'_>, tickets: &[TicketId]) -> Result<BTreeMap<TicketId, Ticket>> {
    let (mut found, values) = (BTreeMap::new(), tickets.iter().map(|id| (*id).into()));
    LOAD.each(tx, &values.collect::<Vec<Value>>(), |row| {
        found.insert(row.get(1)?, state(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(found)
}

static LOAD: Many = Many::new("SELECT data, id FROM tickets WHERE id IN (", "$", ")");

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
#[derive(Clone, Copy)]
pub struct Keep<'a> {
    /// The state before; nothing for a new ticket.
    pub before: Option<&'a Ticket>,
    /// The state after.
    pub after: &'a Ticket,
    /// What is kept beside it because time will come.
    pub foreseen: &'a Foreseen,
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
    let [due, response, resolution, missed] = promised::values(promised);
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
        due,
        response,
        resolution,
        missed,
    ]
}

/// Writes the folded rows of tickets and the rows beside them, as far as they differ from before, all at once.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &Tx<'_>, tickets: &[Keep<'_>]) -> Result<()> {
    let (old, new): (Vec<Keep<'_>>, _) = tickets.iter().partition(|keep| keep.before.is_some());
    keep_new(tx, &new)?;
    update(tx, &old)?;
    for Keep { before, after, .. } in &old {
        for before in before.iter() {
            BESIDE
                .iter()
                .try_for_each(|beside| beside.sync(tx, before, after))?;
        }
    }
    let foreseen = old.iter().map(|keep| (keep.after.id, keep.foreseen));
    keep_foreseen(tx, &foreseen.collect::<Vec<_>>())
}

fn keep_new(tx: &Tx<'_>, new: &[Keep<'_>]) -> Result<()> {
    let mut rows = Vec::with_capacity(new.len() * COLUMNS.len());
    for keep in new {
        rows.extend(values(keep.after, keep.foreseen.promised)?);
    }
    INSERT.execute(tx, &rows)?;
    for beside in BESIDE {
        let of = |keep: &Keep<'_>| beside.values(keep.after.id, (beside.rows)(keep.after));
        let rows: Vec<Value> = new.iter().flat_map(of).collect();
        beside.add.execute(tx, &rows)?;
    }
    let foreseen = new.iter().map(|keep| (keep.after.id, keep.foreseen));
    promised::add_timers(tx, &foreseen.collect::<Vec<_>>())
}

static INSERT: LazyLock<Many> = LazyLock::new(|| Many::insert("tickets", &COLUMNS));

/// Those of the [`COLUMNS`] that hold texts; all others hold whole numbers.
const TEXTS: [&str; 13] = [
    "kind",
    "subject",
    "channel",
    "state",
    "state_category",
    "hold_reason",
    "category",
    "approval",
    "spf",
    "dkim",
    "dmarc",
    "tags",
    "data",
];

/// Sets only what differs: the indexes over the other columns are left alone. Tickets on which the same columns do go
/// together.
fn update(tx: &Tx<'_>, tickets: &[Keep<'_>]) -> Result<()> {
    let mut alike: BTreeMap<Vec<usize>, Vec<Value>> = BTreeMap::new();
    let unknown = Promised::default();
    for keep in tickets {
        // With its version the data is another one each time.
        let old = keep
            .before
            .map(|before| values_with(before, unknown, Value::Null));
        let new = values(keep.after, unknown)?;
        let differs = |at: &usize| old.as_ref().is_none_or(|old| old[*at] != new[*at]);
        let columns: Vec<usize> = (0..COLUMNS.len()).filter(differs).collect();
        let changed: Vec<Value> = columns.iter().map(|at| new[*at].clone()).collect();
        let rows = alike.entry(columns).or_default();
        rows.push(keep.after.id.into());
        rows.extend(changed);
    }
    for (columns, rows) in alike {
        let typed = |at: &usize| (COLUMNS[*at], column_type(COLUMNS[*at]));
        let columns: Vec<_> = columns.iter().map(typed).collect();
        if !columns.is_empty() {
            Many::update("tickets", &columns).execute(tx, &rows)?;
        }
    }
    Ok(())
}

fn column_type(column: &str) -> &'static str {
    if TEXTS.contains(&column) {
        "TEXT"
    } else {
        "BIGINT"
    }
}
