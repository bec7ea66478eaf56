//! What practices tell each other without knowing each other: plain data, and functions that `spoc` hands on.

use crate::Result;
use crate::queries::Reader;
use kernel::{PersonId, ServiceId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;

/// What a practice shows requesters in the portal; what it leaves out is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shows {
    /// What answers a question, the best first: articles, what can be ordered, known outages.
    pub answers: Option<Answers>,
    /// How the services are that are not as they should be, or of which something is known.
    pub health: Option<Healths>,
    /// What waits for the reader's approval.
    pub approvals: Option<Approvals>,
}

/// Finds what answers a question.
pub type Answers = fn(&Tx<'_>, &Reader, &str) -> Result<Vec<Answer>>;
/// Tells how services are.
pub type Healths = fn(&Tx<'_>, &Reader) -> Result<Vec<ServiceHealth>>;
/// Lists what waits for the reader's approval.
pub type Approvals = fn(&Tx<'_>, &Reader) -> Result<Vec<Answer>>;

/// Mails somebody what they are told, unless they do not want such mail; the text is theirs alone to read.
pub type Mails = fn(&Tx<'_>, &Tidings, Timestamp) -> Result<()>;

/// What somebody is told, one thing or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tidings {
    /// Who.
    pub person: PersonId,
    /// By what it is known: the same is mailed once.
    pub stamp: i64,
    /// What happened, the newest first.
    pub said: Vec<Tiding>,
    /// The tickets of what happened besides and is not said, each as often as something did.
    pub besides: Vec<TicketId>,
}

/// Something that somebody is told, in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiding {
    /// To which ticket it happened: whoever may not see that is not told.
    pub ticket: TicketId,
    /// What happened, without the ticket.
    pub about: String,
    /// What happened, and to which ticket.
    pub line: String,
    /// What leads to it.
    pub path: String,
}

/// Tells a reader what somebody works with.
pub type Holdings = fn(&Tx<'_>, &Reader, PersonId) -> Result<Holding>;

/// What somebody works with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// By name.
    pub held: Vec<Held>,
    /// Where the reader says that it is more; nothing where they may not.
    pub add: Option<String>,
}

/// Something that a person works with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The catalogue key of what it is, such as `asset-laptop`.
    pub kind: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// What it is called.
    pub name: String,
    /// Its number; empty for none.
    pub detail: String,
    /// Where it leads.
    pub href: String,
}

/// Something to be read or done, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The catalogue key of what it is, such as `article`.
    pub kind: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// What people read.
    pub title: String,
    /// A sentence more; empty for none.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// How well a service works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should.
    Operational,
    /// Slower or less than it should.
    Degraded,
    /// Not at all.
    Outage,
}

impl Health {
    /// All of them, the best first.
    pub const ALL: [Health; 3] = [Health::Operational, Health::Degraded, Health::Outage];

    /// The name in forms, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            Health::Operational => "operational",
            Health::Degraded => "degraded",
            Health::Outage => "outage",
        }
    }

    /// The catalogue key of what people read.
    pub fn label(self) -> &'static str {
        match self {
            Health::Operational => "health-operational",
            Health::Degraded => "health-degraded",
            Health::Outage => "health-outage",
        }
    }

    /// The health of this name.
    pub fn named(name: &str) -> Option<Health> {
        Self::ALL.into_iter().find(|health| health.name() == name)
    }
}

/// A service and how it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceHealth {
    /// The service.
    pub service: ServiceId,
    /// What people read.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// What is known, in words for everybody; empty for nothing.
    pub text: String,
    /// Since when.
    pub since: Option<Timestamp>,
}
