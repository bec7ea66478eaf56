//! What a new desk starts with: the first policy and the views that every desk needs.

use crate::error::Result;
use crate::module::{Module, SeededView};
use crate::queries::{NewView, bump_views_version, insert_view, setting};
use kernel::{Policy, Timestamp};
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
    if setting(tx, "views_version")?.is_some() {
        return Ok(());
    }
    // Another process may be at its first start, too: whoever waited for it finds what it has put there.
    store::lock_all(tx)?;
    if setting(tx, "views_version")?.is_some() {
        return Ok(());
    }
    let policy = first_policy(modules);
    crate::policies::insert(
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

/// The kernel's defaults with what each practice brings.
fn first_policy(modules: &[Module]) -> Policy {
    let mut policy = Policy {
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
