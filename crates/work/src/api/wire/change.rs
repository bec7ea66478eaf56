//! What clients send. Members that are not known are refused, by name.

use super::edit::TicketEdit;
use super::value;
use crate::error::{Error, Result};
use kernel::policy::Level;
use kernel::ticket::{
    Address, Aside, Change, Kind, LinkKind as KernelLinkKind, Message, NewTicket, OutsideText,
    Work, WorkKind,
};
use kernel::{PersonId, Policy, ServiceId, TeamId, TicketId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Which practice a ticket belongs to, by its name.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(in crate::api) struct TicketKind(pub(in crate::api) Kind);

impl PartialSchema for TicketKind {
    fn schema() -> RefOr<Schema> {
        let names = Kind::ALL.map(Kind::name);
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let schema = schema.enum_values(Some(names)).build();
        RefOr::T(Schema::Object(schema))
    }
}

impl ToSchema for TicketKind {}

/// How two tickets belong together, seen from the one that carries the link.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum LinkKind {
    Relates,
    Duplicates,
    DuplicatedBy,
    CausedBy,
    Causes,
    Blocks,
    BlockedBy,
}

impl From<LinkKind> for KernelLinkKind {
    fn from(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Relates => Self::Relates,
            LinkKind::Duplicates => Self::Duplicates,
            LinkKind::DuplicatedBy => Self::DuplicatedBy,
            LinkKind::CausedBy => Self::CausedBy,
            LinkKind::Causes => Self::Causes,
            LinkKind::Blocks => Self::Blocks,
            LinkKind::BlockedBy => Self::BlockedBy,
        }
    }
}

impl From<KernelLinkKind> for LinkKind {
    fn from(kind: KernelLinkKind) -> Self {
        match kind {
            KernelLinkKind::Relates => Self::Relates,
            KernelLinkKind::Duplicates => Self::Duplicates,
            KernelLinkKind::DuplicatedBy => Self::DuplicatedBy,
            KernelLinkKind::CausedBy => Self::CausedBy,
            KernelLinkKind::Causes => Self::Causes,
            KernelLinkKind::Blocks => Self::Blocks,
            KernelLinkKind::BlockedBy => Self::BlockedBy,
        }
    }
}

/// A link to another ticket.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Link {
    /// How they belong together.
    pub(in crate::api) kind: LinkKind,
    /// The other ticket's number.
    pub(in crate::api) to: i64,
}

impl From<kernel::ticket::Link> for Link {
    fn from(link: kernel::ticket::Link) -> Self {
        Self {
            kind: link.kind.into(),
            to: link.to.0,
        }
    }
}

impl From<Link> for kernel::ticket::Link {
    fn from(link: Link) -> Self {
        Self {
            kind: link.kind.into(),
            to: TicketId(link.to),
        }
    }
}

/// A ticket to be filed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TicketNew {
    /// Which practice it belongs to.
    kind: TicketKind,
    /// What it is about, in a line.
    subject: String,
    /// What it is about, in full, in Markdown.
    #[serde(default)]
    description: String,
    /// Hashes of uploaded files.
    #[serde(default)]
    pub(in crate::api) attachments: Vec<String>,
    /// Who needs help; oneself when left out.
    requester: Option<i64>,
    /// Who is affected, if somebody else.
    on_behalf_of: Option<i64>,
    /// Who else follows it.
    #[serde(default)]
    watchers: Vec<i64>,
    /// 1 (high) to 3.
    impact: Option<u8>,
    /// 1 (high) to 3.
    urgency: Option<u8>,
    /// The team.
    team: Option<i64>,
    /// The agent who works on it.
    assignee: Option<i64>,
    /// The service.
    service: Option<i64>,
    /// Path in the category tree.
    category: Option<String>,
    /// Free labels.
    #[serde(default)]
    tags: Vec<String>,
    /// Values of custom fields, by key.
    #[serde(default)]
    fields: BTreeMap<String, Value>,
    /// The ticket that it is a part of.
    parent: Option<i64>,
    /// Whether only its parties and its team know of it.
    #[serde(default)]
    confidential: bool,
}

impl TicketNew {
    /// The ticket as the desk takes it.
    pub(in crate::api) fn ticket(
        self,
        policy: &Policy,
        me: PersonId,
        attachments: Vec<kernel::ticket::Attachment>,
    ) -> Result<NewTicket> {
        let requester = self.requester.map_or(me, PersonId);
        let mut new = NewTicket::new(self.kind.0, requester, self.subject);
        for (key, value) in &self.fields {
            if let Some(value) = value::read(policy, key, value)? {
                new.fields.insert(key.clone(), value);
            }
        }
        new.description.text.0 = self.description;
        new.description.attachments = attachments;
        new.on_behalf_of = self.on_behalf_of.map(PersonId);
        new.watchers = self.watchers.into_iter().map(PersonId).collect();
        new.impact = self.impact.map(Level);
        new.urgency = self.urgency.map(Level);
        new.team = self.team.map(TeamId);
        new.assignee = self.assignee.map(PersonId);
        new.service = self.service.map(ServiceId);
        new.category = self.category;
        new.tags = self.tags.into_iter().collect();
        new.parent = self.parent.map(TicketId);
        new.confidential = self.confidential;
        Ok(new)
    }
}

/// A message.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct MessageNew {
    /// The text, in Markdown.
    #[serde(default)]
    pub(in crate::api) text: String,
    /// Hashes of uploaded files.
    #[serde(default)]
    pub(in crate::api) attachments: Vec<String>,
    /// Ids of colleagues whose attention it asks for.
    #[serde(default)]
    mentions: Vec<i64>,
    /// Ids of teams whose attention it asks for.
    #[serde(default)]
    team_mentions: Vec<i64>,
}

impl MessageNew {
    /// Whose attention the message asks for, if anybody's.
    pub(in crate::api) fn mention(&self) -> Option<Change> {
        let nobody = self.mentions.is_empty() && self.team_mentions.is_empty();
        (!nobody).then(|| Change::Mention {
            people: self.mentions.iter().copied().map(PersonId).collect(),
            teams: self.team_mentions.iter().copied().map(TeamId).collect(),
        })
    }
}

/// A message to people outside, or from them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SideMessageNew {
    /// The conversation that it goes on with; a new one without.
    conversation: Option<u32>,
    /// What a new conversation is about.
    #[serde(default)]
    subject: String,
    /// With whom from now on, such as `Jane Doe <jane@example.com>`; as before when empty.
    #[serde(default)]
    with: Vec<String>,
    /// Whose words these are, where somebody outside wrote them.
    from: Option<String>,
    /// The text, in Markdown.
    #[serde(default)]
    text: String,
    /// Hashes of uploaded files.
    #[serde(default)]
    pub(in crate::api) attachments: Vec<String>,
}

impl SideMessageNew {
    /// The message as the desk takes it.
    pub(in crate::api) fn aside(
        self,
        attachments: Vec<kernel::ticket::Attachment>,
    ) -> Result<Aside> {
        let read = |field: &'static str, text: &String| {
            Address::parse(text).ok_or_else(|| Error::Invalid {
                field,
                text: format!("“{text}” is no mail address; write jane@example.com"),
            })
        };
        let with = self.with.iter().map(|text| read("with", text));
        Ok(Aside {
            conversation: self.conversation,
            subject: self.subject,
            with: with.collect::<Result<_>>()?,
            from: self
                .from
                .as_ref()
                .map(|text| read("from", text))
                .transpose()?,
            message: Message {
                text: OutsideText(self.text),
                attachments,
            },
        })
    }
}

/// How a ticket is resolved.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ResolutionSet {
    /// Key of one of the policy's resolution codes.
    pub(in crate::api) code: String,
    /// What was done, in words that the requester may read.
    #[serde(default)]
    pub(in crate::api) text: String,
}

/// Why and until when a ticket is on hold.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct HoldSet {
    /// Key of one of the policy's hold reasons.
    pub(in crate::api) reason: String,
    /// When it goes on by itself, in RFC 3339.
    #[schema(format = DateTime)]
    pub(in crate::api) until: Option<String>,
    /// Why, in words.
    #[serde(default)]
    pub(in crate::api) text: String,
}

/// Why, in words. May be left out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Reason {
    /// Why.
    #[serde(default)]
    pub(in crate::api) text: String,
}

/// Work that was done.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TimeWorked {
    /// How long, in seconds: up to 24 hours.
    secs: i64,
    /// What was done in it: `analysis`, `repair`, `communication`, `travel` or `documentation`.
    kind: Option<String>,
    /// The day, where it was another than today's.
    #[schema(format = Date)]
    worked_on: Option<String>,
    /// What was done, in words for colleagues.
    #[serde(default)]
    comment: String,
}

impl TimeWorked {
    /// The time as the desk takes it.
    pub(in crate::api) fn work(self) -> Result<Work> {
        let invalid = |field, text: &str| Error::Invalid {
            field,
            text: text.into(),
        };
        let unknown = || {
            let names = WorkKind::ALL.map(WorkKind::name).join(", ");
            invalid("kind", &format!("is none of {names}"))
        };
        let kind = self.kind.as_deref();
        let kind = kind.map(|kind| WorkKind::named(kind).ok_or_else(unknown));
        let day = self.worked_on.as_deref().map(|day| {
            let wrong = |_| invalid("worked_on", "is no day; write it as 2026-11-22");
            day.parse().map_err(wrong)
        });
        Ok(Work {
            secs: self.secs,
            kind: kind.transpose()?,
            worked_on: day.transpose()?,
            comment: self.comment,
        })
    }
}

/// The tickets that become part of another.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct MergeSources {
    /// Their numbers.
    pub(in crate::api) sources: Vec<i64>,
}

/// A reply that becomes a ticket of its own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SplitOff {
    /// The reply: `seq` of its activity.
    pub(in crate::api) seq: i64,
    /// More replies that come along.
    #[serde(default)]
    pub(in crate::api) more: Vec<i64>,
    /// Subject of the new ticket.
    pub(in crate::api) subject: String,
}

/// The same change of many tickets.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Bulk {
    /// Their numbers; or `q`.
    pub(in crate::api) tickets: Option<Vec<i64>>,
    /// A condition that they meet; or `tickets`.
    pub(in crate::api) q: Option<String>,
    /// What is to change.
    pub(in crate::api) changes: TicketEdit,
}
