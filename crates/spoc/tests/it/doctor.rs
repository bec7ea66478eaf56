//! `spoc doctor`: says what is not well and what to do, and changes nothing.

use crate::process::{ADMINISTRATOR, Client, Place, Serving, incident, token};
use serde_json::json;
use std::fs;
use testkit::backends;

/// A doctor's line about something.
#[track_caller]
fn line<'t>(told: &'t str, about: &str) -> &'t str {
    let is_about = |line: &&str| line.get(9..).is_some_and(|rest| rest.starts_with(about));
    let found = told.lines().find(is_about);
    found.unwrap_or_else(|| panic!("nothing about {about}: {told}"))
}

const URL: [&str; 2] = ["--base-url", "https://desk.example.com"];

fn doctor(place: &Place) -> crate::process::Ended {
    place.run(&["doctor", URL[0], URL[1]])
}

/// What a doctor tells of a desk that is well, but for the settings of a server that is there for tests alone.
#[track_caller]
fn well(place: &Place) -> String {
    let told = doctor(place).out;
    let mut problems = told.lines().filter(|line| line.starts_with("PROBLEM"));
    let server = place.location().database.is_some();
    let other = problems.find(|line| !(server && line[9..].starts_with("settings")));
    assert_eq!(other, None, "{told}");
    told
}

#[test]
fn a_desk_that_is_well_is_told_so_also_while_it_is_served() {
    for backend in backends() {
        let place = Place::new(backend);
        place.run(&["admin", "create", ADMINISTRATOR]).ok();
        let serving = Serving::start(&place);
        let mut client = Client::with_token(serving.address, &token(&place));
        let number = incident(&mut client, "VPN");
        let body = Some(("text/plain", &b"a log"[..]));
        let stored = client.ask("POST", "/api/spoc/v1/attachments?name=a.txt", body);
        let hash = stored.expect("an answer").ok(201)["hash"].clone();
        let note = json!({ "text": "see", "attachments": [hash] });
        client
            .api("POST", &format!("/tickets/{number}/notes"), &note)
            .ok(201);
        let told = well(&place);
        for about in [
            "data folder",
            "database",
            "schema",
            "base URL",
            "clock",
            "administrators",
            "timers",
            "jobs",
            "counters",
            "files",
        ] {
            assert!(line(&told, about).starts_with("ok "), "{about}: {told}");
        }
        assert!(serving.terminate().success());

        // What is not well is told, and what to do.
        place.write("UPDATE view_counts SET count = count + 1");
        place.write("INSERT INTO timers (ticket_id, kind, due_at) VALUES (1, 'close', 1)");
        place.write(
            "INSERT INTO jobs (name, priority, payload, state, claim, attempts, error, done_count, total_count, \
             refused_count, created_at, finished_at) \
             VALUES ('bulk_edit', 1, '{}', 'failed', 1, 8, 'the disk is full', 0, 0, 0, 1, 1)",
        );
        fs::remove_dir_all(place.folder().join("attachments")).expect("files");
        let ended = doctor(&place);
        assert!(!ended.success);
        let told = ended.out;
        for about in ["timers", "counters", "files"] {
            assert!(line(&told, about).starts_with("PROBLEM"), "{about}: {told}");
        }
        let job = line(&told, "jobs");
        assert!(
            job.starts_with("warning") && job.contains("the disk is full"),
            "{told}"
        );
        assert!(told.contains("Run `spoc rebuild`."), "{told}");
    }
}

#[test]
fn a_place_where_nothing_is_yet_stays_as_it_was() {
    for backend in backends() {
        let place = Place::new(backend);
        let told = well(&place);
        assert!(
            line(&told, "schema").contains("there is none yet"),
            "{told}"
        );
        let there = fs::read_dir(place.folder()).expect("a folder").count();
        assert_eq!(there, 0, "nothing was made");
        let missing = place.folder().join("missing");
        let missing = missing.to_str().expect("UTF-8");
        let ended = place.run(&["doctor", "--data", missing]);
        assert!(!ended.success && !fs::exists(missing).expect("a look"));
        assert!(
            line(&ended.out, "data folder").starts_with("PROBLEM"),
            "{ended:?}"
        );
    }
}

#[test]
fn a_database_of_a_newer_spoc_and_one_that_does_not_answer_are_told() {
    let place = Place::new(testkit::Backend::Sqlite);
    place.run(&["admin", "create", ADMINISTRATOR]).ok();
    place.write(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
         SELECT 9999, 'later', applied_on, checksum FROM refinery_schema_history LIMIT 1",
    );
    let ended = doctor(&place);
    assert!(!ended.success);
    assert!(
        line(&ended.out, "schema").contains("version 9999"),
        "{ended:?}"
    );
    for beside in ["spoc.db-wal", "spoc.db-shm"] {
        // Whoever wrote last may have left neither.
        let _ = fs::remove_file(place.folder().join(beside));
    }
    fs::write(
        place.folder().join("spoc.db"),
        "no database at all, but long enough to be read as one",
    )
    .expect("it is written");
    let ended = doctor(&place);
    assert!(!ended.success);
    assert!(
        line(&ended.out, "database").starts_with("PROBLEM"),
        "{ended:?}"
    );
}
