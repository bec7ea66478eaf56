//! A ticket.

use super::activity::Attachment;
use super::change::Link;
use super::task::Task;
use super::value::all_shown;
use crate::queries::{NameMaps, TicketPage};
use kernel::ticket::{Activity as Happened, Opened};
use kernel::{PersonId, TeamId};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Somebody or something that is pointed to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::api) struct Reference {
    /// The id.
    pub(in crate::api) id: i64,
    /// The name; null where the reader may not know it.
    pub(in crate::api) name: Option<String>,
}

/// Why and until when a ticket is on hold.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Hold {
    /// Key of the policy's reason.
    reason: String,
    /// When it goes on by itself.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// How a ticket was resolved.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Resolution {
    /// Key of the policy's code.
    code: String,
    /// What was done.
    text: String,
}

/// How content the requester's side is.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Rating {
    /// 1 (not at all) to 5 (very).
    stars: u8,
    /// In their words.
    comment: String,
}

/// What only those see who may read internal notes.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Internal {
    /// Internal notes so far.
    note_count: i64,
    /// Files so far, those of notes among them.
    attachment_count: i64,
    /// Seconds of work so far.
    worked_secs: i64,
    /// The work within it, in its order.
    tasks: Vec<Task>,
}

/// A ticket as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Ticket {
    /// The number that people quote.
    number: i64,
    /// Grows with everything that happens to it; the value of the ETag.
    pub(in crate::api) version: i64,
    /// `incident` or `request`.
    kind: &'static str,
    /// What it is about, in a line.
    subject: String,
    /// What it is about, in full, in Markdown.
    description: String,
    /// The files that came with the description.
    attachments: Vec<Attachment>,
    /// The door that it came in by.
    channel: &'static str,
    /// Who needs help.
    requester: Reference,
    /// Who is affected, if somebody else.
    on_behalf_of: Option<Reference>,
    /// Who else follows it.
    watchers: Vec<Reference>,
    /// Key of its state.
    state: String,
    /// What that state means: `new`, `active`, `waiting_on_requester`, `waiting_on_third_party`, `resolved`,
    /// `closed` or `cancelled`.
    state_category: &'static str,
    /// While it is on hold.
    hold: Option<Hold>,
    /// 1 (high) to 3.
    impact: u8,
    /// 1 (high) to 3.
    urgency: u8,
    /// 1 (highest) to 5.
    priority: u8,
    /// Why the priority differs from what impact and urgency give.
    priority_reason: Option<String>,
    /// What raised or lowered it beyond the matrix, each with the number of levels.
    #[schema(value_type = Vec<Object>)]
    priority_grounds: Value,
    /// The team.
    team: Option<Reference>,
    /// The agent who works on it.
    assignee: Option<Reference>,
    /// The service.
    service: Option<Reference>,
    /// Path in the category tree.
    category: Option<String>,
    /// Free labels.
    tags: Vec<String>,
    /// Values of custom fields, by key.
    fields: BTreeMap<String, Value>,
    /// The ticket that it is a part of.
    parent: Option<i64>,
    /// The tickets that are parts of it.
    children: Vec<i64>,
    /// Links to other tickets.
    links: Vec<Link>,
    /// The ticket that it became part of.
    merged_into: Option<i64>,
    /// The tickets that became part of it.
    absorbed: Vec<i64>,
    /// Whether only its parties and its team know of it.
    confidential: bool,
    /// The organisation whose people may follow it.
    shared_with: Option<i64>,
    /// How content the requester's side is with how it was resolved.
    rating: Option<Rating>,
    /// How it was resolved.
    resolution: Option<Resolution>,
    /// When it was opened.
    #[schema(format = DateTime)]
    opened_at: String,
    /// When something last happened to it.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When an agent first answered.
    #[schema(format = DateTime)]
    first_response_at: Option<String>,
    /// When it was last resolved.
    #[schema(format = DateTime)]
    resolved_at: Option<String>,
    /// When it was closed.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
    /// Public replies so far.
    reply_count: i64,
    /// How often the team changed.
    reassignment_count: i64,
    /// How often it was reopened.
    reopen_count: i64,
    /// Whether the last public message came from the requester's side.
    awaits_answer: bool,
    /// What it was called where it was imported from.
    external_id: Option<String>,
    /// Only for those who read internal notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<Internal>,
}

impl Ticket {
    /// A ticket as its page shows it; with what is internal or without.
    pub(in crate::api) fn new(page: &TicketPage, reads_notes: bool) -> Self {
        let TicketPage { ticket, names, .. } = page;
        let opened = opened(page);
        Self {
            number: ticket.id.0,
            version: ticket.version,
            kind: ticket.kind.name(),
            subject: ticket.subject.clone(),
            description: opened.map_or_else(String::new, |o| o.description.text.0.clone()),
            attachments: opened.map_or_else(Vec::new, |o| {
                o.description.attachments.iter().map(Into::into).collect()
            }),
            channel: ticket.channel.name(),
            requester: person(names, ticket.requester),
            on_behalf_of: ticket.on_behalf_of.map(|id| person(names, id)),
            watchers: ticket
                .watchers
                .iter()
                .map(|id| person(names, *id))
                .collect(),
            state: ticket.state.clone(),
            state_category: ticket.state_category.name(),
            hold: ticket.hold.as_ref().map(|hold| Hold {
                reason: hold.reason.clone(),
                until: hold.until.map(|at| at.to_string()),
            }),
            impact: ticket.impact.0,
            urgency: ticket.urgency.0,
            priority: ticket.priority.0,
            priority_reason: ticket.priority_reason.clone(),
            priority_grounds: json!(ticket.priority_grounds),
            team: ticket.team.map(|id| team(names, id)),
            assignee: ticket.assignee.map(|id| person(names, id)),
            service: ticket.service.map(|id| Reference {
                id: id.0,
                name: names.services.get(&id).cloned(),
            }),
            category: ticket.category.clone(),
            tags: ticket.tags.iter().cloned().collect(),
            fields: all_shown(&ticket.fields),
            parent: ticket.parent.map(|id| id.0),
            children: page.children.iter().map(|child| child.id.0).collect(),
            links: ticket.links.iter().map(|link| (*link).into()).collect(),
            merged_into: ticket.merged_into.map(|id| id.0),
            absorbed: ticket.absorbed.iter().map(|id| id.0).collect(),
            confidential: ticket.confidential,
            shared_with: ticket.shared_with.map(|id| id.0),
            rating: ticket.rating.as_ref().map(|rating| Rating {
                stars: rating.stars,
                comment: rating.comment.clone(),
            }),
            resolution: ticket.resolution.as_ref().map(|resolution| Resolution {
                code: resolution.code.clone(),
                text: resolution.text.clone(),
            }),
            opened_at: ticket.opened_at.to_string(),
            updated_at: ticket.updated_at.to_string(),
            first_response_at: ticket.first_response_at.map(|at| at.to_string()),
            resolved_at: ticket.resolved_at.map(|at| at.to_string()),
            closed_at: ticket.closed_at.map(|at| at.to_string()),
            reply_count: ticket.reply_count,
            reassignment_count: ticket.reassignment_count,
            reopen_count: ticket.reopen_count,
            awaits_answer: ticket.awaits_answer,
            external_id: page.external.clone(),
            internal: reads_notes.then_some(Internal {
                note_count: ticket.note_count,
                attachment_count: ticket.attachment_count,
                worked_secs: ticket.worked_secs,
                tasks: ticket.tasks.iter().map(Task::from).collect(),
            }),
        }
    }
}

fn opened(page: &TicketPage) -> Option<&Opened> {
    page.timeline
        .iter()
        .filter(|recorded| recorded.ticket == page.ticket.id)
        .find_map(|recorded| match &recorded.activity {
            Happened::Opened(opened) => Some(opened.as_ref()),
            _ => None,
        })
}

fn person(names: &NameMaps, id: PersonId) -> Reference {
    Reference {
        id: id.0,
        name: names.people.get(&id).cloned(),
    }
}

fn team(names: &NameMaps, id: TeamId) -> Reference {
    Reference {
        id: id.0,
        name: names.teams.get(&id).cloned(),
    }
}
