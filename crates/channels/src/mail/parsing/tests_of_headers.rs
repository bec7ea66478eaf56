//! What is understood of single headers beside what Stalwart's set says that stands in them: addresses, dates, and the
//! names of files.

use super::parse;
use super::tests_of_expected::{SET, json, people};
use crate::mail::real::folder;
use jiff::civil;
use jiff::tz::Offset;
use serde_json::Value;
use std::path::Path;

/// The headers of a table, each with what is expected of it.
fn table(folder: &Path, name: &str) -> Vec<(String, Value)> {
    let all = json(&folder.join(SET).join(name));
    let row = |row: &Value| {
        let header = row["header"].as_str().expect("a header");
        (header.to_owned(), row["expected"].clone())
    };
    let rows = all.as_array().expect("a list").iter().map(row);
    rows.collect()
}

#[track_caller]
fn none_differs(wrong: &[String]) {
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} differ:\n{}", wrong.join("\n"));
}

#[test]
fn names_and_addresses_are_read_as_others_read_them() {
    let Some(folder) = folder() else { return };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (header, expected) in table(&folder, "address.json") {
        let read = parse(format!("To: {header}\nSubject: Hello\n\nHello").as_bytes());
        let read = read.expect("a message").to.into_iter();
        let ours: Vec<_> = read.map(|one| (one.name, one.email)).collect();
        let expected = people(&expected);
        count += expected.len();
        if ours != expected {
            wrong.push(format!("{header:?}: {ours:?}\n  expected {expected:?}"));
        }
    }
    none_differs(&wrong);
    assert!(count > 50, "{count}");
}

#[test]
fn dates_are_read_as_others_read_them() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (header, expected) in table(&folder, "date.json") {
        let read = parse(format!("Date: {header}\nSubject: Hello\n\nHello").as_bytes());
        let ours = read.expect("a message").date.map(|at| at.0 / 1_000_000);
        let expected = instant(&expected);
        if ours != expected {
            wrong.push(format!("{header:?}: {ours:?}, expected {expected:?}"));
        }
    }
    none_differs(&wrong);
}

/// Seconds since 1970; nothing where there is no date, or none that there is.
fn instant(expected: &Value) -> Option<i64> {
    let part = |name: &str| i16::try_from(expected[name].as_i64()?).ok();
    let small = |name: &str| i8::try_from(part(name)?).ok();
    let (day, hour) = (small("day")?, small("hour")?);
    let minutes = (small("minute")?, small("second")?);
    let at = civil::DateTime::new(
        part("year")?,
        small("month")?,
        day,
        hour,
        minutes.0,
        minutes.1,
        0,
    );
    let ahead = i32::from(part("tz_hour")?) * 3_600 + i32::from(part("tz_minute")?) * 60;
    let ahead = match expected["tz_before_gmt"].as_bool()? {
        true => -ahead,
        false => ahead,
    };
    let offset = Offset::from_seconds(ahead).ok()?;
    Some(offset.to_timestamp(at.ok()?).ok()?.as_second())
}

#[test]
fn names_of_files_are_read_as_others_read_them() {
    let Some(folder) = folder() else { return };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (header, expected) in table(&folder, "content_type.json") {
        let kind = expected["c_type"].as_str().unwrap_or_default();
        let (above, attribute) = match kind {
            "inline" | "attachment" => ("Content-Type: image/png\nContent-Disposition", "filename"),
            "message" | "multipart" => continue,
            _ => ("Content-Disposition: attachment\nContent-Type", "name"),
        };
        let attributes = expected["attributes"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut named = attributes.iter().filter(|one| one[0] == attribute);
        let Some(name) = named.next().and_then(|one| one[1].as_str()) else {
            continue;
        };
        count += 1;
        let raw = format!("{above}: {}\nSubject: Hello\n\nHello", header.trim_end());
        let files = parse(raw.as_bytes()).expect("a message").files;
        let ours = files.first().map(|file| file.name.as_str());
        // One that has no letters is none.
        let expected = match name.trim() {
            "" => "file-1.bin",
            // Names have no folders in them.
            name => name.rsplit(['/', '\\']).next().unwrap_or_default().trim(),
        };
        if ours != Some(expected) {
            wrong.push(format!("{header:?}: {ours:?}, expected {expected:?}"));
        }
    }
    none_differs(&wrong);
    assert!(count > 10, "{count}");
}
