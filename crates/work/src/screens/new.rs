//! Filing a ticket: for agents with everything, for requesters in simple words.

use crate::screens::ticket::Property;
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
    /// Who needs it: an address.
    pub requester: Input,
    /// For whom, where that is somebody else: an address.
    pub on_behalf_of: Input,
    /// The subject.
    pub subject: Input,
    /// What it is about.
    pub description: Input,
    /// Teams, the first of them none.
    pub teams: Vec<Choice>,
    /// Agents, the first of them none.
    pub assignees: Vec<Choice>,
    /// Impacts.
    pub impacts: Vec<Choice>,
    /// Urgencies.
    pub urgencies: Vec<Choice>,
    /// Services, the first of them none.
    pub services: Vec<Choice>,
    /// Categories, the first of them none.
    pub categories: Vec<Choice>,
    /// By which door it came.
    pub channels: Vec<Choice>,
    /// Tags, separated by spaces.
    pub tags: Input,
    /// Whether only its parties and its team shall know of it.
    pub confidential: bool,
    /// The custom fields.
    pub fields: Vec<Property>,
}

/// `GET` and `POST /my/new`
#[derive(Template)]
#[template(askama = web::askama, path = "my_new.html")]
pub struct AskPage {
    /// The layout's part.
    pub frame: Frame,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// A key that makes sending twice file one ticket.
    pub idempotency_key: String,
    /// What kind of help is wanted, in the reader's words.
    pub kinds: Vec<Choice>,
    /// In a few words.
    pub subject: Input,
    /// What happened.
    pub description: Input,
    /// What it concerns, the first of them "I do not know".
    pub services: Vec<Choice>,
    /// How much it holds the reader up, in their words.
    pub urgencies: Vec<Choice>,
}
