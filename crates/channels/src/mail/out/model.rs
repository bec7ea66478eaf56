//! What is mailed, and how far it has come.

use super::told::Told;
use crate::mail::choices::Optional;
use crate::mail::model::MailboxId;
use kernel::ticket::Address;
use kernel::time::MINUTE;
use kernel::{PersonId, Ticket, TicketId, Timestamp};

/// Which message that goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutgoingId(pub i64);

/// What is kept as wrong with a message that would have gone out long after what it tells of; pages say it in words.
pub(crate) const TOO_OLD: &str = "too_old";
/// For how long whoever takes a message is alone with it; it is renewed as long as the message is on its way.
pub(crate) const CLAIM: i64 = 5 * MINUTE;

/// A file that goes with a message.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl Enclosed {
    /// The same without what is in it.
    pub(super) fn name_alone(&self) -> Self {
        Self {
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            content: Vec::new(),
        }
    }
}

macro_rules! names {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $variant,)* }

        impl $type {
            /// Its name in the table.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// Whatever has this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some($type::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// What somebody is told.
    Kind {
        /// What an agent answered.
        Reply = "reply",
        /// That the work is done.
        Resolved = "resolved",
        /// That somebody is asked to approve something.
        ApprovalAsked = "approval_asked",
        /// How content they are.
        Survey = "survey",
        /// What they are told.
        Told = "told",
        /// What was written to people outside, in a side conversation.
        Aside = "aside",
    }
}

names! {
    /// How far a message has come.
    OutboxState {
        /// In the queue.
        Waiting = "waiting",
        /// The mail server has it.
        Sent = "sent",
        /// It was refused, or tried too often.
        Failed = "failed",
        /// The address could not be reached before; nothing is sent there.
        Suppressed = "suppressed",
        /// Nobody wrote it by hand, and the address has got too much of that; nothing is sent until somebody says so.
        Held = "held",
        /// What it was to tell was taken back before.
        Withdrawn = "withdrawn",
    }
}

impl Kind {
    /// What it is to somebody, where they can do without it.
    pub(crate) fn optional(self, ticket: &Ticket, person: PersonId) -> Option<Optional> {
        match self {
            Kind::Resolved => Some(Optional::Resolved),
            Kind::ApprovalAsked => Some(Optional::Asked),
            Kind::Reply => (!ticket.is_for(person)).then_some(Optional::Followed),
            Kind::Survey => Some(Optional::Survey),
            Kind::Told => Some(Optional::Told),
            Kind::Aside => None,
        }
    }
}

/// A message that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Which it is.
    pub id: OutgoingId,
    /// What it tells.
    pub kind: Kind,
    /// Of which ticket.
    pub ticket: TicketId,
    /// In which side conversation of it.
    pub conversation: Option<u32>,
    /// What happened, by its place in the log.
    pub position: i64,
    /// From which mailbox.
    pub mailbox: MailboxId,
    /// To whom; nobody who is known where it is a copy to an address.
    pub person: Option<PersonId>,
    /// Where.
    pub to: Address,
    /// Its id, the same however often it is sent.
    pub message_id: String,
    /// How far it has come.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: i64,
    /// What was wrong last.
    pub error: Option<String>,
    /// Since when it is to be sent.
    pub created_at: Timestamp,
    /// What somebody is told, where it is a notification.
    pub told: Option<Told>,
}
