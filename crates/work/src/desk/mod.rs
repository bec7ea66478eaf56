//! The desk: the one door for writing.
//!
//! Browser, API, mail, importers and timers all come in by [`Desk::execute`]: there permission, validation,
//! decision, storage, counting and indexing happen, once and in one unit of work.

pub(crate) mod approvers;
mod command;
mod counting;
mod facts;
mod history;
mod linking;
mod parts;
mod present;
mod queries;
mod reacting;
mod record;
mod relieving;
mod splitting;
mod timers;
mod undoing;
mod zones;

use crate::error::Result;
use crate::module::{KeepsMail, Module, Signature};
use crate::ports::{Holding, Holdings};
use crate::practices::Practices;
use crate::queries::{Reader, TicketPage};
use kernel::ticket::Channel;
use kernel::{Actor, Clock, PersonId, Recorded, Timestamp};
use present::Present;
use std::sync::Arc;
use store::Store;
use tokio::sync::Notify;

pub use command::{Command, Outcome};
pub(crate) use counting::Counter;
pub use history::{History, HistoryOutcome, Step};
pub(crate) use parts::{Part, PartOutcome, Wanted};
pub(crate) use present::{PRIVATE_TEAMS, counted_private_teams, counter, understood};
pub use present::{RuledView, Rules};

/// Executes a command inside a unit of work. What is refused has written nothing.
pub type Execute<'a> = dyn Fn(&Actor, &Command) -> Result<Outcome> + 'a;

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    present: Present,
    written: Notify,
    enqueued: Notify,
    signature: Option<Signature>,
    keeps_mail: Option<KeepsMail>,
    holdings: Option<(&'static str, Holdings)>,
    practices: Practices,
}

impl Desk {
    /// Opens the desk over a store, and puts there what a new desk starts with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(store: Store, clock: Arc<dyn Clock>, modules: Vec<Module>) -> Result<Self> {
        let now = clock.now();
        let signature = modules.iter().find_map(|module| module.signature);
        let keeps_mail = modules.iter().find_map(|module| module.keeps_mail);
        let mut holdings = modules.iter();
        let holdings = holdings.find_map(|module| Some((module.name, module.holdings?)));
        let write_out = modules.iter().find_map(|module| module.write_out);
        let practices = Practices::of(&modules);
        store
            .write(move |tx| crate::seeds::seed(tx, &modules, now))
            .await?;
        let inner = Inner {
            store,
            clock,
            present: Present::new(write_out),
            written: Notify::new(),
            enqueued: Notify::new(),
            signature,
            keeps_mail,
            holdings,
            practices,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The store, for queries.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The practices that administrators may switch off.
    pub fn practices(&self) -> &Practices {
        &self.inner.practices
    }

    /// Where "now" comes from.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// Does what `actor` wants: all of it or nothing. Answers once it is on the disk.
    ///
    /// # Errors
    /// When the rules forbid it or the database fails.
    pub async fn execute(&self, actor: &Actor, command: Command) -> Result<Outcome> {
        self.execute_with(actor, command, Channel::Web, |_, _, execute| execute())
            .await
    }

    /// Does what `actor` wants with something around it in the same unit of work: what must hold before, and
    /// what is kept after, stand or fall with the command. `around` is given the present instant and the
    /// command, to be done at most once. `door` is for commands that do not name theirs.
    ///
    /// # Errors
    /// When the rules forbid it, the database fails or `around` does.
    pub(crate) async fn execute_with<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: Command,
        door: Channel,
        around: impl Fn(&store::Tx<'_>, Timestamp, &dyn Fn() -> Result<Outcome>) -> Result<T>
        + Send
        + 'static,
    ) -> Result<T> {
        let actor = actor.clone();
        self.execute_within(door, move |tx, now, execute| {
            around(tx, now, &|| execute(&actor, &command))
        })
        .await
    }

    /// One unit of work of a channel: who acts and what they want is found out within it, by `work`, which is given
    /// the present instant and what commands are executed by. What it does beside stands or falls with them.
    ///
    /// # Errors
    /// When the rules forbid a command and `work` makes that its own error, the database fails or `work` does.
    pub async fn execute_within<T: Send + 'static>(
        &self,
        door: Channel,
        work: impl Fn(&store::Tx<'_>, Timestamp, &Execute<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (now, desk) = (self.inner.clock.now(), self.clone());
        let work = move |tx: &store::Tx<'_>| {
            let rules = desk.inner.present.rules(tx)?;
            work(tx, now, &|actor, command| {
                command::execute(tx, &rules, actor, now, command, door)
            })
        };
        let done = self.inner.store.write(work).await?;
        self.inner.written.notify_waiters();
        Ok(done)
    }

    /// Records what happened elsewhere, at its own time and by its own actors. What was recorded before, by
    /// its external reference, is left alone.
    ///
    /// # Errors
    /// When a history does not fold or the database fails; then nothing of the batch is recorded.
    pub async fn record_history(&self, batch: Vec<History>) -> Result<HistoryOutcome> {
        let (desk, batch, now) = (self.clone(), Arc::new(batch), self.inner.clock.now());
        let work = move |tx: &store::Tx<'_>| {
            let rules = desk.inner.present.rules(tx)?;
            history::record(tx, &rules, &batch, now)
        };
        let outcome = self.inner.store.write(work).await?;
        self.inner.written.notify_waiters();
        Ok(outcome)
    }

    /// The policy and the views in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rules(&self) -> Result<Arc<Rules>> {
        let desk = self.clone();
        self.inner
            .store
            .read(move |tx| desk.inner.present.rules(tx))
            .await
    }

    /// The policy and the views in force, inside a unit of work.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rules_in(&self, tx: &store::Tx<'_>) -> Result<Arc<Rules>> {
        self.inner.present.rules(tx)
    }

    /// What a ticket's page shows, with whether mail of it is kept.
    pub(crate) fn with_mail(&self, tx: &store::Tx<'_>, mut page: TicketPage) -> Result<TicketPage> {
        let by_mail = |recorded: &Recorded| recorded.channel == Channel::Email;
        if let Some(keeps_mail) = self.inner.keeps_mail
            && page.timeline.iter().any(by_mail)
        {
            page.keeps_mail = keeps_mail(tx, page.ticket.id)?;
        }
        Ok(page)
    }

    /// What stands under a reply of the reader's on a ticket, if anything.
    pub(crate) fn signature(
        &self,
        tx: &store::Tx<'_>,
        reader: &Reader,
        ticket: &kernel::Ticket,
    ) -> Result<Option<String>> {
        let of = self.inner.signature;
        of.map_or(Ok(None), |signature| signature(tx, reader, ticket))
    }

    /// What somebody works with; nothing where the practice that knows is switched off.
    ///
    /// # Errors
    /// When the database fails.
    pub fn held_by(
        &self,
        tx: &store::Tx<'_>,
        reader: &Reader,
        person: PersonId,
    ) -> Result<Option<Holding>> {
        let off = &self.rules_in(tx)?.policy.off;
        let is_on = |(practice, _): &(&str, Holdings)| !off.contains(*practice);
        let knows = self.inner.holdings.filter(is_on);
        knows.map(|(_, of)| of(tx, reader, person)).transpose()
    }

    /// Waits until something was written by this process, from this call on.
    pub fn written(&self) -> tokio::sync::futures::Notified<'_> {
        self.inner.written.notified()
    }

    /// Waits until a job was put into the queue by this process, from this call on.
    pub(crate) fn workers_told(&self) -> tokio::sync::futures::Notified<'_> {
        self.inner.enqueued.notified()
    }

    /// Says that there is a job in the queue.
    pub(crate) fn tell_workers(&self) {
        self.inner.enqueued.notify_waiters();
    }

    /// Does what is due by now: closes and resumes tickets. Answers how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run_timers(&self) -> Result<usize> {
        zones::follow(self).await?;
        timers::run(self).await
    }
}

impl directory::Practices for Desk {
    fn off(&self, tx: &store::Tx<'_>) -> store::Result<std::collections::BTreeSet<String>> {
        match self.rules_in(tx) {
            Ok(rules) => Ok(rules.policy.off.clone()),
            Err(crate::Error::Store(error)) => Err(error),
            Err(error) => Err(store::Error::Damaged(error.to_string())),
        }
    }
}
