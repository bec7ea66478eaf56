//! The list of a view or a query.

use super::address::ListAddress;
use super::bulk_bar::Choosable;
use super::groups::Grouped;
use super::opened::Opened;
use super::search::{self, Searched};
use super::sorting::Sorts;
use super::{Pages, board, choices, completion, groups, jobs, listing};
use crate::columns::Layout;
use crate::desk::{RuledView, Rules};
use crate::drafts;
use crate::error::{Error, Result};
use crate::queries::{self, By, Details, ListQuery, Listed, OwnList, Page, Reader, Sort};
use crate::vocabulary::Names;
use directory::SignedIn;
use kernel::condition::{Ast, Condition, Problem};
use kernel::{Permission, TicketId, ViewId};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, Uri};
use web::axum::response::Response;
use web::reply::see_other;
use web::{Query, Texts};

/// Tickets on a page.
const PAGE: usize = 50;
/// How addresses ask for a list without groups where its view has some.
pub(super) const UNGROUPED: &str = "none";
/// How addresses ask for a board.
pub(super) const BOARD: &str = "board";

/// What the list is asked for.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) view: String,
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) sort: String,
    #[serde(default)]
    pub(super) after: String,
    #[serde(default)]
    pub(super) from: usize,
    /// `board` or `list`; as its view says where it is empty.
    #[serde(default, rename = "as")]
    pub(super) shape: String,
    /// What the lanes of a board are.
    #[serde(default)]
    pub(super) by: String,
    /// By what the list is put into groups: as its view says where it is empty, not at all where it is `none`.
    #[serde(default)]
    pub(super) group: String,
    /// The group that the page begins within.
    #[serde(default, rename = "in")]
    pub(super) within: String,
}

impl Asked {
    pub(super) fn address(&self) -> ListAddress<'_> {
        ListAddress {
            view: &self.view,
            q: &self.q,
            sort: &self.sort,
            group: &self.group,
            shape: "",
        }
    }
}

/// What the list's page is made of, of one instant.
pub(super) struct Found {
    pub(super) opened: Opened,
    pub(super) sort: Sort,
    pub(super) layout: Layout,
    /// What columns beyond the usual ones show.
    pub(super) details: Details,
    pub(super) page: Result<Page<Listed>, Problem>,
    /// By what the list is to be put into groups.
    pub(super) by: Option<By>,
    /// The page's groups; none for a list without, or one that is too long for them.
    pub(super) grouped: Option<Grouped>,
    /// The tickets that the reader has a draft on.
    pub(super) drafts: BTreeSet<TicketId>,
    /// What the query means, in words; empty for none.
    pub(super) meaning: String,
    /// What many tickets can be given; nothing for readers who may not change many at once.
    pub(super) bulk: Option<Choosable>,
    pub(super) jobs: Vec<crate::jobs::Listed>,
}

/// The one or the other.
enum Read {
    Listed(Box<Found>),
    Board(Box<board::Found>),
    Searched(Box<Searched>),
}

/// Whether words are looked for: then the best come first, unless an order is asked for.
fn seeks_words(asked: &Asked) -> bool {
    fn has_text(ast: &Ast) -> bool {
        match ast {
            Ast::All(parts) | Ast::Any(parts) => parts.iter().any(has_text),
            Ast::Not(_) | Ast::Field(_) => false,
            Ast::Text(_) => true,
        }
    }
    asked.sort.is_empty()
        && asked.after.is_empty()
        && asked.group.is_empty()
        && !asked.q.is_empty()
        && kernel::condition::parse(&asked.q).is_ok_and(|ast| has_text(&ast))
}

/// `GET /tickets`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    uri: Uri,
    headers: HeaderMap,
    Query(mut asked): Query<Asked>,
) -> web::Result<Response> {
    let sorts = Sorts::of(&headers).apply(&mut asked, &headers);
    let key = pages
        .shown
        .key(&pages.desk, &signed, (&uri, asked.sort.as_str()), &headers);
    let response = match key {
        Some((key, version)) => match pages.shown.find(&key, version) {
            Some(response) => response,
            None => {
                let response = fresh(&pages, &signed, asked).await?;
                pages.shown.keep(key, version, response).await?
            }
        },
        None => fresh(&pages, &signed, asked).await?,
    };
    Ok(match sorts {
        Some(sorts) => sorts.remember(response),
        None => response,
    })
}

async fn fresh(pages: &Pages, signed: &SignedIn, asked: Asked) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other("/my"));
    }
    let (reader, desk, wanted) = (pages.reader(signed), pages.desk.clone(), asked.clone());
    let texts = signed.texts;
    let read = pages
        .desk
        .store()
        .read(move |tx| {
            let opened = Opened::read(tx, &reader, &desk, &wanted)?;
            if let Some(by) = opened.board(&wanted) {
                let board = board::read(tx, &reader, (opened, by), &wanted.q, texts)?;
                return Ok::<_, Error>(Read::Board(Box::new(board)));
            }
            if seeks_words(&wanted) {
                let searched = search::read(tx, &reader, opened, &wanted, texts)?;
                return Ok(Read::Searched(Box::new(searched)));
            }
            let listed = read(tx, &reader, opened, &wanted, texts)?;
            Ok(Read::Listed(Box::new(listed)))
        })
        .await?;
    Ok(match &read {
        Read::Listed(found) => {
            let words = pages.words(&found.opened.rules, signed.texts);
            listing::show(signed, &words, &asked, found)
        }
        Read::Board(board) => {
            let words = pages.words(&board.opened.rules, signed.texts);
            board::show(signed, &words, &asked, board)
        }
        Read::Searched(searched) => {
            let words = pages.words(&searched.opened.rules, signed.texts);
            search::show(signed, &words, &asked, searched)
        }
    })
}

/// The view that is asked for, if it is the reader's to see.
pub(super) fn view_of<'r>(
    rules: &'r Rules,
    reader: &Reader,
    asked: &Asked,
) -> Result<Option<&'r RuledView>> {
    if asked.view.is_empty() {
        return Ok(None);
    }
    let id: ViewId = asked.view.parse().map_err(|_| Error::NotFound)?;
    find_view(rules, reader, id).map(Some)
}

pub(super) fn find_view<'r>(
    rules: &'r Rules,
    reader: &Reader,
    id: ViewId,
) -> Result<&'r RuledView> {
    let found = rules.views.iter().find(|ruled| ruled.view.id == id);
    found
        .filter(|ruled| ruled.view.is_seen_by(&reader.actor))
        .ok_or(Error::NotFound)
}

fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    opened: Opened,
    asked: &Asked,
    texts: Texts,
) -> Result<Found> {
    let (rules, of_view) = (&opened.rules, opened.ruled());
    let sort = Sort::named(&asked.sort)
        .or_else(|| of_view.and_then(|ruled| Sort::named(&ruled.view.sort)))
        .unwrap_or_default();
    let by = grouping(asked, of_view);
    let page = match condition(tx, reader, rules, of_view, &asked.q) {
        Ok(condition) => {
            let after = match asked.after.as_str() {
                "" => None,
                after => Some(after.parse()?),
            };
            let query = ListQuery {
                condition,
                sort,
                after,
                limit: PAGE,
            };
            let in_groups = match by {
                Some(by) => groups::read(tx, reader, rules, by, (&query, &asked.within))?,
                None => None,
            };
            Ok(match in_groups {
                Some((page, grouped)) => (page, Some(grouped)),
                None => (queries::list(tx, reader, &query)?, None),
            })
        }
        Err(problem) => Err(problem),
    };
    let (page, grouped) = match page {
        Ok((page, grouped)) => (Ok(page), grouped),
        Err(problem) => (Err(problem), None),
    };
    let drafts = match (&page, reader.actor.person) {
        (Ok(page), Some(me)) => drafts::on_some(tx, me, page.rows.iter().map(|row| row.id))?,
        _ => BTreeSet::new(),
    };
    let layout = layout(tx, reader, rules, of_view)?;
    let details = match &page {
        Ok(page) if !layout.is_usual() => queries::details(tx, reader, &page.rows)?,
        _ => Details::default(),
    };
    let bulk = match reader.actor.can(Permission::TicketBulk) {
        true => Some(Choosable {
            teams: choices::teams(tx, &reader.actor)?,
            services: choices::services(tx)?,
            colleagues: choices::colleagues(tx, &reader.actor, &reader.actor.teams)?,
        }),
        false => None,
    };
    Ok(Found {
        jobs: jobs::own(tx, reader)?,
        sort,
        layout,
        details,
        page,
        by,
        grouped,
        drafts,
        meaning: completion::meaning(tx, reader, rules, texts, &asked.q),
        bulk,
        opened,
    })
}

/// By what a list is put into groups: as it is asked for, else as its view says.
pub(super) fn grouping(asked: &Asked, view: Option<&RuledView>) -> Option<By> {
    match asked.group.as_str() {
        "" => view.and_then(|ruled| ruled.view.group),
        asked => By::named(asked),
    }
}

/// The columns of a list: the reader's choice, else the view's, else the usual ones.
pub(super) fn layout(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    view: Option<&RuledView>,
) -> Result<Layout> {
    let own = match reader.actor.person {
        Some(person) => {
            let view = view.map(|ruled| ruled.view.id);
            queries::own_columns(tx, OwnList { person, view })?
        }
        None => None,
    };
    let of_view = view.map_or("", |ruled| &ruled.view.columns);
    let kept = own.as_deref().unwrap_or(of_view);
    Ok(Layout::kept(kept, &rules.policy))
}

/// What a view and a query ask for together.
pub(super) fn condition(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    view: Option<&RuledView>,
    q: &str,
) -> Result<Condition, Problem> {
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let asked = match q {
        "" => Condition::everything(),
        q => Condition::read(q, &names)?,
    };
    let of_view = match view {
        None => Condition::everything(),
        Some(ruled) => match &ruled.condition {
            Some(condition) => condition.clone(),
            // It names something that is gone: reading it again says what.
            None => Condition::read(&ruled.view.query, &names)?,
        },
    };
    Ok(Condition::all([of_view, asked]))
}
