//! What people outside answer in a side conversation: it goes on there, and nowhere else.

use super::clues::gone_on_as;
use super::deciding::{Deciding, change};
use super::model::{Done, Outcome};
use super::threading::{Candidate, Place};
use kernel::ticket::{Address, Aside, Change, OutsideText};
use kernel::{Actor, Ticket};
use work::{Error, Result};

/// Whoever has this address among those whom a side conversation is with.
pub(super) fn is_with<'a>(ticket: &'a Ticket, number: u32, from: &Address) -> Option<&'a Address> {
    let with = &ticket.side_conversations.get(&number)?.with;
    with.iter().find(|known| known.email == from.email)
}

impl Deciding<'_, '_> {
    /// Goes on with a side conversation; nothing where none is meant, or where the ticket takes nothing any more.
    ///
    /// Spoc writes it down, as an agent would: the sender gets no part in the ticket by it, and is not told of it.
    pub(super) fn append_aside(&self, chosen: &Candidate, from: &Address) -> Result<Option<Done>> {
        let Some(number) = chosen.place.conversation else {
            return Ok(None);
        };
        let Some(ticket) = store::load(self.tx, chosen.place.ticket)? else {
            return Ok(None);
        };
        let Some(known) = is_with(&ticket, number, from) else {
            return Ok(None);
        };
        let aside = Aside {
            conversation: Some(number),
            subject: String::new(),
            with: Vec::new(),
            from: Some(match known.name.is_empty() {
                true => from.clone(),
                false => known.clone(),
            }),
            message: self.message(&self.prepared.visible, OutsideText),
        };
        let (place, aside) = self.gone_on(&ticket, number, aside)?;
        let writing = change(place.ticket, vec![Change::WriteAside(Box::new(aside))]);
        match (self.execute)(&Actor::spoc(), &writing) {
            Ok(_) => {}
            Err(Error::Refused(_)) => return Ok(None),
            Err(error) => return Err(error),
        }
        let written = store::load(self.tx, place.ticket)?.ok_or(Error::NotFound)?;
        let last = written.side_conversations.keys().next_back().copied();
        let done = Done::new(Outcome::Appended, chosen.reasons()).on(Some(place.ticket));
        Ok(Some(Done {
            conversation: place.conversation.or(last),
            ..done
        }))
    }

    /// Where it goes on of a ticket that is part of another by now: in the conversation there that took it over, or in
    /// one that does so now.
    fn gone_on(&self, ticket: &Ticket, number: u32, aside: Aside) -> Result<(Place, Aside)> {
        let into = gone_on_as(self.tx, ticket.id)?;
        let mut place = Place {
            ticket: into,
            conversation: Some(number),
        };
        if into == ticket.id {
            return Ok((place, aside));
        }
        let begun = ticket.side_conversations.get(&number);
        let there = store::load(self.tx, into)?.ok_or(Error::NotFound)?;
        let mut all = there.side_conversations.iter();
        let same = all.find(|(_, one)| Some(*one) == begun);
        place.conversation = same.map(|(number, _)| *number);
        let begun = begun.cloned().filter(|_| same.is_none());
        let aside = Aside {
            conversation: place.conversation,
            subject: begun
                .as_ref()
                .map_or_else(String::new, |it| it.subject.clone()),
            with: begun.map_or_else(Vec::new, |it| it.with),
            ..aside
        };
        Ok((place, aside))
    }
}
