//! How often rules applied, counted from the log: nobody who writes waits for it.

use super::queries;
use crate::error::Result;
use crate::followers::Follower;
use kernel::ticket::Automated;
use kernel::{Activity, Recorded, Timestamp};
use std::collections::BTreeMap;
use store::Tx;

/// Counts what rules did.
pub const RULE_RUNS: Follower = Follower {
    name: "rule_runs",
    react: count,
};

/// How often a rule applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    /// How often it did what it says.
    pub applied: i64,
    /// How often it could not.
    pub failed: i64,
    /// When last.
    pub last_at: Option<Timestamp>,
}

/// What happens to tickets of which not every agent may know is not counted: a rule may ask anything, so its count
/// would answer any question about them.
fn count(tx: &Tx<'_>, happened: &[Recorded], _: Timestamp) -> Result<()> {
    let mut runs: BTreeMap<&str, Runs> = BTreeMap::new();
    let touched = happened.iter().filter(|one| is_by_rule(&one.activity));
    let restricted = queries::restricted(tx, touched.map(|one| one.ticket).collect())?;
    for one in happened
        .iter()
        .filter(|one| !restricted.contains(&one.ticket))
    {
        let (rule, applied, failed) = match &one.activity {
            Activity::Automated(Automated::RuleApplied { rule, .. }) => (rule, 1, 0),
            Activity::Automated(Automated::RuleFailed { rule, .. }) => (rule, 0, 1),
            _ => continue,
        };
        let of = runs.entry(rule).or_default();
        of.applied += applied;
        of.failed += failed;
        of.last_at = of.last_at.max(Some(one.at));
    }
    runs.iter()
        .try_for_each(|(rule, runs)| queries::add_runs(tx, rule, *runs))
}

fn is_by_rule(activity: &Activity) -> bool {
    use Automated::{RuleApplied, RuleFailed};
    matches!(
        activity,
        Activity::Automated(RuleApplied { .. } | RuleFailed { .. })
    )
}
