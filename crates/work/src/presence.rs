//! Who looks at a ticket just now, and who is writing on it. In memory and for this process alone: whoever
//! is not heard of for a while has gone. Several processes behind one address each know of their own.

use crate::live::Live;
use kernel::time::SECOND;
use kernel::{PersonId, Ticket, TicketId, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long somebody is taken to be there after they were last heard of.
const THERE_FOR: i64 = 45 * SECOND;
/// Most people who are remembered on one ticket.
const ON_TICKET_MAX: usize = 50;
/// Most tickets at which somebody is remembered to look.
const TICKETS_MAX: usize = 10_000;

/// What somebody does on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doing {
    /// Reads it.
    Looks,
    /// Writes an internal note or to people outside.
    Notes,
    /// Writes to the requester.
    Replies,
}

impl Doing {
    /// What a page tells; nothing for somebody who has gone.
    pub(crate) fn named(name: &str) -> Option<Doing> {
        match name {
            "looks" => Some(Doing::Looks),
            "note" | "side" => Some(Doing::Notes),
            "reply" => Some(Doing::Replies),
            _ => None,
        }
    }
}

/// Somebody on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) doing: Doing,
    until: Timestamp,
}

/// Who is where. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
    tickets: Arc<Mutex<HashMap<TicketId, Vec<Present>>>>,
}

impl Presence {
    fn tickets(&self) -> MutexGuard<'_, HashMap<TicketId, Vec<Present>>> {
        self.tickets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is heard of; those who look at the ticket, too, are told where that is new.
    pub(crate) fn hear(
        &self,
        live: &Live,
        ticket: Ticket,
        (person, name): (PersonId, &str),
        doing: Option<Doing>,
        now: Timestamp,
    ) {
        let changed = {
            let mut tickets = self.tickets();
            if tickets.len() >= TICKETS_MAX {
                tickets.retain(|_, all| all.iter().any(|one| one.until > now));
            }
            let all = tickets.entry(ticket.id).or_default();
            let before = all
                .iter()
                .find(|one| one.person == person && one.until > now);
            let before = before.map(|one| one.doing);
            all.retain(|one| one.person != person && one.until > now);
            if let Some(doing) = doing.filter(|_| all.len() < ON_TICKET_MAX) {
                all.push(Present {
                    person,
                    name: name.to_owned(),
                    doing,
                    until: now.plus(THERE_FOR),
                });
            }
            if all.is_empty() {
                tickets.remove(&ticket.id);
            }
            before != doing
        };
        if changed {
            live.tell_presence(ticket);
        }
    }

    /// Who else is on the ticket; whoever writes first.
    pub(crate) fn others(
        &self,
        ticket: TicketId,
        me: Option<PersonId>,
        now: Timestamp,
    ) -> Vec<Present> {
        let tickets = self.tickets();
        let all = tickets.get(&ticket).into_iter().flatten();
        let mut others: Vec<Present> = all
            .filter(|one| Some(one.person) != me && one.until > now)
            .cloned()
            .collect();
        others.sort_by(|a, b| b.doing.cmp(&a.doing).then_with(|| a.name.cmp(&b.name)));
        others
    }
}
