//! What stands beside the conversation: people, other tickets, files.

use super::files::files;
use crate::pages::words::Words;
use crate::queries::{Linked, TicketPage as Known};
use crate::screens::ticket::{FileLink, Related, Watcher};
use kernel::TicketId;
use kernel::ticket::LinkKind;
use std::collections::{BTreeMap, BTreeSet};
use web::Texts;
use web::parts::{Choice, Face};

/// Parent, parts, links, and what was merged.
pub(super) fn related<'a>(words: &'a Words, known: &'a Known, editable: bool) -> Vec<Related<'a>> {
    let (ticket, texts) = (&known.ticket, words.texts);
    let named = known.linked.iter().map(|linked| (linked.id, linked));
    let named: BTreeMap<TicketId, &Linked> = named.collect();
    let find = |id: TicketId| named.get(&id).copied();
    let mut all = Vec::new();
    let mut add = |relation: &'static str, linked: Option<&'a Linked>, unlink: Option<String>| {
        if let Some(linked) = linked {
            all.push(Related {
                relation,
                number: linked.id.0,
                subject: &linked.subject,
                state: words.state_chip(&linked.kind, &linked.state, &linked.state_category),
                unlink: unlink.filter(|_| editable),
            });
        }
    };
    if let Some(target) = ticket.merged_into {
        add(texts.t("link-merged-into"), find(target), None);
    }
    if let Some(parent) = ticket.parent {
        let unlink = Some(format!("parent.{parent}"));
        add(texts.t("link-parent"), find(parent), unlink);
    }
    for child in &known.children {
        add(texts.t("link-child"), Some(child), None);
    }
    for link in &ticket.links {
        let unlink = Some(format!("{}.{}", link.kind.name(), link.to));
        add(words.link(link.kind), find(link.to), unlink);
    }
    for source in &ticket.absorbed {
        add(texts.t("link-absorbed"), find(*source), None);
    }
    all
}

/// Where the parts of the ticket are a list, which is sorted and goes on as long as it has to.
pub(super) fn all_children(known: &Known) -> Option<String> {
    let list = || format!("/tickets?q=parent:{}", known.ticket.id);
    (!known.children.is_empty()).then(list)
}

/// The kinds of links that can be added, the parent among them.
pub(super) fn link_kinds(words: &Words, texts: Texts) -> Vec<Choice> {
    let parent = Choice::new("parent", texts.t("link-parent"), false);
    let links = LinkKind::ALL
        .map(|kind| Choice::new(kind.name(), words.link(kind), kind == LinkKind::Relates));
    links.into_iter().chain([parent]).collect()
}

pub(super) fn watchers(known: &Known, somebody: &str) -> Vec<Watcher> {
    let watcher = |id: &kernel::PersonId| {
        let name = known.names.people.get(id).map_or(somebody, String::as_str);
        Watcher {
            id: id.to_string(),
            face: Face::new(name),
        }
    };
    known.ticket.watchers.iter().map(watcher).collect()
}

/// All files of the ticket, each once.
pub(super) fn all_files(known: &Known, texts: Texts) -> Vec<FileLink> {
    files_of(known, texts, true)
}

/// The files that came with what the requester reads.
pub(in crate::pages) fn public_files(known: &Known, texts: Texts) -> Vec<FileLink> {
    files_of(known, texts, false)
}

fn files_of(known: &Known, texts: Texts, internal: bool) -> Vec<FileLink> {
    let mut all: Vec<FileLink> = Vec::new();
    let mut known_already = BTreeSet::new();
    for recorded in &known.timeline {
        let hidden = recorded.activity.is_internal() && !internal;
        if hidden || known.withdrawn.contains(&recorded.position) {
            continue;
        }
        for file in files(recorded.activity.attachments(), texts) {
            if known_already.insert(file.href.clone()) {
                all.push(file);
            }
        }
    }
    all
}
