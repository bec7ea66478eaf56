//! What can be asked of the desk, and how it is done.

use super::record::{Happening, Recording, record};
use super::{Rules, facts, linking};
use crate::error::{Error, Result};
use kernel::ticket::{self, Activity, Change, Channel, Context, NewTicket, Refusal, decide_open};
use kernel::{Actor, CommandId, Permission, PersonId, PolicyVersion, Ticket, TicketId, Timestamp};
use store::log::Stamp;
use store::{Tx, log};

/// Most tickets that one command changes.
pub(super) const TICKETS_MAX: usize = 1_000;

/// What can be asked of the desk.
#[derive(Clone, Debug)]
pub enum Command {
    /// File a ticket.
    Open {
        /// The ticket.
        new: Box<NewTicket>,
        /// The door that it comes in by.
        channel: Channel,
    },
    /// Change a ticket, or many alike.
    Change {
        /// The tickets.
        tickets: Vec<TicketId>,
        /// What is to happen to each.
        changes: Vec<Change>,
        /// The version that whoever asks has seen; a field that somebody else changed since is refused.
        seen: Option<i64>,
        /// The door that it comes in by.
        channel: Channel,
    },
    /// Make tickets part of another.
    Merge {
        /// The tickets that end.
        sources: Vec<TicketId>,
        /// The ticket that goes on.
        target: TicketId,
    },
    /// Make messages a ticket of their own.
    Split {
        /// The ticket with the messages.
        ticket: TicketId,
        /// The messages, by their places in the ticket's log: the first is what the new ticket is about, the others come
        /// along.
        seqs: Vec<i64>,
        /// Subject of the new ticket.
        subject: String,
    },
    /// Look at tickets because time has come for their clocks or for rules.
    Wake {
        /// The tickets.
        tickets: Vec<TicketId>,
    },
    /// Take tickets from those who are away, where the team hands them out again then.
    Relieve {
        /// The tickets.
        tickets: Vec<TicketId>,
    },
    /// Take a command back, wherever it did something.
    Undo {
        /// The command.
        command: CommandId,
    },
}

impl Command {
    /// Changes one ticket from the workspace.
    pub fn change(ticket: TicketId, changes: Vec<Change>) -> Self {
        Command::Change {
            tickets: vec![ticket],
            changes,
            seen: None,
            channel: Channel::Web,
        }
    }

    /// Files a ticket.
    pub fn open(new: NewTicket, channel: Channel) -> Self {
        Command::Open {
            new: Box::new(new),
            channel,
        }
    }
}

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The command, for undoing it; nothing when everything was so already.
    pub command: Option<CommandId>,
    /// The tickets that changed, each with its new version, in the order in which they were named.
    pub tickets: Vec<(TicketId, i64)>,
}

impl Outcome {
    /// The first ticket that changed: the new one after opening or splitting.
    ///
    /// # Errors
    /// When nothing changed.
    pub fn ticket(&self) -> Result<TicketId> {
        self.tickets
            .first()
            .map(|(ticket, _)| *ticket)
            .ok_or(Error::NotFound)
    }
}

/// One command while it is done.
pub(super) struct Doing<'a, 'tx> {
    pub(super) tx: &'a Tx<'tx>,
    pub(super) rules: &'a Rules,
    pub(super) actor: &'a Actor,
    pub(super) now: Timestamp,
    pub(super) channel: Channel,
    pub(super) recording: Recording,
}

pub(super) fn execute(
    tx: &Tx<'_>,
    rules: &Rules,
    actor: &Actor,
    now: Timestamp,
    command: &Command,
    door: Channel,
) -> Result<Outcome> {
    let channel = match command {
        Command::Open { channel, .. } | Command::Change { channel, .. } => *channel,
        _ => door,
    };
    let mut doing = Doing {
        tx,
        rules,
        actor,
        now,
        channel,
        recording: Recording::default(),
    };
    // What is taken back, and what becomes one, is nobody's new event; what time brings follows by itself.
    let is_event = !matches!(
        command,
        Command::Undo { .. } | Command::Merge { .. } | Command::Wake { .. }
    );
    match command {
        Command::Open { new, channel } => doing.open(new, *channel)?,
        Command::Change {
            tickets,
            changes,
            seen,
            ..
        } => doing.change(tickets, changes, *seen)?,
        Command::Merge { sources, target } => doing.merge(sources, *target)?,
        Command::Split {
            ticket,
            seqs,
            subject,
        } => doing.split(*ticket, seqs, subject)?,
        Command::Wake { tickets } => doing.wake(tickets)?,
        Command::Relieve { tickets } => doing.relieve_all(tickets)?,
        Command::Undo { command } => doing.undo(*command)?,
    }
    if is_event {
        doing.react()?;
    }
    let Doing { recording, .. } = doing;
    recording.finish(tx, rules)
}

impl Doing<'_, '_> {
    fn open(&mut self, new: &NewTicket, channel: Channel) -> Result<()> {
        let facts = facts::for_new(self.tx, self.actor, new)?;
        let opened = decide_open(new, channel, self.context(&facts))?;
        let ticket = store::next_number(self.tx)?;
        store::lock(self.tx, &[ticket])?;
        self.happen(ticket, None, vec![opened])
    }

    fn change(
        &mut self,
        tickets: &[TicketId],
        changes: &[Change],
        seen: Option<i64>,
    ) -> Result<()> {
        if tickets.len() > 1 && !self.actor.can(Permission::TicketBulk) {
            return Err(Refusal::Forbidden(Permission::TicketBulk).into());
        }
        if tickets.len() > TICKETS_MAX {
            return Err(Refusal::TooMany { max: TICKETS_MAX }.into());
        }
        let locked = tickets.iter().copied().chain(linking::linked(changes));
        store::lock(self.tx, &locked.collect::<Vec<_>>())?;
        for id in tickets {
            self.unlink_from_others(*id, changes)?;
            self.change_one(*id, changes, seen)?;
        }
        Ok(())
    }

    /// Changes a ticket that is locked. Nothing is written before it is decided.
    pub(super) fn change_one(
        &mut self,
        id: TicketId,
        changes: &[Change],
        seen: Option<i64>,
    ) -> Result<()> {
        let ticket = self.to_change(id, changes)?;
        if let Some(seen) = seen {
            refuse_conflict(self.tx, &ticket, changes, seen)?;
        }
        for (before, decided) in self.decide_all(&ticket, changes)? {
            self.happen(before.id, Some(before), decided)?;
        }
        Ok(())
    }

    fn merge(&mut self, sources: &[TicketId], target: TicketId) -> Result<()> {
        if sources.is_empty() || sources.len() > TICKETS_MAX {
            return Err(Refusal::TooMany { max: TICKETS_MAX }.into());
        }
        let mut all = sources.to_vec();
        all.push(target);
        store::lock(self.tx, &all)?;
        let facts = ticket::Facts {
            private_teams: directory::queries::private_teams(self.tx)?,
            ..Default::default()
        };
        for id in sources {
            let (source, into) = (self.visible(*id)?, self.visible(target)?);
            let decided = ticket::decide_merge(&source, &into, self.context(&facts))
                .map_err(|refusal| self.without_hidden(refusal))?;
            let absorbed = ticket::decide_absorb(&into, &source);
            self.happen(*id, Some(source), decided)?;
            self.happen(target, Some(into), absorbed)?;
        }
        Ok(())
    }

    pub(super) fn context<'c>(&'c self, facts: &'c ticket::Facts) -> Context<'c> {
        Context {
            actor: self.actor,
            policy: &self.rules.policy,
            facts,
            now: self.now,
        }
    }

    /// A refusal that names no ticket of which the actor does not know.
    pub(super) fn without_hidden(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::Merged(Some(target)) if self.visible(target).is_err() => Refusal::Merged(None),
            refusal => refusal,
        }
    }

    /// A ticket as it is now, if the actor may see it.
    pub(super) fn visible(&self, id: TicketId) -> Result<Ticket> {
        let ticket = self.present(id)?;
        let ticket = ticket.filter(|ticket| self.actor.may_see(ticket));
        ticket.ok_or(Error::Refused(Refusal::NoSuchTicket))
    }

    /// A ticket that the actor may see, or is asked to approve something about and does nothing else to.
    fn to_change(&self, id: TicketId, changes: &[Change]) -> Result<Ticket> {
        let asked = self.actor.person.filter(|_| Change::only_answer(changes));
        if let (Some(me), Some(ticket)) = (asked, self.present(id)?) {
            let away = directory::queries::stands_in_for(self.tx, me, self.now)?;
            if ticket.asks(me, &away) {
                return Ok(ticket);
            }
        }
        self.visible(id)
    }

    pub(super) fn present(&self, id: TicketId) -> Result<Option<Ticket>> {
        Ok(match self.recording.state(id) {
            Some(ticket) => Some(ticket.clone()),
            None => store::load(self.tx, id)?,
        })
    }

    pub(super) fn happen(
        &mut self,
        id: TicketId,
        before: Option<Ticket>,
        activities: Vec<Activity>,
    ) -> Result<()> {
        let happening = (id, before, activities);
        self.happen_by(vec![happening], self.actor.person, self.channel)
    }

    pub(super) fn happen_by(
        &mut self,
        happenings: Vec<Happening>,
        actor: Option<PersonId>,
        channel: Channel,
    ) -> Result<()> {
        let stamp = Stamp {
            at: self.now,
            actor,
            channel,
            command: self.recording.command(),
            policy: self.rules.version,
        };
        record(self.tx, &mut self.recording, stamp, happenings)
    }
}

/// Two people who change different fields both win; of two who change the same, the second is told.
fn refuse_conflict(tx: &Tx<'_>, ticket: &Ticket, changes: &[Change], seen: i64) -> Result<()> {
    if seen >= ticket.version {
        return Ok(());
    }
    let mine: Vec<_> = changes.iter().filter_map(Change::field).collect();
    for recorded in log::since(tx, ticket.id, seen)? {
        let undone = |field: &ticket::Field| match &recorded.activity {
            Activity::Undone { patch, .. } => patch.0.contains_key(field.name().as_str()),
            _ => false,
        };
        let theirs = recorded.activity.field();
        if let Some(field) = mine
            .iter()
            .find(|field| theirs.as_ref() == Some(field) || undone(field))
        {
            return Err(Refusal::Conflict {
                field: field.name(),
                by: recorded.actor,
            }
            .into());
        }
    }
    Ok(())
}

/// The policy version of what was decided before there was any policy.
pub(super) const NO_POLICY: PolicyVersion = PolicyVersion(0);
