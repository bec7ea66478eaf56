//! The page of a list: what was found, put into rows.

use super::address::ListAddress;
use super::list::{Asked, Found};
use super::sidebar;
use super::words::Words;
use super::{choices, jobs, problem};
use crate::queries::{Listed, Sort, View};
use crate::screens::list::{Bulk, Head, ListPage, Row, SaveView};
use directory::{SignedIn, frame};
use kernel::{Permission, PersonId};
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Empty, Face, Pager};
use web::reply::html_with;
use web::{Calendar, Texts};

pub(super) fn show(signed: &SignedIn, words: &Words, asked: &Asked, found: &Found) -> Response {
    let texts = words.texts;
    let view = view(found);
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
        meaning: &found.meaning,
        query_error: found
            .page
            .as_ref()
            .err()
            .map(|problem| problem::shown(problem, list)),
        save: save_view(signed, words, asked, found),
        address: &address,
        heads: heads(list, found.sort, texts),
        rows,
        pager: pager(list, asked, found, &total),
        jobs: jobs::lines(&found.jobs, texts),
        bulk: choices.as_ref().map(|choices| choices.bar(&address)),
        empty: empty(asked, texts),
    };
    html_with(status, &page)
}

/// The view that is shown.
fn view(found: &Found) -> Option<&View> {
    let ruled = |id| found.rules.views.iter().find(|ruled| ruled.view.id == id);
    found.view.and_then(ruled).map(|ruled| &ruled.view)
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

/// The form that keeps this list as a view, and those that rename and remove the reader's own.
fn save_view(signed: &SignedIn, words: &Words, asked: &Asked, found: &Found) -> Option<SaveView> {
    found.page.as_ref().ok()?;
    let view = view(found);
    let of_view = view.map_or("", |view| view.query.as_str());
    let query = match (of_view, asked.q.as_str()) {
        ("", q) => q.to_owned(),
        (query, "") => query.to_owned(),
        (query, q) => format!("({query}) ({q})"),
    };
    let share = signed.actor.can(Permission::ViewShare);
    let own = view.filter(|view| match view.owner {
        Some(owner) => owner == signed.person.id,
        None => share,
    });
    Some(SaveView {
        query,
        sort: found.sort.name(),
        share,
        present: own.map(|view| (view.id.to_string(), sidebar::name(view, words.texts))),
    })
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

/// Colleagues, and nobody.
fn assignees(texts: Texts, colleagues: &[(PersonId, String)]) -> Vec<Choice> {
    let mut choices = choices::with_first(texts.t("bulk-assignee"), None, colleagues);
    let nobody = Choice::new(super::bulk::NOBODY, texts.t("bulk-nobody"), false);
    choices.insert(1, nobody);
    choices
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
            assignees: assignees(texts, &found.colleagues),
            priorities: choices::with_first(texts.t("bulk-priority"), None, &levels),
        })
    }

    /// The bar itself.
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
