//! What a job is, what it is given, and what is known of it.

use super::queries;
use crate::error::{Error, Result};
use crate::module::Floor;
use kernel::{CommandId, JobId, PersonId, TicketId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use store::Tx;

/// Attempts after which a job has failed.
const ATTEMPTS_MAX: i64 = 8;

/// Which jobs come first when several are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it.
    Awaited,
    /// Most are.
    Usual,
    /// Tidying up.
    Idle,
}

impl Priority {
    /// All, the first first.
    pub(super) const ALL: [Priority; 3] = [Priority::Awaited, Priority::Usual, Priority::Idle];

    pub(super) fn rank(self) -> i64 {
        self as i64
    }
}

/// Something that is done beside the requests.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name, never used for another kind of job.
    const NAME: &'static str;
    /// Which come first.
    const PRIORITY: Priority = Priority::Usual;
    /// Attempts after which it has failed.
    const ATTEMPTS_MAX: i64 = ATTEMPTS_MAX;
    /// How often it comes again by itself, in microseconds. Such a job is made from nothing (`{}`).
    const EVERY: Option<i64> = None;

    /// While a job of this key has not ended, no other is put into the queue.
    fn once_key(&self) -> Option<String> {
        None
    }

    /// How many steps it has, where that is known.
    fn total(&self) -> i64 {
        0
    }

    /// Does it. May be called again after it was interrupted, and goes on from [`Running::done`].
    fn run(self, running: Running) -> impl Future<Output = Result<(), Failure>> + Send;
}

type Ends = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// A kind of job, as a line in a list.
#[derive(Clone, Copy, Debug)]
pub struct JobKind {
    /// Its name.
    pub name: &'static str,
    /// How often it comes again by itself, in microseconds.
    pub every: Option<i64>,
    pub(super) priority: Priority,
    pub(super) attempts_max: i64,
    pub(super) run: fn(&str, Running) -> Result<Ends, String>,
}

impl JobKind {
    /// The kind of a job.
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::NAME,
            every: J::EVERY,
            priority: J::PRIORITY,
            attempts_max: J::ATTEMPTS_MAX,
            run: |payload, running| {
                let job: J = serde_json::from_str(payload)
                    .map_err(|error| format!("what it was given cannot be read: {error}"))?;
                Ok(Box::pin(job.run(running)))
            },
        }
    }
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may succeed later.
    ForNow(String),
    /// Trying again would not help.
    ForGood(String),
    /// Another worker has it, or it was cancelled.
    Taken,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::JobTaken => Failure::Taken,
            Error::Store(error) => error.into(),
            error => Failure::ForGood(error.to_string()),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Failure::ForNow(error.to_string())
    }
}

/// What a job is given while it is done.
#[derive(Clone)]
pub struct Running {
    /// What it works with.
    pub floor: Floor,
    /// Which it is.
    pub job: JobId,
    /// For whom it is done; nobody where Spoc itself wants it.
    pub person: Option<PersonId>,
    /// How many steps were done before.
    pub done: i64,
    /// What it changes tickets by, once it has.
    pub command: Option<CommandId>,
    pub(super) claim: i64,
}

/// How far a job has come with a step.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Steps done, from the beginning.
    pub done: i64,
    /// Steps there are.
    pub total: i64,
    /// What it changes tickets by.
    pub command: Option<CommandId>,
    /// On which tickets nothing could be done with this step, and why.
    pub refused: Vec<(TicketId, String)>,
}

impl Running {
    /// Keeps how far the job has come, in the unit of work of what was done. What this worker does counts for
    /// nothing once the job was taken by another or cancelled: then the whole unit of work is left out.
    ///
    /// # Errors
    /// When the job is not this worker's any more, or the database fails.
    pub fn step(&self, tx: &Tx<'_>, now: Timestamp, progress: &Progress) -> Result<()> {
        queries::step(tx, self, now, progress)
    }
}

macro_rules! states {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Where a job is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum JobState { $($(#[$doc])* $variant,)* }

        impl JobState {
            /// All, in the order of a job's life.
            pub const ALL: &'static [JobState] = &[$(JobState::$variant,)*];

            /// Its name in the table and the API.
            pub fn name(self) -> &'static str {
                match self { $(JobState::$variant => $name,)* }
            }

            /// The state of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(JobState::$variant),)* _ => None }
            }
        }
    };
}

states! {
    /// In the queue.
    Waiting = "waiting",
    /// A worker has it.
    Running = "running",
    /// Done.
    Done = "done",
    /// Given up.
    Failed = "failed",
    /// Ended by somebody.
    Cancelled = "cancelled",
}

impl JobState {
    /// Whether nothing happens to it any more by itself.
    pub fn is_ended(self) -> bool {
        !matches!(self, JobState::Waiting | JobState::Running)
    }
}

/// A job, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which it is.
    pub id: JobId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub state: JobState,
    /// When somebody looks at it next.
    pub due_at: Option<Timestamp>,
    /// How often it was begun.
    pub attempts: i64,
    /// What was wrong last.
    pub error: Option<String>,
    /// Steps done.
    pub done: i64,
    /// Steps there are; 0 where that is not known.
    pub total: i64,
    /// On how many tickets nothing could be done.
    pub refused: i64,
    /// What it changed tickets by.
    pub command: Option<CommandId>,
    /// Who started it.
    pub person: Option<PersonId>,
    /// When it was put into the queue.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Whether it comes again by itself.
    pub comes_again: bool,
}

impl Listed {
    /// Whether it would be tried again now if somebody said so.
    pub fn can_be_retried(&self) -> bool {
        match self.state {
            JobState::Failed => true,
            JobState::Waiting => self.error.is_some(),
            _ => false,
        }
    }
}
