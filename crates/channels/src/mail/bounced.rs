//! Reports of messages that did not arrive.

use super::clues;
use super::deciding::{Deciding, change};
use super::model::{Done, Outcome, Reason};
use super::out::nobody;
use super::parsing::Bounce;
use super::queries;
use super::threading::Place;
use directory::queries as people;
use kernel::Actor;
use kernel::ticket::{Change, InternalText, Message};
use kernel::time::HOUR;
use store::Tx;
use work::{Error, Execute, Result};

/// Notes of reports on one ticket in an hour, at most.
const NOTES_AN_HOUR: i64 = 5;

impl Deciding<'_, '_> {
    /// A report of a message of ours marks the address and the ticket; any other could be anybody's.
    pub(super) fn bounced(&self, bounce: &Bounce) -> Result<Done> {
        let mut place = match &bounce.message_id {
            Some(id) => queries::place_of_id(self.tx, id)?.map(|(place, _)| place),
            None => None,
        };
        if place.is_none() {
            let tokens = clues::by_token(self.tx, &self.prepared.incoming)?;
            place = tokens.first().copied();
        }
        let whom: Vec<&str> = bounce.recipients.iter().map(|one| &*one.email).collect();
        let whom = format!("{} {}", whom.join(", "), bounce.status);
        let whom = match whom.trim() {
            "" => "…",
            whom => whom,
        };
        let reasons = vec![Reason::of("bounce", whom)];
        let Some(place) = place else {
            return Ok(Done::new(Outcome::Ignored, reasons));
        };
        self.mark(bounce, place)?;
        // Who writes such reports without end, a mail server out of its mind for one, is filed, and not told of again.
        let since = self.now.plus(-HOUR);
        if queries::count_bounces(self.tx, place.ticket, since)? < NOTES_AN_HOUR {
            note(self.tx, self.execute, place, &format!("✉ ↩ {whom}"))?;
        }
        let done = Done::new(Outcome::Ignored, reasons).on(Some(place.ticket));
        Ok(Done {
            conversation: place.conversation,
            ..done
        })
    }

    /// Anybody can write such a report: it speaks only of those to whom the message that it is about was mailed, or, where
    /// it does not say which that is, whose token it came to.
    fn mark(&self, bounce: &Bounce, place: Place) -> Result<()> {
        for one in &bounce.recipients {
            let was_mailed = match &bounce.message_id {
                Some(id) => queries::outbox::went_to(self.tx, id, &one.email)?,
                None => self.is_whose_token(&one.email, place)?,
            };
            if was_mailed {
                let gone = nobody::is_gone(one, &self.mailbox.address);
                queries::mark_address(self.tx, &one.email, &one.status, gone, self.now)?;
            }
        }
        Ok(())
    }

    fn is_whose_token(&self, email: &str, place: Place) -> Result<bool> {
        let person = people::find_person_by_email(self.tx, email)?.map(|person| person.id);
        let whose = clues::people_of_tokens(self.tx, &self.prepared.incoming)?;
        Ok(person.is_some_and(|person| whose.contains(&(place.ticket, person))))
    }
}

/// Notes on a ticket what became of mail of it. The note says in which side conversation: what is written there is mailed
/// to those whom it is with.
pub(super) fn note(tx: &Tx<'_>, execute: &Execute<'_>, place: Place, what: &str) -> Result<()> {
    let ticket = store::load(tx, place.ticket)?;
    let number = place.conversation.as_ref();
    let about = ticket.zip(number).and_then(|(ticket, number)| {
        let known = ticket.side_conversations.get(number)?;
        Some(format!(" ({})", known.subject))
    });
    let note = Change::Note(Message {
        text: InternalText(format!("{what}{}", about.unwrap_or_default())),
        attachments: Vec::new(),
    });
    // Where the ticket takes no note any more, the mark of the address is enough.
    match execute(&Actor::spoc(), &change(place.ticket, vec![note])) {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
