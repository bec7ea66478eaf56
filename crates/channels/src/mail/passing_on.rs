//! A message that an agent passes on to the desk is whose wrote it: they asked, and the agent follows.

use super::deciding::{Deciding, change};
use super::model::{Done, Reason};
use super::reply::{Forwarded, forwarded, visible};
use super::threading::Candidate;
use super::{queries, token};
use directory::queries as people;
use kernel::ticket::{Address, Change, InternalText, MailResult, Message};
use kernel::{Actor, Permission, PersonId};
use work::Result;

/// What an agent passed on.
pub(super) struct PassedOn {
    /// Who wrote it.
    pub(super) requester: PersonId,
    /// What they wrote.
    pub(super) message: Forwarded,
}

impl Deciding<'_, '_> {
    /// What was passed on, if `sender` works here and passes something on.
    ///
    /// Their address is as unproven as any. Whoever writes in their name gains nothing: they could write in the name of
    /// the one who is said to have asked.
    pub(super) fn passed_on(&self, sender: PersonId) -> Result<Option<PassedOn>> {
        let actor = people::actor(self.tx, sender)?;
        // Nothing is done in the name of an agent whom somebody else may have written as.
        let is_forged = self.checks.dmarc == Some(MailResult::Fail);
        if is_forged || !actor.is_some_and(|actor| actor.can(Permission::TicketWork)) {
            return Ok(None);
        }
        let incoming = &self.prepared.incoming;
        let Some(message) = forwarded(&incoming.subject, &incoming.text) else {
            return Ok(None);
        };
        let writer = token::plain(&message.from.email);
        let mut mailboxes = queries::mailboxes(self.tx)?.into_iter();
        if mailboxes.any(|mailbox| mailbox.address == writer) {
            return Ok(None);
        }
        let requester = self.person(&message.from)?;
        Ok((requester != sender).then_some(PassedOn { requester, message }))
    }

    /// Whether who wrote it may go on with a ticket, as the agent may who passes it on.
    pub(super) fn takes_part(&self, passed_on: &PassedOn, chosen: &Candidate) -> Result<bool> {
        let ticket = store::load(self.tx, chosen.place.ticket)?.filter(|_| chosen.party);
        let writer = passed_on.requester;
        Ok(ticket.is_some_and(|ticket| ticket.parties().any(|party| party == writer)))
    }

    /// Goes on with a ticket as if who wrote it had mailed it here; what the agent wrote above it stays among agents.
    pub(super) fn append_passed_on(
        &self,
        passed_on: &PassedOn,
        chosen: &Candidate,
    ) -> Result<Option<Done>> {
        let PassedOn { requester, message } = passed_on;
        let said = visible(&message.text);
        let appended = self.append(*requester, (&message.from, said.as_str()), chosen)?;
        let Some(mut done) = appended else {
            return Ok(None);
        };
        if let (Some(ticket), Some(above)) = (done.ticket, self.above(passed_on)) {
            (self.execute)(&Actor::spoc(), &change(ticket, vec![above]))?;
        }
        done.reasons.push(self.forwarded());
        Ok(Some(done))
    }

    /// That it was passed on, and by whom.
    pub(super) fn forwarded(&self) -> Reason {
        let sender = self.prepared.incoming.from.as_ref();
        Reason::of("forwarded", sender.map_or("", Address::label))
    }

    /// What the agent wrote above it, for agents alone; nothing where they wrote nothing.
    pub(super) fn above(&self, passed_on: &PassedOn) -> Option<Change> {
        let above = &passed_on.message.above;
        let sender = self.prepared.incoming.from.as_ref()?;
        let note = Message {
            attachments: Vec::new(),
            ..self.message(&format!("✉ {sender}\n\n{above}"), InternalText)
        };
        (!above.is_empty()).then_some(Change::Note(note))
    }
}
