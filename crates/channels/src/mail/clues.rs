//! What in a message points to which ticket, looked up.

use super::parsing::Incoming;
use super::queries;
use super::threading::{Clue, numbers};
use kernel::{PersonId, TicketId};
use store::Tx;
use work::Result;

/// Merges that a ticket is followed through.
const MERGES_MAX: usize = 8;

/// What points to which ticket; tickets that are part of another point there.
pub(super) fn of(tx: &Tx<'_>, incoming: &Incoming) -> Result<Vec<(TicketId, Clue)>> {
    let mut clues = Vec::new();
    if let Some((ticket, _)) = by_token(tx, incoming)? {
        clues.push((ticket, Clue::Token));
    }
    for (index, id) in incoming.references.iter().enumerate() {
        if let Some((ticket, seen)) = queries::ticket_of_id(tx, id)? {
            let clue = match (seen, index) {
                (false, _) => Clue::Sibling,
                (true, 0) => Clue::Answers,
                (true, _) => Clue::Before,
            };
            clues.push((ticket, clue));
        }
    }
    for number in numbers(&incoming.subject) {
        if store::load(tx, number)?.is_some() {
            clues.push((number, Clue::Number));
        }
    }
    for (ticket, _) in &mut clues {
        *ticket = gone_on_as(tx, *ticket)?;
    }
    Ok(clues)
}

/// For which ticket and to whom the address was given that a message came to.
pub(super) fn by_token(tx: &Tx<'_>, incoming: &Incoming) -> Result<Option<(TicketId, PersonId)>> {
    let Some(key) = queries::token_key(tx)? else {
        return Ok(None);
    };
    let listed = incoming
        .to
        .iter()
        .chain(&incoming.cc)
        .map(|address| &address.email);
    let all = listed.chain(&incoming.delivered_to);
    Ok(all.into_iter().find_map(|address| key.read(address)))
}

fn gone_on_as(tx: &Tx<'_>, ticket: TicketId) -> Result<TicketId> {
    let mut id = ticket;
    for _ in 0..MERGES_MAX {
        match store::load(tx, id)?.and_then(|ticket| ticket.merged_into) {
            Some(into) => id = into,
            None => break,
        }
    }
    Ok(id)
}
