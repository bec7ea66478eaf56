//! Taking tickets from those who are away: what follows is what follows on every ticket of the team that nobody has.

use super::command::Doing;
use super::facts;
use crate::error::{Error, Result};
use kernel::TicketId;
use kernel::ticket::{Activity, Automated, Change, Channel, Refusal, decide};

impl Doing<'_, '_> {
    /// Each ticket is looked at for itself; one that cannot be taken holds up no other.
    pub(super) fn relieve_all(&mut self, tickets: &[TicketId]) -> Result<()> {
        if !self.actor.is_spoc() {
            return Err(Refusal::AgentsOnly.into());
        }
        store::lock(self.tx, tickets)?;
        for id in tickets {
            match self.relieve(*id) {
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Asks everything anew: they may have come back, and the ticket gone on.
    fn relieve(&mut self, id: TicketId) -> Result<()> {
        let mut ticket = self.visible(id)?;
        let teams = self.rules.automation.relieving(self.now);
        let is_handed_out = ticket.team.is_some_and(|team| teams.contains(&team));
        let Some(person) = ticket
            .assignee
            .filter(|_| is_handed_out && ticket.is_open())
        else {
            return Ok(());
        };
        if !directory::queries::routed_person(self.tx, person)?.is_away(self.now) {
            return Ok(());
        }
        let before = ticket.clone();
        let changes = [Change::Assignee(None)];
        let asking = facts::Asking {
            actor: self.actor,
            policy: &self.rules.policy,
            now: self.now,
        };
        let known = facts::for_changes(self.tx, &asking, &ticket, &changes)?;
        // Before what is decided stands why.
        ticket.version += 1;
        let mut activities = vec![Activity::Automated(Automated::Relieved { person })];
        activities.extend(decide(&ticket, &changes, self.context(&known))?);
        let happening = (id, Some(before), activities);
        self.happen_by(vec![happening], None, Channel::Automation)
    }
}
