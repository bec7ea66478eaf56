//! What happened.

use super::task::Task;
use super::value::{all_shown, shown};
use kernel::policy::Level;
use kernel::ticket::{
    Activity as Happened, ApprovalActivity, Automated, FieldValue, Opened, StateChange,
    TaskActivity, WorkKind,
};
use kernel::{PersonId, Recorded, ServiceId, TeamId, TicketId, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Counters that tell of what is internal.
const INTERNAL: [&str; 5] = [
    "tasks",
    "note_count",
    "attachment_count",
    "worked_secs",
    "side_conversations",
];

/// A stored file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::api) struct Attachment {
    /// SHA-256 of its content, in lower-case hexadecimal: its address under `/attachments/`.
    hash: String,
    /// Its name.
    name: String,
    /// Its media type.
    media_type: String,
    /// Its size.
    size_bytes: i64,
}

impl From<&kernel::ticket::Attachment> for Attachment {
    fn from(file: &kernel::ticket::Attachment) -> Self {
        Self {
            hash: file.hash.clone(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size_bytes: file.size_bytes,
        }
    }
}

/// Something that happened to a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Activity {
    /// Its place in the log of all tickets.
    position: i64,
    /// The ticket's number.
    ticket: i64,
    /// Its place in the log of its ticket, from 1; a reply is split off by it.
    seq: i64,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// Who did it; null when Spoc itself did.
    actor: Option<i64>,
    /// The door that it came in by.
    channel: &'static str,
    /// The command that it belongs to: `DELETE /commands/{id}` takes it back.
    command: i64,
    /// What happened, such as `opened`, `replied`, `noted`, `state_changed`, `team_changed`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whether it was taken back since. Not known in the feed, where taking back is an activity of its own.
    withdrawn: bool,
    /// The details: `from` and `to` for a change, `text` and `attachments` for a message.
    #[schema(value_type = Object)]
    data: Value,
}

/// A page of what happened.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ActivityList {
    /// Oldest first.
    pub(in crate::api) items: Vec<Activity>,
    /// What to send as `after` for the next page; null on the last one.
    pub(in crate::api) next: Option<String>,
}

/// A piece of the log of all tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Feed {
    /// Oldest first: those that the reader may see.
    pub(in crate::api) items: Vec<Activity>,
    /// What to send as `after` to go on; the same as sent when nothing is new.
    pub(in crate::api) next: String,
}

impl Activity {
    /// An activity for a reader; nothing when all that it tells is internal.
    pub(in crate::api) fn new(
        recorded: &Recorded,
        withdrawn: bool,
        reads_notes: bool,
    ) -> Option<Self> {
        let mut data = data(&recorded.activity, reads_notes)?;
        if withdrawn && !reads_notes {
            // What was taken back was not meant for them.
            if let Some(data) = data.as_object_mut() {
                data.remove("text");
                data.remove("attachments");
            }
        }
        Some(Self {
            position: recorded.position,
            ticket: recorded.ticket.0,
            seq: recorded.seq,
            at: recorded.at.to_string(),
            actor: recorded.actor.map(|person| person.0),
            channel: recorded.channel.name(),
            command: recorded.command.0,
            kind: recorded.activity.name(),
            withdrawn,
            data,
        })
    }
}

fn data(activity: &Happened, reads_notes: bool) -> Option<Value> {
    if activity.is_internal() && !reads_notes {
        return None;
    }
    Some(match activity {
        Happened::Opened(opened) => of_opening(opened),
        Happened::SubjectChanged { from, to } => json!({ "from": from, "to": to }),
        Happened::KindChanged { from, to } => json!({ "from": from.name(), "to": to.name() }),
        Happened::RequesterChanged { from, to } => json!({ "from": from.0, "to": to.0 }),
        Happened::OnBehalfOfChanged { from, to } | Happened::AssigneeChanged { from, to } => {
            json!({ "from": person(*from), "to": person(*to) })
        }
        Happened::StateChanged(change) => of_move(change),
        Happened::ImpactChanged { from, to } | Happened::UrgencyChanged { from, to } => {
            json!({ "from": from.0, "to": to.0 })
        }
        Happened::PriorityChanged { from, to, reason } => {
            of_priority(*from, *to, reason.as_deref())
        }
        Happened::TeamChanged { from, to } => json!({ "from": team(*from), "to": team(*to) }),
        Happened::ServiceChanged { from, to } => {
            json!({ "from": service(*from), "to": service(*to) })
        }
        Happened::CategoryChanged { from, to } => json!({ "from": from, "to": to }),
        Happened::ParentChanged { from, to } => json!({ "from": ticket(*from), "to": ticket(*to) }),
        Happened::ConfidentialChanged { to } => json!({ "from": !to, "to": to }),
        Happened::SharedWithChanged { from, to } => {
            json!({ "from": from.map(|id| id.0), "to": to.map(|id| id.0) })
        }
        Happened::FieldChanged { key, from, to } => {
            json!({ "key": key, "from": field(from.as_ref()), "to": field(to.as_ref()) })
        }
        Happened::TagAdded { tag } | Happened::TagRemoved { tag } => json!({ "tag": tag }),
        Happened::WatcherAdded { person } | Happened::WatcherRemoved { person } => {
            json!({ "person": person.0 })
        }
        Happened::LinkAdded { link } | Happened::LinkRemoved { link } => {
            json!({ "kind": link.kind.name(), "to": link.to.0 })
        }
        Happened::Replied {
            message,
            by_agent,
            delivery,
            ..
        } => {
            let mut data = json!({
                "text": message.text.0, "attachments": files(&message.attachments), "by_agent": by_agent,
            });
            if reads_notes && !delivery.is_usual() {
                data["requester_only"] = json!(delivery.requester_only);
                data["cc"] = json!(delivery.cc);
                data["held_until"] = json!(delivery.held_until.map(|at| at.to_string()));
            }
            data
        }
        Happened::Noted { message } => {
            json!({ "text": message.text.0, "attachments": files(&message.attachments) })
        }
        Happened::SideWritten(side) => json!({
            "conversation": side.conversation, "subject": side.subject, "with": side.with, "from": side.from,
            "text": side.message.text.0, "attachments": files(&side.message.attachments),
            "held_until": side.held_until.map(|at| at.to_string()),
        }),
        Happened::Mentioned { seq, people, teams } => json!({
            "seq": seq,
            "people": people.iter().map(|person| person.0).collect::<Vec<_>>(),
            "teams": teams.iter().map(|team| team.0).collect::<Vec<_>>(),
        }),
        Happened::Rated { stars, comment } => json!({ "stars": stars, "comment": comment }),
        Happened::TimeWorked(work) => json!({
            "secs": work.secs, "kind": work.kind.map(WorkKind::name),
            "worked_on": work.worked_on, "comment": work.comment,
        }),
        Happened::Task(task) => of_task(task),
        Happened::Automated(automated) => of_automated(automated),
        Happened::MergedInto { target } => json!({ "target": target.0 }),
        Happened::Absorbed { source, watchers } => json!({
            "source": source.0, "watchers": watchers.iter().map(|person| person.0).collect::<Vec<_>>(),
        }),
        Happened::SplitOff { seq, more, to } => {
            json!({ "seq": seq, "more": more, "to": to.0 })
        }
        Happened::Brought(brought) => json!({
            "text": brought.message.text.0, "attachments": files(&brought.message.attachments),
            "author": person(brought.author), "by_agent": brought.by_agent,
            "said_at": brought.said_at.to_string(), "seq": brought.seq,
        }),
        Happened::Approval(approval) => of_approval(approval, reads_notes),
        Happened::Undone { command, patch } => {
            let shown: Map<String, Value> = patch
                .0
                .iter()
                .filter(|(key, _)| reads_notes || !INTERNAL.contains(&key.as_str()))
                .map(|(key, (from, to))| {
                    let change = json!({ "from": patched(key, from), "to": patched(key, to) });
                    (key.clone(), change)
                })
                .collect();
            if shown.is_empty() && !reads_notes && !patch.0.is_empty() {
                return None;
            }
            json!({ "command": command.0, "changes": shown })
        }
    })
}

/// Who will be asked later is the desk's own.
fn of_approval(approval: &ApprovalActivity, reads_notes: bool) -> Value {
    match approval {
        ApprovalActivity::Asked(plan) if reads_notes => json!(plan),
        ApprovalActivity::Asked(plan) => json!({ "id": plan.id, "label": plan.label }),
        other => match json!(other) {
            Value::Object(named) => named
                .into_iter()
                .next()
                .map_or(Value::Null, |(_, data)| data),
            other => other,
        },
    }
}

fn of_task(task: &TaskActivity) -> Value {
    match task {
        TaskActivity::Added(task) | TaskActivity::Removed(task) => json!(Task::from(task)),
        TaskActivity::Planned { task, from, to } => json!({ "task": task, "from": from, "to": to }),
        TaskActivity::StateChanged {
            task,
            title,
            from,
            to,
        } => {
            json!({ "task": task, "title": title, "from": from.name(), "to": to.name() })
        }
        TaskActivity::Moved { task, title, to } => {
            json!({ "task": task, "title": title, "to": to })
        }
    }
}

fn of_automated(automated: &Automated) -> Value {
    match automated {
        Automated::RuleApplied { rule, label } => json!({ "rule": rule, "label": label }),
        Automated::RuleFailed {
            rule,
            label,
            problem,
        } => json!({ "rule": rule, "label": label, "problem": problem }),
        Automated::ThresholdReached {
            level,
            label,
            metric,
            round,
            percent,
        } => json!({
            "level": level, "label": label, "metric": metric.name(), "round": round, "percent": percent,
        }),
        Automated::Routed {
            route,
            team,
            person,
            why,
        } => {
            json!({ "route": route, "team": team.0, "person": person.map(|one| one.0), "why": why })
        }
        Automated::Relieved { person } => json!({ "person": person.0 }),
        Automated::Told {
            people,
            text,
            escalated,
        } => json!({
            "people": people.iter().map(|person| person.0).collect::<Vec<_>>(),
            "text": text, "escalated": escalated,
        }),
        Automated::Raised { grounds } => json!({ "grounds": grounds }),
        Automated::Filed { ticket } => json!({ "ticket": ticket.0 }),
        Automated::Surveyed => json!({}),
        Automated::Called(called) => json!(called),
    }
}

fn of_opening(opened: &Opened) -> Value {
    json!({
        "kind": opened.kind.name(),
        "subject": opened.subject,
        "text": opened.description.text.0,
        "attachments": files(&opened.description.attachments),
        "requester": opened.requester.0,
        "on_behalf_of": person(opened.on_behalf_of),
        "watchers": opened.watchers.iter().map(|person| person.0).collect::<Vec<_>>(),
        "state": opened.state,
        "state_category": opened.state_category.name(),
        "impact": opened.impact.0,
        "urgency": opened.urgency.0,
        "priority": opened.priority.0,
        "priority_reason": opened.priority_reason,
        "priority_grounds": opened.priority_grounds,
        "team": team(opened.team),
        "assignee": person(opened.assignee),
        "service": service(opened.service),
        "category": opened.category,
        "tags": opened.tags,
        "fields": all_shown(&opened.fields),
        "parent": ticket(opened.parent),
        "confidential": opened.confidential,
        "split_from": opened.split_from.map(|(id, seq)| json!({ "ticket": id.0, "seq": seq })),
    })
}

fn of_move(change: &StateChange) -> Value {
    json!({
        "from": change.from,
        "to": change.to,
        "category": change.category.name(),
        "hold": change.hold.as_ref().map(|hold| json!({
            "reason": hold.reason, "until": hold.until.map(|at| at.to_string()),
        })),
        "resolution": change.resolution.as_ref().map(|resolution| json!({
            "code": resolution.code, "text": resolution.text,
        })),
        "reopened": change.reopened,
        "reason": change.reason,
    })
}

fn of_priority(from: Level, to: Level, reason: Option<&str>) -> Value {
    json!({ "from": from.0, "to": to.0, "reason": reason })
}

fn files(files: &[kernel::ticket::Attachment]) -> Vec<Attachment> {
    files.iter().map(Attachment::from).collect()
}

fn person(id: Option<PersonId>) -> Option<i64> {
    id.map(|id| id.0)
}

fn team(id: Option<TeamId>) -> Option<i64> {
    id.map(|id| id.0)
}

fn service(id: Option<ServiceId>) -> Option<i64> {
    id.map(|id| id.0)
}

fn ticket(id: Option<TicketId>) -> Option<i64> {
    id.map(|id| id.0)
}

fn field(value: Option<&FieldValue>) -> Value {
    value.map_or(Value::Null, shown)
}

/// A property in the patch of something taken back, as the rest of the API writes it.
fn patched(key: &str, value: &Value) -> Value {
    let instant = |value: &Value| match value.as_i64() {
        Some(at) => json!(Timestamp(at).to_string()),
        None => Value::Null,
    };
    match key {
        key if key.ends_with("_at") => instant(value),
        "hold" if value.is_object() => {
            json!({ "reason": value["reason"], "until": instant(&value["until"]) })
        }
        "fields" => serde_json::from_value::<BTreeMap<String, FieldValue>>(value.clone())
            .map_or(Value::Null, |fields| json!(all_shown(&fields))),
        _ => value.clone(),
    }
}
