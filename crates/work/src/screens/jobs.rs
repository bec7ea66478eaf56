//! What is done beside the requests: as a notice on a list, on a page of its own, and all of it for
//! administrators.

use web::Frame;
use web::askama::Template;
use web::parts::{Chip, Empty};
use web::when::When;

/// `GET /jobs/notices`: the piece of a list's page that says how the reader's jobs come on.
#[derive(Template)]
#[template(askama = web::askama, path = "job_notices.html")]
pub struct NoticesPart {
    /// The layout's part.
    pub frame: Frame,
    /// The reader's jobs.
    pub jobs: Vec<Notice>,
}

/// A job of the reader's, in a line.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The id, for `/jobs/{id}`.
    pub id: String,
    /// What it does or did.
    pub text: String,
    /// Whether it still goes on.
    pub goes_on: bool,
    /// Whether it went wrong, or not all of it could be done.
    pub failed: bool,
    /// Steps done.
    pub done: i64,
    /// Steps there are.
    pub total: i64,
    /// Both, ready to read.
    pub steps: String,
    /// The command that takes it back.
    pub undo: Option<String>,
}

impl Notice {
    /// Whether any of these still goes on: then the page asks again.
    pub fn any_goes_on(notices: &[Notice]) -> bool {
        notices.iter().any(|notice| notice.goes_on)
    }
}

/// `GET /jobs/{id}`
#[derive(Template)]
#[template(askama = web::askama, path = "job.html")]
pub struct JobPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Where it leads back to: what it is called, and its address.
    pub back: (&'a str, &'a str),
    /// The job.
    pub job: JobRow<'a>,
    /// The command that takes it back.
    pub undo: Option<String>,
    /// Tickets that stayed as they were, each with the reason.
    pub refusals: Vec<(i64, String)>,
    /// How many more there are; empty for none.
    pub more: String,
}

/// `GET /admin/jobs`
#[derive(Template)]
#[template(askama = web::askama, path = "jobs.html")]
pub struct JobsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Jobs that have not ended, in the order of the queue.
    pub queued: Vec<JobRow<'a>>,
    /// Jobs that have ended, the last first.
    pub ended: Vec<JobRow<'a>>,
    /// What to say when there are none.
    pub empty: Empty<'a>,
}

/// One job.
pub struct JobRow<'a> {
    /// The id, for `/jobs/{id}`.
    pub id: String,
    /// What it does.
    pub name: String,
    /// Where it is.
    pub state: Chip<'a>,
    /// How far it has come; empty where that is not known.
    pub steps: String,
    /// Who started it.
    pub who: String,
    /// When it was put into the queue.
    pub created: When,
    /// When it ended, or is looked at next.
    pub at: Option<When>,
    /// What was wrong last.
    pub error: Option<String>,
    /// How often it was begun, ready to read.
    pub attempts: String,
    /// Whether it can be cancelled.
    pub cancel: bool,
    /// Whether it can be tried again.
    pub retry: bool,
}
