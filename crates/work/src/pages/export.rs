//! Lists as files: exactly the tickets, columns and order that the reader sees, as CSV or XLSX.

use super::Pages;
use super::address::ListAddress;
use super::cells::{self, Known, Value};
use super::groups::{self, Group};
use super::list::{self, Asked};
use super::sheets::{line, workbook, written};
use super::words::Words;
use crate::columns::Layout;
use crate::error::{Error, Result};
use crate::queries::{self, By, Details, LIST_MAX, ListQuery, Listed, Reader, Sort};
use directory::SignedIn;
use kernel::Permission;
use kernel::condition::Condition;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use web::Query;
use web::axum::body::{Body, Bytes};
use web::axum::extract::State;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::{IntoResponse, Response};

/// Most tickets of a file.
const ROWS_MAX: usize = 100_000;
/// Pages that wait for a slow browser.
const PAGES_AHEAD: usize = 2;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a file is made of, page by page.
struct Export {
    pages: Pages,
    reader: Reader,
    words: Arc<Words>,
    layout: Layout,
    condition: Condition,
    query: ListQuery,
    /// By what it is in groups, and those that are left, the present one first; nothing for a list without.
    groups: Option<(By, VecDeque<Group>)>,
    left: usize,
    /// Whether there is more than the file has.
    cut: bool,
}

/// A page of the list, or of a group of it.
struct Chunk {
    rows: Vec<Listed>,
    details: Details,
    /// The group's name.
    group: Option<String>,
}

/// Where a list is had as files; nowhere for whoever may not take so much away at once.
pub(super) fn files(signed: &SignedIn, list: ListAddress<'_>) -> Option<(String, String)> {
    let file = |format: &str| list.at(&format!("/tickets/export.{format}"));
    let may = signed.actor.can(Permission::TicketExport);
    may.then(|| (file("csv"), file("xlsx")))
}

impl Export {
    async fn new(pages: Pages, signed: &SignedIn, asked: Asked) -> web::Result<Self> {
        for needed in [Permission::TicketRead, Permission::TicketExport] {
            if !signed.actor.can(needed) {
                return Err(Error::from(kernel::ticket::Refusal::Forbidden(needed)).into());
            }
        }
        let (reader, desk) = (pages.reader(signed), pages.desk.clone());
        let as_reader = reader.clone();
        let (rules, layout, query, groups) = pages
            .desk
            .store()
            .read(move |tx| {
                let rules = desk.rules_in(tx)?;
                let ruled = list::view_of(&rules, &as_reader, &asked)?;
                let of_view = ruled.and_then(|ruled| Sort::named(&ruled.view.sort));
                let query = ListQuery {
                    condition: list::condition(tx, &as_reader, &rules, ruled, &asked.q)?,
                    sort: Sort::named(&asked.sort).or(of_view).unwrap_or_default(),
                    after: None,
                    limit: LIST_MAX,
                };
                let layout = list::layout(tx, &as_reader, &rules, ruled)?;
                let groups = match list::grouping(&asked, ruled) {
                    Some(by) => groups::of(tx, &as_reader, &rules, by, &query.condition)?
                        .map(|groups| (by, VecDeque::from(groups))),
                    None => None,
                };
                Ok::<_, Error>((rules, layout, query, groups))
            })
            .await?;
        let mut export = Self {
            words: pages.words(&rules, signed.texts),
            pages,
            reader,
            layout,
            condition: query.condition.clone(),
            query,
            groups,
            left: ROWS_MAX,
            cut: false,
        };
        export.enter();
        Ok(export)
    }

    /// Goes to the beginning of the present group; to the end where there is none left.
    fn enter(&mut self) {
        let Some((_, groups)) = &self.groups else {
            return;
        };
        match groups.front() {
            Some(group) => {
                let both = [self.condition.clone(), group.condition.clone()];
                self.query.condition = Condition::all(both);
                self.query.after = None;
            }
            None => self.left = 0,
        }
    }

    /// The next page; nothing at the end.
    async fn next(&mut self) -> Result<Option<Chunk>> {
        if self.left == 0 {
            return Ok(None);
        }
        let (reader, query) = (self.reader.clone(), self.query.clone());
        let usual = self.layout.is_usual();
        let read = move |tx: &store::Tx<'_>| {
            let page = queries::list(tx, &reader, &query)?;
            let details = if usual {
                Details::default()
            } else {
                queries::details(tx, &reader, &page.rows)?
            };
            Ok::<_, Error>((page, details))
        };
        let (mut page, details) = self.pages.desk.store().read(read).await?;
        let goes_on =
            page.next.is_some() || matches!(&self.groups, Some((_, groups)) if groups.len() > 1);
        self.cut = is_cut(self.left, page.rows.len(), goes_on);
        page.rows.truncate(self.left);
        self.left -= page.rows.len();
        self.query.after = page.next;
        let group = self.groups.as_ref().and_then(|(by, groups)| {
            let label = groups.front()?.label(*by, &self.words);
            Some(label.to_owned())
        });
        match (&mut self.groups, page.next) {
            (_, Some(_)) => {}
            (Some((_, groups)), None) => {
                groups.pop_front();
                self.enter();
            }
            (None, None) => self.left = 0,
        }
        Ok(Some(Chunk {
            rows: page.rows,
            details,
            group,
        }))
    }

    /// What stands in the last row of a file that does not have everything.
    fn end(&self) -> Option<String> {
        let texts = self.words.texts;
        let most = i64::try_from(ROWS_MAX).unwrap_or(i64::MAX);
        self.cut.then(|| texts.count("export-cut", most))
    }

    fn heads(&self) -> Vec<String> {
        let shown = self.layout.shown().iter();
        let label = |shown: &crate::columns::Shown| cells::label(&shown.column, &self.words);
        let of_group = self.groups.iter().map(|(by, _)| by.name());
        let of_group = of_group.map(|name| self.words.texts.t(name).to_owned());
        of_group
            .chain(shown.map(|shown| label(shown).to_owned()))
            .collect()
    }

    fn values(&self, chunk: &Chunk, listed: &Listed) -> Vec<Value> {
        let known = Known {
            listed,
            details: &chunk.details,
            words: &self.words,
        };
        let shown = self.layout.shown().iter();
        let group = chunk.group.iter().map(|label| Value::Text(label.clone()));
        group
            .chain(shown.map(|shown| known.value(&shown.column)))
            .collect()
    }
}

/// Whether more than what there is still room for comes on this page of the list or behind it.
fn is_cut(left: usize, rows: usize, goes_on: bool) -> bool {
    rows > left || (rows == left && goes_on)
}

/// `GET /tickets/export.csv`
pub(super) async fn csv(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let mut export = Export::new(pages, &signed, asked).await?;
    let (send, receive) = mpsc::channel::<Result<Bytes>>(PAGES_AHEAD);
    tokio::spawn(async move {
        // The mark at the beginning tells spreadsheets that it is UTF-8.
        let mut text = String::from("\u{feff}");
        line(&mut text, export.heads().iter().map(String::as_str));
        loop {
            let chunk = match export.next().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => {
                    // Broken off: the browser says that the file is not whole.
                    let _ = send.send(Err(error)).await;
                    return;
                }
            };
            for listed in &chunk.rows {
                let values = export.values(&chunk, listed);
                let texts: Vec<String> = values
                    .iter()
                    .map(|value| written(value, &export.reader.zone))
                    .collect();
                line(&mut text, texts.iter().map(String::as_str));
            }
            if send
                .send(Ok(std::mem::take(&mut text).into()))
                .await
                .is_err()
            {
                return;
            }
        }
        if let Some(end) = export.end() {
            line(&mut text, std::iter::once(end.as_str()));
        }
        // Whoever has hung up gets nothing more.
        let _ = send.send(Ok(text.into())).await;
    });
    let body = Body::from_stream(ReceiverStream::new(receive));
    Ok(file(body, "text/csv; charset=utf-8", "csv"))
}

/// `GET /tickets/export.xlsx`
pub(super) async fn xlsx(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let mut export = Export::new(pages, &signed, asked).await?;
    let (heads, zone) = (export.heads(), export.reader.zone.clone());
    let mut rows = Vec::new();
    while let Some(chunk) = export.next().await? {
        rows.extend(
            chunk
                .rows
                .iter()
                .map(|listed| export.values(&chunk, listed)),
        );
    }
    rows.extend(export.end().map(|end| vec![Value::Text(end)]));
    let book = tokio::task::spawn_blocking(move || workbook(&heads, &rows, &zone)).await;
    let bytes = book
        .map_err(web::Error::internal)?
        .map_err(web::Error::internal)?;
    Ok(file(Body::from(bytes), XLSX, "xlsx"))
}

fn file(body: Body, media_type: &'static str, ending: &str) -> Response {
    let name = format!("attachment; filename=\"tickets.{ending}\"");
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_cut;

    #[test]
    fn a_file_says_that_it_is_cut_where_something_is_left() {
        for (left, rows, goes_on, cut) in [
            (200, 200, true, true),
            (200, 200, false, false),
            (200, 199, true, false),
            (50, 120, false, true),
        ] {
            assert_eq!(is_cut(left, rows, goes_on), cut, "{left} {rows} {goes_on}");
        }
    }
}
