//! The page of a list: what was found, put into rows.

use super::address::{ListAddress, encoded};
use super::bulk_bar::{self, BulkBar};
use super::cells::{self, Known};
use super::keeping::Kept;
use super::list::{Asked, Found, UNGROUPED};
use super::sorting::OWN;
use super::words::Words;
use super::{board, export, jobs, problem};
use crate::columns::{Column, Shown};
use crate::queries::{By, Listed, Sort};
use crate::screens::list::{Head, ListPage, Row, SaveView};
use directory::{SignedIn, frame};
use kernel::PersonId;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Empty, Face, Pager};
use web::reply::html_with;
use web::{Calendar, Texts};

/// With more columns than this the table is wider than narrow windows.
const WIDE_COLUMNS: usize = 9;

pub(super) fn show(signed: &SignedIn, words: &Words, asked: &Asked, found: &Found) -> Response {
    let texts = words.texts;
    let opened = &found.opened;
    let (heading, view_id) = (opened.heading(texts), opened.view_id());
    let list = ListAddress {
        view: &view_id,
        shape: opened.as_list(),
        ..asked.address()
    };
    let (status, listed) = match &found.page {
        Ok(page) => (StatusCode::OK, page.rows.as_slice()),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, &[][..]),
    };
    let total = match opened.view.filter(|_| asked.q.is_empty()) {
        Some(view) => opened.sidebar.count(view, texts).unwrap_or_default(),
        None => whole(asked, found)
            .map(|count| texts.number(count))
            .unwrap_or_default(),
    };
    let (tags, faces) = (tags(listed), faces(listed));
    let calendar = signed.calendar();
    let known = |listed| Known {
        listed,
        details: &found.details,
        words,
    };
    let rows: Vec<Row<'_>> = listed
        .iter()
        .zip(&tags)
        .map(|(listed, tags)| row(known(listed), found, tags, &faces, &calendar))
        .collect();
    let rows = with_headings(rows, found, words);
    let address = list.page(asked);
    let columns = columns_address(&view_id, &address);
    let board = board::address(list, "");
    let pager = pager(list, asked, found, &total);
    let bar = BulkBar::new(words, found);
    let whole = bulk_bar::whole(texts, &pager, &total);
    let mut frame = frame(signed, "/tickets", heading.as_str());
    frame.views = opened.sidebar.links(&signed.actor, texts, opened.view);
    frame.stream = "/live".into();
    let page = ListPage {
        frame,
        heading: &heading,
        total: &total,
        view: &view_id,
        shape: list.shape,
        query: &asked.q,
        meaning: &found.meaning,
        query_error: found
            .page
            .as_ref()
            .err()
            .map(|problem| problem::shown(texts, problem, list)),
        save: save_view(signed, asked, found, texts),
        address: &address,
        wide: found.layout.shown().len() > WIDE_COLUMNS,
        board: &board,
        columns: &columns,
        export: export(signed, list, found),
        groups: groups(list, found, texts),
        ungrouped: if found.grouped.is_none() && found.page.is_ok() && found.by.is_some() {
            texts.t("groups-too-many")
        } else {
            ""
        },
        heads: heads(list, found, words),
        rows,
        pager,
        jobs: jobs::lines(&found.jobs, texts),
        bulk: bar
            .as_ref()
            .map(|bar| bar.shown(&address, whole.as_deref())),
        empty: empty(asked, texts),
    };
    html_with(status, &page)
}

/// Where the columns of a list are chosen.
fn columns_address(view: &str, back: &str) -> String {
    format!("/lists/columns?view={view}&back={}", encoded(back))
}

/// Where the list is had as files.
fn export(signed: &SignedIn, list: ListAddress<'_>, found: &Found) -> Option<(String, String)> {
    let list = ListAddress {
        sort: found.sort.name(),
        group: found.grouped.as_ref().map_or(UNGROUPED, |it| it.by.name()),
        shape: "",
        ..list
    };
    found.page.as_ref().ok().and(export::files(signed, list))
}

/// How many tickets a query has, where its first page holds them all.
fn whole(asked: &Asked, found: &Found) -> Option<i64> {
    let page = found.page.as_ref().ok()?;
    let more = match &found.grouped {
        Some(grouped) => grouped.next.is_some(),
        None => page.next.is_some(),
    };
    let all = asked.from == 0 && !more;
    all.then_some(page.rows.len() as i64)
}

fn tags(listed: &[Listed]) -> Vec<Vec<String>> {
    let split = |tags: &str| tags.split_whitespace().map(str::to_owned).collect();
    listed.iter().map(|listed| split(&listed.tags)).collect()
}

/// The rows, the first of each group with its heading.
fn with_headings<'a>(mut rows: Vec<Row<'a>>, found: &'a Found, words: &'a Words) -> Vec<Row<'a>> {
    if let Some(grouped) = &found.grouped {
        for (at, group) in &grouped.headings {
            let label = group.label(grouped.by, words);
            rows[*at].group = Some((label, words.texts.number(group.count)));
        }
    }
    rows
}

/// The ways to put the list into groups.
fn groups(list: ListAddress<'_>, found: &Found, texts: Texts) -> Vec<(&'static str, String, bool)> {
    let now = found.grouped.as_ref().map(|grouped| grouped.by);
    let way = |label, by: Option<By>| {
        let group = by.map_or(ungrouped(found), By::name);
        (
            texts.t(label),
            ListAddress { group, ..list }.first(),
            now == by,
        )
    };
    let by = By::ALL.map(|by| way(by.name(), Some(by)));
    std::iter::once(way("groups-none", None))
        .chain(by)
        .collect()
}

/// How the address of the list without groups says so.
fn ungrouped(found: &Found) -> &'static str {
    match found.opened.view().and_then(|view| view.group) {
        Some(_) => UNGROUPED,
        None => "",
    }
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
    known: Known<'a>,
    found: &'a Found,
    tags: &'a [String],
    faces: &'a [(PersonId, Face)],
    calendar: &Calendar,
) -> Row<'a> {
    let listed = known.listed;
    let face = |id: PersonId| faces.iter().find(|(known, _)| *known == id);
    let face = listed.assignee.and_then(face).map(|(_, face)| face);
    let cells = found.layout.shown().iter();
    Row {
        group: None,
        draft: found.drafts.contains(&listed.id),
        number: listed.id.0,
        subject: &listed.subject,
        tags: if found.layout.has(&Column::Tags) {
            &[]
        } else {
            tags
        },
        confidential: listed.confidential,
        cells: cells
            .map(|shown| known.cell(shown, face, calendar))
            .collect(),
    }
}

/// The heads of the columns. A click on one that sorts, sorts by it; a second one turns it round; a third one leads back
/// to the order of the view, where that is another one.
fn heads<'a>(list: ListAddress<'_>, found: &Found, words: &'a Words) -> Vec<Head<'a>> {
    let sorted = |sort: &str| ListAddress { sort, ..list }.first();
    let own = found.opened.ruled();
    let own = own.map(|ruled| Sort::named(&ruled.view.sort).unwrap_or_default());
    // What has no order of its own is put into groups, which stand in an order.
    let grouped = |column: &Column| {
        let by = By::named(&column.name())?;
        let is_so = found
            .grouped
            .as_ref()
            .is_some_and(|grouped| grouped.by == by);
        let group = if is_so { ungrouped(found) } else { by.name() };
        Some(ListAddress { group, ..list }.first())
    };
    let head = |shown: &Shown| {
        let sorts = shown.column.sorts();
        let now = sorts.filter(|(first, second)| [*first, *second].contains(&found.sort));
        Head {
            class: shown.column.class(),
            column: shown.column.name(),
            label: cells::label(&shown.column, words),
            width: shown.width,
            href: match sorts {
                Some((first, second)) if found.sort == first && first != second => {
                    Some(sorted(second.name()))
                }
                Some((first, second))
                    if found.sort == second
                        && own.is_some_and(|own| own != first && own != second) =>
                {
                    Some(sorted(OWN))
                }
                Some((first, _)) => Some(sorted(first.name())),
                None => grouped(&shown.column),
            },
            sort: now.map(|_| {
                if found.sort.ascends() {
                    "ascending"
                } else {
                    "descending"
                }
            }),
        }
    };
    found.layout.shown().iter().map(head).collect()
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
        first: (asked.from > 0).then(|| list.first()),
        next: match found.grouped.as_ref().map(|grouped| &grouped.next) {
            Some(next) => next
                .as_ref()
                .map(|(group, after)| list.within(group, *after, last + 1)),
            None => page.next.map(|key| list.next(key, last + 1)),
        },
    }
}

/// The forms that keep this list as a view.
fn save_view(signed: &SignedIn, asked: &Asked, found: &Found, texts: Texts) -> Option<SaveView> {
    found.page.as_ref().ok()?;
    let kept = Kept {
        sort: found.sort,
        group: found.by,
        board: None,
    };
    Some(kept.forms(signed, &found.opened, &asked.q, texts))
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
