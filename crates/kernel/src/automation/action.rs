//! What a rule does.

use crate::policy::{APPROVALS, Key, Level};
use crate::ticket::{
    ApprovalChange, Change, FieldValue, InternalText, Kind, LinkKind, Message, PublicText,
    TaskChange, TaskPlan,
};
use crate::{PersonId, ServiceId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing that a rule does. Texts have placeholders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant names the field of the ticket that it sets"
)]
pub enum Action {
    Kind(Kind),
    Impact(Level),
    Urgency(Level),
    /// Whatever impact and urgency give; the rule is the reason.
    Priority(Level),
    Team(TeamId),
    Assignee(PersonId),
    /// Takes it from whoever works on it.
    Unassign,
    Service(ServiceId),
    Category(Key),
    Confidential(bool),
    Field {
        key: Key,
        value: FieldValue,
    },
    ClearField(Key),
    Tag(String),
    Untag(String),
    Watch(PersonId),
    State(Key),
    Hold {
        reason: Key,
        text: String,
    },
    Resolve {
        code: Key,
        text: String,
    },
    Cancel {
        text: String,
    },
    Close,
    /// A message that the requester reads.
    Reply(String),
    /// A message among agents.
    Note(String),
    /// A piece of work within the ticket.
    Task {
        title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<TeamId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<PersonId>,
    },
    /// Asks for an approval of the policy.
    AskApproval(Key),
    /// Tells people of it.
    Notify(Notice),
    /// Asks the requester by mail how content they are with how it was resolved.
    Survey,
    /// Calls a webhook of the policy.
    Webhook(Key),
    /// Brings it to whoever can do more.
    Escalate(Escalation),
    /// Files another ticket, linked with this one.
    Open(FollowUp),
    /// Looks for the team and the person anew, as for a new ticket.
    Route,
    /// No further rule looks at what happened.
    Stop,
}

/// Who hears of something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Whoever works on it.
    Assignee,
    /// All members of its team.
    Team,
    /// Those who lead its team.
    Leads,
    /// Those who follow it.
    Watchers,
    /// This person.
    Person(PersonId),
    /// All members of this team.
    Members(TeamId),
}

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Who hears of it.
    pub to: BTreeSet<Whom>,
    /// What they read beside the ticket.
    pub text: String,
}

/// Where a ticket is brought when it does not go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escalation {
    /// To those who lead its team; the ticket stays where it is.
    Lead,
    /// To the team that stands behind its team.
    NextTier,
    /// To an organisation outside, by mail, in a side conversation.
    Outside {
        /// The mail address.
        address: String,
        /// What they read.
        text: String,
    },
}

/// A ticket that follows from this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Its kind.
    pub kind: Kind,
    /// Its subject.
    pub subject: String,
    /// What it is about; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Its team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// How this ticket is linked with it.
    #[serde(default = "relates")]
    pub link: LinkKind,
}

fn relates() -> LinkKind {
    LinkKind::Relates
}

impl Action {
    /// The name in policies, forms and catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Kind(_) => "kind",
            Action::Impact(_) => "impact",
            Action::Urgency(_) => "urgency",
            Action::Priority(_) => "priority",
            Action::Team(_) => "team",
            Action::Assignee(_) => "assignee",
            Action::Unassign => "unassign",
            Action::Service(_) => "service",
            Action::Category(_) => "category",
            Action::Confidential(_) => "confidential",
            Action::Field { .. } => "field",
            Action::ClearField(_) => "clear_field",
            Action::Tag(_) => "tag",
            Action::Untag(_) => "untag",
            Action::Watch(_) => "watch",
            Action::State(_) => "state",
            Action::Hold { .. } => "hold",
            Action::Resolve { .. } => "resolve",
            Action::Cancel { .. } => "cancel",
            Action::Close => "close",
            Action::Reply(_) => "reply",
            Action::Note(_) => "note",
            Action::Task { .. } => "task",
            Action::AskApproval(_) => "ask_approval",
            Action::Notify(_) => "notify",
            Action::Survey => "survey",
            Action::Webhook(_) => "webhook",
            Action::Escalate(_) => "escalate",
            Action::Open(_) => "open",
            Action::Route => "route",
            Action::Stop => "stop",
        }
    }

    /// The practice that it is a part of, if that can be switched off.
    pub fn practice(&self) -> Option<&'static str> {
        match self {
            Action::AskApproval(_) => Some(APPROVALS),
            Action::Kind(kind) => Some(kind.name()),
            Action::Open(open) => Some(open.kind.name()),
            _ => None,
        }
    }

    /// What it changes on the ticket; nothing for what is done otherwise. `write` writes a text out, `because` is why
    /// a priority is set.
    pub(super) fn change(&self, because: &str, write: &dyn Fn(&str) -> String) -> Option<Change> {
        Some(match self {
            Action::Kind(kind) => Change::Kind(*kind),
            Action::Impact(level) => Change::Impact(*level),
            Action::Urgency(level) => Change::Urgency(*level),
            Action::Priority(level) => Change::Priority {
                level: Some(*level),
                reason: because.to_owned(),
            },
            Action::Team(team) => Change::Team(Some(*team)),
            Action::Assignee(person) => Change::Assignee(Some(*person)),
            Action::Unassign => Change::Assignee(None),
            Action::Service(service) => Change::Service(Some(*service)),
            Action::Category(key) => Change::Category(Some(key.clone())),
            Action::Confidential(to) => Change::Confidential(*to),
            Action::Field { key, value } => Change::Field {
                key: key.clone(),
                value: Some(value.clone()),
            },
            Action::ClearField(key) => Change::Field {
                key: key.clone(),
                value: None,
            },
            Action::Tag(tag) => Change::Tag(tag.clone()),
            Action::Untag(tag) => Change::Untag(tag.clone()),
            Action::Watch(person) => Change::Watch(*person),
            Action::State(key) => Change::State(key.clone()),
            Action::Hold { reason, text } => Change::Hold {
                reason: reason.clone(),
                until: None,
                text: write(text),
            },
            Action::Resolve { code, text } => Change::Resolve {
                code: code.clone(),
                text: write(text),
            },
            Action::Cancel { text } => Change::Cancel { text: write(text) },
            Action::Close => Change::Close,
            Action::Reply(text) => Change::Reply(Message {
                text: PublicText(write(text)),
                attachments: Vec::new(),
            }),
            Action::Note(text) => Change::Note(Message {
                text: InternalText(write(text)),
                attachments: Vec::new(),
            }),
            Action::Task { title, team, owner } => Change::Task(TaskChange::Add(TaskPlan {
                team: *team,
                owner: *owner,
                ..TaskPlan::item(write(title))
            })),
            Action::AskApproval(key) => Change::Approval(ApprovalChange::Ask(key.clone())),
            _ => return None,
        })
    }

    /// Whether doing it twice leaves the ticket as doing it once does.
    pub(super) fn is_lasting(&self) -> bool {
        !matches!(
            self,
            Action::Reply(_)
                | Action::Note(_)
                | Action::Task { .. }
                | Action::AskApproval(_)
                | Action::Notify(_)
                | Action::Survey
                | Action::Webhook(_)
                | Action::Escalate(_)
                | Action::Open(_)
                | Action::Route
                | Action::Stop
        )
    }

    /// The texts that people read.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Action::Hold { text, .. }
            | Action::Resolve { text, .. }
            | Action::Cancel { text }
            | Action::Reply(text)
            | Action::Note(text) => vec![text],
            Action::Task { title, .. } => vec![title],
            Action::Notify(notice) => vec![&notice.text],
            Action::Escalate(Escalation::Outside { text, .. }) => vec![text],
            Action::Open(open) => vec![&open.subject, &open.text],
            _ => Vec::new(),
        }
    }
}
