//! Commands that change so many tickets that they are done part by part, each part in a unit of work of its
//! own. All parts have one id, so that taking the command back takes all of it back; and each ticket is
//! decided for itself, so that one on which it is not possible holds up no other.

use super::command::Doing;
use super::record::Recording;
use super::{Desk, linking};
use crate::error::{Error, Result};
use kernel::ticket::{Change, Channel, Refusal};
use kernel::{Actor, CommandId, Permission, TicketId, Timestamp};
use store::{Tx, log};

/// What is to happen to each ticket.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// These changes. Removing links is not among them: that changes other tickets, too.
    Changes(Vec<Change>),
    /// What a command did is taken back.
    Undo(CommandId),
}

/// A part of a command.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The command, once an earlier part has begun it.
    pub(crate) command: Option<CommandId>,
    /// The tickets of this part.
    pub(crate) tickets: Vec<TicketId>,
    /// What is to happen to each.
    pub(crate) wanted: Wanted,
    /// The door that the command came in by.
    pub(crate) channel: Channel,
}

/// What a part of a command did.
#[derive(Clone, Debug)]
pub(crate) struct PartOutcome {
    /// The command; nothing as long as everything was so already.
    pub(crate) command: Option<CommandId>,
    /// How many tickets changed.
    pub(crate) changed: usize,
    /// On which tickets nothing was done, and why.
    pub(crate) refused: Vec<(TicketId, Refusal)>,
}

impl Desk {
    /// Does a part of a command. `keep` is called in the same unit of work with what was done.
    ///
    /// # Errors
    /// When the actor may not change many tickets, the database fails or `keep` does; then nothing of the part is done.
    pub(crate) async fn execute_part(
        &self,
        actor: &Actor,
        part: Part,
        keep: impl Fn(&Tx<'_>, Timestamp, &PartOutcome) -> Result<()> + Send + 'static,
    ) -> Result<PartOutcome> {
        if part.tickets.len() > 1 && !actor.can(Permission::TicketBulk) {
            return Err(Refusal::Forbidden(Permission::TicketBulk).into());
        }
        let (actor, now, desk) = (actor.clone(), self.clock().now(), self.clone());
        let work = move |tx: &Tx<'_>| {
            let rules = desk.rules_in(tx)?;
            let doing = Doing {
                tx,
                rules: &rules,
                actor: &actor,
                now,
                channel: part.channel,
                recording: Recording::of(part.command),
            };
            let outcome = doing.part(&part)?;
            keep(tx, now, &outcome)?;
            Ok::<_, Error>(outcome)
        };
        let outcome = self.store().write(work).await?;
        self.inner.written.notify_waiters();
        Ok(outcome)
    }

    /// Spoc itself takes a command back, on each ticket by itself: one that somebody has changed since holds up no other.
    /// `keep` is called in the same unit of work. Answers on which tickets the command still stands.
    ///
    /// # Errors
    /// When the database fails or `keep` does; then nothing is taken back.
    pub async fn undo_each(
        &self,
        command: CommandId,
        keep: impl Fn(&Tx<'_>) -> Result<()> + Send + 'static,
    ) -> Result<Vec<TicketId>> {
        let touched = move |tx: &Tx<'_>| log::tickets_of_command(tx, command);
        let part = Part {
            command: None,
            tickets: self.store().read(touched).await?,
            wanted: Wanted::Undo(command),
            channel: Channel::Automation,
        };
        let spoc = Actor::spoc();
        let done = self.execute_part(&spoc, part, move |tx, _, _| keep(tx));
        let refused = done.await?.refused.into_iter();
        let stands = refused.filter(|(_, refusal)| *refusal != Refusal::AlreadyUndone);
        Ok(stands.map(|(ticket, _)| ticket).collect())
    }
}

impl Doing<'_, '_> {
    fn part(mut self, part: &Part) -> Result<PartOutcome> {
        let mut locked = part.tickets.clone();
        if let Wanted::Changes(changes) = &part.wanted {
            locked.extend(linking::linked(changes));
        }
        store::lock(self.tx, &locked)?;
        let mut refused = Vec::new();
        for id in &part.tickets {
            let done = match &part.wanted {
                Wanted::Changes(changes) => self.change_one(*id, changes, None),
                Wanted::Undo(command) => self.undo_one(*id, *command),
            };
            match done {
                Ok(()) => {}
                Err(Error::Refused(refusal)) => refused.push((*id, refusal)),
                Err(error) => return Err(error),
            }
        }
        if matches!(part.wanted, Wanted::Changes(_)) {
            self.react()?;
        }
        let outcome = self.recording.finish(self.tx, self.rules)?;
        Ok(PartOutcome {
            command: outcome.command,
            changed: outcome.tickets.len(),
            refused,
        })
    }
}
