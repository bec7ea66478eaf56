//! What in a message points to which ticket, looked up, and kept for those that come after it.

use super::deciding::Deciding;
use super::model::{Done, MailId};
use super::parsing::Incoming;
use super::queries;
use super::threading::{Clue, Place, numbers};
use directory::queries as people;
use kernel::{Permission, PersonId, Ticket, TicketId};
use store::Tx;
use work::Result;

/// Merges that a ticket is followed through.
const MERGES_MAX: usize = 8;

impl Deciding<'_, '_> {
    /// Keeps by what later messages know this one's ticket.
    pub(super) fn remember(&self, done: &Done) -> Result<()> {
        let Some(ticket) = done.ticket else {
            return Ok(());
        };
        let incoming = &self.prepared.incoming;
        let conversation = done.conversation;
        let place = Place {
            ticket,
            conversation,
        };
        if let Some(id) = &incoming.message_id {
            queries::keep_own_id(self.tx, id, self.mail.id, place)?;
        }
        for id in &incoming.references {
            queries::insert_id(self.tx, id, place)?;
        }
        Ok(())
    }
}

/// What points to which place; tickets that are part of another point there. A side conversation stays where it was
/// begun: with whom it is stands there.
pub(super) fn of(tx: &Tx<'_>, mail: MailId, incoming: &Incoming) -> Result<Vec<(Place, Clue)>> {
    let mut clues = Vec::new();
    for place in by_token(tx, incoming)? {
        clues.push((place, Clue::Token));
    }
    if let Some(place) = answered_before(tx, mail, incoming)? {
        clues.push((place, Clue::Sibling));
    }
    for (index, id) in incoming.references.iter().enumerate() {
        if let Some((place, seen)) = queries::place_of_id(tx, id)? {
            let clue = match (seen, index) {
                (false, _) => Clue::Sibling,
                (true, 0) => Clue::Answers,
                (true, _) => Clue::Before,
            };
            clues.push((place, clue));
        }
    }
    for number in numbers(&incoming.subject) {
        if store::load(tx, number)?.is_some() {
            clues.push((Place::from(number), Clue::Number));
        }
    }
    for (place, _) in &mut clues {
        if place.conversation.is_none() {
            place.ticket = gone_on_as(tx, place.ticket)?;
        }
    }
    Ok(clues)
}

/// Where an answer to a message went that came before it.
///
/// Whoever guesses the id of a message could write such an answer, with its sender among those who follow the ticket. So
/// everybody who takes part there must have got the message itself.
fn answered_before(tx: &Tx<'_>, mail: MailId, incoming: &Incoming) -> Result<Option<Place>> {
    let Some(id) = &incoming.message_id else {
        return Ok(None);
    };
    let Some(ticket) = queries::ticket_of_own_id(tx, id, mail)? else {
        return Ok(None);
    };
    match store::load(tx, gone_on_as(tx, ticket)?)? {
        Some(ticket) if all_have_got(tx, &ticket, incoming)? => Ok(Some(ticket.id.into())),
        _ => Ok(None),
    }
}

/// Whether everybody who takes part in a ticket has written or got a message, or works here.
fn all_have_got(tx: &Tx<'_>, ticket: &Ticket, incoming: &Incoming) -> Result<bool> {
    let listed = incoming.to.iter().chain(&incoming.cc);
    let have: Vec<&str> = listed
        .chain(&incoming.from)
        .map(|address| address.email.as_str())
        .collect();
    for party in ticket.parties() {
        let email = people::find_person(tx, party)?.and_then(|person| person.email);
        if email.is_some_and(|email| have.contains(&email.as_str())) {
            continue;
        }
        let works_here = |actor: kernel::Actor| actor.can(Permission::TicketWork);
        if !people::actor(tx, party)?.is_some_and(works_here) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// For which places the addresses were given that a message came to, as far as their tickets are there.
pub(super) fn by_token(tx: &Tx<'_>, incoming: &Incoming) -> Result<Vec<Place>> {
    let Some(key) = queries::token_key(tx)? else {
        return Ok(Vec::new());
    };
    let given = |address: &String| {
        let of_ticket = || key.read(address).map(|(ticket, _)| Place::from(ticket));
        let aside = key.read_aside(address).map(|(ticket, number)| Place {
            ticket,
            conversation: Some(number),
        });
        aside.or_else(of_ticket)
    };
    let mut places = Vec::new();
    for place in came_to(incoming).filter_map(given) {
        // A desk that was restored does not have the tickets that came after its backup.
        if store::load(tx, place.ticket)?.is_some() {
            places.push(place);
        }
    }
    Ok(places)
}

/// Whose tokens a message came to, each with its ticket.
pub(super) fn people_of_tokens(
    tx: &Tx<'_>,
    incoming: &Incoming,
) -> Result<Vec<(TicketId, PersonId)>> {
    let Some(key) = queries::token_key(tx)? else {
        return Ok(Vec::new());
    };
    let given = came_to(incoming).filter_map(|address| key.read(address));
    Ok(given.collect())
}

/// The addresses that a message came to.
fn came_to(incoming: &Incoming) -> impl Iterator<Item = &String> {
    let listed = incoming.to.iter().chain(&incoming.cc);
    listed
        .map(|address| &address.email)
        .chain(&incoming.delivered_to)
}

/// The ticket as part of which another goes on, if it does.
pub(super) fn gone_on_as(tx: &Tx<'_>, ticket: TicketId) -> Result<TicketId> {
    let mut id = ticket;
    for _ in 0..MERGES_MAX {
        match store::load(tx, id)?.and_then(|ticket| ticket.merged_into) {
            Some(into) => id = into,
            None => break,
        }
    }
    Ok(id)
}
