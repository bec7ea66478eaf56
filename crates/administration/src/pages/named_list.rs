//! Lists of the policy as values: named, renamed, added to, moved, retired.

use kernel::policy::{HoldReason, Named, OwnNames, Policy, StateCategory};
use std::collections::{BTreeMap, BTreeSet};
use web::{Error, Result};

/// A list of the policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Categories,
    Codes,
    Holds,
}

impl List {
    pub(super) fn named(name: &str) -> Result<Self> {
        match name {
            "categories" => Ok(List::Categories),
            "resolution-codes" => Ok(List::Codes),
            "hold-reasons" => Ok(List::Holds),
            _ => Err(Error::not_found()),
        }
    }

    pub(super) fn href(self) -> &'static str {
        match self {
            List::Categories => "/admin/lists/categories",
            List::Codes => "/admin/lists/resolution-codes",
            List::Holds => "/admin/lists/hold-reasons",
        }
    }

    /// The catalogue keys of title and introduction.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            List::Categories => ("admin-categories", "admin-categories-intro"),
            List::Codes => ("admin-codes", "admin-codes-intro"),
            List::Holds => ("admin-holds", "admin-holds-intro"),
        }
    }

    /// Keys and labels in their order.
    pub(super) fn entries(self, policy: &Policy) -> Vec<Named> {
        match self {
            List::Categories => policy.categories.clone(),
            List::Codes => policy.resolution_codes.clone(),
            List::Holds => policy
                .hold_reasons
                .iter()
                .map(|reason| Named {
                    key: reason.key.clone(),
                    label: reason.label.clone(),
                })
                .collect(),
        }
    }

    /// Those that a list of them shows: none that rests because a practice is off.
    pub(super) fn shown(self, policy: &Policy) -> Vec<Named> {
        let mut entries = self.entries(policy);
        entries.retain(|named| self != List::Codes || !policy.code_rests(&named.key));
        entries
    }

    pub(super) fn retired(self, policy: &mut Policy) -> &mut BTreeSet<String> {
        match self {
            List::Categories => &mut policy.retired.categories,
            List::Codes => &mut policy.retired.resolution_codes,
            List::Holds => &mut policy.retired.hold_reasons,
        }
    }

    /// The names of its entries in a language.
    pub(super) fn own(self, names: &OwnNames) -> &BTreeMap<String, String> {
        match self {
            List::Categories => &names.categories,
            List::Codes => &names.resolution_codes,
            List::Holds => &names.hold_reasons,
        }
    }

    /// The same to be changed.
    pub(super) fn own_mut(self, names: &mut OwnNames) -> &mut BTreeMap<String, String> {
        match self {
            List::Categories => &mut names.categories,
            List::Codes => &mut names.resolution_codes,
            List::Holds => &mut names.hold_reasons,
        }
    }

    pub(super) fn is_retired(self, policy: &Policy, key: &str) -> bool {
        match self {
            List::Categories => policy.retired.categories.contains(key),
            List::Codes => policy.retired.resolution_codes.contains(key),
            List::Holds => policy.retired.hold_reasons.contains(key),
        }
    }

    pub(super) fn rename(
        self,
        policy: &mut Policy,
        key: &str,
        label: &str,
        category: StateCategory,
    ) {
        let named = match self {
            List::Categories => &mut policy.categories,
            List::Codes => &mut policy.resolution_codes,
            List::Holds => {
                let mut reasons = policy.hold_reasons.iter_mut();
                if let Some(reason) = reasons.find(|reason| reason.key == key) {
                    label.clone_into(&mut reason.label);
                    reason.category = category;
                }
                return;
            }
        };
        if let Some(found) = named.iter_mut().find(|named| named.key == key) {
            label.clone_into(&mut found.label);
        }
    }

    pub(super) fn add(
        self,
        policy: &mut Policy,
        key: String,
        label: String,
        category: StateCategory,
    ) {
        match self {
            List::Categories => {
                policy.categories.push(Named { key, label });
                policy.categories = as_tree(&policy.categories);
            }
            List::Codes => policy.resolution_codes.push(Named { key, label }),
            List::Holds => policy.hold_reasons.push(HoldReason {
                key,
                label,
                category,
            }),
        }
    }

    pub(super) fn shift(self, policy: &mut Policy, key: &str, up: bool) {
        match self {
            List::Categories => {
                let above = |key: &str| key.rsplit_once('/').map(|(above, _)| above.to_owned());
                let level = above(key);
                let among: Vec<usize> = (0..policy.categories.len())
                    .filter(|at| above(&policy.categories[*at].key) == level)
                    .collect();
                swap(&mut policy.categories, &among, |named| named.key == key, up);
                policy.categories = as_tree(&policy.categories);
            }
            List::Codes => {
                // Past those that rest: nobody sees them in the list.
                let shown: Vec<usize> = (0..policy.resolution_codes.len())
                    .filter(|at| !policy.code_rests(&policy.resolution_codes[*at].key))
                    .collect();
                swap(
                    &mut policy.resolution_codes,
                    &shown,
                    |named| named.key == key,
                    up,
                );
            }
            List::Holds => {
                let all: Vec<usize> = (0..policy.hold_reasons.len()).collect();
                swap(
                    &mut policy.hold_reasons,
                    &all,
                    |reason| reason.key == key,
                    up,
                );
            }
        }
    }
}

/// Moves one before or behind its neighbour among some.
pub(super) fn swap<T>(list: &mut [T], among: &[usize], is_it: impl Fn(&T) -> bool, up: bool) {
    let Some(at) = among.iter().position(|index| is_it(&list[*index])) else {
        return;
    };
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    if let Some(other) = other.and_then(|other| among.get(other)) {
        list.swap(among[at], *other);
    }
}

/// Adds (`new`), changes or removes what has a key in a list of the policy.
pub(super) fn put<T>(
    list: &mut Vec<T>,
    key: &str,
    key_of: fn(&T) -> &str,
    (wanted, removes): (T, bool),
) -> work::Result<()> {
    if key == "new" {
        list.push(wanted);
        return Ok(());
    }
    let at = list.iter().position(|known| key_of(known) == key);
    let at = at.ok_or(work::Error::NotFound)?;
    if removes {
        list.remove(at);
    } else {
        list[at] = wanted;
    }
    Ok(())
}

/// A tree in reading order: each followed by what is below it, siblings in their order.
fn as_tree(list: &[Named]) -> Vec<Named> {
    pub(super) fn below(list: &[Named], above: Option<&str>, out: &mut Vec<Named>) {
        for named in list {
            if named.key.rsplit_once('/').map(|(above, _)| above) == above {
                out.push(named.clone());
                below(list, Some(&named.key), out);
            }
        }
    }
    let mut out = Vec::with_capacity(list.len());
    below(list, None, &mut out);
    // Whoever has lost their parent stays, so that the policy can say what is wrong.
    let lost: Vec<_> = list
        .iter()
        .filter(|named| !out.contains(named))
        .cloned()
        .collect();
    out.extend(lost);
    out
}

#[cfg(test)]
mod tests {
    use super::{List, as_tree};
    use kernel::Policy;
    use kernel::policy::StateCategory;

    fn keys(policy: &Policy) -> Vec<&str> {
        let all = policy.categories.iter();
        all.map(|category| category.key.as_str()).collect()
    }

    #[test]
    fn a_category_moves_with_all_below_it_and_among_its_own() {
        let mut policy = Policy::default();
        List::Categories.shift(&mut policy, "software", true);
        assert_eq!(
            keys(&policy)[..4],
            [
                "software",
                "software/business",
                "software/office",
                "hardware"
            ]
        );
        List::Categories.shift(&mut policy, "software", true);
        assert_eq!(keys(&policy)[0], "software", "the first stays first");
        List::Categories.shift(&mut policy, "network/vpn", false);
        let at = |key| keys(&policy).iter().position(|known| *known == key);
        assert!(at("network/wifi") < at("network/vpn") && at("network") < at("network/wifi"));
        assert_eq!(policy.problems(), []);
        assert_eq!(as_tree(&policy.categories), policy.categories);
    }

    #[test]
    fn a_new_category_stands_below_its_parent() {
        let mut policy = Policy::default();
        let list = List::Categories;
        list.add(
            &mut policy,
            "access/badge".into(),
            "Badge".into(),
            StateCategory::New,
        );
        let at = |key| keys(&policy).iter().position(|known| *known == key);
        assert!(at("access") < at("access/badge") && at("access/badge") < at("email"));
    }
}
