//! Writing what happened: log, fold, texts, counters; in one unit of work.

use super::Rules;
use super::command::Outcome;
use super::counting::{Counts, count};
use crate::error::Result;
use crate::foreseen::foreseen_each;
use kernel::ticket::Activity;
use kernel::{CommandId, Recorded, Ticket, TicketId};
use std::collections::BTreeMap;
use store::log::{Addition, Stamp};
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
        let states = self.touched.values().map(|touched| &touched.after);
        let states = states.map(|ticket| (ticket, ticket.updated_at));
        let foreseen = foreseen_each(tx, rules, &states.collect::<Vec<_>>())?;
        let (mut counts, mut rows, mut documents) = (Counts::new(), Vec::new(), Vec::new());
        for (touched, foreseen) in self.touched.values().zip(&foreseen) {
            let (before, after) = (touched.before.as_ref(), &touched.after);
            rows.push(Keep {
                before,
                after,
                foreseen,
            });
            if touched.texts_changed {
                // What comes back by an undo of an undo may never have been indexed.
                documents.push(Indexed {
                    before: before.filter(|_| !touched.withdrawn),
                    ..Indexed::whole(after)
                });
            }
            count(&mut counts, &rules.counters, before, after);
        }
        store::keep(tx, &rows)?;
        store::search::index(tx, &documents)?;
        store::add_counts(tx, &counts)?;
        let version = |id: &TicketId| (*id, self.touched[id].after.version);
        Ok(Outcome {
            command: self.command,
            tickets: self.order.iter().map(version).collect(),
        })
    }

    /// Takes in what was recorded of a ticket.
    fn take(
        &mut self,
        ticket: TicketId,
        before: Option<Ticket>,
        recorded: &[Recorded],
    ) -> Result<()> {
        let command = recorded.first().map(|first| first.command);
        self.command = self.command.or(command);
        let after = folded(before.clone(), recorded)?;
        if !self.touched.contains_key(&ticket) {
            self.order.push(ticket);
        }
        let touched = self.touched.entry(ticket).or_insert_with(|| Touched {
            before,
            after: after.clone(),
            happened: Vec::new(),
            texts_changed: false,
            withdrawn: false,
        });
        touched.after = after;
        for Recorded { activity, .. } in recorded {
            touched.texts_changed |= changes_texts(activity);
            touched.withdrawn |= matches!(activity, Activity::Undone { .. });
            touched.happened.push(activity.clone());
        }
        Ok(())
    }
}

/// What happened to a ticket, and how it was before; nothing for a new one.
pub(super) type Happening = (TicketId, Option<Ticket>, Vec<Activity>);

/// Appends what happened to tickets to their logs and folds it.
pub(super) fn record(
    tx: &Tx<'_>,
    recording: &mut Recording,
    stamp: Stamp,
    happenings: Vec<Happening>,
) -> Result<()> {
    let (mut before, mut additions) = (BTreeMap::new(), Vec::new());
    let happened = |(_, _, activities): &Happening| !activities.is_empty();
    for (ticket, was, activities) in happenings.into_iter().filter(happened) {
        let version = was.as_ref().map_or(0, |ticket| ticket.version);
        additions.push(Addition {
            ticket,
            version,
            activities,
        });
        before.insert(ticket, was);
    }
    if additions.is_empty() {
        return Ok(());
    }
    let recorded = store::log::append(tx, stamp, additions)?;
    for of_ticket in recorded.chunk_by(|one, next| one.ticket == next.ticket) {
        let ticket = of_ticket[0].ticket;
        recording.take(ticket, before.remove(&ticket).flatten(), of_ticket)?;
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
