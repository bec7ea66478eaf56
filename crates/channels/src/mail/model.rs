//! Mailboxes, and what becomes of messages.

use kernel::ticket::MailChecks;
use kernel::{PersonId, ServiceId, TeamId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};

/// Which mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxId(pub i64);

/// Which message that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(pub i64);

/// An address that mail comes in by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Which it is.
    pub id: MailboxId,
    /// What it is called.
    pub name: String,
    /// Its address, in lower case.
    pub address: String,
    /// The team that new tickets go to.
    pub team: Option<TeamId>,
    /// The service that new tickets are about; its tickets are answered from here.
    pub service: Option<ServiceId>,
    /// Whether mail is taken.
    pub active: bool,
    /// The mail servers that are believed what they say of whether a message is its sender's.
    pub trusted_servers: Vec<String>,
    /// Whether its server takes what is for `desk+anything@`, too: answers go there.
    pub plus_addresses: bool,
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What became of a message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Outcome { $($(#[$doc])* $variant,)* }

        impl Outcome {
            /// All of them.
            pub const ALL: &'static [Outcome] = &[$(Outcome::$variant,)*];

            /// Its name in the table.
            pub fn name(self) -> &'static str {
                match self { $(Outcome::$variant => $name,)* }
            }

            /// The outcome of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Outcome::$variant),)* _ => None }
            }
        }
    };
}

outcomes! {
    /// It is kept, and not understood yet.
    Received = "received",
    /// A ticket was made of it.
    Created = "created",
    /// It went on with a ticket.
    Appended = "appended",
    /// Nothing came of it, as it should be.
    Ignored = "ignored",
    /// Somebody is to look at it first.
    Quarantined = "quarantined",
    /// Something went wrong.
    Failed = "failed",
}

impl Outcome {
    /// Whether it became something on a ticket.
    pub fn is_taken(self) -> bool {
        matches!(self, Outcome::Created | Outcome::Appended)
    }

    /// Whether somebody may say that it is to be looked at again.
    pub fn can_be_retried(self) -> bool {
        !self.is_taken()
    }
}

/// Why something became of a message: a word that pages translate, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The word.
    pub why: String,
    /// What it is about; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
}

impl Reason {
    /// A reason that needs no more words.
    pub fn new(why: &str) -> Self {
        Self::of(why, "")
    }

    /// A reason and what it is about.
    pub fn of(why: &str, of: impl Into<String>) -> Self {
        Self {
            why: why.to_owned(),
            of: of.into(),
        }
    }
}

/// What a trusted server found out about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The server.
    pub by: String,
    /// What it found out.
    pub checks: MailChecks,
}

/// A message that came in, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Which it is.
    pub id: MailId,
    /// Where it came in.
    pub mailbox: MailboxId,
    /// The stored file with all of it; empty where the mail server has not handed it over.
    pub hash: String,
    /// Its size.
    pub size_bytes: i64,
    /// Who wrote it, once that is understood.
    pub from_email: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Which trusted server checked whether it is its sender's, and what it found out.
    pub checked: Option<Checked>,
    /// The ticket that it belongs to.
    pub ticket: Option<TicketId>,
    /// When it came in.
    pub received_at: Timestamp,
}

impl Mail {
    /// Whether the mail server lists it and has not handed it over.
    pub fn is_withheld(&self) -> bool {
        self.hash.is_empty()
    }
}

/// What became of a message, and all that is kept of it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) ticket: Option<TicketId>,
    /// The side conversation of the ticket that it went on with.
    pub(crate) conversation: Option<u32>,
    pub(crate) person: Option<PersonId>,
}

impl Done {
    pub(crate) fn new(outcome: Outcome, reasons: Vec<Reason>) -> Self {
        Self {
            outcome,
            reasons,
            ticket: None,
            conversation: None,
            person: None,
        }
    }

    #[must_use]
    pub(crate) fn on(mut self, ticket: Option<TicketId>) -> Self {
        self.ticket = ticket;
        self
    }
}
