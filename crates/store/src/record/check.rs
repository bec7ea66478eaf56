//! Whether folded rows are what their logs say, and writing them anew.

use super::beside::{approvals, fields, links, parties, tags, tasks};
use super::{COLUMNS, Foreseen, Keep, keep, values};
use crate::error::Result;
use crate::{Tx, params};
use kernel::{Ticket, Timestamp};

/// Writes the folded row of a ticket and all rows beside it anew, whatever is there.
///
/// # Errors
/// When the database fails.
pub fn rewrite(tx: &Tx<'_>, ticket: &Ticket, foreseen: &Foreseen) -> Result<()> {
    for table in [
        "ticket_parties",
        "ticket_tags",
        "ticket_fields",
        "ticket_links",
        "ticket_tasks",
        "ticket_approvals",
        "timers",
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE ticket_id = $1"),
            params![ticket.id],
        )?;
    }
    tx.execute("DELETE FROM tickets WHERE id = $1", params![ticket.id])?;
    let row = Keep {
        before: None,
        after: ticket,
        foreseen,
    };
    keep(tx, &[row])
}

/// What of the rows of a ticket is not what its log says, in words; empty when all is well.
///
/// # Errors
/// When the database fails.
pub fn differences(tx: &Tx<'_>, ticket: &Ticket, foreseen: &Foreseen) -> Result<Vec<String>> {
    let Foreseen { promised, timers } = foreseen;
    let mut found = Vec::new();
    let id = ticket.id;
    let wanted = values(ticket, *promised)?;
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
    for (table, columns, wanted) in [
        ("ticket_parties", 2, parties(ticket)),
        ("ticket_tags", 1, tags(ticket)),
        ("ticket_fields", 3, fields(ticket)),
        ("ticket_links", 2, links(ticket)),
        ("ticket_tasks", 5, tasks(ticket)),
        ("ticket_approvals", 7, approvals(ticket)),
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
    let sql = "SELECT kind, due_at FROM timers WHERE ticket_id = $1";
    let kept: Vec<(String, Timestamp)> = tx.query(sql, params![id], |row| {
        Ok::<_, crate::Error>((row.get(0)?, row.get(1)?))
    })?;
    if !are_timers(&kept, timers) {
        found.push(format!(
            "ticket {id}: timers holds {kept:?}, but its log says {timers:?}"
        ));
    }
    Ok(found)
}

/// Timers at which something is looked at. Where nothing was to be done, they are put off or gone, and the log does
/// not tell.
const LOOKS: [&str; 2] = ["clock", "rules"];

fn are_timers(kept: &[(String, Timestamp)], wanted: &[(&'static str, Timestamp)]) -> bool {
    let is_wanted = |(kind, due): &(String, Timestamp)| {
        let mut same = wanted.iter().filter(|(wanted, _)| wanted == kind);
        same.any(|(kind, wanted)| due == wanted || (LOOKS.contains(kind) && due > wanted))
    };
    let is_kept = |(kind, _): &(&'static str, Timestamp)| {
        LOOKS.contains(kind) || kept.iter().any(|(kept, _)| kept == kind)
    };
    kept.iter().all(is_wanted) && wanted.iter().all(is_kept)
}

fn beside_columns(table: &str) -> &'static str {
    match table {
        "ticket_parties" => "role, person_id",
        "ticket_tags" => "tag",
        "ticket_fields" => "key, text, number",
        "ticket_links" => "kind, to_id",
        "ticket_approvals" => "approval_id, step, person_id, substitute_id, state, by_id, at",
        _ => "task_id, title, owner_id, team_id, due_day",
    }
}
