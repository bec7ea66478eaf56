//! What lists show of tickets beyond the usual columns: read for the rows of a page, and only where a column
//! wants it.

use super::{Listed, Reader, visible};
use crate::condition::SqlText;
use crate::error::Result;
use directory::queries as directory;
use kernel::ticket::FieldValue;
use kernel::{PersonId, ServiceId, Ticket, TicketId};
use std::collections::{BTreeSet, HashMap};
use store::Tx;

/// Tickets with the names that they mention.
#[derive(Clone, Debug, Default)]
pub struct Details {
    tickets: HashMap<TicketId, Ticket>,
    organisations: HashMap<PersonId, String>,
    services: HashMap<ServiceId, String>,
    people: HashMap<PersonId, String>,
}

impl Details {
    /// A ticket of the page.
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id)
    }

    /// The organisation of a requester; empty for none.
    pub fn organisation(&self, requester: PersonId) -> &str {
        self.organisations.get(&requester).map_or("", |name| name)
    }

    /// The name of a service.
    pub fn service(&self, id: ServiceId) -> &str {
        self.services.get(&id).map_or("", |name| name)
    }

    /// The name of a person in a custom field.
    pub fn person(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("", |name| name)
    }
}

/// The details of tickets that the reader was just shown in a list.
///
/// # Errors
/// When the database fails.
pub fn details(tx: &Tx<'_>, reader: &Reader, rows: &[Listed]) -> Result<Details> {
    if rows.is_empty() {
        return Ok(Details::default());
    }
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let places: Vec<String> = rows.iter().map(|row| sql.bind(row.id)).collect();
    let visible = visible(&mut sql, &reader.actor);
    let text = format!(
        "SELECT t.id, t.data FROM tickets t WHERE t.id IN ({}) AND {visible}",
        places.join(", ")
    );
    let mut tickets = HashMap::with_capacity(rows.len());
    tx.each(&text, &sql.params, |row| {
        let id: TicketId = row.get(0)?;
        let ticket: Ticket = serde_json::from_str(row.text(1)?)
            .map_err(|e| store::Error::Damaged(format!("row of ticket {id}: {e}")))?;
        tickets.insert(id, ticket);
        Ok::<_, crate::Error>(())
    })?;
    let requesters: BTreeSet<PersonId> = rows.iter().map(|row| row.requester).collect();
    let services: BTreeSet<ServiceId> = tickets.values().filter_map(|t| t.service).collect();
    let in_fields = tickets.values().flat_map(|ticket| ticket.fields.values());
    let people: BTreeSet<PersonId> = in_fields
        .filter_map(|value| match value {
            FieldValue::Person(id) => Some(*id),
            _ => None,
        })
        .collect();
    let people = directory::person_names(tx, &people)?.into_iter();
    Ok(Details {
        organisations: directory::organisations_of(tx, &requesters)?,
        services: directory::service_names(tx, &services)?,
        people: people.map(|(id, person)| (id, person.name)).collect(),
        tickets,
    })
}
