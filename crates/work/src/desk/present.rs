//! What rules every command at present: the policy, the views and their counters. Kept in memory, and
//! read anew when their versions in the database change, by whatever process.

use super::counting::{Counter, Counters};
use super::queries;
use crate::error::Result;
use crate::module::WriteOut;
use crate::queries::{View, all_views};
use crate::vocabulary::Names;
use kernel::automation::Automation;
use kernel::condition::{self, Condition};
use kernel::sla::Levels;
use kernel::{Actor, Policy, PolicyVersion};
use std::sync::{Arc, Mutex, PoisonError};
use store::Tx;

/// The policy and the views in force.
pub struct Rules {
    /// The policy's version.
    pub version: PolicyVersion,
    /// The policy.
    pub policy: Arc<Policy>,
    /// What the policy promises.
    pub levels: Levels,
    /// What happens by itself.
    pub automation: Automation,
    /// Writes out what administrators wrote for a ticket.
    pub(crate) write_out: Option<WriteOut>,
    /// All views.
    pub views: Vec<RuledView>,
    pub(crate) counters: Counters,
    views_version: String,
}

/// A view with its condition understood.
pub struct RuledView {
    /// The view.
    pub view: View,
    /// Its condition; nothing when it names something that is gone.
    pub condition: Option<Condition>,
    /// Whether its tickets are counted as they change.
    pub is_maintained: bool,
    /// Whether it asks for tickets of practices alone that are switched off, or by what belongs to one.
    pub is_off: bool,
}

/// The rules last read.
pub(super) struct Present {
    write_out: Option<WriteOut>,
    rules: Mutex<Option<Arc<Rules>>>,
}

impl Present {
    pub(super) fn new(write_out: Option<WriteOut>) -> Self {
        Self {
            write_out,
            rules: Mutex::default(),
        }
    }

    /// The rules as this unit of work sees them.
    pub(super) fn rules(&self, tx: &Tx<'_>) -> Result<Arc<Rules>> {
        let (version, views_version) = queries::versions(tx)?;
        let known = self
            .rules
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(known) =
            known.filter(|known| known.version == version && known.views_version == views_version)
        {
            return Ok(known);
        }
        let rules = Arc::new(self.read(tx, version, views_version)?);
        let fresh = Arc::clone(&rules);
        *self.rules.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh);
        Ok(rules)
    }
}

impl Present {
    fn read(&self, tx: &Tx<'_>, version: PolicyVersion, views_version: String) -> Result<Rules> {
        let policy = match queries::policy(tx, version)? {
            Some(text) => serde_json::from_str(&text)
                .map_err(|e| store::Error::Damaged(format!("policy {version}: {e}")))?,
            None => Policy::default(),
        };
        let policy = Arc::new(policy);
        let mut counters = Counters {
            counters: Vec::new(),
            private_teams: counted_private_teams(tx)?,
        };
        let mut views = Vec::new();
        for view in all_views(tx)? {
            let condition = understood(tx, &policy, &view.query).ok();
            let counter = condition
                .as_ref()
                .and_then(|condition| counter(view.id, condition));
            let kinds = condition.as_ref().and_then(Condition::kinds);
            let of_kinds_off =
                kinds.is_some_and(|kinds| !kinds.iter().any(|kind| policy.offers_kind(*kind)));
            let practices = condition.as_ref().map(Condition::practices);
            let asks_of_off =
                practices.is_some_and(|asked| asked.iter().any(|practice| !policy.has(practice)));
            views.push(RuledView {
                is_off: of_kinds_off || asks_of_off,
                is_maintained: counter.is_some(),
                view,
                condition,
            });
            counters.counters.extend(counter);
        }
        Ok(Rules {
            version,
            levels: Levels::of(&policy),
            automation: Automation::of(&policy),
            write_out: self.write_out,
            policy,
            views,
            counters,
            views_version,
        })
    }
}

/// The counter of a view, if its tickets can be counted as they change.
pub(crate) fn counter(view: kernel::ViewId, condition: &Condition) -> Option<Counter> {
    let shape = condition.split_me()?;
    Some(Counter {
        view,
        condition: shape.rest,
        by_assignee: shape.assignee_me,
        by_team: shape.team_mine,
    })
}

/// The condition of a view. Views are shared: their names mean the same for everybody.
pub(crate) fn understood(tx: &Tx<'_>, policy: &Policy, query: &str) -> Result<Condition> {
    let spoc = Actor::spoc();
    let names = Names::new(tx, &spoc, policy, jiff::tz::TimeZone::UTC);
    Ok(condition::check(&condition::parse(query)?, &names)?)
}

/// The teams that were private when the counters were last made from scratch.
pub(crate) fn counted_private_teams(
    tx: &Tx<'_>,
) -> Result<std::collections::BTreeSet<kernel::TeamId>> {
    let kept = store::setting(tx, PRIVATE_TEAMS)?.unwrap_or_default();
    Ok(kept.split(' ').filter_map(|id| id.parse().ok()).collect())
}

/// The setting that holds the teams whose tickets the counters treat as private.
pub(crate) const PRIVATE_TEAMS: &str = "counted_private_teams";
