//! Defining views: their counters are made at once, in the same unit of work.

mod earlier;

use self::earlier::Earlier;
use crate::columns::Layout;
use crate::desk::{Desk, PRIVATE_TEAMS, Rules, counted_private_teams, counter, understood};
use crate::error::{Error, Result};
use crate::queries::{
    By, NewView, REMOVED_KEPT_FOR, Sort, View, bump_views_version, counts_of_view, delete_view,
    forget_counts, forget_views, forget_views_counts, insert_view, keep_earlier, put_ordinal,
    put_view, put_view_columns, removed_view, restore_view,
};
use kernel::ticket::Refusal;
use kernel::{Actor, Permission, ViewId};
use std::sync::Arc;
use store::Tx;

/// Longest name of a view, in characters.
const NAME_MAX_CHARS: usize = 80;
/// Longest name of a folder, in characters.
const FOLDER_MAX_CHARS: usize = 40;
/// Most views of one desk: each is evaluated with every change of a ticket.
const VIEWS_MAX: usize = 2_000;

impl Desk {
    /// Makes a view.
    ///
    /// # Errors
    /// When its condition cannot be understood, or the actor may not share it.
    pub async fn create_view(&self, actor: &Actor, view: NewView) -> Result<ViewId> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| desk.create_view_in(tx, &actor, &view))
            .await
    }

    /// Makes a view, inside a unit of work.
    pub(crate) fn create_view_in(
        &self,
        tx: &Tx<'_>,
        actor: &Actor,
        view: &NewView,
    ) -> Result<ViewId> {
        let rules = self.rules_in(tx)?;
        let view = checked(tx, &rules, actor, view)?;
        if rules.views.len() >= VIEWS_MAX {
            return Err(Refusal::TooMany { max: VIEWS_MAX }.into());
        }
        store::lock_all(tx)?;
        let id = insert_view(tx, &view)?;
        count_view(tx, &rules, id, &view.query)?;
        bump_views_version(tx)?;
        Ok(id)
    }

    /// Puts a view in place of an earlier one; answers the change, to be taken back.
    ///
    /// # Errors
    /// When there is no such view for the actor, or the condition cannot be understood.
    pub async fn change_view(&self, actor: &Actor, id: ViewId, view: NewView) -> Result<i64> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let earlier = Earlier::Was(may_change(&rules, &actor, id)?.as_new());
                put_checked(tx, &rules, &actor, (id, &view))?;
                earlier.keep(tx, id)
            })
            .await
    }

    /// Takes the latest change of a view back.
    ///
    /// # Errors
    /// When there is no such view for the actor, or another change was the latest.
    pub(crate) async fn undo_view(&self, actor: &Actor, id: ViewId, change: i64) -> Result<()> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let present = may_change(&rules, &actor, id)?;
                match Earlier::find(tx, id, change)? {
                    Earlier::Was(view) => put_checked(tx, &rules, &actor, (id, &view))?,
                    Earlier::Showed(columns) => {
                        put_view_columns(tx, id, &columns)?;
                        bump_views_version(tx)?;
                    }
                    Earlier::Stood(before) => put_place(tx, &rules, present, before)?,
                }
                // What was taken back is over: the next change is the next that can be.
                keep_earlier(tx, id, "").map(drop)
            })
            .await
    }

    /// Removes a view.
    ///
    /// # Errors
    /// When there is no such view for the actor.
    pub async fn remove_view(&self, actor: &Actor, id: ViewId) -> Result<()> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                may_change(&*desk.rules_in(tx)?, &actor, id)?;
                store::lock_all(tx)?;
                let now = desk.clock().now();
                forget_views(tx, now.plus(-REMOVED_KEPT_FOR))?;
                delete_view(tx, id, now)?;
                forget_counts(tx, id)?;
                bump_views_version(tx)
            })
            .await
    }

    /// Takes the removal of a view back.
    ///
    /// # Errors
    /// When there is no such view for the actor, or it was removed too long ago.
    pub async fn restore_view(&self, actor: &Actor, id: ViewId) -> Result<()> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let view = removed_view(tx, id)?.ok_or(Error::NotFound)?;
                owns(&view, &actor)?;
                let rules = desk.rules_in(tx)?;
                if rules.views.len() >= VIEWS_MAX {
                    return Err(Refusal::TooMany { max: VIEWS_MAX }.into());
                }
                store::lock_all(tx)?;
                restore_view(tx, id)?;
                count_view(tx, &rules, id, &view.query)?;
                bump_views_version(tx)
            })
            .await
    }

    /// Puts a view before another of its list, or at the list's end; answers the change, to be taken back.
    ///
    /// # Errors
    /// When there is no such view for the actor.
    pub(crate) async fn place_view(
        &self,
        actor: &Actor,
        id: ViewId,
        before: Option<ViewId>,
    ) -> Result<i64> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let view = may_change(&rules, &actor, id)?;
                let mut behind = beside(&rules, view).skip_while(|other| other.id != id);
                let earlier = Earlier::Stood(behind.nth(1).map(|other| other.id));
                put_place(tx, &rules, view, before)?;
                earlier.keep(tx, id)
            })
            .await
    }

    /// Makes a view of one's own like another, columns and all.
    ///
    /// # Errors
    /// When there is no such view for the actor.
    pub(crate) async fn copy_view(
        &self,
        actor: &Actor,
        id: ViewId,
        name: String,
    ) -> Result<ViewId> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let mut views = rules.views.iter().map(|ruled| &ruled.view);
                let view = views.find(|view| view.id == id && view.is_seen_by(&actor));
                let view = view.ok_or(Error::NotFound)?;
                let new = NewView {
                    name: name.chars().take(NAME_MAX_CHARS).collect(),
                    owner: actor.person,
                    team: None,
                    folder: String::new(),
                    ..view.as_new()
                };
                let made = desk.create_view_in(tx, &actor, &new)?;
                put_view_columns(tx, made, &view.columns)?;
                Ok(made)
            })
            .await
    }

    /// Shows these columns to everybody who sees a view and has not chosen others; answers the change, to be taken back.
    ///
    /// # Errors
    /// When there is no such view for the actor.
    pub(crate) async fn set_view_columns(
        &self,
        actor: &Actor,
        id: ViewId,
        layout: Layout,
    ) -> Result<i64> {
        let (desk, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let earlier = Earlier::Showed(may_change(&rules, &actor, id)?.columns.clone());
                put_view_columns(tx, id, &layout.to_string())?;
                bump_views_version(tx)?;
                earlier.keep(tx, id)
            })
            .await
    }

    /// Makes the counters of all views from scratch where teams became private or open since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recount_if_privacy_changed(&self) -> Result<bool> {
        let changed = self
            .store()
            .read(|tx| {
                Ok::<_, Error>(directory::queries::private_teams(tx)? != counted_private_teams(tx)?)
            })
            .await?;
        if changed {
            let desk = self.clone();
            self.store()
                .write(move |tx| recount(tx, &*desk.rules_in(tx)?))
                .await?;
        }
        Ok(changed)
    }
}

/// Makes the counters of all views from scratch.
pub(crate) fn recount(tx: &Tx<'_>, rules: &Rules) -> Result<()> {
    store::lock_all(tx)?;
    let private = directory::queries::private_teams(tx)?;
    forget_views_counts(tx)?;
    for counter in &rules.counters.counters {
        store::add_counts(tx, &counts_of_view(tx, counter, &private)?)?;
    }
    let kept: Vec<_> = private.iter().map(ToString::to_string).collect();
    store::keep_setting(tx, PRIVATE_TEAMS, &kept.join(" "))?;
    bump_views_version(tx)
}

pub(crate) fn count_view(tx: &Tx<'_>, rules: &Rules, id: ViewId, query: &str) -> Result<()> {
    forget_counts(tx, id)?;
    let condition = understood(tx, &rules.policy, query)?;
    if let Some(counter) = counter(id, &condition) {
        store::add_counts(
            tx,
            &counts_of_view(tx, &counter, &rules.counters.private_teams)?,
        )?;
    }
    Ok(())
}

fn checked(tx: &Tx<'_>, rules: &Arc<Rules>, actor: &Actor, view: &NewView) -> Result<NewView> {
    let invalid = |field, text: String| Err(Error::Invalid { field, text });
    let name = view.name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX_CHARS {
        return invalid("name", "refusal-view-name".into());
    }
    let folder = view.folder.trim();
    if folder.chars().count() > FOLDER_MAX_CHARS {
        return invalid("folder", "refusal-folder-name".into());
    }
    if Sort::named(&view.sort).is_none() {
        let names = Sort::ALL.map(Sort::name).join(", ");
        return invalid("sort", format!("“{}” is not one of {names}", view.sort));
    }
    if !view.group.is_empty() && By::named(&view.group).is_none() {
        let names = By::ALL.map(By::name).join(", ");
        return invalid("group", format!("“{}” is not one of {names}", view.group));
    }
    if !view.board.is_empty() && By::named(&view.board).is_none() {
        let names = By::ALL.map(By::name).join(", ");
        return invalid("board", format!("“{}” is not one of {names}", view.board));
    }
    if view.owner.is_none() && !actor.can(Permission::ViewShare) {
        return Err(Refusal::Forbidden(Permission::ViewShare).into());
    }
    if view.owner.is_some() && view.owner != actor.person {
        return invalid("owner", "refusal-view-owner".into());
    }
    // Names mean for a view what they mean for whoever defines it, so nothing hidden can be named.
    let names = crate::vocabulary::Names::new(tx, actor, &rules.policy, jiff::tz::TimeZone::UTC);
    kernel::condition::check(&kernel::condition::parse(&view.query)?, &names)?;
    Ok(NewView {
        name: name.to_owned(),
        folder: folder.to_owned(),
        ..view.clone()
    })
}

/// Makes a view what it is to be, with its counter.
fn put_checked(
    tx: &Tx<'_>,
    rules: &Arc<Rules>,
    actor: &Actor,
    (id, view): (ViewId, &NewView),
) -> Result<()> {
    let view = checked(tx, rules, actor, view)?;
    store::lock_all(tx)?;
    put_view(tx, id, &view)?;
    count_view(tx, rules, id, &view.query)?;
    bump_views_version(tx)
}

/// The views of one list, in their order.
fn beside<'r>(rules: &'r Rules, view: &'r View) -> impl Iterator<Item = &'r View> {
    let all = rules.views.iter().map(|ruled| &ruled.view);
    all.filter(|other| other.is_beside(view))
}

fn put_place(tx: &Tx<'_>, rules: &Rules, view: &View, before: Option<ViewId>) -> Result<()> {
    let mut ordinals: Vec<i64> = beside(rules, view).map(|other| other.ordinal).collect();
    for at in 1..ordinals.len() {
        ordinals[at] = ordinals[at].max(ordinals[at - 1] + 1);
    }
    let mut ids: Vec<ViewId> = beside(rules, view).map(|other| other.id).collect();
    ids.retain(|other| *other != view.id);
    let at = before.and_then(|before| ids.iter().position(|other| *other == before));
    ids.insert(at.unwrap_or(ids.len()), view.id);
    for (id, ordinal) in ids.into_iter().zip(ordinals) {
        put_ordinal(tx, id, ordinal)?;
    }
    bump_views_version(tx)
}

/// The view, if the actor may change it.
fn may_change<'r>(rules: &'r Rules, actor: &Actor, id: ViewId) -> Result<&'r View> {
    let mut views = rules.views.iter().map(|ruled| &ruled.view);
    let view = views.find(|view| view.id == id).ok_or(Error::NotFound)?;
    owns(view, actor).map(|()| view)
}

fn owns(view: &View, actor: &Actor) -> Result<()> {
    match view.owner {
        Some(owner) if actor.person == Some(owner) => Ok(()),
        Some(_) => Err(Error::NotFound),
        None if actor.can(Permission::ViewShare) => Ok(()),
        None => Err(Refusal::Forbidden(Permission::ViewShare).into()),
    }
}
