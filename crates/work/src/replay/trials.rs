//! Policies that administrators try: kept with their draft, run through the history as a job, and told afterwards.

use super::{Told, Trial, queries, replay_for};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::jobs::{Failure, Job, Priority, Progress, Running};
use crate::policies::{self, require};
use crate::policy_text::{Files, TextProblem};
use kernel::time::DAY;
use kernel::{Actor, JobId, PersonId, Policy, PolicyVersion, Ticket, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Tx;

/// Trials that are kept; the oldest go.
pub const TRIALS_KEPT: usize = 20;
/// How often a trial says how far it has come.
const SAYS_EVERY: Duration = Duration::from_secs(1);
/// Attempts after which a trial is given up: the same policy fails in the same way.
const ATTEMPTS: i64 = 2;

/// A policy that was tried.
#[derive(Clone, Debug)]
pub struct PolicyTrial {
    /// The id.
    pub id: i64,
    /// Who wanted to know; nobody for Spoc itself.
    pub person: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// How many days back; all of them if it is nothing.
    pub last_days: Option<u32>,
    /// The version that it was compared with.
    pub version: PolicyVersion,
    /// The file of the policy that was changed.
    pub file: String,
    /// The policy.
    pub policy: Policy,
    /// The job that tries it.
    pub job: JobId,
    /// What would have been different, once that is known.
    pub told: Option<Told>,
}

/// A policy that is to be tried.
pub(super) struct NewTrial {
    pub(super) person: Option<PersonId>,
    pub(super) at: Timestamp,
    pub(super) last_days: Option<u32>,
    pub(super) version: PolicyVersion,
    pub(super) file: String,
    pub(super) policy: Policy,
}

impl Desk {
    /// Tries the policy in force with what `text` says in one of its files. Answers the trial, which is told later.
    ///
    /// # Errors
    /// When the actor may not, or the database fails; within, what is wrong with the text.
    pub async fn try_policy(
        &self,
        actor: &Actor,
        (file, text): (String, String),
        last_days: Option<u32>,
    ) -> Result<std::result::Result<i64, Vec<TextProblem>>> {
        require(actor)?;
        let version = self.rules().await?.version;
        let files = Files::from([(file.clone(), text)]);
        let policy = match self.read_policy(files).await? {
            Ok(policy) => policy,
            Err(problems) => return Ok(Err(problems)),
        };
        let (desk, person, now) = (self.clone(), actor.person, self.clock().now());
        let begin = move |tx: &Tx<'_>| {
            let id = queries::next_trial(tx)?;
            let job = desk.enqueue(tx, &TryPolicy { trial: id }, person, now)?;
            let new = NewTrial {
                person,
                at: now,
                last_days,
                version,
                file: file.clone(),
                policy: policy.clone(),
            };
            queries::insert_trial(tx, (id, job), &new)?;
            queries::forget_trials(tx, TRIALS_KEPT)?;
            Ok::<_, Error>(id)
        };
        self.store().write(begin).await.map(Ok)
    }

    /// The trials that the actor began and that are kept, newest first. Those of others tell of tickets that the actor
    /// may not know of.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub async fn policy_trials(&self, actor: &Actor) -> Result<Vec<PolicyTrial>> {
        require(actor)?;
        let Some(me) = actor.person else {
            return Ok(Vec::new());
        };
        let read = move |tx: &Tx<'_>| queries::trials_of(tx, me, TRIALS_KEPT);
        self.store().read(read).await
    }

    /// A trial that the actor began.
    ///
    /// # Errors
    /// When the actor may not, there is none, or the database fails.
    pub async fn policy_trial(&self, actor: &Actor, id: i64) -> Result<PolicyTrial> {
        require(actor)?;
        let me = actor.person;
        let found = self.store().read(move |tx| queries::trial(tx, id)).await?;
        let own = found.filter(|trial| trial.person.is_some() && trial.person == me);
        own.ok_or(Error::NotFound)
    }

    /// Those of a few tickets that a trial tells of that the actor may see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tried_tickets(&self, actor: &Actor, ids: Vec<TicketId>) -> Result<Vec<Ticket>> {
        let actor = actor.clone();
        let read = move |tx: &Tx<'_>| {
            let mut found = Vec::new();
            for id in ids {
                found.extend(store::load(tx, id)?.filter(|ticket| actor.may_see(ticket)));
            }
            Ok::<_, Error>(found)
        };
        self.store().read(read).await
    }
}

/// Runs the history of tickets under the policy of a trial. A step is a ticket.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TryPolicy {
    trial: i64,
}

impl Job for TryPolicy {
    const NAME: &'static str = "try_policy";
    const PRIORITY: Priority = Priority::Awaited;
    const ATTEMPTS_MAX: i64 = ATTEMPTS;

    async fn run(self, running: Running) -> Result<(), Failure> {
        let desk = running.floor.desk.clone();
        let (store, id, now) = (desk.store().clone(), self.trial, desk.clock().now());
        let asked = move |tx: &Tx<'_>| {
            let trial = queries::trial(tx, id)?.ok_or(Error::NotFound)?;
            let present = policies::version(tx, trial.version)?.ok_or(Error::NotFound)?;
            let since = trial.last_days.map(|days| now.plus(-i64::from(days) * DAY));
            let person = trial.person.ok_or(Error::NotFound)?;
            let reader = directory::queries::actor(tx, person)?.ok_or(Error::NotFound)?;
            let total = queries::count_since(tx, &reader, since)?;
            Ok::<_, Error>((trial, present, reader, total))
        };
        let (trial, present, reader, total) = store.read(asked).await?;
        let trial = Trial {
            present: present.policy,
            proposed: trial.policy,
            last_days: trial.last_days,
            now,
        };
        let done = Arc::new(AtomicI64::new(0));
        let counting = Arc::clone(&done);
        let replayed = store.read_long(move |tx| {
            let count = |tickets: usize| counting.store(tickets as i64, Ordering::Relaxed);
            replay_for(tx, &reader, &trial, count)
        });
        tokio::pin!(replayed);
        let replayed = loop {
            tokio::select! {
                replayed = &mut replayed => break replayed?,
                () = tokio::time::sleep(SAYS_EVERY) => {
                    let progress = progress(done.load(Ordering::Relaxed), total);
                    let (running, now) = (running.clone(), desk.clock().now());
                    store.write(move |tx| running.step(tx, now, &progress)).await?;
                }
            }
        };
        let (told, now) = (Told::from(&replayed), desk.clock().now());
        let keep = move |tx: &Tx<'_>| {
            queries::tell_trial(tx, id, &told)?;
            let tickets = told.tickets as i64;
            running.step(tx, now, &progress(tickets, tickets))
        };
        Ok(store.write(keep).await?)
    }
}

fn progress(done: i64, total: i64) -> Progress {
    Progress {
        done,
        total,
        ..Progress::default()
    }
}
