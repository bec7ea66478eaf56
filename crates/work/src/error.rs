//! Why the desk does not do what it was asked.

use kernel::condition::Problem;
use kernel::ticket::Refusal;
use thiserror::Error as ThisError;

/// Why the desk does not do what it was asked.
#[derive(Debug, ThisError)]
pub enum Error {
    /// The rules forbid it.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// A condition cannot be understood.
    #[error("{0}")]
    Condition(#[from] Problem),
    /// A value is not valid.
    #[error("{field}: {text}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// What was wrong and what would be right.
        text: String,
    },
    /// A document cannot be understood.
    #[error("{0}")]
    Unread(#[from] web::Error),
    /// A policy that cannot be put in force.
    #[error("{}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Policy(Vec<kernel::policy::Problem>),
    /// What was asked for is not there, or not for the reader.
    #[error("not found")]
    NotFound,
    /// The ticket has gone on since the version that the writer saw.
    #[error("the ticket has changed since version {seen}; it has version {present} now")]
    Stale {
        /// What the writer saw.
        seen: i64,
        /// What is.
        present: i64,
    },
    /// A worker has lost the job that it works on: to another worker, or because it was cancelled.
    #[error("the job is somebody else's now, or was cancelled")]
    JobTaken,
    /// The database or the stored files failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The desk's answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<directory::once::KeyTaken> for Error {
    fn from(taken: directory::once::KeyTaken) -> Self {
        Error::Invalid {
            field: directory::once::KeyTaken::FIELD,
            text: taken.0.into(),
        }
    }
}

impl From<kernel::ticket::BrokenLog> for Error {
    fn from(broken: kernel::ticket::BrokenLog) -> Self {
        Error::Store(store::Error::Damaged(broken.to_string()))
    }
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Refused(refusal) => refused(&refusal, text),
            Error::Condition(problem) => web::Error::invalid_field("q", problem.to_string()),
            Error::Invalid { field, text } => web::Error::invalid_field(field, text),
            Error::Policy(problems) => {
                let field = |problem: kernel::policy::Problem| web::FieldError {
                    detail: problem.fault.to_string().into(),
                    field: problem.at.into(),
                };
                web::Error::invalid(problems.into_iter().map(field).collect())
            }
            Error::Unread(error) => error,
            Error::NotFound => web::Error::not_found(),
            Error::JobTaken => web::Error::conflict(text),
            Error::Stale { .. } => web::Error::precondition_failed().with_text(text),
            Error::Store(store::Error::Closed | store::Error::TooSlow { .. }) => {
                web::Error::new(web::Kind::Unavailable).with_text(text)
            }
            Error::Store(error) => web::Error::internal(error),
        }
    }
}

fn refused(refusal: &Refusal, text: String) -> web::Error {
    match refusal {
        Refusal::NoSuchTicket => web::Error::not_found(),
        Refusal::Forbidden(_)
        | Refusal::AgentsOnly
        | Refusal::RequesterRates
        | Refusal::NotAsked
        | Refusal::OwnApproval
        | Refusal::AnswerOfAnother => web::Error::forbidden().with_text(text),
        Refusal::Conflict { .. }
        | Refusal::ChangedSince { .. }
        | Refusal::Merged(_)
        | Refusal::MergeReveals
        | Refusal::NothingToUndo
        | Refusal::AlreadyUndone
        | Refusal::ApprovalOver
        | Refusal::DecidedAlready
        | Refusal::ReopenWindow { .. } => web::Error::conflict(text),
        Refusal::Unanswered { fields } => {
            let field = |field: &String| web::FieldError {
                field: field.clone().into(),
                detail: "must be answered".into(),
            };
            web::Error::invalid(fields.iter().map(field).collect())
        }
        _ => match refusal.field() {
            Some(field) => web::Error::invalid_field(field, text),
            None => web::Error::bad_request(text),
        },
    }
}
