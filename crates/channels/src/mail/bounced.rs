//! Reports of messages that did not arrive.

use super::clues;
use super::deciding::{Deciding, change};
use super::model::{Done, Outcome, Reason};
use super::parsing::Bounce;
use super::queries;
use super::threading::Place;
use kernel::Actor;
use kernel::ticket::{Change, InternalText, Message};
use store::Tx;
use work::{Error, Execute, Result};

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
        let whom = format!("{} {}", bounce.recipients.join(", "), bounce.status);
        let whom = whom.trim();
        let reasons = vec![Reason::of("bounce", whom)];
        let Some(place) = place else {
            return Ok(Done::new(Outcome::Ignored, reasons));
        };
        // Anybody can write such a report: it speaks only of those to whom this ticket was mailed.
        for email in &bounce.recipients {
            if !queries::outbox::was_mailed(self.tx, place.ticket, email)? {
                continue;
            }
            queries::mark_address(self.tx, email, &bounce.status, bounce.permanent, self.now)?;
        }
        note(self.tx, self.execute, place, &format!("✉ ↩ {whom}"))?;
        let done = Done::new(Outcome::Ignored, reasons).on(Some(place.ticket));
        Ok(Done {
            conversation: place.conversation,
            ..done
        })
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
