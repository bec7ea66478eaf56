//! The folded rows of tickets: what lists, searches and decisions read.

use crate::error::{Error, Result};
use crate::value::Value;
use crate::{Tx, params};
use kernel::policy::Key;
use kernel::{Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;

/// Waits until nobody else changes these tickets. Always in the order of their numbers, so that two
/// writers cannot wait for each other.
///
/// # Errors
/// When the database fails.
pub fn lock(tx: &Tx<'_>, tickets: &[TicketId]) -> Result<()> {
    let sorted: BTreeSet<TicketId> = tickets.iter().copied().collect();
    for ticket in sorted {
        if let Some(sql) = tx.dialect().lock_ticket(ticket) {
            tx.run(&sql)?;
        }
    }
    Ok(())
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
    tx.one(tx.dialect().next_number(), &[])
}

/// The present state of a ticket, whoever may see it. Reading for people goes through `work`'s queries.
///
/// # Errors
/// When the database fails or the row is damaged.
pub fn load(tx: &Tx<'_>, ticket: TicketId) -> Result<Option<Ticket>> {
    tx.find(
        "SELECT data FROM tickets WHERE id = $1",
        params![ticket],
        |row| {
            serde_json::from_str(row.text(0)?)
                .map_err(|e| Error::Damaged(format!("row of ticket {ticket}: {e}")))
        },
    )
}

/// A state to be kept.
pub struct Keep<'a> {
    /// The state before; nothing for a new ticket.
    pub before: Option<&'a Ticket>,
    /// The state after.
    pub after: &'a Ticket,
    /// What is to happen by itself, and when.
    pub timers: &'a [(&'static str, Timestamp)],
}

const COLUMNS: [&str; 38] = [
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
    "tags",
    "data",
];

fn values(ticket: &Ticket) -> Result<[Value; 38]> {
    let tags: Vec<&str> = ticket.tags.iter().map(String::as_str).collect();
    let data = serde_json::to_string(ticket).map_err(|e| Error::Damaged(e.to_string()))?;
    Ok([
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
        tags.join(" ").into(),
        data.into(),
    ])
}

/// Writes the folded row of a ticket and the rows beside it, as far as they differ from before.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &Tx<'_>, keep: &Keep<'_>) -> Result<()> {
    let Keep {
        before,
        after,
        timers,
    } = *keep;
    match before {
        None => tx.execute(insert_sql(), &values(after)?)?,
        Some(before) => update(tx, before, after)?,
    };
    sync(tx, before.map(parties), &parties(after), PARTIES, after.id)?;
    sync(tx, before.map(tags), &tags(after), TAGS, after.id)?;
    sync(tx, before.map(fields), &fields(after), FIELDS, after.id)?;
    sync(tx, before.map(links), &links(after), LINKS, after.id)?;
    keep_timers(tx, before.is_some(), after.id, timers)
}

fn insert_sql() -> &'static str {
    static SQL: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    SQL.get_or_init(|| {
        let places: Vec<_> = (1..=COLUMNS.len()).map(|n| format!("${n}")).collect();
        format!(
            "INSERT INTO tickets ({}) VALUES ({})",
            COLUMNS.join(", "),
            places.join(", ")
        )
    })
}

/// Sets only what differs: the indexes over the other columns are left alone.
fn update(tx: &Tx<'_>, before: &Ticket, after: &Ticket) -> Result<u64> {
    let (old, new) = (values(before)?, values(after)?);
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

/// How the rows of a table beside the ticket are added and removed; `$1` is the ticket.
struct Beside {
    add: &'static str,
    remove: &'static str,
}

const PARTIES: Beside = Beside {
    add: "INSERT INTO ticket_parties (ticket_id, role, person_id) VALUES ($1, $2, $3)",
    remove: "DELETE FROM ticket_parties WHERE ticket_id = $1 AND role = $2 AND person_id = $3",
};
const TAGS: Beside = Beside {
    add: "INSERT INTO ticket_tags (ticket_id, tag) VALUES ($1, $2)",
    remove: "DELETE FROM ticket_tags WHERE ticket_id = $1 AND tag = $2",
};
const FIELDS: Beside = Beside {
    add: "INSERT INTO ticket_fields (ticket_id, key, text, number) VALUES ($1, $2, $3, $4)",
    remove: "DELETE FROM ticket_fields WHERE ticket_id = $1 AND key = $2 AND text = $3 AND number = $4",
};
const LINKS: Beside = Beside {
    add: "INSERT INTO ticket_links (ticket_id, kind, to_id) VALUES ($1, $2, $3)",
    remove: "DELETE FROM ticket_links WHERE ticket_id = $1 AND kind = $2 AND to_id = $3",
};

type Rows = Vec<Vec<Value>>;

fn sync(
    tx: &Tx<'_>,
    before: Option<Rows>,
    after: &Rows,
    beside: Beside,
    ticket: TicketId,
) -> Result<()> {
    let before = before.unwrap_or_default();
    let with_ticket = |row: &Vec<Value>| -> Vec<Value> {
        std::iter::once(ticket.into())
            .chain(row.iter().cloned())
            .collect()
    };
    for row in before.iter().filter(|row| !after.contains(row)) {
        tx.execute(beside.remove, &with_ticket(row))?;
    }
    for row in after.iter().filter(|row| !before.contains(row)) {
        tx.execute(beside.add, &with_ticket(row))?;
    }
    Ok(())
}

fn parties(ticket: &Ticket) -> Rows {
    let one = |role: &str, person| vec![Value::from(role), Value::from(person)];
    let mut rows = vec![one("requester", ticket.requester)];
    rows.extend(
        ticket
            .on_behalf_of
            .map(|person| one("on_behalf_of", person)),
    );
    rows.extend(ticket.assignee.map(|person| one("assignee", person)));
    rows.extend(ticket.watchers.iter().map(|person| one("watcher", *person)));
    rows
}

fn tags(ticket: &Ticket) -> Rows {
    ticket.tags.iter().map(|tag| vec![tag.into()]).collect()
}

fn fields(ticket: &Ticket) -> Rows {
    let rows = |(key, value): (&Key, &kernel::ticket::FieldValue)| {
        let key = key.clone();
        kernel::ticket::field_rows(value)
            .into_iter()
            .map(move |(text, number)| vec![(&key).into(), text.into(), number.into()])
    };
    ticket.fields.iter().flat_map(rows).collect()
}

fn links(ticket: &Ticket) -> Rows {
    ticket
        .links
        .iter()
        .map(|link| vec![link.kind.name().into(), link.to.into()])
        .collect()
}

fn keep_timers(
    tx: &Tx<'_>,
    existed: bool,
    ticket: TicketId,
    timers: &[(&str, Timestamp)],
) -> Result<()> {
    if existed {
        tx.execute("DELETE FROM timers WHERE ticket_id = $1", params![ticket])?;
    }
    for (kind, due_at) in timers {
        tx.execute(
            "INSERT INTO timers (ticket_id, kind, due_at) VALUES ($1, $2, $3)",
            params![ticket, *kind, *due_at],
        )?;
    }
    Ok(())
}

/// Writes the folded row of a ticket and all rows beside it anew, whatever is there.
///
/// # Errors
/// When the database fails.
pub fn rewrite(tx: &Tx<'_>, ticket: &Ticket, timers: &[(&'static str, Timestamp)]) -> Result<()> {
    for table in [
        "ticket_parties",
        "ticket_tags",
        "ticket_fields",
        "ticket_links",
        "timers",
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE ticket_id = $1"),
            params![ticket.id],
        )?;
    }
    tx.execute("DELETE FROM tickets WHERE id = $1", params![ticket.id])?;
    keep(
        tx,
        &Keep {
            before: None,
            after: ticket,
            timers,
        },
    )
}

/// What of the rows of a ticket is not what its log says, in words; empty when all is well.
///
/// # Errors
/// When the database fails.
pub fn differences(
    tx: &Tx<'_>,
    ticket: &Ticket,
    timers: &[(&'static str, Timestamp)],
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let id = ticket.id;
    let wanted = values(ticket)?;
    let sql = format!("SELECT {} FROM tickets WHERE id = $1", COLUMNS.join(", "));
    let row = tx.find(&sql, params![id], |row| {
        (0..COLUMNS.len())
            .map(|i| row.value(i))
            .collect::<Result<Vec<_>>>()
    })?;
    match row {
        None => found.push(format!("ticket {id} has a log but no row")),
        Some(row) => {
            let differs = COLUMNS
                .iter()
                .zip(row.iter().zip(&wanted))
                .filter(|(_, (is, wanted))| is != wanted);
            found.extend(differs.map(|(column, (is, wanted))| {
                format!("ticket {id}: {column} is {is:?}, but its log says {wanted:?}")
            }));
        }
    }
    let timers: Rows = timers
        .iter()
        .map(|(kind, due)| vec![(*kind).into(), (*due).into()])
        .collect();
    for (table, columns, wanted) in [
        ("ticket_parties", 2, parties(ticket)),
        ("ticket_tags", 1, tags(ticket)),
        ("ticket_fields", 3, fields(ticket)),
        ("ticket_links", 2, links(ticket)),
        ("timers", 2, timers),
    ] {
        let names = beside_columns(table);
        let sql = format!("SELECT {names} FROM {table} WHERE ticket_id = $1");
        let rows = tx.query(&sql, params![id], |row| {
            (0..columns)
                .map(|i| row.value(i))
                .collect::<Result<Vec<_>>>()
        })?;
        if rows.len() != wanted.len() || wanted.iter().any(|row| !rows.contains(row)) {
            found.push(format!(
                "ticket {id}: {table} holds {rows:?}, but its log says {wanted:?}"
            ));
        }
    }
    Ok(found)
}

fn beside_columns(table: &str) -> &'static str {
    match table {
        "ticket_parties" => "role, person_id",
        "ticket_tags" => "tag",
        "ticket_fields" => "key, text, number",
        "ticket_links" => "kind, to_id",
        _ => "kind, due_at",
    }
}
