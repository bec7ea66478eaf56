//! A list that is opened: which view it is, and what stands beside it whatever its shape.

use super::list::{self, Asked, BOARD};
use super::sidebar::{self, Sidebar};
use crate::desk::{Desk, RuledView, Rules};
use crate::error::Result;
use crate::queries::{By, Reader, View};
use kernel::ViewId;
use std::sync::Arc;
use store::Tx;
use web::Texts;

/// How addresses ask for a list where its view opens as a board.
const LIST: &str = "list";

/// The rules in force, the views in the sidebar, and which of them it is.
pub(super) struct Opened {
    pub(super) rules: Arc<Rules>,
    pub(super) sidebar: Sidebar,
    pub(super) view: Option<ViewId>,
}

impl Opened {
    pub(super) fn read(tx: &Tx<'_>, reader: &Reader, desk: &Desk, asked: &Asked) -> Result<Self> {
        let rules = desk.rules_in(tx)?;
        let sidebar = Sidebar::read(tx, reader, &rules)?;
        let view = match sidebar.first(&reader.actor) {
            Some(first) if asked.view.is_empty() && asked.q.is_empty() => Some(first),
            _ => list::view_of(&rules, reader, asked)?.map(|ruled| ruled.view.id),
        };
        Ok(Self {
            rules,
            sidebar,
            view,
        })
    }

    pub(super) fn ruled(&self) -> Option<&RuledView> {
        let mut views = self.rules.views.iter();
        views.find(|ruled| Some(ruled.view.id) == self.view)
    }

    /// The view that is shown.
    pub(super) fn view(&self) -> Option<&View> {
        self.ruled().map(|ruled| &ruled.view)
    }

    /// The view that is shown, as addresses have it; empty for none.
    pub(super) fn view_id(&self) -> String {
        self.view.map(|view| view.to_string()).unwrap_or_default()
    }

    /// What the list is called.
    pub(super) fn heading(&self, texts: Texts) -> String {
        match self.view() {
            Some(view) => sidebar::name(view, texts),
            None => texts.t("nav-tickets").to_owned(),
        }
    }

    /// By what the board that is asked for has lanes; none where it is a list.
    pub(super) fn board(&self, asked: &Asked) -> Option<By> {
        let of_view = self.view().and_then(|view| view.board);
        match asked.shape.as_str() {
            BOARD => Some(By::named(&asked.by).or(of_view).unwrap_or(By::State)),
            "" => of_view,
            _ => None,
        }
    }

    /// How the address of a list says that it is one, if its view opens as a board.
    pub(super) fn as_list(&self) -> &'static str {
        match self.view().and_then(|view| view.board) {
            Some(_) => LIST,
            None => "",
        }
    }
}
