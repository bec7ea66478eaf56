//! Maintained counters: how many tickets each view holds, by what decides who may see them.

use crate::{Result, Tx, params};
use std::collections::BTreeMap;

/// Adds to counters. The key is view, team, assignee (0 for none) and whether confidential.
///
/// Call it last in a unit of work and with everything at once: the rows are shared among writers and
/// taken in the order of their keys, so that nobody waits in a circle.
///
/// # Errors
/// When the database fails.
pub fn add_counts(tx: &Tx<'_>, deltas: &BTreeMap<(i64, i64, i64, bool), i64>) -> Result<()> {
    for ((view, team, assignee, confidential), delta) in deltas {
        if *delta != 0 {
            tx.execute(
                "INSERT INTO view_counts (view_id, team_id, assignee_id, confidential, count) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (view_id, team_id, assignee_id, confidential) \
                 DO UPDATE SET count = view_counts.count + excluded.count",
                params![*view, *team, *assignee, *confidential, *delta],
            )?;
        }
    }
    Ok(())
}
