//! The practices that a desk can have: all at once by how far it goes, or one by one.

use crate::Module;
use kernel::Policy;
use kernel::policy::Reach;
use std::collections::BTreeSet;

/// The practices of this binary that administrators may switch off, in the order of how far a desk has to go.
#[derive(Clone, Debug)]
pub struct Practices(Vec<(&'static str, Reach)>);

impl Practices {
    pub(crate) fn of(modules: &[Module]) -> Self {
        let named = |module: &Module| Some((module.name, module.since?));
        let mut all: Vec<_> = modules.iter().filter_map(named).collect();
        all.sort_by_key(|(_, since)| *since);
        Self(all)
    }

    /// Their names, each with how far a desk has to go to have it.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Reach)> {
        self.0.iter().copied()
    }

    /// Makes the desk go so far, and no further.
    pub fn reach(&self, policy: &mut Policy, reach: Reach) {
        policy.reach = Some(reach);
        policy.off = self.without(|_, since| since <= reach);
    }

    /// Switches these practices on, and all others off.
    pub fn choose(&self, policy: &mut Policy, on: &[&str]) {
        policy.reach = None;
        policy.off = self.without(|name, _| on.contains(&name));
    }

    /// Switches off what came with a new version and lies beyond how far the desk goes, but for what it already uses:
    /// with that it goes its own way from then on.
    pub(crate) fn keep(&self, policy: &mut Policy, uses: &BTreeSet<&str>) {
        let Some(reach) = policy.reach else {
            return;
        };
        let kept = |name: &str, since| since > reach && uses.contains(name) && policy.has(name);
        let keeps = self.iter().any(|(name, since)| kept(name, since));
        let off = self.without(|name, since| since <= reach || kept(name, since));
        policy.off = off;
        if keeps {
            policy.reach = None;
        }
    }

    fn without(&self, is_on: impl Fn(&str, Reach) -> bool) -> BTreeSet<String> {
        let off = self.iter().filter(|(name, since)| !is_on(name, *since));
        off.map(|(name, _)| name.to_owned()).collect()
    }
}
