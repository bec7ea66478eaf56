//! The present state of a ticket: the fold of its log.

use super::approval::{Approval, ApprovalState, Asked};
use super::field::FieldValue;
use super::mail_check::MailChecks;
use super::outside::SideConversation;
use super::rating::Rating;
use super::task::Task;
use super::{Activity, Channel};
use crate::policy::{Ground, Key, Level, StateCategory};
use crate::{OrganisationId, PersonId, ServiceId, TeamId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, mostly $code:literal;)+) => {
        /// Which practice a ticket belongs to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Kind {
            /// All kinds, in the order in which they are offered.
            pub const ALL: [Kind; [$($name),+].len()] = [$(Kind::$variant),+];

            /// The name in conditions, the API, the database and the keys of messages.
            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$variant => $name,)+
                }
            }

            /// The key of the message that names it.
            pub fn message(self) -> &'static str {
                match self {
                    $(Kind::$variant => concat!("kind-", $name),)+
                }
            }

            /// The key of the code with which tickets of this kind are mostly resolved.
            pub fn usual_resolution(self) -> &'static str {
                match self {
                    $(Kind::$variant => $code,)+
                }
            }
        }
    };
}

kinds! {
    /// Something is broken or degraded.
    Incident = "incident", mostly "solved";
    /// Somebody needs something that the desk offers.
    Request = "request", mostly "fulfilled";
}

impl Kind {
    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How two tickets belong together, seen from the one that carries the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// They have something to do with each other.
    Relates,
    /// This one says the same as the other.
    Duplicates,
    /// The other one says the same as this.
    DuplicatedBy,
    /// This one was caused by the other.
    CausedBy,
    /// This one caused the other.
    Causes,
    /// The other cannot go on before this one is done.
    Blocks,
    /// This one cannot go on before the other is done.
    BlockedBy,
}

impl LinkKind {
    /// All kinds of link.
    pub const ALL: [LinkKind; 7] = [
        LinkKind::Relates,
        LinkKind::Duplicates,
        LinkKind::DuplicatedBy,
        LinkKind::CausedBy,
        LinkKind::Causes,
        LinkKind::Blocks,
        LinkKind::BlockedBy,
    ];

    /// The same link, seen from the other ticket.
    #[must_use]
    pub fn reverse(self) -> Self {
        match self {
            LinkKind::Relates => LinkKind::Relates,
            LinkKind::Duplicates => LinkKind::DuplicatedBy,
            LinkKind::DuplicatedBy => LinkKind::Duplicates,
            LinkKind::CausedBy => LinkKind::Causes,
            LinkKind::Causes => LinkKind::CausedBy,
            LinkKind::Blocks => LinkKind::BlockedBy,
            LinkKind::BlockedBy => LinkKind::Blocks,
        }
    }

    /// The name in the API and in forms.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Relates => "relates",
            LinkKind::Duplicates => "duplicates",
            LinkKind::DuplicatedBy => "duplicated_by",
            LinkKind::CausedBy => "caused_by",
            LinkKind::Causes => "causes",
            LinkKind::Blocks => "blocks",
            LinkKind::BlockedBy => "blocked_by",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<LinkKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A link to another ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// How they belong together.
    pub kind: LinkKind,
    /// The other ticket.
    pub to: TicketId,
}

/// Why and until when a ticket is on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Key of the policy's hold reason.
    pub reason: Key,
    /// When it resumes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// How a ticket was resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Key of the policy's resolution code.
    pub code: Key,
    /// What was done, in words that the requester may read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// The present state of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Id and number.
    pub id: TicketId,
    /// How many activities it has; grows with each.
    pub version: i64,
    /// Which practice it belongs to.
    pub kind: Kind,
    /// What it is about, in a line.
    pub subject: String,
    /// The door that it came in by.
    pub channel: Channel,
    /// Who needs help.
    pub requester: PersonId,
    /// Who is affected, when the requester asked for somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// Who else follows it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub watchers: BTreeSet<PersonId>,
    /// Key of its state in the lifecycle.
    pub state: Key,
    /// What that state means.
    pub state_category: StateCategory,
    /// Why it is on hold, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// How much is affected.
    pub impact: Level,
    /// How soon it must be mended.
    pub urgency: Level,
    /// How urgently it is to be worked on.
    pub priority: Level,
    /// Why the priority differs from the matrix, when somebody overrode it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_reason: Option<String>,
    /// What raised or lowered the priority beyond the matrix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priority_grounds: Vec<Ground>,
    /// The team that works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The agent who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// The service that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Path in the category tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Key>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// Values of the custom fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Key, FieldValue>,
    /// The ticket that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TicketId>,
    /// The work within it, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// The approvals that were asked for, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// Links to other tickets.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub links: BTreeSet<Link>,
    /// Conversations with people outside, by their number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub side_conversations: BTreeMap<u32, SideConversation>,
    /// Whether only its parties and its team know that it exists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// The organisation whose people may follow it, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_with: Option<OrganisationId>,
    /// How content the requester's side is with how it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// How it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// The ticket that it became a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<TicketId>,
    /// The tickets that became part of this one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub absorbed: BTreeSet<TicketId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When something last happened to it.
    pub updated_at: Timestamp,
    /// When an agent first answered the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<Timestamp>,
    /// When it was last resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Public replies so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reply_count: i64,
    /// Internal notes so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub note_count: i64,
    /// Attached files so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attachment_count: i64,
    /// Seconds of work so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub worked_secs: i64,
    /// How often the team changed after opening.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reassignment_count: i64,
    /// How often it was reopened.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reopen_count: i64,
    /// Whether the last public message came from the requester's side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_answer: bool,
    /// How a mail server checked the last message that came by mail.
    #[serde(default, skip_serializing_if = "MailChecks::is_empty")]
    pub mail_checks: MailChecks,
}

impl Ticket {
    /// Whether there is still something to do.
    pub fn is_open(&self) -> bool {
        self.state_category.is_open()
    }

    /// How many of its tasks are still to be done.
    pub fn open_task_count(&self) -> i64 {
        self.tasks.iter().filter(|task| task.is_open()).count() as i64
    }

    /// How its approvals stand: as the one that waits, else as the last; nothing where none was asked for.
    pub fn approval_state(&self) -> Option<ApprovalState> {
        let mut states = self.approvals.iter().map(Approval::state);
        let pending = states.find(|state| *state == ApprovalState::Pending);
        pending.or_else(|| self.approvals.last().map(Approval::state))
    }

    /// Those who are asked now and have not answered, with their substitutes. May repeat.
    pub fn approvers(&self) -> impl Iterator<Item = PersonId> {
        let open = self.approvals.iter().filter_map(Approval::open_step);
        let asked = open.flat_map(|(_, _, course)| course.unanswered());
        asked.flat_map(Asked::people)
    }

    /// When time does something to one of its approvals next.
    pub fn approvals_look_at(&self) -> Option<crate::Timestamp> {
        self.approvals
            .iter()
            .filter_map(Approval::next_instant)
            .min()
    }

    /// Whether somebody is asked to approve something about it, themselves or for one of `away`.
    pub fn asks(&self, person: PersonId, away: &BTreeSet<PersonId>) -> bool {
        let mut approvals = self.approvals.iter();
        approvals.any(|one| one.place_of(person, away).is_some())
    }

    /// Everybody who may always see the ticket: requester, affected person, assignee, watchers. May repeat.
    pub fn parties(&self) -> impl Iterator<Item = PersonId> {
        [Some(self.requester), self.on_behalf_of, self.assignee]
            .into_iter()
            .flatten()
            .chain(self.watchers.iter().copied())
    }

    /// Whether somebody who may know of `other` may not know of this one.
    pub fn is_hidden_from_some_of(&self, other: &Ticket, private_teams: &BTreeSet<TeamId>) -> bool {
        let is_party = |one| self.parties().any(|party| party == one);
        self.is_hidden_beside(other, private_teams)
            || (self.is_hidden(private_teams) && !other.parties().all(is_party))
    }

    /// The same, apart from those who take part in the other.
    pub fn is_hidden_beside(&self, other: &Ticket, private_teams: &BTreeSet<TeamId>) -> bool {
        let alike = self.team == other.team && self.confidential <= other.confidential;
        self.is_hidden(private_teams) && !alike
    }

    fn is_hidden(&self, private_teams: &BTreeSet<TeamId>) -> bool {
        self.confidential || self.team.is_some_and(|team| private_teams.contains(&team))
    }

    /// Whether `person` is on the requester's side: asked, or is affected.
    pub fn is_for(&self, person: PersonId) -> bool {
        self.requester == person || self.on_behalf_of == Some(person)
    }

    /// Whether it can be rated now, or its rating changed: for some time after it was resolved.
    pub fn can_be_rated(&self, now: Timestamp) -> bool {
        let resolved = matches!(
            self.state_category,
            StateCategory::Resolved | StateCategory::Closed
        );
        let end = |at: Timestamp| at.plus(i64::from(Rating::WITHIN_DAYS) * crate::time::DAY);
        resolved && self.resolved_at.is_some_and(|at| now <= end(at))
    }

    /// Other tickets that this one points to.
    pub fn references(&self) -> impl Iterator<Item = TicketId> {
        self.parent
            .into_iter()
            .chain(self.merged_into)
            .chain(self.links.iter().map(|link| link.to))
            .chain(self.absorbed.iter().copied())
    }

    /// Whether an activity of this ticket would be new to it.
    pub fn is_next(&self, activity: &super::Recorded) -> bool {
        activity.ticket == self.id
            && activity.seq == self.version + 1
            && !matches!(activity.activity, Activity::Opened(_))
    }
}

fn is_zero(n: &i64) -> bool {
    *n == 0
}
