//! Choosing the columns of a list: for oneself, or for everybody who sees the view.

use super::address::encoded;
use super::bulk::local;
use super::cells;
use super::list::{self, Asked};
use super::sent::Sent;
use super::sidebar::{self, Sidebar};
use super::{Pages, doing, views};
use crate::columns::{COLUMNS_MAX, Column, Layout};
use crate::desk::Rules;
use crate::error::{Error, Result};
use crate::queries::{self, OwnList};
use crate::screens::list::ColumnsPage;
use directory::{SignedIn, frame};
use kernel::{Permission, Policy, ViewId};
use serde::Deserialize;
use std::sync::Arc;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::{html, see_other};
use web::{Flash, Query};

/// The list that is asked about.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Of {
    #[serde(default)]
    view: String,
    #[serde(default)]
    back: String,
}

impl Of {
    fn asked(&self) -> Asked {
        Asked {
            view: self.view.clone(),
            ..Asked::default()
        }
    }

    fn back(&self) -> &str {
        local(&self.back).unwrap_or("/tickets")
    }

    /// This page again.
    fn page(&self) -> String {
        let back = encoded(self.back());
        format!("/lists/columns?view={}&back={back}", self.view)
    }

    /// Where the columns are had back that were one's own; the usual ones, where there were none.
    fn restoration(&self, own: Option<&Layout>) -> String {
        let own = own.map(Layout::to_string).unwrap_or_default();
        let (back, columns) = (encoded(self.back()), encoded(&own));
        let view = encoded(&self.view);
        format!("/lists/columns/restoration?view={view}&back={back}&columns={columns}")
    }
}

/// Columns that are had back: those that were one's own, or none of one's own.
#[derive(Deserialize)]
pub(super) struct Earlier {
    #[serde(default)]
    view: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    columns: String,
}

/// What the page is made of.
struct Found {
    rules: Arc<Rules>,
    sidebar: Sidebar,
    view: Option<ViewId>,
    layout: Layout,
    own: bool,
}

/// `GET /lists/columns?view=…`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(of): Query<Of>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let found = find(&pages, &signed, &of).await?;
    let words = pages.words(&found.rules, signed.texts);
    let texts = words.texts;
    let ruled = |id| found.rules.views.iter().find(|ruled| ruled.view.id == id);
    let view = found.view.and_then(ruled).map(|ruled| &ruled.view);
    let list = view.map_or_else(
        || texts.t("columns-any-list").to_owned(),
        |view| sidebar::name(view, texts),
    );
    let named = |column: &Column| {
        let name = column.name().into_owned();
        (name, cells::label(column, &words).to_owned())
    };
    let custom = words.policy.fields.iter();
    let custom = custom.map(|field| Column::Custom(field.key.clone()));
    let others = Column::built_in(&words.policy).chain(custom);
    let others = others.filter(|column| !found.layout.has(column));
    let others: Vec<Choice> = others
        .map(|column| {
            let (name, label) = named(&column);
            Choice::new(name, label, false)
        })
        .collect();
    let is_full = found.layout.shown().len() >= COLUMNS_MAX;
    let mut frame = frame(&signed, "/tickets", texts.t("columns-title"));
    frame.views = found.sidebar.links(&signed.actor, texts, found.view);
    let shown = found.layout.shown().iter();
    Ok(html(&ColumnsPage {
        frame,
        view: &of.view,
        list: &list,
        back: of.back(),
        shown: shown.map(|shown| named(&shown.column)).collect(),
        others: if is_full { Vec::new() } else { others },
        own: found.own,
        share: view.is_some_and(|view| match view.owner {
            Some(owner) => owner == signed.person.id,
            None => signed.actor.can(Permission::ViewShare),
        }),
    }))
}

async fn find(pages: &Pages, signed: &SignedIn, of: &Of) -> Result<Found> {
    let (reader, desk, asked) = (pages.reader(signed), pages.desk.clone(), of.asked());
    let person = signed.person.id;
    let find = move |tx: &store::Tx<'_>| {
        let rules = desk.rules_in(tx)?;
        let ruled = list::view_of(&rules, &reader, &asked)?;
        let view = ruled.map(|ruled| ruled.view.id);
        Ok::<_, Error>(Found {
            sidebar: Sidebar::read(tx, &reader, &rules)?,
            layout: list::layout(tx, &reader, &rules, ruled)?,
            own: queries::own_columns(tx, OwnList { person, view })?.is_some(),
            view,
            rules,
        })
    };
    pages.desk.store().read(find).await
}

/// `POST /lists/columns`: one step; each is kept at once.
pub(super) async fn choose(
    State(pages): State<Pages>,
    signed: SignedIn,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let of = Of {
        view: sent.get("view").to_owned(),
        back: sent.get("back").to_owned(),
    };
    let found = find(&pages, &signed, &of).await?;
    let list = OwnList {
        person: signed.person.id,
        view: found.view,
    };
    if !sent.get("everybody").is_empty()
        && let Some(view) = found.view
    {
        let shared = pages
            .desk
            .set_view_columns(&signed.actor, view, found.layout)
            .await;
        let change = match shared {
            Ok(change) => change,
            Err(error) => {
                let why = doing::why(&pages, &signed, &error).await?;
                return Ok(Flash::failed(why).on(see_other(&of.page())));
            }
        };
        keep(&pages, list, None).await?;
        let said = Flash::done(signed.texts.t("columns-shared"));
        let said = said.with_undo(views::undo_of(view, change));
        return Ok(said.on(see_other(&of.page())));
    }
    let earlier = of.restoration(found.own.then_some(&found.layout));
    let layout = if sent.get("usual").is_empty() {
        Some(changed(found.layout, &found.rules.policy, &sent)?)
    } else {
        None
    };
    keep(&pages, list, layout).await?;
    let back = see_other(&of.page());
    // What is pulled in a list is seen there and then.
    Ok(match sent.find("columns") {
        Some(_) => back,
        None => Flash::done(signed.texts.t("saved"))
            .with_undo(earlier)
            .on(back),
    })
}

/// `POST /lists/columns/restoration`
pub(super) async fn restore(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(earlier): Query<Earlier>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let of = Of {
        view: earlier.view,
        back: earlier.back,
    };
    let found = find(&pages, &signed, &of).await?;
    let read = |text: &str| {
        let layout = Layout::parse(text, &found.rules.policy);
        layout.map_err(|text| Error::Invalid {
            field: "columns",
            text,
        })
    };
    let layout = match earlier.columns.as_str() {
        "" => None,
        text => Some(read(text)?),
    };
    let list = OwnList {
        person: signed.person.id,
        view: found.view,
    };
    keep(&pages, list, layout).await?;
    Ok(Flash::done(signed.texts.t("done-undone")).on(see_other(&of.page())))
}

/// The layout after the step that was sent.
fn changed(layout: Layout, policy: &Policy, sent: &Sent) -> Result<Layout> {
    let column = |name: &str| Column::named(sent.get(name), policy);
    if let Some(text) = sent.find("columns") {
        return Layout::parse(text, policy).map_err(|text| Error::Invalid {
            field: "columns",
            text,
        });
    }
    if !sent.get("add").is_empty() {
        return Ok(match column("more") {
            Some(column) => layout.with(column),
            None => layout,
        });
    }
    Ok(match (column("left"), column("right"), column("away")) {
        (Some(column), ..) => layout.moved(&column, -1),
        (_, Some(column), _) => layout.moved(&column, 1),
        (.., Some(column)) => layout.without(&column),
        _ => layout,
    })
}

async fn keep(pages: &Pages, list: OwnList, layout: Option<Layout>) -> Result<()> {
    let keep = move |tx: &store::Tx<'_>| match &layout {
        Some(layout) => queries::put_own_columns(tx, list, &layout.to_string()),
        None => queries::delete_own_columns(tx, list),
    };
    pages.desk.store().write(keep).await
}
