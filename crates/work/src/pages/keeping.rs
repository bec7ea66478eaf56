//! Keeping what is shown as a view: a list, a list in groups or a board.

use super::opened::Opened;
use super::sidebar;
use crate::queries::{By, Sort};
use crate::screens::list::SaveView;
use directory::SignedIn;
use kernel::Permission;
use web::Texts;

/// How what is shown is put.
pub(super) struct Kept {
    pub(super) sort: Sort,
    pub(super) group: Option<By>,
    pub(super) board: Option<By>,
}

impl Kept {
    /// The form that keeps it as a view, and those that rename and remove the view that is shown, if it is the
    /// reader's to change.
    pub(super) fn forms(
        &self,
        signed: &SignedIn,
        opened: &Opened,
        q: &str,
        texts: Texts,
    ) -> SaveView {
        let view = opened.view();
        let query = match (view.map_or("", |view| view.query.as_str()), q) {
            ("", q) => q.to_owned(),
            (query, "") => query.to_owned(),
            (query, q) => format!("({query}) ({q})"),
        };
        let share = signed.actor.can(Permission::ViewShare);
        let own = view.filter(|view| match view.owner {
            Some(owner) => owner == signed.person.id,
            None => share,
        });
        SaveView {
            query,
            sort: self.sort.name(),
            group: self.group.map_or("", By::name),
            board: self.board.map_or("", By::name),
            share,
            differs: own.is_some_and(|view| {
                let present = (view.sort.as_str(), view.group, view.board);
                !q.is_empty() || present != (self.sort.name(), self.group, self.board)
            }),
            present: own.map(|view| (view.id.to_string(), sidebar::name(view, texts))),
        }
    }
}
