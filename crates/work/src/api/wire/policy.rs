//! The administrator's decisions, as far as clients need them to offer choices.

use crate::Rules;
use crate::policies::Version;
use kernel::policy::Named;
use kernel::ticket::{FieldKind, Kind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// Something with a key for machines and a label for people.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Choice {
    /// The key.
    key: String,
    /// What people read.
    label: String,
}

/// A state, or a reason to be on hold.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct StateChoice {
    /// The key.
    key: String,
    /// What people read.
    label: String,
    /// What it means.
    category: &'static str,
}

/// A move from one state to another.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct StateMove {
    /// Key of the state before.
    from: String,
    /// Key of the state after.
    to: String,
}

/// The states of a kind of ticket, and the moves between them.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct KindPolicy {
    /// `incident` or `request`.
    kind: &'static str,
    /// In the order in which people see them.
    states: Vec<StateChoice>,
    /// Which moves there are.
    moves: Vec<StateMove>,
}

/// A custom field.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct FieldPolicy {
    /// The key: `field.KEY` in conditions.
    key: String,
    /// What people read.
    label: String,
    /// `text`, `number`, `date`, `choice`, `multiple_choice`, `person` or `yes_no`.
    #[serde(rename = "type")]
    takes: &'static str,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The kinds of ticket that have it; empty for all.
    kinds: Vec<&'static str>,
    /// What helps whoever fills it in.
    help: String,
}

/// Parts of the policy to put in place of what they are, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::api) struct PolicyEdit {
    /// Why; kept in the history.
    pub(in crate::api) comment: Option<String>,
    /// The parts, by their names: `priority`, `lifecycles`, `hold_reasons`, `resolution_codes`, `categories`, `fields`,
    /// `forms`, `retired`, `allowed_tags`, `off`, `close_after_days`, `reopen_within_days`, `send_undo_secs`,
    /// `survey_every_days`, `mention_watches`.
    #[serde(flatten)]
    pub(in crate::api) parts: Map<String, Value>,
}

impl PolicyEdit {
    /// The names of the parts.
    pub(in crate::api) const PARTS: [&str; 15] = [
        "priority",
        "lifecycles",
        "hold_reasons",
        "resolution_codes",
        "categories",
        "fields",
        "forms",
        "retired",
        "allowed_tags",
        "off",
        "close_after_days",
        "reopen_within_days",
        "survey_every_days",
        "send_undo_secs",
        "mention_watches",
    ];
}

/// A version of the policy.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PolicyVersionView {
    /// Its number.
    version: i64,
    /// Since when it was in force.
    #[schema(format = DateTime)]
    at: String,
    /// Who put it in force; null for Spoc itself.
    author: Option<i64>,
    /// Why.
    comment: String,
    /// What was decided; null in lists.
    policy: Value,
}

impl PolicyVersionView {
    /// Without what was decided.
    pub(in crate::api) fn head(version: &Version) -> Self {
        Self {
            version: version.version.0,
            at: version.at.to_string(),
            author: version.author.map(|author| author.0),
            comment: version.comment.clone(),
            policy: Value::Null,
        }
    }

    /// With what was decided.
    pub(in crate::api) fn whole(version: &Version) -> Self {
        Self {
            policy: json!(version.policy),
            ..Self::head(version)
        }
    }
}

/// Versions of the policy.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PolicyVersionList {
    /// Newest first.
    pub(in crate::api) items: Vec<PolicyVersionView>,
    /// Where the next page begins; null at the end.
    pub(in crate::api) next: Option<i64>,
}

/// The policy in force.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PolicyView {
    /// Its version; the value of the ETag.
    version: i64,
    /// Priority of each pair of impact (rows, 1 to 3) and urgency (columns, 1 to 3).
    priority: Vec<Vec<u8>>,
    /// States and moves.
    kinds: Vec<KindPolicy>,
    /// Why a ticket may be on hold.
    hold_reasons: Vec<StateChoice>,
    /// How a ticket may be resolved.
    resolution_codes: Vec<Choice>,
    /// The category tree, as paths, parents before children.
    categories: Vec<Choice>,
    /// Custom fields.
    fields: Vec<FieldPolicy>,
    /// Days after which a resolved ticket closes by itself; 0 for never.
    close_after_days: u32,
    /// Days after closing within which a ticket can be reopened.
    reopen_within_days: u32,
    /// Days in which nobody is asked more than once how content they are; 0 asks after each ticket.
    survey_every_days: u32,
    /// Seconds for which a sent reply can be taken back before anybody outside is told; 0 for none.
    send_undo_secs: u32,
    /// Whether colleagues who are mentioned follow the ticket from then on.
    mention_watches: bool,
    /// Which questions are asked of whom, and when.
    forms: Value,
    /// What can no longer be chosen, by keys.
    retired: Value,
    /// The tags that may be given; null for any.
    allowed_tags: Option<Vec<String>>,
}

impl PolicyView {
    /// The policy in force.
    pub(in crate::api) fn new(rules: &Rules) -> Self {
        let policy = &rules.policy;
        let kind = |kind: Kind| {
            let lifecycle = policy.lifecycle(kind);
            let state = |state: &kernel::policy::State| StateChoice {
                key: state.key.clone(),
                label: state.label.clone(),
                category: state.category.name(),
            };
            let allowed = |(from, to): &(String, String)| StateMove {
                from: from.clone(),
                to: to.clone(),
            };
            KindPolicy {
                kind: kind.name(),
                states: lifecycle.states.iter().map(state).collect(),
                moves: lifecycle.moves.iter().map(allowed).collect(),
            }
        };
        let reason = |reason: &kernel::policy::HoldReason| StateChoice {
            key: reason.key.clone(),
            label: reason.label.clone(),
            category: reason.category.name(),
        };
        Self {
            version: rules.version.0,
            priority: policy.priority.0.iter().map(|row| row.to_vec()).collect(),
            kinds: policy.kinds().map(kind).collect(),
            hold_reasons: policy.hold_reasons.iter().map(reason).collect(),
            resolution_codes: choices(&policy.resolution_codes),
            categories: choices(&policy.categories),
            fields: policy.fields.iter().map(field).collect(),
            close_after_days: policy.close_after_days,
            reopen_within_days: policy.reopen_within_days,
            survey_every_days: policy.survey_every_days,
            send_undo_secs: policy.send_undo_secs,
            mention_watches: policy.mention_watches,
            forms: json!(policy.forms),
            retired: json!(policy.retired),
            allowed_tags: policy
                .allowed_tags
                .as_ref()
                .map(|tags| tags.iter().cloned().collect()),
        }
    }
}

fn choices(named: &[Named]) -> Vec<Choice> {
    let choice = |named: &Named| Choice {
        key: named.key.clone(),
        label: named.label.clone(),
    };
    named.iter().map(choice).collect()
}

fn field(field: &kernel::policy::CustomField) -> FieldPolicy {
    let (takes, choices) = match &field.kind {
        FieldKind::Text => ("text", Vec::new()),
        FieldKind::Number => ("number", Vec::new()),
        FieldKind::Date => ("date", Vec::new()),
        FieldKind::Choice { choices: list } => ("choice", choices(list)),
        FieldKind::MultipleChoice { choices: list } => ("multiple_choice", choices(list)),
        FieldKind::Person => ("person", Vec::new()),
        FieldKind::YesNo => ("yes_no", Vec::new()),
    };
    FieldPolicy {
        key: field.key.clone(),
        label: field.label.clone(),
        takes,
        choices,
        kinds: field.ticket_kinds.iter().map(|kind| kind.name()).collect(),
        help: field.help.clone(),
    }
}
