//! The saved views beside every page of the workspace.

use super::address::ListAddress;
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, CountMaps, Reader, View};
use crate::vocabulary::translated;
use kernel::{Actor, ViewId};
use std::sync::Arc;
use store::Tx;
use web::{Texts, ViewLink};

/// The views that a reader sees, and how many tickets each holds.
pub(super) struct Sidebar {
    rules: Arc<Rules>,
    counts: CountMaps,
}

impl Sidebar {
    pub(super) fn read(tx: &Tx<'_>, reader: &Reader, rules: &Arc<Rules>) -> Result<Self> {
        let ids: Vec<ViewId> = seen(rules, &reader.actor).map(|view| view.id).collect();
        Ok(Self {
            rules: Arc::clone(rules),
            counts: queries::count(tx, reader, rules, &ids)?,
        })
    }

    /// How many tickets a view holds, ready to read.
    pub(super) fn count(&self, view: ViewId, texts: Texts) -> Option<String> {
        self.counts.get(&view).map(|count| match count {
            queries::ViewCount::Exactly(count) => texts.number(*count),
            queries::ViewCount::AtLeast(count) => format!("{}+", texts.number(*count)),
        })
    }

    /// The first view that holds anything: what is mine, then what is my teams'.
    pub(super) fn first(&self, actor: &Actor) -> Option<ViewId> {
        let holds = |view: &&View| {
            !matches!(
                self.counts.get(&view.id),
                Some(queries::ViewCount::Exactly(0)) | None
            )
        };
        let mut views = seen(&self.rules, actor);
        let first = seen(&self.rules, actor).find(holds);
        first.or_else(|| views.next()).map(|view| view.id)
    }

    /// The links, shared views first, then those of the reader's teams, then the reader's own.
    pub(super) fn links(
        &self,
        actor: &Actor,
        texts: Texts,
        current: Option<ViewId>,
    ) -> Vec<ViewLink> {
        let ordered = ordered(&self.rules, actor);
        let link = |at: usize| {
            let (view, heading) = ordered[at];
            let beside = |other: usize| {
                ordered
                    .get(other)
                    .is_some_and(|(other, _)| other.is_beside(view))
            };
            let id = view.id.to_string();
            let list = ListAddress {
                view: &id,
                ..ListAddress::default()
            };
            let folded = !view.folder.is_empty();
            let starts = folded && !(at > 0 && beside(at - 1));
            ViewLink {
                label: name(view, texts),
                href: list.first(),
                count: self.count(view.id, texts),
                current: current == Some(view.id),
                heading: heading.map(|key| texts.t(key).to_owned()),
                opens: starts.then(|| view.folder.clone()),
                closes: folded && !beside(at + 1),
            }
        };
        (0..ordered.len()).map(link).collect()
    }
}

/// The views that somebody sees as they stand in the sidebar, each with the key of a heading before it: shared
/// ones, those of the reader's teams, the reader's own; in each group those without a folder first.
pub(super) fn ordered<'a>(
    rules: &'a Rules,
    actor: &'a Actor,
) -> Vec<(&'a View, Option<&'static str>)> {
    let mut ordered = Vec::with_capacity(rules.views.len());
    for (group, heading) in [(0, None), (1, Some("views-teams")), (2, Some("views-own"))] {
        let of_group = seen(rules, actor).filter(|view| group_of(view) == group);
        let mut of_group: Vec<&View> = of_group.collect();
        of_group.sort_by(|a, b| a.folder.cmp(&b.folder));
        for (at, view) in of_group.into_iter().enumerate() {
            ordered.push((view, heading.filter(|_| at == 0)));
        }
    }
    ordered
}

fn group_of(view: &View) -> u8 {
    match (view.owner, view.team) {
        (Some(_), _) => 2,
        (None, Some(_)) => 1,
        (None, None) => 0,
    }
}

/// The views that somebody sees, in their order.
pub(super) fn seen<'a>(rules: &'a Rules, actor: &'a Actor) -> impl Iterator<Item = &'a View> {
    let there = rules.views.iter().filter(|ruled| !ruled.is_off);
    let views = there.map(|ruled| &ruled.view);
    views.filter(|view| view.is_seen_by(actor))
}

/// The name of a view: those that come with Spoc have one in every language.
pub(super) fn name(view: &View, texts: Texts) -> String {
    if view.owner.is_some() {
        return view.name.clone();
    }
    let key = view.name.to_lowercase().replace(' ', "-");
    translated(texts, "view", &key, &view.name)
}
