//! The list of a view or a query.

use super::address::ListAddress;
use super::sidebar::{self, Sidebar};
use super::words::Words;
use super::{Pages, choices};
use crate::desk::Rules;
use crate::error::{Error, Result};
use crate::queries::{self, ListQuery, Listed, Page, Reader, Sort};
use crate::screens::list::{Bulk, Head, ListPage, Row};
use crate::vocabulary::Names;
use directory::{SignedIn, frame};
use kernel::condition::{Condition, Problem};
use kernel::{Permission, PersonId, TeamId, ViewId};
use serde::Deserialize;
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode, Uri};
use web::axum::response::Response;
use web::parts::{Choice, Empty, Face, Pager};
use web::reply::{html_with, see_other};
use web::{Calendar, Query, Texts};

/// Tickets on a page.
const PAGE: usize = 50;

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
    after: String,
    #[serde(default)]
    from: usize,
}

impl Asked {
    fn address(&self) -> ListAddress<'_> {
        ListAddress {
            view: &self.view,
            q: &self.q,
            sort: &self.sort,
        }
    }
}

/// What the list's page is made of, of one instant.
struct Found {
    rules: Arc<Rules>,
    sidebar: Sidebar,
    view: Option<ViewId>,
    sort: Sort,
    page: Result<Page<Listed>, Problem>,
    teams: Vec<(TeamId, String)>,
    colleagues: Vec<(PersonId, String)>,
}

/// `GET /tickets`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    uri: Uri,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let kept = pages.shown.key(&pages.desk, &signed, &uri, &headers);
    if let Some((key, version)) = &kept
        && let Some(response) = pages.shown.find(key, *version)
    {
        return Ok(response);
    }
    let response = fresh(&pages, &signed, asked).await?;
    match kept {
        Some((key, version)) => pages.shown.keep(key, version, response).await,
        None => Ok(response),
    }
}

async fn fresh(pages: &Pages, signed: &SignedIn, asked: Asked) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other("/my"));
    }
    let (reader, desk, wanted) = (pages.reader(signed), pages.desk.clone(), asked.clone());
    let found = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            read(tx, &reader, rules, &wanted)
        })
        .await?;
    let words = pages.words(&found.rules, signed.texts);
    Ok(show(signed, &words, &asked, &found))
}

fn read(tx: &Tx<'_>, reader: &Reader, rules: Arc<Rules>, asked: &Asked) -> Result<Found> {
    let sidebar = Sidebar::read(tx, reader, &rules)?;
    let view = match asked.view.as_str() {
        "" if asked.q.is_empty() => sidebar.first(&reader.actor),
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let of_view = view
        .map(|view| {
            let found = rules.views.iter().find(|ruled| ruled.view.id == view);
            found
                .filter(|ruled| ruled.view.is_seen_by(&reader.actor))
                .ok_or(Error::NotFound)
        })
        .transpose()?;
    let sort = Sort::named(&asked.sort)
        .or_else(|| of_view.and_then(|ruled| Sort::named(&ruled.view.sort)))
        .unwrap_or_default();
    let page = match condition(tx, reader, &rules, of_view, &asked.q) {
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
            Ok(queries::list(tx, reader, &query)?)
        }
        Err(problem) => Err(problem),
    };
    let bulk = reader.actor.can(Permission::TicketBulk);
    let (teams, colleagues) = if bulk {
        let mine = &reader.actor.teams;
        (
            choices::teams(tx, &reader.actor)?,
            choices::colleagues(tx, &reader.actor, mine)?,
        )
    } else {
        Default::default()
    };
    Ok(Found {
        sidebar,
        view,
        sort,
        page,
        teams,
        colleagues,
        rules,
    })
}

/// What a view and a query ask for together.
fn condition(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    view: Option<&crate::RuledView>,
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

fn show(signed: &SignedIn, words: &Words, asked: &Asked, found: &Found) -> Response {
    let texts = words.texts;
    let view = found
        .view
        .and_then(|id| found.rules.views.iter().find(|ruled| ruled.view.id == id))
        .map(|ruled| &ruled.view);
    let heading = match view {
        Some(view) => sidebar::name(view, texts),
        None => texts.t("nav-tickets").to_owned(),
    };
    let view_id = view.map(|view| view.id.to_string()).unwrap_or_default();
    let list = ListAddress {
        view: &view_id,
        ..asked.address()
    };
    let (status, listed) = match &found.page {
        Ok(page) => (StatusCode::OK, page.rows.as_slice()),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, &[][..]),
    };
    let total = match found.view.filter(|_| asked.q.is_empty()) {
        Some(view) => found.sidebar.count(view, texts).unwrap_or_default(),
        None => whole(asked, found)
            .map(|count| texts.number(count))
            .unwrap_or_default(),
    };
    let (tags, faces) = (tags(listed), faces(listed));
    let calendar = signed.calendar();
    let rows = listed
        .iter()
        .zip(&tags)
        .map(|(listed, tags)| row(listed, tags, &faces, words, &calendar))
        .collect();
    let address = list.first();
    let choices = BulkChoices::new(signed, words, found);
    let mut frame = frame(signed, "/tickets", heading.as_str());
    frame.views = found.sidebar.links(&signed.actor, texts, found.view);
    frame.stream = "/live";
    let page = ListPage {
        frame,
        heading: &heading,
        total: &total,
        view: &view_id,
        query: &asked.q,
        query_error: found.page.as_ref().err().map(ToString::to_string),
        address: &address,
        heads: heads(list, found.sort, texts),
        rows,
        pager: pager(list, asked, found, &total),
        bulk: choices.as_ref().map(|choices| choices.bar(&address)),
        empty: empty(asked, texts),
    };
    html_with(status, &page)
}

/// How many tickets a query has, where its first page holds them all.
fn whole(asked: &Asked, found: &Found) -> Option<i64> {
    let page = found.page.as_ref().ok()?;
    let all = asked.after.is_empty() && page.next.is_none();
    all.then_some(page.rows.len() as i64)
}

fn tags(listed: &[Listed]) -> Vec<Vec<String>> {
    let split = |tags: &str| tags.split_whitespace().map(str::to_owned).collect();
    listed.iter().map(|listed| split(&listed.tags)).collect()
}

/// A face for each assignee, made once however many tickets they have.
fn faces(listed: &[Listed]) -> Vec<(PersonId, Face)> {
    let mut faces: Vec<(PersonId, Face)> = Vec::new();
    for listed in listed {
        if let (Some(id), Some(name)) = (listed.assignee, &listed.assignee_name)
            && !faces.iter().any(|(known, _)| *known == id)
        {
            faces.push((id, Face::new(name)));
        }
    }
    faces
}

fn row<'a>(
    listed: &'a Listed,
    tags: &'a [String],
    faces: &'a [(PersonId, Face)],
    words: &'a Words,
    calendar: &Calendar,
) -> Row<'a> {
    let face = |id: PersonId| faces.iter().find(|(known, _)| *known == id);
    Row {
        number: listed.id.0,
        subject: &listed.subject,
        tags,
        confidential: listed.confidential,
        state: words.state_chip(&listed.kind, &listed.state, &listed.state_category),
        priority: words.priority_chip(listed.priority),
        requester: &listed.requester_name,
        team: listed.team_name.as_deref().unwrap_or_default(),
        assignee: listed.assignee.and_then(face).map(|(_, face)| face),
        updated: calendar.when(listed.updated_at.0),
    }
}

fn heads<'a>(list: ListAddress<'_>, sort: Sort, texts: Texts) -> Vec<Head<'a>> {
    let sorted = |sort: Sort| {
        let sorted = ListAddress {
            sort: sort.name(),
            ..list
        };
        Some(sorted.first())
    };
    // A click on the column sorted by turns it round, where it can be.
    let by = |class, key, first: Sort, second: Sort, first_ascends: bool| {
        let ascends = match sort {
            now if now == first => Some(first_ascends),
            now if now == second => Some(!first_ascends),
            _ => None,
        };
        Head {
            class,
            label: texts.t(key),
            href: sorted(if sort == first { second } else { first }),
            sort: ascends.map(|ascends| if ascends { "ascending" } else { "descending" }),
        }
    };
    let plain = |class, key| Head {
        class,
        label: texts.t(key),
        href: None,
        sort: None,
    };
    vec![
        by("n", "column-number", Sort::Newest, Sort::Oldest, false),
        plain("s", "subject"),
        plain("c", "state"),
        by("r", "priority", Sort::Priority, Sort::Priority, true),
        plain("q", "requester"),
        plain("g", "team"),
        plain("o", "assignee"),
        by("u", "updated", Sort::Updated, Sort::Stale, false),
    ]
}

fn pager(list: ListAddress<'_>, asked: &Asked, found: &Found, total: &str) -> Pager {
    let Ok(page) = &found.page else {
        return Pager::default();
    };
    let first = asked.from.max(1);
    let last = first + page.rows.len().saturating_sub(1);
    let summary = match (page.rows.len(), total) {
        (0, _) => String::new(),
        (_, "") => format!("{first}–{last}"),
        (_, total) => format!("{first}–{last} / {total}"),
    };
    Pager {
        summary,
        first: (!asked.after.is_empty()).then(|| list.first()),
        next: page.next.map(|key| list.next(key, last + 1)),
    }
}

fn empty(asked: &Asked, texts: Texts) -> Empty<'static> {
    let (icon, title, text) = if asked.q.is_empty() {
        ("circle-check", "list-empty-title", "list-empty-text")
    } else {
        ("search", "list-none-title", "list-none-text")
    };
    Empty {
        icon,
        title: texts.t(title),
        text: texts.t(text),
        action: Some((texts.t("ticket-new"), "/tickets/new")),
    }
}

/// What the bulk bar offers.
struct BulkChoices {
    states: Vec<Choice>,
    teams: Vec<Choice>,
    assignees: Vec<Choice>,
    priorities: Vec<Choice>,
}

impl BulkChoices {
    /// Nothing for whoever may not change many tickets at once.
    fn new(signed: &SignedIn, words: &Words, found: &Found) -> Option<Self> {
        if !signed.actor.can(Permission::TicketBulk) {
            return None;
        }
        let texts = words.texts;
        let states = words.plain_states();
        let levels: Vec<(i64, String)> = (1..=words.priorities())
            .map(|level| (level, words.priority(level).to_owned()))
            .collect();
        Some(Self {
            states: choices::with_first(texts.t("bulk-state"), None, &states),
            teams: choices::with_first(texts.t("bulk-team"), None, &found.teams),
            assignees: choices::with_first(texts.t("bulk-assignee"), None, &found.colleagues),
            priorities: choices::with_first(texts.t("bulk-priority"), None, &levels),
        })
    }

    fn bar<'a>(&'a self, back: &'a str) -> Bulk<'a> {
        Bulk {
            back,
            states: &self.states,
            teams: &self.teams,
            assignees: &self.assignees,
            priorities: &self.priorities,
        }
    }
}
