//! What backups hold, what is refused, and what checks and repairs find, with the real binary.

use crate::process::{Client, Place, Serving, desk, incident, token};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Value as Cell;
use testkit::{Backend, backends};

/// Everything that must be the same after a restore: a table's name, its columns, and how many they are.
const SAME: [(&str, &str, usize); 19] = [
    ("tickets", "*", 36),
    ("ticket_parties", "ticket_id, role, person_id", 3),
    ("ticket_tags", "ticket_id, tag", 2),
    ("ticket_fields", "ticket_id, key, text, number", 4),
    ("ticket_links", "ticket_id, kind, to_id", 3),
    ("ticket_attachments", "*", 8),
    ("timers", "ticket_id, kind, due_at", 3),
    (
        "activities",
        "position, ticket_id, seq, at, actor_id, channel, command_id, kind, data",
        9,
    ),
    ("replies", "position, text", 2),
    ("notes", "position, text", 2),
    ("external_refs", "*", 3),
    (
        "view_counts",
        "view_id, restricted, person_id, assignee_id, team_id, count",
        6,
    ),
    ("views", "*", 7),
    ("policies", "*", 5),
    ("people", "id, name, email, role_id, password_hash", 5),
    ("teams", "id, name, private", 3),
    ("team_members", "team_id, person_id, lead", 3),
    ("tokens", "id, hash, person_id, scopes, expires_at", 5),
    ("audit", "id, at, actor_id, subject, action, detail", 6),
];

type Tables = Vec<(&'static str, Vec<String>)>;

/// What is in a place, in an order that no database decides.
fn tables(place: &Place) -> Tables {
    place.read(|tx| {
        let mut tables = Vec::new();
        for (table, columns, count) in SAME {
            // Counters that have come back to nought may be there or not.
            let some = if table == "view_counts" {
                " WHERE count <> 0"
            } else {
                ""
            };
            let sql = format!("SELECT {columns} FROM {table}{some}");
            let mut rows: Vec<String> = tx.query::<_, store::Error>(&sql, &[], |row| {
                let cells = (0..count).map(|i| row.value(i));
                Ok(format!(
                    "{:?}",
                    cells.collect::<store::Result<Vec<Cell>>>()?
                ))
            })?;
            rows.sort_unstable();
            tables.push((table, rows));
        }
        Ok(tables)
    })
}

/// The same for tables that hold at least something, so that nothing is compared with nothing.
fn full_tables(place: &Place) -> Tables {
    let tables = tables(place);
    for (table, rows) in &tables {
        let may_be_empty = ["external_refs", "ticket_fields"].contains(table);
        assert!(may_be_empty || !rows.is_empty(), "{table}");
    }
    tables
}

/// Stored files: their names and contents.
fn files(place: &Place) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![place.folder().join("attachments")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = std::fs::read(&path).expect("a file");
                let name = path.strip_prefix(place.folder()).expect("inside");
                files.push((name.to_owned(), content));
            }
        }
    }
    files.sort_unstable();
    files
}

fn upload(client: &mut Client, content: &[u8]) -> String {
    let path = "/api/spoc/v1/attachments?name=plan.bin";
    let body = Some(("application/octet-stream", content));
    let stored = client.ask("POST", path, body).expect("an answer").ok(201);
    stored["hash"].as_str().expect("a hash").to_owned()
}

/// A bit of everything: replies, notes, files, time, states, merged and undone things, a private team.
fn work_a_day(client: &mut Client) {
    let ada = client.api("GET", "/me", &Value::Null).ok(200);
    let ada = find_id(&ada).expect("an id");
    let mut team = |name: &str, private: bool| {
        let made = client.api(
            "POST",
            "/teams",
            &json!({ "name": name, "private": private }),
        );
        let id = made.ok(201)["id"].as_i64().expect("an id");
        let member = format!("/teams/{id}/members/{ada}");
        let added = client.api("PUT", &member, &json!({ "lead": true }));
        assert!(added.status < 300, "{}", added.text());
        id
    };
    let (network, private) = (team("Network", false), team("Human Resources", true));
    let all: Vec<i64> = (1..=12)
        .map(|n| incident(client, &format!("Störung {n}: “VPN” drops\tagain")))
        .collect();
    let mut act = |method: &str, path: String, body: Value| -> Value {
        let answer = client.api(method, &path, &body);
        assert!(answer.status < 300, "{method} {path}: {}", answer.text());
        serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null)
    };
    for (index, number) in all.iter().enumerate() {
        let at = format!("/tickets/{number}");
        let team = if index % 4 == 3 { private } else { network };
        let edit = json!({ "team": team, "assignee": ada, "urgency": 1 + index % 3, "tags": { "add": ["vpn"] } });
        act("PATCH", at.clone(), edit);
        act(
            "POST",
            format!("{at}/replies"),
            json!({ "text": "Which *client*? 🙂" }),
        );
        act(
            "POST",
            format!("{at}/notes"),
            json!({ "text": "the old one" }),
        );
        act("POST", format!("{at}/time-worked"), json!({ "secs": 900 }));
    }
    let at = |index: usize| format!("/tickets/{}", all[index]);
    act(
        "PUT",
        format!("{}/hold", at(0)),
        json!({ "reason": "requester", "text": "asked" }),
    );
    act(
        "PUT",
        format!("{}/resolution", at(1)),
        json!({ "code": "solved", "text": "done" }),
    );
    act(
        "PUT",
        format!("{}/resolution", at(2)),
        json!({ "code": "solved", "text": "done" }),
    );
    act("PUT", format!("{}/closure", at(2)), Value::Null);
    act(
        "PUT",
        format!("{}/cancellation", at(3)),
        json!({ "text": "no longer" }),
    );
    act(
        "POST",
        format!("{}/links", at(4)),
        json!({ "kind": "caused_by", "to": all[5] }),
    );
    act(
        "POST",
        format!("{}/merges", at(7)),
        json!({ "sources": [all[6]] }),
    );
    let merged = act(
        "POST",
        format!("{}/merges", at(8)),
        json!({ "sources": [all[9]] }),
    );
    act(
        "DELETE",
        format!("/commands/{}", merged["command"]),
        Value::Null,
    );
    let noted = act(
        "POST",
        format!("{}/notes", at(10)),
        json!({ "text": "a slip" }),
    );
    act(
        "DELETE",
        format!("/commands/{}", noted["command"]),
        Value::Null,
    );
    let bulk =
        json!({ "tickets": [all[10], all[11]], "changes": { "tags": { "add": ["outage"] } } });
    let bulk = act("POST", "/bulk".into(), bulk);
    act(
        "DELETE",
        format!("/commands/{}", bulk["command"]),
        Value::Null,
    );
    for (index, size) in [(0, 300_000_u32), (1, 1), (4, 70_000)] {
        let content: Vec<u8> = (0..size).map(|n| (n * 7 % 251) as u8).collect();
        let hash = upload(client, &content);
        let path = format!("/tickets/{}/notes", all[index]);
        let note = json!({ "text": "see the plan", "attachments": [hash] });
        client.api("POST", &path, &note).ok(201);
    }
}

/// The number under which somebody is known, wherever the document says it.
fn find_id(me: &Value) -> Option<i64> {
    me["id"].as_i64().or_else(|| me["person"]["id"].as_i64())
}

/// A desk after a day of work, no longer served.
fn worked_desk(backend: Backend) -> Place {
    let place = Place::new(backend);
    let (serving, mut client) = desk(&place);
    work_a_day(&mut client);
    assert!(serving.terminate().success());
    place.verify();
    place
}

fn backup(place: &Place, name: &str) -> PathBuf {
    let file = place.folder().join(name);
    let told = place.run(&["backup", text(&file)]).ok();
    assert!(told.starts_with(text(&file)), "{told}");
    file
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A place of its own that a backup was put into.
fn restored(file: &Path, backend: Backend) -> Place {
    let place = Place::new(backend);
    let told = place.run(&["restore", text(file)]).ok();
    assert!(told.contains("tickets folded"), "{told}");
    place.verify();
    place
}

#[test]
fn a_backup_made_while_people_work_is_whole() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, mut client) = desk(&place);
        work_a_day(&mut client);
        let before = place.rows("SELECT id, data FROM tickets ORDER BY id", 2);
        let ends = Arc::new(AtomicBool::new(false));
        let (address, token, end) = (serving.address, token(&place), Arc::clone(&ends));
        let writer = std::thread::spawn(move || {
            let mut client = Client::with_token(address, &token);
            let mut count = 0;
            while !end.load(Ordering::SeqCst) {
                let number = incident(&mut client, &format!("Meanwhile {count}"));
                let path = format!("/tickets/{number}/notes");
                let hash = upload(&mut client, format!("file {count}").as_bytes());
                let note = json!({ "text": "meanwhile", "attachments": [hash] });
                client.api("POST", &path, &note).ok(201);
                count += 1;
            }
            count
        });
        let file = backup(&place, "meanwhile.spoc");
        ends.store(true, Ordering::SeqCst);
        let written: i64 = writer.join().expect("the writer ends");
        assert!(written > 0);
        let copy = restored(&file, backend);
        let after = copy.rows("SELECT id, data FROM tickets ORDER BY id", 2);
        assert_eq!(after[..before.len()], before);
        assert!(after.len() as i64 <= before.len() as i64 + written);

        // Nobody works any more: now everything is the same.
        assert!(serving.terminate().success());
        let copy = restored(&backup(&place, "evening.spoc"), backend);
        assert_eq!(full_tables(&copy), full_tables(&place));
        assert_eq!(files(&copy), files(&place));
        let serving = Serving::start(&copy);
        assert_eq!(serving.sign_in().get("/account").status, 200);
        let found = Client::with_token(serving.address, &self::token(&copy))
            .api("GET", "/search?q=störung", &Value::Null)
            .ok(200);
        assert!(
            !found["items"].as_array().expect("a list").is_empty(),
            "{found}"
        );
    }
}

#[test]
fn a_file_that_waits_for_its_message_is_in_the_backup() {
    let place = Place::new(Backend::Sqlite);
    let (serving, mut client) = desk(&place);
    let number = incident(&mut client, "A plan");
    let content = b"the plan";
    let hash = upload(&mut client, content);
    let token = token(&place);
    let copy = restored(&backup(&place, "between.spoc"), Backend::Sqlite);
    assert!(serving.terminate().success());
    assert_eq!(files(&copy), files(&place));
    let serving = Serving::start(&copy);
    let mut client = Client::with_token(serving.address, &token);
    let note = json!({ "text": "see the plan", "attachments": [hash] });
    let path = format!("/tickets/{number}/notes");
    client.api("POST", &path, &note).ok(201);
    let file = client.get(&format!("/api/spoc/v1/attachments/{hash}"));
    assert_eq!(file.bytes, content);
    copy.verify();
}

#[test]
fn a_backup_moves_a_desk_to_the_other_database_and_back() {
    if !backends().contains(&Backend::Postgres) {
        return;
    }
    let place = worked_desk(Backend::Sqlite);
    let wanted = full_tables(&place);
    let moved = restored(&backup(&place, "sqlite.spoc"), Backend::Postgres);
    assert_eq!(tables(&moved), wanted);
    assert_eq!(files(&moved), files(&place));
    // Numbers go on where they were.
    let serving = Serving::start(&moved);
    let mut client = Client::with_token(serving.address, &token(&moved));
    assert_eq!(incident(&mut client, "After the move"), 13);
    let views = json!({ "name": "Mine", "q": "state:open" });
    client.api("POST", "/views", &views).ok(201);
    client
        .api("POST", "/teams", &json!({ "name": "New" }))
        .ok(201);
    assert!(serving.terminate().success());
    moved.verify();
    let wanted = full_tables(&moved);
    let back = restored(&backup(&moved, "postgres.spoc"), Backend::Sqlite);
    assert_eq!(tables(&back), wanted);
    assert_eq!(files(&back), files(&place));
    let serving = Serving::start(&back);
    assert_eq!(serving.sign_in().get("/account").status, 200);
    let mut client = Client::with_token(serving.address, &token(&back));
    assert_eq!(incident(&mut client, "Back again"), 14);
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let place = worked_desk(Backend::Sqlite);
    let file = backup(&place, "whole.spoc");
    let whole = std::fs::read(&file).expect("the backup");
    let target = Place::new(Backend::Sqlite);
    let damaged = place.folder().join("damaged.spoc");
    let cut = [0, 1, 100, whole.len() / 3, whole.len() / 2, whole.len() - 1];
    let cut = cut.map(|length| whole[..length].to_vec());
    // The first bytes say how the rest is packed; they may say it in more than one way.
    let flipped = (0..24).map(|step| {
        let mut bytes = whole.clone();
        bytes[16 + (whole.len() - 17) * step / 23] ^= 1 << (step % 8);
        bytes
    });
    let other = [
        b"number,incident_state\n".to_vec(),
        [&whole[..], b"x"].concat(),
    ];
    for bytes in cut.into_iter().chain(flipped).chain(other) {
        std::fs::write(&damaged, bytes).expect("it is written");
        let told = target.run(&["restore", text(&damaged)]).refused();
        assert!(
            told.contains("damaged.spoc is damaged, cut off or no backup of Spoc"),
            "{told}"
        );
        let left = std::fs::read_dir(target.folder()).expect("a folder");
        assert_eq!(left.count(), 0);
    }
    // Nothing stands in the way of a whole one.
    target.run(&["restore", text(&file)]).ok();
    target.verify();
    assert_eq!(tables(&target), tables(&place));
}

#[test]
fn a_backup_is_restored_only_where_nothing_is() {
    for backend in backends() {
        let place = worked_desk(backend);
        let file = backup(&place, "mine.spoc");
        let busy = Place::new(backend);
        let (serving, mut client) = desk(&busy);
        incident(&mut client, "Do not touch");
        for _ in 0..2 {
            let before = tables(&busy);
            let told = busy.run(&["restore", text(&file)]).refused();
            assert!(
                told.contains(
                    "there is data already; restore into an empty data folder or database"
                ),
                "{told}"
            );
            assert_eq!(tables(&busy), before);
        }
        incident(&mut client, "Still here");
        assert!(serving.terminate().success());
        busy.verify();
        let told = place.run(&["restore", text(&file)]).refused();
        assert!(told.contains("there is data already"), "{told}");
    }
}

#[test]
fn what_was_deleted_by_hand_comes_back_from_the_log() {
    for backend in backends() {
        let place = worked_desk(backend);
        let wanted = full_tables(&place);
        for (sql, said) in [
            (
                "DELETE FROM tickets WHERE id IN (2, 5, 7, 12)",
                "ticket 2 has a log but no row",
            ),
            ("DELETE FROM tickets", "ticket 12 has a log but no row"),
            ("DELETE FROM ticket_tags", "ticket 1"),
            ("DELETE FROM timers", "ticket 2"),
            ("DELETE FROM view_counts", "counter"),
        ] {
            assert!(place.write(sql) > 0, "{sql}");
            let told = place.run(&["verify"]).refused();
            assert!(told.contains(said), "{sql}: {told}");
            let told = place.run(&["rebuild"]).ok();
            assert!(told.starts_with("12 tickets made anew"), "{told}");
            place.verify();
            assert_eq!(tables(&place), wanted, "{sql}");
        }
        assert!(place.write("DELETE FROM search") > 0);
        place.run(&["rebuild"]).ok();
        let serving = Serving::start(&place);
        let mut client = Client::with_token(serving.address, &token(&place));
        let found = client.api("GET", "/search?q=störung", &Value::Null).ok(200);
        assert_eq!(
            found["items"].as_array().expect("a list").len(),
            12,
            "{found}"
        );
    }
}

#[test]
fn an_index_that_a_migration_has_emptied_is_filled_at_the_next_start() {
    for backend in backends() {
        let place = worked_desk(backend);
        assert!(place.write("DELETE FROM search") > 0);
        // As the migration leaves it; a start that was interrupted has come as far as the fifth ticket.
        for sql in [
            "INSERT INTO settings (key, value) VALUES ('indexed_to', '0')",
            "UPDATE settings SET value = '5' WHERE key = 'indexed_to'",
        ] {
            assert_eq!(place.write(sql), 1);
            let serving = Serving::start(&place);
            let mut client = Client::with_token(serving.address, &token(&place));
            let found = client.api("GET", "/search?q=störung", &Value::Null).ok(200);
            let found = found["items"].as_array().expect("a list").len();
            assert_eq!(found, 12, "{sql}");
            assert!(serving.terminate().success());
            place.verify();
        }
    }
}

/// The full-text index without a document, with another, and with one too many.
fn of_the_index(backend: Backend) -> [(&'static str, &'static str); 3] {
    let (missing, other, stray) = match backend {
        Backend::Sqlite => (
            "DELETE FROM search WHERE rowid >> 12 = 8",
            "INSERT OR REPLACE INTO search (rowid, subject, public, internal) VALUES (9 << 12, 'other', '', '')",
            "INSERT INTO search (rowid, subject, public, internal) VALUES (97 << 12, 'other', '', '')",
        ),
        Backend::Postgres => (
            "DELETE FROM search WHERE ticket_id = 8",
            "UPDATE search SET words = words || CAST('other:1' AS tsvector) WHERE ticket_id = 9",
            "INSERT INTO search (ticket_id, words) VALUES (97, CAST('other:1' AS tsvector))",
        ),
    };
    [
        (
            missing,
            "ticket 8: the full-text index does not hold its texts",
        ),
        (
            other,
            "ticket 9: the full-text index does not hold its texts",
        ),
        (stray, "ticket 97 is in search, but has no log"),
    ]
}

#[test]
fn verify_finds_what_was_tampered_with() {
    for backend in backends() {
        let place = worked_desk(backend);
        for (sql, said) in [
            (
                "UPDATE tickets SET subject = 'Nothing' WHERE id = 3",
                "ticket 3: subject is",
            ),
            (
                "UPDATE tickets SET priority = priority + 1 WHERE id = 4",
                "ticket 4: priority is",
            ),
            (
                "UPDATE ticket_parties SET person_id = 77 WHERE ticket_id = 5 AND role = 'assignee'",
                "ticket 5",
            ),
            (
                "UPDATE tickets SET id = 99 WHERE id = 6",
                "ticket 99 is in tickets, but has no log",
            ),
            (
                "UPDATE ticket_tags SET ticket_id = 98 WHERE ticket_id = 7",
                "ticket 98 is in ticket_tags, but has no log",
            ),
            ("UPDATE view_counts SET count = count + 1", "counter"),
        ]
        .into_iter()
        .chain(of_the_index(backend))
        {
            assert!(place.write(sql) > 0, "{sql}");
            let ended = place.run(&["verify"]);
            assert!(ended.out.contains("spoc rebuild"), "{ended:?}");
            let told = ended.refused();
            assert!(told.contains(said), "{sql}: {told}");
            assert!(told.contains("the data is not what the log says"), "{told}");
            place.run(&["rebuild"]).ok();
            place.verify();
        }
        let stored = files(&place);
        assert_eq!(stored.len(), 3);
        for (name, content) in stored {
            let path = place.folder().join(&name);
            let mut tampered = content.clone();
            tampered[0] ^= 1;
            std::fs::write(&path, tampered).expect("it is changed");
            let told = place.run(&["verify"]).refused();
            assert!(
                told.contains("is missing or does not have that hash"),
                "{told}"
            );
            std::fs::remove_file(&path).expect("it is removed");
            let told = place.run(&["verify"]).refused();
            assert!(
                told.contains("is missing or does not have that hash"),
                "{told}"
            );
            std::fs::write(&path, content).expect("it is put back");
            place.verify();
        }
    }
}
