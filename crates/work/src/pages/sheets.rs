//! Tables as files: the lines of CSV and the sheets of XLSX. No text in them is taken for a formula.

use super::cells::Value;
use crate::questions::number;
use jiff::tz::TimeZone;
use kernel::Timestamp;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

/// A value as a cell of CSV.
pub(super) fn written(value: &Value, zone: &TimeZone) -> String {
    match value {
        Value::Text(text) => harmless(text),
        Value::Number(number) => number.to_string(),
        Value::Hundredths(hundredths) => number(*hundredths),
        Value::At(at) => local(*at, zone),
        Value::Day(day) => day.to_string(),
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
pub(super) fn line<'t>(text: &mut String, values: impl Iterator<Item = &'t str>) {
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
pub(super) fn workbook(
    heads: &[String],
    rows: &[Vec<Value>],
    zone: &TimeZone,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let day_alone = Format::new().set_num_format("yyyy-mm-dd");
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
                Value::Hundredths(hundredths) => {
                    sheet.write_number(row, column, *hundredths as f64 / 100.0)?
                }
                Value::Day(day) => match ExcelDateTime::parse_from_str(&day.to_string()) {
                    Ok(at) => sheet.write_datetime_with_format(row, column, &at, &day_alone)?,
                    // Before 1900 a sheet knows no days.
                    Err(_) => sheet.write_string(row, column, day.to_string())?,
                },
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
    fn numbers_are_numbers_and_days_are_days_whatever_the_language() {
        let written = |value| written(&value, &TimeZone::UTC);
        assert_eq!(written(Value::Hundredths(-550)), "-5.5");
        assert_eq!(written(Value::Hundredths(123_450)), "1234.5");
        let day = jiff::civil::date(2026, 11, 27);
        assert_eq!(written(Value::Day(day)), "2026-11-27");
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
            Value::Hundredths(-550),
            Value::Day(jiff::civil::date(2026, 11, 27)),
            Value::Day(jiff::civil::date(1848, 3, 18)),
            Value::Nothing,
        ];
        let book = workbook(&["No.".into(), "Subject".into()], &[row], &TimeZone::UTC);
        assert!(book.expect("a workbook").starts_with(b"PK"));
    }
}
