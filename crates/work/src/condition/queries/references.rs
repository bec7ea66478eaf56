//! Conditions on other tickets. One that the reader does not know is none: it can be found by nothing.

use super::{Writer, any};
use kernel::TicketId;
use kernel::condition::TicketField;
use store::Value;

impl Writer<'_> {
    /// A reference to a ticket which the reader does not know is none.
    pub(super) fn ticket(&mut self, field: TicketField, tickets: &[Option<TicketId>]) -> String {
        let column = match field {
            TicketField::Parent => "t.parent_id",
            TicketField::Merged => "t.merged_into_id",
        };
        if self.sql.reader.is_spoc() {
            return self.one_of(column, tickets.iter().copied());
        }
        let mut parts = Vec::new();
        let given: Vec<Value> = tickets
            .iter()
            .flatten()
            .map(|ticket| Value::from(*ticket))
            .collect();
        if given.len() < tickets.len() {
            let seen = self.seen_other(column);
            parts.push(format!("({column} IS NOT NULL{seen}) IS NOT TRUE"));
        }
        if !given.is_empty() {
            let given = self.sql.bind_all(&given);
            let seen = self.seen_other(column);
            parts.push(format!("{column} IN ({given}){seen}"));
        }
        any(parts)
    }

    pub(super) fn link(&mut self, kind: Option<&str>) -> String {
        let of_kind = kind
            .map(|kind| format!(" AND l.kind = {}", self.sql.bind(kind)))
            .unwrap_or_default();
        let seen = self.seen_other("l.to_id");
        let not = if kind.is_none() { "NOT " } else { "" };
        format!(
            "{not}EXISTS (SELECT 1 FROM ticket_links l WHERE l.ticket_id = t.id{of_kind}{seen})"
        )
    }

    /// That the reader may know of the ticket that a column names.
    fn seen_other(&mut self, column: &str) -> String {
        let seen = self.sql.seen("o").map(|seen| {
            format!(" AND EXISTS (SELECT 1 FROM tickets o WHERE o.id = {column} AND {seen})")
        });
        seen.unwrap_or_default()
    }

    pub(super) fn linked(&mut self, tickets: &[TicketId]) -> String {
        let tickets: Vec<Value> = tickets.iter().map(|ticket| Value::from(*ticket)).collect();
        let tickets = self.sql.bind_all(&tickets);
        let seen = self.seen_other("l.to_id");
        format!(
            "t.id IN (SELECT l.ticket_id FROM ticket_links l WHERE l.to_id IN ({tickets}){seen})"
        )
    }
}
