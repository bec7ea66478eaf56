//! What a new desk starts with: the first policy and the views that every desk needs.

use crate::error::Result;
use crate::module::{Module, SeededView};
use crate::policies::{self, newest};
use crate::practices::Practices;
use crate::queries::{NewView, bump_views_version, insert_view};
use kernel::policy::Reach;
use kernel::{Policy, Timestamp};
use std::collections::BTreeSet;
use store::Tx;

const VIEWS: [SeededView; 9] = [
    SeededView::new("My open tickets", "assignee:me state:open", "priority"),
    SeededView::new("My teams", "team:mine state:open", "priority"),
    SeededView::new("Unassigned", "assignee:none state:open", "oldest"),
    SeededView::new("Answer awaited", "answer:awaited state:open", "stale"),
    SeededView::new(
        "On hold",
        "state:waiting_on_requester,waiting_on_third_party",
        "stale",
    ),
    SeededView::new("Critical and high", "state:open priority<=2", "priority"),
    SeededView::new("All open", "state:open", "updated"),
    SeededView::new("Resolved", "state:resolved", "updated"),
    SeededView::new("All tickets", "", "updated"),
];

/// Puts policy and views there, unless there are some.
pub(crate) fn seed(tx: &Tx<'_>, modules: &[Module], now: Timestamp) -> Result<()> {
    if store::setting(tx, "views_version")?.is_some() {
        return keep_reach(tx, modules, now);
    }
    // Another process may be at its first start, too: whoever waited for it finds what it has put there.
    store::lock_all(tx)?;
    if store::setting(tx, "views_version")?.is_some() {
        return Ok(());
    }
    let policy = first_policy(modules);
    policies::insert(
        tx,
        now,
        None,
        "The policy that a new desk starts with",
        &policy,
    )?;
    let of_practices = modules.iter().flat_map(|module| &module.views);
    for view in VIEWS.iter().chain(of_practices) {
        let SeededView { name, query, sort } = *view;
        let view = NewView {
            folder: String::new(),
            group: String::new(),
            board: String::new(),
            name: name.into(),
            owner: None,
            team: None,
            query: query.into(),
            sort: sort.into(),
        };
        insert_view(tx, &view)?;
    }
    bump_views_version(tx)
}

/// A binary can bring practices that the last one did not have: they are on as far as the desk goes. What the desk has
/// used so far it keeps.
fn keep_reach(tx: &Tx<'_>, modules: &[Module], now: Timestamp) -> Result<()> {
    let wanted = |tx| -> Result<Option<Policy>> {
        let present = newest(tx)?.policy;
        let mut policy = present.clone();
        let mut uses = BTreeSet::new();
        for module in modules {
            if let Some(in_use) = module.in_use
                && in_use(tx, &present)?
            {
                uses.insert(module.name);
            }
        }
        Practices::of(modules).keep(&mut policy, &uses);
        Ok((policy != present).then_some(policy))
    };
    if wanted(tx)?.is_none() {
        return Ok(());
    }
    store::lock_all(tx)?;
    if let Some(policy) = wanted(tx)? {
        let comment = "The practices that this version of Spoc has";
        policies::insert(tx, now, None, comment, &policy)?;
    }
    Ok(())
}

/// The kernel's defaults with what each practice brings.
fn first_policy(modules: &[Module]) -> Policy {
    let mut policy = Policy {
        reach: Some(Reach::Management),
        lifecycles: Vec::new(),
        resolution_codes: Vec::new(),
        ..Policy::default()
    };
    for module in modules {
        policy.lifecycles.extend(module.lifecycle.clone());
        for code in &module.resolution_codes {
            if !policy.resolution_codes.contains(code) {
                policy.resolution_codes.push(code.clone());
            }
        }
    }
    policy
}
