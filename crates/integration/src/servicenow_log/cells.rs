//! From the text of a cell to a value that cannot be wrong.

use super::columns::{Column, Columns};
use super::names::{Name, Names};
use csv::ByteRecord;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::Timestamp;
use kernel::policy::Level;

/// How the log writes that it does not know.
const MISSING: &[u8] = b"?";
/// Longest cell, in bytes.
const CELL_MAX_BYTES: usize = 200;
/// Highest count of updates, reassignments or reopenings.
const COUNT_MAX: u32 = 999;

/// What is wrong on a line, and what would be right.
pub(super) struct Problem {
    /// The column, where it is one cell that is wrong.
    pub(super) column: Option<String>,
    /// The text.
    pub(super) text: String,
}

impl Problem {
    /// One cell, or one column of the first line, is wrong.
    pub(super) fn value(column: &str, text: String) -> Problem {
        Problem {
            column: Some(column.to_owned()),
            text,
        }
    }

    /// The line as a whole is wrong.
    pub(super) fn line(text: String) -> Problem {
        Problem { column: None, text }
    }
}

/// The cells of a line.
pub(super) struct Cells<'a> {
    /// The line.
    pub(super) record: &'a ByteRecord,
    /// Where the columns stand.
    pub(super) columns: &'a Columns,
}

impl Cells<'_> {
    fn bytes(&self, column: Column) -> &[u8] {
        self.record
            .get(self.columns.place(column))
            .unwrap_or_default()
    }

    fn problem(&self, column: Column, right: &str) -> Problem {
        let text = String::from_utf8_lossy(self.bytes(column));
        let shown: String = text.chars().take(60).collect();
        Problem::value(column.name(), format!("“{shown}” {right}"))
    }

    fn given(&self, column: Column) -> Option<&[u8]> {
        Some(self.bytes(column)).filter(|bytes| *bytes != MISSING && !bytes.is_empty())
    }

    /// A text, or nothing where the log does not know.
    pub(super) fn find_text(&self, column: Column) -> Result<Option<&str>, Problem> {
        let Some(bytes) = self.given(column) else {
            return Ok(None);
        };
        if bytes.len() > CELL_MAX_BYTES {
            return Err(self.problem(
                column,
                &format!("… is longer than {CELL_MAX_BYTES} bytes; shorten it"),
            ));
        }
        match std::str::from_utf8(bytes).map(str::trim) {
            Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Err(_) => Err(self.problem(column, "is not UTF-8; save the file as UTF-8")),
        }
    }

    /// A text that must be there.
    pub(super) fn text(&self, column: Column) -> Result<&str, Problem> {
        self.find_text(column)?
            .ok_or_else(|| self.problem(column, "is no value; this column must have one"))
    }

    /// A name, or nothing where the log does not know.
    pub(super) fn find_name(
        &self,
        column: Column,
        names: &mut Names,
    ) -> Result<Option<Name>, Problem> {
        Ok(self.find_text(column)?.map(|text| names.of(text)))
    }

    /// Yes or no.
    pub(super) fn yes_no(&self, column: Column) -> Result<bool, Problem> {
        match self.bytes(column) {
            b"true" => Ok(true),
            b"false" => Ok(false),
            _ => Err(self.problem(column, "is not true or false")),
        }
    }

    /// A count.
    pub(super) fn count(&self, column: Column) -> Result<u32, Problem> {
        let bytes = self.bytes(column);
        let number = digits(bytes).filter(|number| *number <= COUNT_MAX);
        number.ok_or_else(|| {
            self.problem(column, &format!("is no whole number from 0 to {COUNT_MAX}"))
        })
    }

    /// A level such as `2 - Medium`, of which the number counts.
    pub(super) fn level(&self, column: Column, levels: &[&str]) -> Result<Level, Problem> {
        let number = match self.bytes(column) {
            [number @ b'1'..=b'9', rest @ ..] if rest.is_empty() || rest.starts_with(b" - ") => {
                number - b'0'
            }
            _ => 0,
        };
        if (1..=levels.len()).contains(&usize::from(number)) {
            return Ok(Level(number));
        }
        Err(self.problem(column, &format!("is none of {}", levels.join(", "))))
    }

    /// An instant, in UTC.
    pub(super) fn instant(&self, column: Column) -> Result<Timestamp, Problem> {
        let right = "is no time; write day/month/year hour:minute, such as 29/2/2016 01:16";
        instant(self.bytes(column)).ok_or_else(|| self.problem(column, right))
    }

    /// An instant, or nothing where the log does not know.
    pub(super) fn find_instant(&self, column: Column) -> Result<Option<Timestamp>, Problem> {
        self.given(column).map(|_| self.instant(column)).transpose()
    }

    /// One of a list.
    pub(super) fn one_of<T: Copy>(&self, column: Column, list: &[(&str, T)]) -> Result<T, Problem> {
        let bytes = self.bytes(column);
        let found = list.iter().find(|(name, _)| name.as_bytes() == bytes);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let names: Vec<&str> = list.iter().map(|(name, _)| *name).collect();
            self.problem(column, &format!("is none of {}", names.join(", ")))
        })
    }
}

/// `D/M/YYYY H:MM`
fn instant(text: &[u8]) -> Option<Timestamp> {
    let mut parts = text.split(|byte| matches!(byte, b'/' | b' ' | b':'));
    let mut part = |lengths: std::ops::RangeInclusive<usize>| {
        let part = parts.next().filter(|part| lengths.contains(&part.len()))?;
        Some((digits(part)?, part.len()))
    };
    let ((day, a), (month, b), (year, c)) = (part(1..=2)?, part(1..=2)?, part(4..=4)?);
    let ((hour, d), (minute, _)) = (part(1..=2)?, part(2..=2)?);
    let separators = [
        (a, b'/'),
        (a + b + 1, b'/'),
        (a + b + c + 2, b' '),
        (a + b + c + d + 3, b':'),
    ];
    let well_formed = separators
        .iter()
        .all(|(at, byte)| text.get(*at) == Some(byte));
    if !well_formed || parts.next().is_some() {
        return None;
    }
    let civil = DateTime::new(
        year as i16,
        month as i8,
        day as i8,
        hour as i8,
        minute as i8,
        0,
        0,
    )
    .ok()?;
    let instant = TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(Timestamp(instant.as_microsecond()))
}

/// A whole number of at most four digits.
fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 4 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        text.iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit - b'0')),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_as_the_log_writes_them() {
        let cases = [
            ("29/2/2016 01:16", Some("2016-02-29T01:16:00Z")),
            ("5/3/2016 12:00", Some("2016-03-05T12:00:00Z")),
            ("05/03/2016 1:00", Some("2016-03-05T01:00:00Z")),
            ("29/2/2015 01:16", None),
            ("2/29/2016 01:16", None),
            ("1/1/2016 24:00", None),
            ("1/1/2016 1:0", None),
            ("1/1/16 01:00", None),
            ("2016-02-29 01:16", None),
            ("1/1/2016 01:00:00", None),
            ("1/1/2016 01:00 ", None),
            ("1:1:2016 01:00", None),
            ("+1/1/2016 01:00", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            let found = instant(text.as_bytes()).map(|at| at.to_string());
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }
}
