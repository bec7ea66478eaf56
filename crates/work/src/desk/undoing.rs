//! Taking a command back, wherever it did something.

use super::command::Doing;
use crate::error::Result;
use kernel::ticket::{self, Activity, ApprovalActivity, Refusal};
use kernel::{CommandId, Recorded, TicketId};
use store::log::{self, Texts};

impl Doing<'_, '_> {
    /// Whoever did something may take it back; so may everybody who works on the tickets.
    pub(super) fn undo(&mut self, command: CommandId) -> Result<()> {
        let tickets = log::tickets_of_command(self.tx, command)?;
        store::lock(self.tx, &tickets)?;
        if tickets.is_empty() {
            return Err(Refusal::NoSuchTicket.into());
        }
        for id in tickets {
            self.undo_one(id, command)?;
        }
        Ok(())
    }

    /// Takes a command back on a ticket that is locked. Nothing is written before it is decided.
    pub(super) fn undo_one(&mut self, id: TicketId, command: CommandId) -> Result<()> {
        let ticket = self.visible(id)?;
        let log = log::of_ticket(self.tx, id, Texts::None)?;
        let own = |recorded: &Recorded| {
            recorded.command == command && recorded.actor == self.actor.person
        };
        if !self.actor.works_on(&ticket) && !log.iter().any(own) {
            return Err(Refusal::AgentsOnly.into());
        }
        let answer_of_another = |recorded: &Recorded| {
            let answers = matches!(
                recorded.activity,
                Activity::Approval(ApprovalActivity::Decided { .. })
            );
            answers && recorded.command == command && recorded.actor != self.actor.person
        };
        if log.iter().any(answer_of_another) {
            return Err(Refusal::AnswerOfAnother.into());
        }
        let undone = ticket::undo(&log, command)?;
        self.happen(id, Some(ticket), vec![undone])
    }
}
