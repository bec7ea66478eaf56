//! Maintained counters: how many tickets each view holds, by what decides who may see them.

use crate::{Many, Result, Tx, Value};
use kernel::ViewId;
use std::collections::BTreeMap;

/// Which tickets of a view are counted together. 0 stands for none or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountKey {
    /// The view.
    pub view: ViewId,
    /// Whether only their team and their parties know of them.
    pub restricted: bool,
    /// The party for whom restricted ones are counted once more.
    pub person: i64,
    /// The assignee, where the view asks for the reader's own.
    pub assignee: i64,
    /// The team, where it decides who sees them or the view asks for the reader's own.
    pub team: i64,
}

/// Changes of counters.
pub type Counts = BTreeMap<CountKey, i64>;

/// Adds to counters.
///
/// Call it last in a unit of work and with everything at once: the rows are shared among writers and
/// taken in the order of their keys, so that nobody waits in a circle.
///
/// # Errors
/// When the database fails.
pub fn add_counts(tx: &Tx<'_>, deltas: &Counts) -> Result<()> {
    let changed = deltas.iter().filter(|(_, delta)| **delta != 0);
    let row = |(key, delta): (&CountKey, &i64)| -> [Value; 6] {
        [
            key.view.into(),
            key.restricted.into(),
            key.person.into(),
            key.assignee.into(),
            key.team.into(),
            (*delta).into(),
        ]
    };
    ADD.execute(tx, &changed.flat_map(row).collect::<Vec<_>>())?;
    Ok(())
}

static ADD: Many = Many::new(
    "INSERT INTO view_counts (view_id, restricted, person_id, assignee_id, team_id, count) VALUES ",
    "($, $, $, $, $, $)",
    " ON CONFLICT (person_id, assignee_id, view_id, restricted, team_id) \
     DO UPDATE SET count = view_counts.count + excluded.count",
);
