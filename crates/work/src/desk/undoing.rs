//! Taking commands back: by whoever gave them, and by everybody who works on the tickets.

use super::command::Doing;
use crate::error::{Error, Result};
use kernel::ticket::{self, Activity, ApprovalActivity, Refusal, Ticket};
use kernel::{CommandId, Recorded, TicketId};
use store::log::{self, Texts};

/// What takes a command back on one ticket.
struct Undoing {
    ticket: Ticket,
    activities: Vec<Activity>,
    /// The other tickets of which the command spoke there.
    references: Vec<TicketId>,
}

impl Doing<'_, '_> {
    /// Takes a command back. Where the actor does not know of some of its tickets, the others are all there are.
    pub(super) fn undo(&mut self, command: CommandId) -> Result<()> {
        let tickets = log::tickets_of_command(self.tx, command)?;
        store::lock(self.tx, &tickets)?;
        let (mut undone, mut hidden) = (Vec::new(), Vec::new());
        for id in tickets {
            match self.undoing(id, command) {
                Ok(found) => undone.push((id, found)),
                Err(Error::Refused(Refusal::NoSuchTicket)) => hidden.push(id),
                Err(error) => return Err(error),
            }
        }
        // A merge, a split or a link is taken back on both sides or not at all.
        let mut references = undone.iter().flat_map(|(_, found)| &found.references);
        if undone.is_empty() || references.any(|id| hidden.contains(id)) {
            return Err(Refusal::NoSuchTicket.into());
        }
        for (id, found) in undone {
            self.happen(id, Some(found.ticket), found.activities)?;
        }
        Ok(())
    }

    /// Takes a command back on a ticket that is locked. Nothing is written before it is decided.
    pub(super) fn undo_one(&mut self, id: TicketId, command: CommandId) -> Result<()> {
        let found = self.undoing(id, command)?;
        self.happen(id, Some(found.ticket), found.activities)
    }

    /// What takes a command back on a ticket. Whoever hid a ticket from themselves may take that back.
    fn undoing(&self, id: TicketId, command: CommandId) -> Result<Undoing> {
        let ticket = self.present(id)?.ok_or(Refusal::NoSuchTicket)?;
        let log = log::of_ticket(self.tx, id, Texts::None)?;
        let of_command = || log.iter().filter(|recorded| recorded.command == command);
        let own = of_command().any(|recorded| recorded.actor == self.actor.person);
        let sees = self.actor.may_see(&ticket);
        if !sees && !own {
            return Err(Refusal::NoSuchTicket.into());
        }
        if !own && !self.actor.works_on(&ticket) {
            return Err(Refusal::AgentsOnly.into());
        }
        let answer_of_another = |recorded: &Recorded| {
            let answers = matches!(
                recorded.activity,
                Activity::Approval(ApprovalActivity::Decided { .. })
            );
            answers && recorded.actor != self.actor.person
        };
        if sees && of_command().any(answer_of_another) {
            return Err(Refusal::AnswerOfAnother.into());
        }
        let facts = Default::default();
        let decided = ticket::undo(&log, command, self.context(&facts));
        let activities = match decided {
            decided if sees => decided?,
            Ok(decided) if self.actor.may_see(&ticket.after(&decided, self.now)) => decided,
            _ => return Err(Refusal::NoSuchTicket.into()),
        };
        let references = of_command().flat_map(|recorded| recorded.activity.references());
        Ok(Undoing {
            references: references.collect(),
            ticket,
            activities,
        })
    }
}
