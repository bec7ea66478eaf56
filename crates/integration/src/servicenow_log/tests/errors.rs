//! What each mistake is answered with, word for word; and that nothing of the file is imported then.

use super::sheet::{gzip, sheet};
use super::{desk, import, sizes};

/// A good row, and then one with a mistake.
fn with(mistake: &str) -> Vec<u8> {
    sheet(&["", mistake]).into_bytes()
}

fn first_line(change: impl Fn(&str) -> String) -> Vec<u8> {
    let text = sheet(&[""]);
    let (first, rest) = text.split_once('\n').unwrap();
    format!("{}\n{rest}", change(first)).into_bytes()
}

#[tokio::test]
async fn a_mistake_is_answered_with_its_place_and_nothing_is_imported() {
    let text = sheet(&["", "sys_mod_count=1"]);
    let packed = gzip(&text);
    let mut damaged = packed.clone();
    let checksum = damaged.len() - 8;
    damaged[checksum] ^= 1;
    let without_last_cell = text.trim_end().rsplit_once(',').unwrap().0.to_owned();
    let cases: [(&str, Vec<u8>, &str); 27] = [
        (
            "empty",
            Vec::new(),
            "line 1: the file is empty; its first line must name the columns number, incident_state,",
        ),
        (
            "cut",
            packed[..packed.len() - 12].to_vec(),
            "the compressed data ends here, in its middle; fetch the whole file again",
        ),
        (
            "damaged",
            damaged,
            "the compressed data is damaged here; fetch the file again",
        ),
        (
            "too few",
            without_last_cell.into_bytes(),
            "line 3, column “resolved_at”: the file ends here, in column 35 of 36; fetch the whole file again",
        ),
        (
            "cut in a value",
            text.trim_end().rsplit_once("Phone").unwrap().0.into(),
            "line 3, column “contact_type”: the file ends here, in column 15 of 36; fetch the whole file again",
        ),
        (
            "too few, and more after it",
            text.replacen(",?\n", "\n", 2).into_bytes(),
            "line 2, column “closed_at”: is missing; the line has 35 columns where the first line has 36",
        ),
        (
            "too many",
            text.replacen(",New,", ",New,New,", 1).into_bytes(),
            "line 2: has 37 columns where the first line has 36; put values with commas in quotation marks",
        ),
        (
            "unclosed quote",
            text.replacen(",New,", ",\"New,", 1).into_bytes(),
            "line 2, column “incident_state”: the file ends here, in column 2 of 36; fetch the whole file again, or \
             close a quotation mark that is open",
        ),
        (
            "missing",
            first_line(|line| line.replace("rfc,", "")),
            "line 1, column “rfc”: is missing; the first line must name all of number, incident_state,",
        ),
        (
            "renamed",
            first_line(|line| line.replace("u_symptom", "symptom")),
            "line 1, column “symptom”: (column 19) is none of ServiceNow's incident log, and “u_symptom” is missing; if that is it, rename it",
        ),
        (
            "unknown",
            first_line(|line| format!("{line},mood")),
            "line 1, column “mood”: (column 37) is none of ServiceNow's incident log; leave it out",
        ),
        (
            "twice",
            first_line(|line| line.replace("vendor", "rfc")),
            "line 1, column “rfc”: stands there twice, the second time as column 31; leave one out",
        ),
        (
            "date",
            with("sys_updated_at=31/2/2016 10:00"),
            "line 3, column “sys_updated_at”: “31/2/2016 10:00” is no time; write day/month/year hour:minute, such as 29/2/2016 01:16",
        ),
        (
            "no date",
            with("opened_at=?"),
            "line 3, column “opened_at”: “?” is no time; write day/month/year",
        ),
        (
            "other date",
            with("resolved_at=2016-03-01 10:00"),
            "line 3, column “resolved_at”: “2016-03-01 10:00” is no time;",
        ),
        (
            "date",
            with("closed_at=1/3/2016"),
            "line 3, column “closed_at”: “1/3/2016” is no time;",
        ),
        (
            "date",
            with("sys_created_at=yesterday"),
            "line 3, column “sys_created_at”: “yesterday” is no time;",
        ),
        (
            "count",
            with("reopen_count=two"),
            "line 3, column “reopen_count”: “two” is no whole number from 0 to 999",
        ),
        (
            "count",
            with("reassignment_count=1000"),
            "line 3, column “reassignment_count”: “1000” is no whole number from 0 to 999",
        ),
        (
            "count",
            with("sys_mod_count=-1"),
            "line 3, column “sys_mod_count”: “-1” is no whole number from 0 to 999",
        ),
        (
            "state",
            with("incident_state=Pending"),
            "line 3, column “incident_state”: “Pending” is none of New, Active, Awaiting User Info, Awaiting Vendor, Awaiting Problem, Awaiting Evidence, Resolved, Closed, -100",
        ),
        (
            "impact",
            with("impact=4 - None"),
            "line 3, column “impact”: “4 - None” is none of 1 - High, 2 - Medium, 3 - Low",
        ),
        (
            "priority",
            with("priority=?"),
            "line 3, column “priority”: “?” is none of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low, 5 - Planning",
        ),
        (
            "yes or no",
            with("made_sla=yes"),
            "line 3, column “made_sla”: “yes” is not true or false",
        ),
        (
            "contact",
            with("contact_type=Pigeon"),
            "line 3, column “contact_type”: “Pigeon” is none of Phone, Email, IVR, Self service, Direct opening",
        ),
        (
            "number",
            sheet(&["", "number=?"]).into_bytes(),
            "line 3, column “number”: “?” is no value; this column must have one",
        ),
        (
            "same key",
            with("category=category-1"),
            "line 3, column “category”: “category-1” gets the same key as “Category 1” on line 2; write both alike or rename one",
        ),
    ];
    let desk = desk().await;
    let before = sizes(&desk).await;
    for (case, bytes, wanted) in cases {
        let error = import(&desk, &bytes).await.expect_err(case).to_string();
        let (file, place) = error
            .split_once(", ")
            .unwrap_or_else(|| panic!("{case}: {error}"));
        assert!(file.ends_with("log.csv"), "{case}: {error}");
        let (short, long) = (place.split_once(": ").map_or("", |(_, text)| text), place);
        assert!(
            short.starts_with(wanted) || long.starts_with(wanted),
            "{case}: {error}"
        );
    }
    assert_eq!(sizes(&desk).await, before);
}

#[tokio::test]
async fn lines_are_counted_as_an_editor_counts_them() {
    let plain = sheet(&["", "sys_mod_count=1", "incident_state=Pending"]);
    let quoted = plain.replacen("Category 1", "\"Category\n1\"", 1);
    let desk = desk().await;
    for (case, text, line) in [
        ("as it is", plain.clone(), 4),
        ("carriage returns", plain.replace('\n', "\r\n"), 4),
        ("a line within quotes", quoted.clone(), 5),
        (
            "a line within quotes, carriage returns",
            quoted.replace('\n', "\r\n"),
            5,
        ),
        ("an empty line", plain.replacen('\n', "\n\n", 1), 5),
        (
            "an empty line, carriage returns",
            plain.replace('\n', "\r\n").replacen("\r\n", "\r\n\r\n", 1),
            5,
        ),
        (
            "no end of the last line",
            plain.replace('\n', "\r\n").trim_end().to_owned(),
            4,
        ),
    ] {
        let error = import(&desk, text.as_bytes()).await.expect_err(case);
        let error = error.to_string();
        let wanted = format!("line {line}, column “incident_state”: “Pending” is none of");
        assert!(error.contains(&wanted), "{case}: {error}");
    }
    // A line that is repeated names the one before, too; and far behind the first buffer lines are right as well.
    let many: Vec<String> = (1..3_000)
        .map(|count| format!("sys_mod_count={}", count % 999))
        .collect();
    let mut rows: Vec<&str> = many.iter().map(String::as_str).collect();
    rows.push("");
    let text = sheet(&rows).replace('\n', "\r\n");
    let options = crate::Options { dry_run: true };
    let report = super::import_with(&desk, text.as_bytes(), options).await;
    let left_out = report.expect("a good file").left_out;
    let told: Vec<(u64, &str)> = left_out
        .iter()
        .map(|row| (row.line, row.why.as_str()))
        .collect();
    assert_eq!(told, [(3_001, "says the same as line 3000")]);
}

#[tokio::test]
async fn cells_are_utf_8_and_short() {
    let desk = desk().await;
    let mut bytes = with("location=Büro");
    let at = bytes
        .windows(2)
        .position(|pair| pair == "ü".as_bytes())
        .unwrap();
    bytes[at] = b'X';
    let error = import(&desk, &bytes).await.unwrap_err().to_string();
    assert!(
        error.ends_with(
            "line 3, column “location”: “BX\u{fffd}ro” is not UTF-8; save the file as UTF-8"
        ),
        "{error}"
    );
    let error = import(&desk, &with(&format!("location={}", "x".repeat(201))))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("xxx” … is longer than 200 bytes; shorten it"),
        "{error}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let path = std::path::Path::new("/nowhere/log.csv");
    let read = crate::servicenow_log::IncidentLog::read(path, &mut |_| {});
    let error = read.err().expect("there is none").to_string();
    assert!(
        error.starts_with("/nowhere/log.csv: No such file"),
        "{error}"
    );
}
