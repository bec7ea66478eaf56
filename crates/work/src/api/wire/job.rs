//! What is done beside the requests, as documents.

use crate::jobs::Listed;
use kernel::TicketId;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that is done beside the requests.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Job {
    id: i64,
    /// What it does, such as `bulk_edit`.
    name: String,
    /// `waiting`, `running`, `done`, `failed` or `cancelled`.
    state: &'static str,
    /// Steps done: tickets looked at.
    done: i64,
    /// Steps there are; 0 where that is not known.
    total: i64,
    /// On how many tickets nothing could be done.
    refused: i64,
    /// Which tickets those are, and why; at most 200 of them, and only where the job is the reader's own.
    refusals: Vec<JobRefusal>,
    /// The command by which it changes tickets: `DELETE /commands/{id}` takes all of it back.
    command: Option<i64>,
    /// What was wrong last.
    error: Option<String>,
    /// How often it was begun since it last came on.
    attempts: i64,
    /// Who started it; null where Spoc itself did.
    started_by: Option<i64>,
    created_at: String,
    /// When it ended; null as long as it goes on.
    finished_at: Option<String>,
}

/// A ticket that stayed as it was.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct JobRefusal {
    ticket: i64,
    /// Why.
    reason: String,
}

/// Jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct JobList {
    pub(in crate::api) items: Vec<Job>,
}

impl Job {
    /// A job, with the tickets that stayed as they were.
    pub(in crate::api) fn new(job: &Listed, refusals: Vec<(TicketId, String)>) -> Self {
        Self {
            id: job.id.0,
            name: job.name.clone(),
            state: job.state.name(),
            done: job.done,
            total: job.total,
            refused: job.refused,
            refusals: refusals
                .into_iter()
                .map(|(ticket, reason)| JobRefusal {
                    ticket: ticket.0,
                    reason,
                })
                .collect(),
            command: job.command.map(|command| command.0),
            error: job.error.clone(),
            attempts: job.attempts,
            started_by: job.person.map(|person| person.0),
            created_at: job.created_at.to_string(),
            finished_at: job.finished_at.map(|at| at.to_string()),
        }
    }
}
