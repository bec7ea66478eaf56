//! What is to change of a ticket. Members that are not known are refused, by name.

use super::change::TicketKind;
use super::value;
use crate::error::{Error, Result};
use kernel::policy::Level;
use kernel::ticket::Change;
use kernel::{PersonId, Policy, ServiceId, TeamId, TicketId};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Tells "left out" (nothing) from "null" (nothing in something).
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A priority beside what impact and urgency give.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct PrioritySet {
    /// 1 (highest) to 5; null for what impact and urgency give.
    level: Option<u8>,
    /// Why it differs.
    #[serde(default)]
    reason: String,
}

/// How content somebody is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct RatingSet {
    /// 1 (not at all) to 5 (very).
    stars: u8,
    /// In their words.
    #[serde(default)]
    comment: String,
}

/// Labels to put on and to take off.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TagsEdit {
    /// To put on.
    #[serde(default)]
    add: Vec<String>,
    /// To take off.
    #[serde(default)]
    remove: Vec<String>,
}

/// People who begin and who end to follow.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct WatchersEdit {
    /// Who begins.
    #[serde(default)]
    add: Vec<i64>,
    /// Who ends.
    #[serde(default)]
    remove: Vec<i64>,
}

/// What is to change. What is left out stays; null empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TicketEdit {
    /// The version that the writer has seen: a field that somebody else changed since is refused with 409,
    /// the others are changed. Stricter: the header `If-Match`.
    pub(in crate::api) seen: Option<i64>,
    /// What it is about, in a line.
    subject: Option<String>,
    /// Which practice it belongs to.
    kind: Option<TicketKind>,
    /// Who needs help.
    requester: Option<i64>,
    /// Who is affected.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    on_behalf_of: Option<Option<i64>>,
    /// 1 (high) to 3.
    impact: Option<u8>,
    /// 1 (high) to 3.
    urgency: Option<u8>,
    /// A priority beside what impact and urgency give.
    priority: Option<PrioritySet>,
    /// The team.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    team: Option<Option<i64>>,
    /// The agent who works on it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    assignee: Option<Option<i64>>,
    /// The service.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    service: Option<Option<i64>>,
    /// Path in the category tree.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    category: Option<Option<String>>,
    /// The ticket that it is a part of.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    parent: Option<Option<i64>>,
    /// Whether only its parties and its team know of it.
    confidential: Option<bool>,
    /// Whether the requester's organisation may follow it.
    shared: Option<bool>,
    /// How content the requester's side is; only they can say it.
    rating: Option<RatingSet>,
    /// Values of custom fields, by key; null empties.
    #[serde(default)]
    fields: BTreeMap<String, Value>,
    /// Key of the state to go to; on hold and resolved have their own addresses.
    state: Option<String>,
    /// Labels.
    #[serde(default)]
    tags: TagsEdit,
    /// Who else follows it.
    #[serde(default)]
    watchers: WatchersEdit,
}

impl TicketEdit {
    /// What is to change, in the order in which it is decided.
    pub(in crate::api) fn changes(&self, policy: &Policy) -> Result<Vec<Change>> {
        let mut changes: Vec<Option<Change>> = vec![
            self.subject.clone().map(Change::Subject),
            self.kind.map(|kind| Change::Kind(kind.0)),
            self.requester.map(|id| Change::Requester(PersonId(id))),
            self.on_behalf_of
                .map(|id| Change::OnBehalfOf(id.map(PersonId))),
            self.impact.map(|level| Change::Impact(Level(level))),
            self.urgency.map(|level| Change::Urgency(Level(level))),
            self.priority.clone().map(|priority| Change::Priority {
                level: priority.level.map(Level),
                reason: priority.reason,
            }),
            self.team.map(|id| Change::Team(id.map(TeamId))),
            self.assignee.map(|id| Change::Assignee(id.map(PersonId))),
            self.service.map(|id| Change::Service(id.map(ServiceId))),
            self.category.clone().map(Change::Category),
            self.parent.map(|id| Change::Parent(id.map(TicketId))),
            self.confidential.map(Change::Confidential),
            self.shared.map(Change::Share),
            self.rating.clone().map(|rating| Change::Rate {
                stars: rating.stars,
                comment: rating.comment,
            }),
        ];
        for (key, value) in &self.fields {
            let value = value::read(policy, key, value)?;
            let key = key.clone();
            changes.push(Some(Change::Field { key, value }));
        }
        let TagsEdit { add, remove } = &self.tags;
        changes.extend(add.iter().map(|tag| Some(Change::Tag(tag.clone()))));
        changes.extend(remove.iter().map(|tag| Some(Change::Untag(tag.clone()))));
        let WatchersEdit { add, remove } = &self.watchers;
        changes.extend(add.iter().map(|id| Some(Change::Watch(PersonId(*id)))));
        changes.extend(remove.iter().map(|id| Some(Change::Unwatch(PersonId(*id)))));
        changes.push(self.state.clone().map(Change::State));
        let changes: Vec<Change> = changes.into_iter().flatten().collect();
        if changes.is_empty() {
            return Err(Error::Invalid {
                field: "body",
                text: "names nothing that is to change".into(),
            });
        }
        Ok(changes)
    }
}
