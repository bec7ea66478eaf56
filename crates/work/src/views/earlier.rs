//! What the latest change of a view did away with: kept beside the view, so that it can be taken back.

use crate::error::{Error, Result};
use crate::queries::{NewView, keep_earlier, kept_earlier};
use kernel::ViewId;
use serde::{Deserialize, Serialize};
use store::Tx;

/// What the latest change of a view did away with.
#[derive(Serialize, Deserialize)]
pub(super) enum Earlier {
    /// What it was.
    Was(NewView),
    /// The columns that it showed.
    Showed(String),
    /// The view that it stood before; none at the end of its list.
    Stood(Option<ViewId>),
}

impl Earlier {
    /// Keeps it in place of what was kept of the change before; answers the change.
    pub(super) fn keep(&self, tx: &Tx<'_>, id: ViewId) -> Result<i64> {
        let kept = serde_json::to_string(self).map_err(|error| damaged(&error))?;
        keep_earlier(tx, id, &kept)
    }

    /// What this change of a view did away with.
    ///
    /// # Errors
    /// When another change was the latest.
    pub(super) fn find(tx: &Tx<'_>, id: ViewId, change: i64) -> Result<Self> {
        let (latest, kept) = kept_earlier(tx, id)?;
        if latest != change || kept.is_empty() {
            return Err(Error::Stale {
                seen: change,
                present: latest,
            });
        }
        serde_json::from_str(&kept).map_err(|error| damaged(&error))
    }
}

fn damaged(error: &serde_json::Error) -> Error {
    Error::Store(store::Error::Damaged(error.to_string()))
}
