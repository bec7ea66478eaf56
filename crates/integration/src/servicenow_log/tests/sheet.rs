//! Sheets to import, written down by what differs from row to row.

use crate::servicenow_log::columns::NAMES;
use std::io::Write;
use std::path::PathBuf;

/// The first row, before anything is said about it.
const FIRST: [&str; 36] = [
    "INC0000001",
    "New",
    "true",
    "0",
    "0",
    "0",
    "true",
    "Caller 1",
    "Opened by  1",
    "1/3/2016 08:00",
    "Created by 1",
    "1/3/2016 08:05",
    "Updated by 1",
    "1/3/2016 08:05",
    "Phone",
    "Location 1",
    "Category 1",
    "Subcategory 1",
    "Symptom 1",
    "?",
    "2 - Medium",
    "2 - Medium",
    "3 - Moderate",
    "Group 1",
    "Resolver 1",
    "false",
    "false",
    "Do Not Notify",
    "?",
    "?",
    "?",
    "?",
    "code 6",
    "Resolved by 1",
    "?",
    "?",
];

/// A sheet: each row is what it changes of the row before, as `column=value; column=value`. A row that names
/// another incident starts from the beginning.
pub(super) fn sheet(rows: &[&str]) -> String {
    let mut text = NAMES.join(",");
    let mut present = FIRST.map(str::to_owned);
    for row in rows {
        let changes: Vec<(&str, &str)> = row
            .split("; ")
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').expect(row))
            .collect();
        if changes.iter().any(|(column, _)| *column == "number") {
            present = FIRST.map(str::to_owned);
        }
        for (column, value) in changes {
            let place = NAMES.iter().position(|name| *name == column).expect(column);
            present[place] = value.to_owned();
        }
        text.push('\n');
        text.push_str(&present.join(","));
    }
    text.push('\n');
    text
}

/// A file that goes with the folder it is in.
pub(super) struct Sheet {
    _folder: tempfile::TempDir,
    /// Where it is.
    pub(super) path: PathBuf,
}

impl Sheet {
    /// A file of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("log.csv");
        std::fs::write(&path, bytes).expect("the file is written");
        Self {
            _folder: folder,
            path,
        }
    }
}

/// The bytes, compressed.
pub(super) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
