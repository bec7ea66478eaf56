//! Many tickets changed alike, beside the requests: ticket by ticket, under one command, so that one undo takes
//! all of it back.

use super::model::{Failure, Job, Priority, Progress, Running};
use super::queries;
use crate::desk::{Desk, Part, PartOutcome, Wanted};
use crate::error::{Error, Result};
use kernel::actor::PermissionSet;
use kernel::ticket::{Change, Channel, Refusal};
use kernel::{Actor, CommandId, JobId, Permission, PersonId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use web::Texts;

/// Most tickets that are changed while somebody waits for the answer.
pub(crate) const AT_ONCE_MAX: usize = 50;
/// Most tickets that one job changes.
pub(crate) const TICKETS_MAX: usize = 20_000;
/// Tickets that are changed in one unit of work: others who write need not wait long.
const PART: usize = 25;
/// Most jobs that one person has in the queue at once.
const JOBS_MAX: i64 = 20;

/// How a job was asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What whoever asked was allowed then: a token may allow less than its person.
    pub(crate) permissions: PermissionSet,
    /// The language of the reasons why something was not done; nothing for the API's.
    pub(crate) language: Option<String>,
    /// The door that it came in by.
    pub(crate) channel: Channel,
}

/// The same changes on many tickets.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BulkEdit {
    pub(crate) tickets: Vec<TicketId>,
    pub(crate) changes: Vec<Change>,
    pub(crate) asked: Asked,
}

/// A command on many tickets is taken back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BulkUndo {
    pub(crate) command: CommandId,
    pub(crate) asked: Asked,
    pub(crate) total: i64,
}

impl Job for BulkEdit {
    const NAME: &'static str = "bulk_edit";
    const PRIORITY: Priority = Priority::Awaited;

    fn total(&self) -> i64 {
        self.tickets.len() as i64
    }

    async fn run(self, running: Running) -> Result<(), Failure> {
        let wanted = Wanted::Changes(self.changes);
        in_parts(&running, &self.asked, &self.tickets, wanted).await
    }
}

impl Job for BulkUndo {
    const NAME: &'static str = "bulk_undo";
    const PRIORITY: Priority = Priority::Awaited;

    fn once_key(&self) -> Option<String> {
        Some(format!("undo {}", self.command))
    }

    fn total(&self) -> i64 {
        self.total
    }

    async fn run(self, running: Running) -> Result<(), Failure> {
        let command = self.command;
        let touched = running
            .floor
            .desk
            .store()
            .read(move |tx| store::log::tickets_of_command(tx, command))
            .await?;
        in_parts(&running, &self.asked, &touched, Wanted::Undo(command)).await
    }
}

/// Does what is wanted on the tickets that are left, part by part.
async fn in_parts(
    running: &Running,
    asked: &Asked,
    tickets: &[TicketId],
    wanted: Wanted,
) -> Result<(), Failure> {
    let actor = who(running, asked).await?;
    let begun = usize::try_from(running.done).unwrap_or_default();
    let mut command = running.command;
    let left = tickets.get(begun..).unwrap_or_default();
    for (part, done) in left.chunks(PART).zip((begun + PART..).step_by(PART)) {
        let step = Step {
            running: running.clone(),
            asked: asked.clone(),
            done: done.min(tickets.len()) as i64,
            total: tickets.len() as i64,
        };
        let part = Part {
            command,
            tickets: part.to_vec(),
            wanted: wanted.clone(),
            channel: asked.channel,
        };
        let desk = running.floor.desk.clone();
        let keep = move |tx: &Tx<'_>, now: Timestamp, outcome: &PartOutcome| {
            step.keep(&desk, tx, now, outcome)
        };
        let outcome = running.floor.desk.execute_part(&actor, part, keep).await?;
        command = outcome.command;
    }
    Ok(())
}

/// Whoever asked, with what they are allowed now and were then.
async fn who(running: &Running, asked: &Asked) -> Result<Actor, Failure> {
    let gone = || Failure::ForGood("whoever started it is not active any more".into());
    let person = running.person.ok_or_else(gone)?;
    let found = running.floor.directory.actor(person).await;
    let found = found.map_err(|error| Failure::ForNow(error.to_string()))?;
    let mut actor = found.ok_or_else(gone)?;
    actor.permissions = actor.permissions.intersection(asked.permissions);
    if !actor.can(Permission::TicketBulk) {
        return Err(Error::Refused(Refusal::Forbidden(Permission::TicketBulk)).into());
    }
    Ok(actor)
}

/// What is kept with a part.
struct Step {
    running: Running,
    asked: Asked,
    done: i64,
    total: i64,
}

impl Step {
    fn keep(&self, desk: &Desk, tx: &Tx<'_>, now: Timestamp, outcome: &PartOutcome) -> Result<()> {
        let refused = outcome
            .refused
            .iter()
            .map(|(ticket, refusal)| Ok((*ticket, self.said(desk, tx, refusal)?)));
        let progress = Progress {
            done: self.done,
            total: self.total,
            command: outcome.command,
            refused: refused.collect::<Result<_>>()?,
        };
        self.running.step(tx, now, &progress)
    }

    /// Why nothing was done, in the language of whoever asked.
    fn said(&self, desk: &Desk, tx: &Tx<'_>, refusal: &Refusal) -> Result<String> {
        match self.asked.language.as_deref().and_then(Texts::find) {
            Some(texts) => {
                crate::pages::refusal_said(tx, &*desk.rules_in(tx)?, texts, refusal.clone())
            }
            None => Ok(refusal.to_string()),
        }
    }
}

/// Puts an edit into the queue.
///
/// # Errors
/// When the actor may not change many tickets, names none or too many, has too many jobs in the queue already,
/// or when the database fails.
pub(crate) fn begin(
    desk: &Desk,
    tx: &Tx<'_>,
    actor: &Actor,
    edit: &BulkEdit,
    now: Timestamp,
) -> Result<JobId> {
    let person = may_begin(tx, actor)?;
    if edit.tickets.len() > TICKETS_MAX {
        return Err(Refusal::TooMany { max: TICKETS_MAX }.into());
    }
    desk.enqueue(tx, edit, Some(person), now)
}

/// Puts taking back what the actor's own job did into the queue; ends that job first, if it still goes on. Nothing
/// where no job of the actor's did the command: then it is small enough to be taken back at once.
///
/// # Errors
/// When the actor may not change many tickets, or when the database fails.
pub(crate) fn begin_undo(
    desk: &Desk,
    tx: &Tx<'_>,
    actor: &Actor,
    command: CommandId,
    asked: &Asked,
) -> Result<Option<JobId>> {
    let now = desk.clock().now();
    let Some(person) = actor.person else {
        return Ok(None);
    };
    let Some(total) = queries::own_command(tx, person, command)? else {
        return Ok(None);
    };
    may_begin(tx, actor)?;
    queries::cancel_command(tx, command, now)?;
    let undo = BulkUndo {
        command,
        asked: asked.clone(),
        total,
    };
    desk.enqueue(tx, &undo, Some(person), now).map(Some)
}

fn may_begin(tx: &Tx<'_>, actor: &Actor) -> Result<PersonId> {
    let forbidden = || Error::Refused(Refusal::Forbidden(Permission::TicketBulk));
    let person = actor.person.ok_or_else(forbidden)?;
    if !actor.can(Permission::TicketBulk) {
        return Err(forbidden());
    }
    if queries::queued_count(tx, person)? >= JOBS_MAX {
        return Err(Error::Invalid {
            field: "job",
            text: "jobs-too-many".into(),
        });
    }
    Ok(person)
}
