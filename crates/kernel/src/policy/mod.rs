//! Policy: an administrator's decisions as one versioned value.
//!
//! The kernel reads it and never changes it; every activity names the version that it was decided under.

mod defaults;
mod lifecycle;
mod priority;

use crate::ticket::{FieldKind, Kind};
use serde::{Deserialize, Serialize};

pub use lifecycle::{HoldReason, Lifecycle, State, StateCategory};
pub use priority::{Level, PriorityMatrix};

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
}

/// All decisions of an administrator, as one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Priority from impact and urgency.
    pub priority: PriorityMatrix,
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
    /// For how many seconds a sent reply can be taken back before anybody outside is told; 0 sends at once.
    #[serde(default = "defaults::send_undo_secs")]
    pub send_undo_secs: u32,
    /// Whether colleagues who are mentioned follow the ticket from then on.
    #[serde(default = "defaults::mention_watches")]
    pub mention_watches: bool,
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

    /// Whether the category tree has this path.
    pub fn has_category(&self, key: &str) -> bool {
        self.categories.iter().any(|category| category.key == key)
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
