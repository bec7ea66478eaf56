//! Policy: an administrator's decisions as one versioned value.
//!
//! The kernel reads it and never changes it; every activity names the version that it was decided under.

mod approval;
mod automation;
mod checks;
mod defaults;
mod faults;
mod form;
mod lifecycle;
mod names;
mod practices;
mod priority;
mod raises;
mod reach;
mod service_levels;
mod webhook;

#[cfg(test)]
mod tests;

use crate::automation::{Distribution, Route, Rule, Tier};
use crate::calendar::Calendar;
use crate::sla::ServiceLevel;
use crate::ticket::{FieldKind, FieldValue, Kind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use approval::{
    APPROVAL_STEPS_MAX, APPROVERS_MAX, ApprovalStep, ApprovalTemplate, Approver, Needs, Wait,
};
pub use faults::{Fault, Problem, is_key, key_of};
pub(crate) use form::{Answers, PolicyWords};
pub use form::{Asked, Audience, Form, Question, Required};
pub use lifecycle::{HoldReason, Lifecycle, State, StateCategory};
pub use names::{FieldNames, OwnNames};
pub use practices::{APPROVALS, SERVICE_LEVELS};
pub use priority::{Level, PriorityMatrix};
pub use raises::{Criticality, Ground, Load, RAISE_MAX, Raises};
pub use reach::Reach;
pub use webhook::Webhook;

/// A key that administrators choose: lower-case letters, digits, `_`, `-`; parts of a path are separated by `/`.
pub type Key = String;

/// Something that administrators name: a key for machines, a label for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The key. Never changes once used.
    pub key: Key,
    /// What people read.
    pub label: String,
}

/// A field that administrators add to tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// The key, used as `field.KEY` in conditions.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// What values it takes.
    pub kind: FieldKind,
    /// The kinds of ticket that have it; empty means all.
    #[serde(default)]
    pub ticket_kinds: Vec<Kind>,
    /// What helps whoever fills it in; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// What a new ticket gets when nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<FieldValue>,
}

impl CustomField {
    /// A field of every kind of ticket, without help and default.
    pub fn new(key: impl Into<Key>, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            kind,
            ticket_kinds: Vec::new(),
            help: String::new(),
            default: None,
        }
    }

    /// Whether tickets of this kind have the field.
    pub fn is_of(&self, kind: Kind) -> bool {
        self.ticket_kinds.is_empty() || self.ticket_kinds.contains(&kind)
    }
}

/// What can no longer be chosen, by its key. Tickets that have it keep it, and conditions still know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retired {
    /// Categories; what is below them goes with them.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<Key>,
    /// Custom fields.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub fields: BTreeSet<Key>,
    /// Hold reasons.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hold_reasons: BTreeSet<Key>,
    /// Resolution codes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub resolution_codes: BTreeSet<Key>,
}

/// All decisions of an administrator, as one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Priority from impact and urgency.
    pub priority: PriorityMatrix,
    /// What raises or lowers it beyond that.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub raises: Raises,
    /// The states and moves of each kind of ticket.
    pub lifecycles: Vec<Lifecycle>,
    /// Why a ticket may be on hold.
    pub hold_reasons: Vec<HoldReason>,
    /// How a ticket may be resolved.
    pub resolution_codes: Vec<Named>,
    /// The category tree, as paths (`network`, `network/vpn`), parents before children.
    pub categories: Vec<Named>,
    /// Fields beyond the built-in ones.
    pub fields: Vec<CustomField>,
    /// Days after which a resolved ticket closes by itself; 0 means never.
    pub close_after_days: u32,
    /// Days after closing within which a ticket can be reopened.
    pub reopen_within_days: u32,
    /// Days in which nobody is asked more than once how content they are; 0 asks after each ticket.
    #[serde(default = "defaults::survey_every_days")]
    pub survey_every_days: u32,
    /// For how many seconds a sent reply can be taken back before anybody outside is told; 0 sends at once.
    #[serde(default = "defaults::send_undo_secs")]
    pub send_undo_secs: u32,
    /// Whether colleagues who are mentioned follow the ticket from then on.
    #[serde(default = "defaults::mention_watches")]
    pub mention_watches: bool,
    /// Which questions are asked of whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// What can no longer be chosen.
    #[serde(default)]
    pub retired: Retired,
    /// The tags that may be given; any if this is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_tags: Option<BTreeSet<String>>,
    /// How far the desk goes; nothing where an administrator chose among the practices one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// The practices that are switched off, by their names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub off: BTreeSet<String>,
    /// When work is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<Calendar>,
    /// What is promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_levels: Vec<ServiceLevel>,
    /// What happens by itself, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Which team a new ticket goes to; the first that holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
    /// How teams hand tickets out to their members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distributions: Vec<Distribution>,
    /// What can be asked to be approved, and by whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<ApprovalTemplate>,
    /// Which team stands behind which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
    /// Whom rules call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub webhooks: Vec<Webhook>,
    /// What is named here, in further languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, OwnNames>,
}

fn is_plain(raises: &Raises) -> bool {
    *raises == Raises::default()
}

impl Policy {
    /// The lifecycle of a kind of ticket. Kinds without one of their own follow the first.
    pub fn lifecycle(&self, kind: Kind) -> &Lifecycle {
        self.lifecycles
            .iter()
            .find(|lifecycle| lifecycle.kind == kind)
            .or(self.lifecycles.first())
            .unwrap_or_else(|| lifecycle::fallback())
    }

    /// The hold reason of this key.
    pub fn hold_reason(&self, key: &str) -> Option<&HoldReason> {
        self.hold_reasons.iter().find(|reason| reason.key == key)
    }

    /// The calendar of this key.
    pub fn calendar(&self, key: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.key == key)
    }

    /// The webhook of this key.
    pub fn webhook(&self, key: &str) -> Option<&Webhook> {
        self.webhooks.iter().find(|webhook| webhook.key == key)
    }

    /// Whether the category tree has this path.
    pub fn has_category(&self, key: &str) -> bool {
        self.categories.iter().any(|category| category.key == key)
    }

    /// Whether new tickets may get this category: it is there, and neither it nor one above it is retired.
    pub fn offers_category(&self, key: &str) -> bool {
        let retired = &self.retired.categories;
        let above = key.match_indices('/').map(|(end, _)| &key[..end]);
        self.has_category(key)
            && !retired.contains(key)
            && !above.into_iter().any(|key| retired.contains(key))
    }

    /// Whether a resolution code can be chosen for tickets of any kind: none that is retired, nor one whose kinds are off.
    pub fn offers_code(&self, key: &str) -> bool {
        !self.retired.resolution_codes.contains(key) && !self.code_rests(key)
    }

    /// The resolution codes that can be chosen for tickets of any kind.
    pub fn offered_codes(&self) -> impl Iterator<Item = &Named> {
        let codes = self.resolution_codes.iter();
        codes.filter(|code| self.offers_code(&code.key))
    }

    /// The same for a ticket of this kind, which may be off: what is there already is resolved as it always was.
    pub fn codes_of(&self, kind: Kind) -> impl Iterator<Item = &Named> + Clone {
        let retired = &self.retired.resolution_codes;
        let codes = self.resolution_codes.iter();
        codes.filter(move |code| {
            let usual = code.key == kind.usual_resolution() && !retired.contains(&code.key);
            usual || self.offers_code(&code.key)
        })
    }

    /// The hold reasons that can be chosen.
    pub fn offered_holds(&self) -> impl Iterator<Item = &HoldReason> {
        let retired = &self.retired.hold_reasons;
        self.hold_reasons
            .iter()
            .filter(move |reason| !retired.contains(&reason.key))
    }

    /// The custom fields that tickets of this kind may be given, in their order.
    pub fn fields_of(&self, kind: Kind) -> impl Iterator<Item = &CustomField> {
        self.fields
            .iter()
            .filter(move |field| field.is_of(kind) && !self.retired.fields.contains(&field.key))
    }

    /// The custom field of this key.
    pub fn field(&self, key: &str) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The label of a category path, its parents' labels first: `Network › VPN`. Unknown paths label themselves.
    pub fn category_label(&self, key: &str) -> String {
        let mut label = String::new();
        for (end, _) in key.match_indices('/').chain([(key.len(), "")]) {
            let part = &key[..end];
            let name = self.categories.iter().find(|category| category.key == part);
            if !label.is_empty() {
                label.push_str(" › ");
            }
            label.push_str(name.map_or(part, |name| &name.label));
        }
        label
    }
}
