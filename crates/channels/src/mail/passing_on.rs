//! A message that an agent passes on to the desk is whose wrote it: they asked, and the agent follows.

use super::deciding::Deciding;
use super::reply::{Forwarded, forwarded};
use super::{queries, token};
use directory::queries as people;
use kernel::ticket::{Change, InternalText, MailResult, Message};
use kernel::{Permission, PersonId};
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
