//! The saved views beside every page of the workspace.

use super::address::ListAddress;
use super::words::translated;
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, CountMaps, Reader, View};
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
        let mut links = Vec::with_capacity(self.rules.views.len());
        for (group, heading) in [(0, ""), (1, "views-teams"), (2, "views-own")] {
            let of_group = seen(&self.rules, actor).filter(|view| group_of(view) == group);
            for (index, view) in of_group.enumerate() {
                let id = view.id.to_string();
                let list = ListAddress {
                    view: &id,
                    ..ListAddress::default()
                };
                links.push(ViewLink {
                    label: name(view, texts),
                    href: list.first(),
                    count: self.count(view.id, texts),
                    current: current == Some(view.id),
                    heading: (index == 0 && group > 0).then(|| texts.t(heading).to_owned()),
                });
            }
        }
        links
    }
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
    let views = rules.views.iter().map(|ruled| &ruled.view);
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
