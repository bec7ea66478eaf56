//! Saved views.

use super::edit::present;
use crate::queries::{self, ViewCount};
use kernel::ViewId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A saved list of tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct View {
    /// The id.
    pub(in crate::api) id: i64,
    /// What people read.
    pub(in crate::api) name: String,
    /// Its condition.
    pub(in crate::api) q: String,
    /// Its order: `updated`, `stale`, `priority`, `lowest`, `newest`, `oldest`, `opened`, `earliest` or `due`.
    pub(in crate::api) sort: String,
    /// Whether others see it.
    pub(in crate::api) shared: bool,
    /// The team that it is shared with; null for all agents.
    pub(in crate::api) team: Option<i64>,
    /// The folder that it stands in; empty for none.
    pub(in crate::api) folder: String,
    /// By what its list is put into groups: `state`, `priority`, `team` or `assignee`; empty for none.
    pub(in crate::api) group: String,
    /// By what its board has lanes, with the same words; empty for a view that opens as a list.
    pub(in crate::api) board: String,
    /// The columns that it shows, such as `number subject:320 field.cost`; empty for the usual ones.
    pub(in crate::api) columns: String,
}

impl From<queries::View> for View {
    fn from(view: queries::View) -> Self {
        Self {
            id: view.id.0,
            name: view.name,
            q: view.query,
            sort: view.sort,
            shared: view.owner.is_none(),
            team: view.team.map(|team| team.0),
            folder: view.folder,
            group: view.group.map_or("", queries::By::name).to_owned(),
            board: view.board.map_or("", queries::By::name).to_owned(),
            columns: view.columns,
        }
    }
}

/// The views that the reader sees.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ViewList {
    /// In their order.
    pub(in crate::api) items: Vec<View>,
}

/// A view to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ViewNew {
    /// What people read.
    pub(in crate::api) name: String,
    /// Its condition.
    #[serde(default)]
    pub(in crate::api) q: String,
    /// Its order; `updated` when left out.
    pub(in crate::api) sort: Option<String>,
    /// Whether others see it; needs `view.share`.
    #[serde(default)]
    pub(in crate::api) shared: bool,
    /// The team that it is shared with.
    pub(in crate::api) team: Option<i64>,
    /// The folder that it stands in.
    #[serde(default)]
    pub(in crate::api) folder: String,
    /// By what its list is put into groups; none when left out.
    #[serde(default)]
    pub(in crate::api) group: String,
    /// By what its board has lanes; a list when left out.
    #[serde(default)]
    pub(in crate::api) board: String,
    /// The columns that it shows; the usual ones when left out.
    #[serde(default)]
    pub(in crate::api) columns: String,
}

/// What is to change of a view. What is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ViewEdit {
    /// What people read.
    pub(in crate::api) name: Option<String>,
    /// Its condition.
    pub(in crate::api) q: Option<String>,
    /// Its order.
    pub(in crate::api) sort: Option<String>,
    /// Whether others see it; needs `view.share`.
    pub(in crate::api) shared: Option<bool>,
    /// The team that it is shared with.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    pub(in crate::api) team: Option<Option<i64>>,
    /// The folder that it stands in.
    pub(in crate::api) folder: Option<String>,
    /// By what its list is put into groups; empty for none.
    pub(in crate::api) group: Option<String>,
    /// By what its board has lanes; empty for a list.
    pub(in crate::api) board: Option<String>,
    /// The columns that it shows.
    pub(in crate::api) columns: Option<String>,
    /// The view before which it is to stand; 0 for the end of its list.
    pub(in crate::api) before: Option<i64>,
}

/// How many tickets a view holds.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct CountOfView {
    /// The view.
    view: i64,
    /// How many.
    count: i64,
    /// Whether there may be more than `count`.
    more: bool,
}

/// How many tickets each view holds for the reader.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ViewCounts {
    /// In the order of the views' ids.
    pub(in crate::api) items: Vec<CountOfView>,
}

impl CountOfView {
    pub(in crate::api) fn new((view, count): (ViewId, ViewCount)) -> Self {
        let (count, more) = match count {
            ViewCount::Exactly(count) => (count, false),
            ViewCount::AtLeast(count) => (count, true),
        };
        Self {
            view: view.0,
            count,
            more,
        }
    }
}
