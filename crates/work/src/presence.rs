//! Who looks at a ticket just now, and who is writing on it. In memory and for this process alone: whoever
//! is not heard of for a while has gone. Several processes behind one address each know of their own.
//!
//! Each of somebody's pages is heard of by itself: whoever closes one of two still writes in the other.

use crate::live::Live;
use kernel::time::SECOND;
use kernel::{PersonId, Ticket, TicketId, Timestamp};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long somebody is taken to be there after they were last heard of.
const THERE_FOR: i64 = 45 * SECOND;
/// Most pages that are remembered on one ticket.
const ON_TICKET_MAX: usize = 100;
/// Most pages of one person that are remembered on one ticket.
const PAGES_MAX: usize = 5;
/// Longest name of a page, in bytes.
const PAGE_MAX_BYTES: usize = 40;
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
    page: String,
    until: Timestamp,
}

/// What a page of somebody tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) person: PersonId,
    pub(crate) name: &'a str,
    /// What the page calls itself; pages that have no name are taken for one.
    pub(crate) page: &'a str,
    /// Nothing for a page that is left.
    pub(crate) doing: Option<Doing>,
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
    pub(crate) fn hear(&self, live: &Live, ticket: Ticket, heard: Heard<'_>, now: Timestamp) {
        let page = &heard.page[..heard.page.floor_char_boundary(PAGE_MAX_BYTES)];
        let changed = {
            let mut tickets = self.tickets();
            if tickets.len() >= TICKETS_MAX {
                tickets.retain(|_, all| all.iter().any(|one| one.until > now));
            }
            let all = tickets.entry(ticket.id).or_default();
            all.retain(|one| one.until > now);
            let own = |one: &&Present| one.person == heard.person;
            let most = |all: &[Present]| all.iter().filter(own).map(|one| one.doing).max();
            let before = most(all.as_slice());
            all.retain(|one| one.person != heard.person || one.page != page);
            let room = all.len() < ON_TICKET_MAX && all.iter().filter(own).count() < PAGES_MAX;
            if let Some(doing) = heard.doing.filter(|_| room) {
                all.push(Present {
                    person: heard.person,
                    name: heard.name.to_owned(),
                    doing,
                    page: page.to_owned(),
                    until: now.plus(THERE_FOR),
                });
            }
            let after = most(all.as_slice());
            if all.is_empty() {
                tickets.remove(&ticket.id);
            }
            before != after
        };
        if changed {
            live.tell_presence(ticket);
        }
    }

    /// Who else is on the ticket, each with the most that they do on any of their pages; whoever writes first.
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
        let mut told = BTreeSet::new();
        others.retain(|one| told.insert(one.person));
        others
    }
}
