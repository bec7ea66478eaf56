//! Lists as files: exactly the tickets, columns and order that the reader sees, as CSV or XLSX.

use super::Pages;
use super::cells::{self, Known, Value};
use super::list::{self, Asked};
use super::words::Words;
use crate::columns::Layout;
use crate::error::{Error, Result};
use crate::queries::{self, Details, LIST_MAX, ListQuery, Listed, Reader, Sort};
use directory::SignedIn;
use jiff::tz::TimeZone;
use kernel::{Permission, Timestamp};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
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
    query: ListQuery,
    left: usize,
}

/// A page of the list.
struct Chunk {
    rows: Vec<Listed>,
    details: Details,
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
        let (rules, layout, query) = pages
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
                Ok::<_, Error>((rules, layout, query))
            })
            .await?;
        Ok(Self {
            words: pages.words(&rules, signed.texts),
            pages,
            reader,
            layout,
            query,
            left: ROWS_MAX,
        })
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
        page.rows.truncate(self.left);
        self.left = match page.next {
            Some(_) => self.left - page.rows.len(),
            None => 0,
        };
        self.query.after = page.next;
        Ok(Some(Chunk {
            rows: page.rows,
            details,
        }))
    }

    fn heads(&self) -> Vec<String> {
        let shown = self.layout.shown().iter();
        let label = |shown: &crate::columns::Shown| cells::label(&shown.column, &self.words);
        shown.map(|shown| label(shown).to_owned()).collect()
    }

    fn values(&self, chunk: &Chunk, listed: &Listed) -> Vec<Value> {
        let known = Known {
            listed,
            details: &chunk.details,
            words: &self.words,
        };
        let shown = self.layout.shown().iter();
        shown.map(|shown| known.value(&shown.column)).collect()
    }
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

fn written(value: &Value, zone: &TimeZone) -> String {
    match value {
        Value::Text(text) => harmless(text),
        Value::Number(number) => number.to_string(),
        Value::At(at) => local(*at, zone),
        Value::Nothing => String::new(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// An instant as the reader's clock shows it.
fn local(at: Timestamp, zone: &TimeZone) -> String {
    let Ok(instant) = jiff::Timestamp::from_microsecond(at.0) else {
        return String::new();
    };
    let local = zone.to_datetime(instant);
    format!(
        "{} {:02}:{:02}:{:02}",
        local.date(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// A line of CSV, after RFC 4180.
fn line<'t>(text: &mut String, values: impl Iterator<Item = &'t str>) {
    for (at, value) in values.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if value.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&value.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(value);
        }
    }
    text.push_str("\r\n");
}

/// Texts are written as texts, so none of them is a formula.
fn workbook(
    heads: &[String],
    rows: &[Vec<Value>],
    zone: &TimeZone,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
    }
    for (row, values) in (1..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            match value {
                Value::Text(text) => sheet.write_string(row, column, text)?,
                Value::Number(number) => sheet.write_number(row, column, *number as f64)?,
                Value::At(at) => {
                    let at = ExcelDateTime::parse_from_str(&local(*at, zone))?;
                    sheet.write_datetime_with_format(row, column, &at, &date)?
                }
                Value::Nothing => continue,
            };
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::{Value, line, local, workbook, written};
    use jiff::tz::TimeZone;
    use kernel::Timestamp;

    #[test]
    fn no_value_becomes_a_formula_or_another_cell() {
        let utc = TimeZone::UTC;
        let mut text = String::new();
        let values = [
            "=1+1",
            "@cmd",
            "-2",
            "a,b",
            "say \"no\"",
            "two\nlines",
            "plain",
        ];
        let values = values.map(|value| written(&Value::Text(value.into()), &utc));
        line(&mut text, values.iter().map(String::as_str));
        assert_eq!(
            text,
            "'=1+1,'@cmd,'-2,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain\r\n"
        );
    }

    #[test]
    fn instants_are_those_of_the_reader_s_clock() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let at = Timestamp::parse("2026-07-01T22:30:00Z").expect("an instant");
        assert_eq!(local(at, &zone), "2026-07-02 00:30:00");
    }

    #[test]
    fn a_workbook_is_one() {
        let at = Timestamp::parse("2026-07-01T22:30:00Z").expect("an instant");
        let row = vec![
            Value::Number(7),
            Value::Text("=1".into()),
            Value::At(at),
            Value::Nothing,
        ];
        let book = workbook(&["No.".into(), "Subject".into()], &[row], &TimeZone::UTC);
        assert!(book.expect("a workbook").starts_with(b"PK"));
    }
}
