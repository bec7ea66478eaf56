//! Questions about messages that came in, by who may look at them: those of no ticket by their mailbox, and those of one.

use super::{MAIL, mail};
use crate::mail::model::{Mail, MailId, MailboxId, Outcome};
use kernel::TicketId;
use store::{Result, Tx, params};

/// The latest messages of some mailboxes that belong to no ticket, or that somebody is to look at first, the newest first;
/// before one of them.
pub(crate) fn list(
    tx: &Tx<'_>,
    mailboxes: &[MailboxId],
    outcomes: &[Outcome],
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<Mail>> {
    if mailboxes.is_empty() {
        return Ok(Vec::new());
    }
    // Both are our own words and numbers.
    let names: Vec<String> = outcomes
        .iter()
        .map(|it| format!("'{}'", it.name()))
        .collect();
    let sql = format!(
        "{MAIL} WHERE (ticket_id IS NULL OR outcome IN ('quarantined', 'failed')) AND outcome IN ({}) AND mailbox_id IN ({}) \
         AND id < $1 ORDER BY id DESC LIMIT $2",
        names.join(", "),
        ids(mailboxes)
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    tx.query(&sql, params![before, limit], mail)
}

/// The latest messages of a ticket, the newest first; of those that were left out, what came in by some mailboxes.
pub(crate) fn of_ticket(
    tx: &Tx<'_>,
    ticket: TicketId,
    mailboxes: &[MailboxId],
    limit: i64,
) -> Result<Vec<Mail>> {
    let left_out = match mailboxes {
        [] => String::new(),
        some => format!(" OR mailbox_id IN ({})", ids(some)),
    };
    let sql = format!(
        "{MAIL} WHERE ticket_id = $1 AND (outcome IN ('created', 'appended'){left_out}) ORDER BY id DESC LIMIT $2"
    );
    tx.query(&sql, params![ticket, limit], mail)
}

fn ids(mailboxes: &[MailboxId]) -> String {
    let all: Vec<String> = mailboxes.iter().map(|it| it.0.to_string()).collect();
    all.join(", ")
}
