//! What happened to a ticket. The log holds nothing else, and nothing in it is ever changed.

use super::approval::ApprovalActivity;
use super::automated::Automated;
use super::brought::Brought;
use super::channel::Channel;
use super::field::{Field, FieldValue};
use super::mail_check::MailChecks;
use super::message::{InternalText, Message, PublicText};
use super::moved::StateChange;
use super::outside::{Delivery, SideMessage};
use super::state::{Kind, Link};
use super::task::TaskActivity;
use super::undo::Patch;
use super::work::Work;
use crate::policy::{Ground, Key, Level, StateCategory};
use crate::{
    CommandId, OrganisationId, PersonId, PolicyVersion, ServiceId, TeamId, TicketId, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a ticket starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Which practice it belongs to.
    pub kind: Kind,
    /// The door that it came in by.
    pub channel: Channel,
    /// Who needs help.
    pub requester: PersonId,
    /// Who is affected, if somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// Who else follows it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub watchers: BTreeSet<PersonId>,
    /// What it is about, in a line.
    pub subject: String,
    /// What it is about, in full.
    #[serde(default)]
    pub description: Message<PublicText>,
    /// State in the lifecycle.
    pub state: Key,
    /// What that state means.
    pub state_category: StateCategory,
    /// How much is affected.
    pub impact: Level,
    /// How soon it must be mended.
    pub urgency: Level,
    /// How urgently it is to be worked on.
    pub priority: Level,
    /// Why the priority differs from the matrix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_reason: Option<String>,
    /// What raised or lowered the priority beyond the matrix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priority_grounds: Vec<Ground>,
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The assignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// The service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// The category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Key>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// Values of custom fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Key, FieldValue>,
    /// The ticket that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TicketId>,
    /// Whether only its parties and its team know of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// The ticket and the activity there (its `seq`) that it was split out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<(TicketId, i64)>,
    /// How a mail server checked the message that it came in by.
    #[serde(default, skip_serializing_if = "MailChecks::is_empty")]
    pub mail_checks: MailChecks,
}

/// What happened to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant names a field of the ticket with what it was and what it became"
)]
pub enum Activity {
    Opened(Box<Opened>),
    SubjectChanged {
        from: String,
        to: String,
    },
    KindChanged {
        from: Kind,
        to: Kind,
    },
    RequesterChanged {
        from: PersonId,
        to: PersonId,
    },
    OnBehalfOfChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// A move in the lifecycle.
    StateChanged(StateChange),
    ImpactChanged {
        from: Level,
        to: Level,
    },
    UrgencyChanged {
        from: Level,
        to: Level,
    },
    /// With a reason where somebody overrode the matrix, without where it follows from it.
    PriorityChanged {
        from: Level,
        to: Level,
        reason: Option<String>,
    },
    TeamChanged {
        from: Option<TeamId>,
        to: Option<TeamId>,
    },
    AssigneeChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    ServiceChanged {
        from: Option<ServiceId>,
        to: Option<ServiceId>,
    },
    CategoryChanged {
        from: Option<Key>,
        to: Option<Key>,
    },
    ParentChanged {
        from: Option<TicketId>,
        to: Option<TicketId>,
    },
    ConfidentialChanged {
        to: bool,
    },
    SharedWithChanged {
        from: Option<OrganisationId>,
        to: Option<OrganisationId>,
    },
    FieldChanged {
        key: Key,
        from: Option<FieldValue>,
        to: Option<FieldValue>,
    },
    TagAdded {
        tag: String,
    },
    TagRemoved {
        tag: String,
    },
    WatcherAdded {
        person: PersonId,
    },
    WatcherRemoved {
        person: PersonId,
    },
    LinkAdded {
        link: Link,
    },
    LinkRemoved {
        link: Link,
    },
    /// A message that the requester reads.
    Replied {
        message: Message<PublicText>,
        by_agent: bool,
        #[serde(default, skip_serializing_if = "Delivery::is_usual")]
        delivery: Delivery,
        /// How a mail server checked it, if it came by mail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mail_checks: Option<MailChecks>,
    },
    /// A message among agents.
    Noted {
        message: Message<InternalText>,
    },
    /// A message to people outside, or from them.
    SideWritten(Box<SideMessage>),
    /// Colleagues and teams whose attention the message `seq` of the same command asks for.
    Mentioned {
        seq: i64,
        people: BTreeSet<PersonId>,
        teams: BTreeSet<TeamId>,
    },
    /// The requester's side said how content they are.
    Rated {
        stars: u8,
        comment: String,
    },
    TimeWorked(Work),
    /// Something about the work within it.
    Task(TaskActivity),
    /// Something about its approvals.
    Approval(ApprovalActivity),
    /// What Spoc itself did, and why.
    Automated(Automated),
    /// This ticket became part of another.
    MergedInto {
        target: TicketId,
    },
    /// Another ticket became part of this one; its followers follow this one.
    Absorbed {
        source: TicketId,
        watchers: BTreeSet<PersonId>,
    },
    /// A message became a ticket of its own, and more came along.
    SplitOff {
        seq: i64,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        more: Vec<i64>,
        to: TicketId,
    },
    /// A message came along from the ticket that this one was split out of.
    Brought(Box<Brought>),
    /// A command was taken back; the patch says what that changed.
    Undone {
        command: CommandId,
        patch: Patch,
    },
}

impl Activity {
    /// The name in the database, the API and the message catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Activity::Opened(_) => "opened",
            Activity::SubjectChanged { .. } => "subject_changed",
            Activity::KindChanged { .. } => "kind_changed",
            Activity::RequesterChanged { .. } => "requester_changed",
            Activity::OnBehalfOfChanged { .. } => "on_behalf_of_changed",
            Activity::StateChanged(_) => "state_changed",
            Activity::ImpactChanged { .. } => "impact_changed",
            Activity::UrgencyChanged { .. } => "urgency_changed",
            Activity::PriorityChanged { .. } => "priority_changed",
            Activity::TeamChanged { .. } => "team_changed",
            Activity::AssigneeChanged { .. } => "assignee_changed",
            Activity::ServiceChanged { .. } => "service_changed",
            Activity::CategoryChanged { .. } => "category_changed",
            Activity::ParentChanged { .. } => "parent_changed",
            Activity::ConfidentialChanged { .. } => "confidential_changed",
            Activity::SharedWithChanged { .. } => "shared_with_changed",
            Activity::FieldChanged { .. } => "field_changed",
            Activity::TagAdded { .. } => "tag_added",
            Activity::TagRemoved { .. } => "tag_removed",
            Activity::WatcherAdded { .. } => "watcher_added",
            Activity::WatcherRemoved { .. } => "watcher_removed",
            Activity::LinkAdded { .. } => "link_added",
            Activity::LinkRemoved { .. } => "link_removed",
            Activity::Replied { .. } => "replied",
            Activity::Noted { .. } => "noted",
            Activity::SideWritten(_) => "side_written",
            Activity::Mentioned { .. } => "mentioned",
            Activity::Rated { .. } => "rated",
            Activity::TimeWorked(_) => "time_worked",
            Activity::Task(task) => task.name(),
            Activity::Approval(approval) => approval.name(),
            Activity::Automated(automated) => automated.name(),
            Activity::MergedInto { .. } => "merged_into",
            Activity::Absorbed { .. } => "absorbed",
            Activity::SplitOff { .. } => "split_off",
            Activity::Brought(_) => "brought",
            Activity::Undone { .. } => "undone",
        }
    }

    /// The field that this sets, where setting it twice would be a conflict.
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Activity::SubjectChanged { .. } => Field::Subject,
            Activity::KindChanged { .. } => Field::Kind,
            Activity::RequesterChanged { .. } => Field::Requester,
            Activity::OnBehalfOfChanged { .. } => Field::OnBehalfOf,
            Activity::StateChanged(_) | Activity::MergedInto { .. } => Field::State,
            Activity::ImpactChanged { .. } => Field::Impact,
            Activity::UrgencyChanged { .. } => Field::Urgency,
            Activity::PriorityChanged { .. } => Field::Priority,
            Activity::TeamChanged { .. } => Field::Team,
            Activity::AssigneeChanged { .. } => Field::Assignee,
            Activity::ServiceChanged { .. } => Field::Service,
            Activity::CategoryChanged { .. } => Field::Category,
            Activity::ParentChanged { .. } => Field::Parent,
            Activity::ConfidentialChanged { .. } => Field::Confidential,
            Activity::SharedWithChanged { .. } => Field::SharedWith,
            Activity::FieldChanged { key, .. } => Field::Custom(key.clone()),
            Activity::Task(task) => return task.sets().map(Field::Task),
            _ => return None,
        })
    }

    /// The files that came with it.
    pub fn attachments(&self) -> &[super::Attachment] {
        match self {
            Activity::Opened(opened) => &opened.description.attachments,
            Activity::Replied { message, .. } => &message.attachments,
            Activity::Noted { message } => &message.attachments,
            Activity::SideWritten(side) => &side.message.attachments,
            Activity::Brought(brought) => &brought.message.attachments,
            _ => &[],
        }
    }

    /// What was written, public or internal; nothing where nothing was.
    pub fn text(&self) -> Option<&str> {
        match self {
            Activity::Opened(opened) => Some(&opened.description.text.0),
            Activity::Replied { message, .. } => Some(&message.text.0),
            Activity::Noted { message } => Some(&message.text.0),
            Activity::SideWritten(side) => Some(&side.message.text.0),
            Activity::Brought(brought) => Some(&brought.message.text.0),
            _ => None,
        }
    }

    /// Whether only agents may know of it.
    pub fn is_internal(&self) -> bool {
        matches!(
            self,
            Activity::Noted { .. }
                | Activity::SideWritten(_)
                | Activity::Mentioned { .. }
                | Activity::TimeWorked(_)
                | Activity::Task(_)
                | Activity::Automated(_)
        )
    }

    /// Until when nobody outside is told of it, because it can still be taken back.
    pub fn held_until(&self) -> Option<Timestamp> {
        match self {
            Activity::Replied { delivery, .. } => delivery.held_until,
            Activity::SideWritten(side) => side.held_until,
            _ => None,
        }
    }

    /// The other tickets that it speaks of.
    pub fn references(&self) -> Vec<TicketId> {
        match self {
            Activity::Opened(opened) => opened
                .parent
                .into_iter()
                .chain(opened.split_from.map(|(id, _)| id))
                .collect(),
            Activity::ParentChanged { from, to } => from.iter().chain(to).copied().collect(),
            Activity::LinkAdded { link } | Activity::LinkRemoved { link } => vec![link.to],
            Activity::MergedInto { target } => vec![*target],
            Activity::Absorbed { source, .. } => vec![*source],
            Activity::SplitOff { to, .. } => vec![*to],
            Activity::Automated(automated) => automated.reference().into_iter().collect(),
            Activity::Undone { patch, .. } => patch.references(),
            _ => Vec::new(),
        }
    }
}

/// An activity as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its place in the log of all tickets.
    pub position: i64,
    /// The ticket.
    pub ticket: TicketId,
    /// Its place in the log of the ticket, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody when Spoc itself did.
    pub actor: Option<PersonId>,
    /// The door that it came in by.
    pub channel: Channel,
    /// What else was done at once.
    pub command: CommandId,
    /// The policy that it was decided under.
    pub policy: PolicyVersion,
    /// What happened.
    pub activity: Activity,
}
