//! Filing a ticket as an agent.

use crate::screens::questions::Question;
use crate::screens::ticket::Control;
use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Input};

/// `GET` and `POST /tickets/new`
#[derive(Template)]
#[template(askama = web::askama, path = "new.html")]
pub struct NewTicketPage {
    /// The layout's part.
    pub frame: Frame,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// A key that makes sending twice file one ticket.
    pub idempotency_key: String,
    /// Incident or service request.
    pub kinds: Vec<Choice>,
    /// The ticket that it goes on with; empty for none.
    pub follows: String,
    /// Who needs it: an address.
    pub requester: Input,
    /// For whom, where that is somebody else: an address.
    pub on_behalf_of: Input,
    /// The subject.
    pub subject: Input,
    /// What it is about.
    pub description: Input,
    /// The team: a list, the first of it none, or a name to type where there are many.
    pub teams: Control,
    /// Agents, the first of them none.
    pub assignees: Vec<Choice>,
    /// Impacts.
    pub impacts: Vec<Choice>,
    /// Urgencies.
    pub urgencies: Vec<Choice>,
    /// The service, in the same way.
    pub services: Control,
    /// Categories, the first of them none.
    pub categories: Vec<Choice>,
    /// By which door it came.
    pub channels: Vec<Choice>,
    /// Tags, separated by spaces.
    pub tags: Input,
    /// Whether only its parties and its team shall know of it.
    pub confidential: bool,
    /// The questions about custom fields.
    pub questions: Vec<Question>,
}
