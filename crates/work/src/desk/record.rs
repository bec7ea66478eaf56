//! Writing what happened: log, fold, texts, counters; in one unit of work.

use super::Rules;
use super::command::Outcome;
use super::counting::{Counts, count};
use crate::error::Result;
use crate::foreseen::foreseen;
use kernel::ticket::Activity;
use kernel::{CommandId, Recorded, Ticket, TicketId};
use std::collections::BTreeMap;
use store::log::Stamp;
use store::search::Indexed;
use store::{Keep, Tx};

/// What one command has done so far.
#[derive(Default)]
pub(super) struct Recording {
    command: Option<CommandId>,
    order: Vec<TicketId>,
    touched: BTreeMap<TicketId, Touched>,
}

struct Touched {
    before: Option<Ticket>,
    after: Ticket,
    happened: Vec<Activity>,
    texts_changed: bool,
    withdrawn: bool,
}

impl Recording {
    /// What goes on with a command that was begun in an earlier unit of work, if it was.
    pub(super) fn of(command: Option<CommandId>) -> Self {
        Self {
            command,
            ..Self::default()
        }
    }

    /// The command, once its first activity is recorded.
    pub(super) fn command(&self) -> Option<CommandId> {
        self.command
    }

    /// The state of a ticket that this command has changed already.
    pub(super) fn state(&self, ticket: TicketId) -> Option<&Ticket> {
        self.touched.get(&ticket).map(|touched| &touched.after)
    }

    /// The tickets that this command has changed so far, in the order in which it did.
    pub(super) fn tickets(&self) -> &[TicketId] {
        &self.order
    }

    /// What this command did to a ticket: as it was before, as it is now, and what happened between.
    pub(super) fn of_ticket(
        &self,
        id: TicketId,
    ) -> Option<(Option<&Ticket>, &Ticket, &[Activity])> {
        let touched = self.touched.get(&id)?;
        Some((touched.before.as_ref(), &touched.after, &touched.happened))
    }

    /// Writes the folded rows, the index and the counters of all tickets touched.
    pub(super) fn finish(self, tx: &Tx<'_>, rules: &Rules) -> Result<Outcome> {
        let mut counts = Counts::new();
        for touched in self.touched.values() {
            keep(tx, rules, touched, &mut counts)?;
        }
        store::add_counts(tx, &counts)?;
        let version = |id: &TicketId| (*id, self.touched[id].after.version);
        Ok(Outcome {
            command: self.command,
            tickets: self.order.iter().map(version).collect(),
        })
    }
}

/// Appends activities to the log of a ticket and folds them.
pub(super) fn record(
    tx: &Tx<'_>,
    recording: &mut Recording,
    ticket: TicketId,
    before: Option<Ticket>,
    stamp: Stamp,
    activities: Vec<Activity>,
) -> Result<()> {
    if activities.is_empty() {
        return Ok(());
    }
    let version = before.as_ref().map_or(0, |ticket| ticket.version);
    let texts_changed = activities.iter().any(changes_texts);
    let withdrawn = activities
        .iter()
        .any(|activity| matches!(activity, Activity::Undone { .. }));
    let recorded = store::log::append(tx, ticket, version, stamp, activities)?;
    recording.command = recording
        .command
        .or(recorded.first().map(|first| first.command));
    let after = folded(before.clone(), &recorded)?;
    let happened = recorded.into_iter().map(|recorded| recorded.activity);
    match recording.touched.get_mut(&ticket) {
        Some(touched) => {
            touched.after = after;
            touched.happened.extend(happened);
            touched.texts_changed |= texts_changed;
            touched.withdrawn |= withdrawn;
        }
        None => {
            recording.order.push(ticket);
            recording.touched.insert(
                ticket,
                Touched {
                    before,
                    after,
                    happened: happened.collect(),
                    texts_changed,
                    withdrawn,
                },
            );
        }
    }
    Ok(())
}

/// Folds what is new into what was.
pub(super) fn folded(before: Option<Ticket>, recorded: &[Recorded]) -> Result<Ticket> {
    let (mut ticket, rest) = match (before, recorded) {
        (Some(ticket), all) => (ticket, all),
        (None, [first, rest @ ..]) => (Ticket::opened(first)?, rest),
        (None, []) => {
            return Err(store::Error::Damaged("a ticket without a first activity".into()).into());
        }
    };
    for recorded in rest {
        ticket.apply(recorded)?;
    }
    Ok(ticket)
}

fn changes_texts(activity: &Activity) -> bool {
    matches!(
        activity,
        Activity::Opened(_)
            | Activity::SubjectChanged { .. }
            | Activity::Replied { .. }
            | Activity::Noted { .. }
            | Activity::SideWritten(_)
            | Activity::Brought(_)
            | Activity::Undone { .. }
    )
}

fn keep(tx: &Tx<'_>, rules: &Rules, touched: &Touched, counts: &mut Counts) -> Result<()> {
    let Touched {
        before,
        after,
        texts_changed,
        withdrawn,
        ..
    } = touched;
    let foreseen = foreseen(tx, rules, after, after.updated_at)?;
    store::keep(
        tx,
        &Keep {
            before: before.as_ref(),
            after,
            timers: &foreseen.timers,
            promised: foreseen.promised,
        },
    )?;
    if *texts_changed {
        // What comes back by an undo of an undo may never have been indexed.
        let before = before.as_ref().filter(|_| !withdrawn);
        let ticket = Indexed {
            before,
            ..Indexed::whole(after)
        };
        store::search::index(tx, &[ticket])?;
    }
    count(counts, &rules.counters, before.as_ref(), after);
    Ok(())
}
