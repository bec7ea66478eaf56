//! Folded rows of tickets that the log does not know: nothing of Spoc's makes them, so somebody else did.

use crate::Tx;
use crate::error::Result;
use kernel::TicketId;

/// Folded tables and their columns of ticket numbers.
const TABLES: [(&str, &str); 8] = [
    ("tickets", "id"),
    ("ticket_parties", "ticket_id"),
    ("ticket_tags", "ticket_id"),
    ("ticket_fields", "ticket_id"),
    ("ticket_links", "ticket_id"),
    ("ticket_tasks", "ticket_id"),
    ("ticket_approvals", "ticket_id"),
    ("timers", "ticket_id"),
];

/// Those, and the full-text index.
fn tables(tx: &Tx<'_>) -> impl Iterator<Item = (&'static str, String)> {
    TABLES
        .into_iter()
        .map(|(table, column)| (table, format!("{table}.{column}")))
        .chain([("search", tx.dialect().search_key())])
}

fn without_log(table: &str, column: &str) -> String {
    format!(
        "FROM {table} WHERE NOT EXISTS (SELECT 1 FROM activities a WHERE a.ticket_id = {column})"
    )
}

/// Tells of each table which tickets in it have no log; at most `limit` of each.
///
/// # Errors
/// When the database fails.
pub fn strays(tx: &Tx<'_>, limit: usize) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (table, column) in tables(tx) {
        let sql = format!(
            "SELECT DISTINCT {column} {} ORDER BY 1 LIMIT {limit}",
            without_log(table, &column)
        );
        let tickets: Vec<TicketId> = tx.query(&sql, &[], |row| row.get(0))?;
        let told = |id: &TicketId| format!("ticket {id} is in {table}, but has no log");
        found.extend(tickets.iter().map(told));
    }
    Ok(found)
}

/// Removes them.
///
/// # Errors
/// When the database fails.
pub fn remove_strays(tx: &Tx<'_>) -> Result<()> {
    for (table, column) in tables(tx) {
        tx.execute(&format!("DELETE {}", without_log(table, &column)), &[])?;
    }
    Ok(())
}
