//! The API of tickets, over HTTP, on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a failure here fails the test, with its place"
)]

pub(crate) mod client;
mod description;
mod errors;
mod extremes;
mod fields;
mod files;
mod jobs;
mod lists;
mod many;
mod repeats;

use client::App;
use kernel::time::DAY;
use serde_json::{Value, json};
use testkit::{TestDesk, backends};

fn types(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|a| a["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_incident_lives_over_the_api() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (rita, anna) = (
            app.client(&t.cast.rita).await,
            app.client(&t.cast.anna).await,
        );
        let new = json!({ "kind": "incident", "subject": "VPN drops", "description": "every ten minutes" });
        let opened = rita.post("/tickets", new).await;
        let number = opened.body["number"].as_i64().unwrap();
        assert_eq!(
            opened.header("location"),
            format!("/api/spoc/v1/tickets/{number}")
        );
        assert_eq!(opened.header("etag"), "\"1\"");
        let opened = opened.ok(201);
        assert_eq!(opened["description"], "every ten minutes");
        assert!(opened["command"].is_i64(), "what undo takes back: {opened}");
        assert_eq!(opened["requester"]["name"], "Rita");
        assert_eq!(opened["channel"], "api");
        assert_eq!(opened.get("internal"), None);

        let at = format!("/tickets/{number}");
        let anna_id = t.cast.anna.person.unwrap().0;
        let edit = json!({
            "impact": 1, "team": t.cast.network.0, "assignee": anna_id, "category": "network/vpn",
            "tags": { "add": ["vpn", "remote"] },
        });
        let changed = anna.patch(&at, edit).await.ok(200);
        let ticket = &changed["ticket"];
        assert_eq!(
            (&ticket["state"], &ticket["priority"]),
            (&json!("assigned"), &json!(2))
        );
        assert_eq!(ticket["team"]["name"], "Network");
        assert_eq!(ticket["tags"], json!(["remote", "vpn"]));
        anna.patch(&at, json!({ "state": "in_progress" }))
            .await
            .ok(200);
        let noted = anna
            .post(
                &format!("{at}/notes"),
                json!({ "text": "the old client again" }),
            )
            .await
            .ok(201);
        assert_eq!(noted["tickets"][0]["number"], number);
        anna.post(&format!("{at}/replies"), json!({ "text": "Which client?" }))
            .await
            .ok(201);
        anna.post(&format!("{at}/time-worked"), json!({ "secs": 900 }))
            .await
            .ok(201);
        let hold = anna
            .put(
                &format!("{at}/hold"),
                json!({ "reason": "requester", "text": "asked" }),
            )
            .await
            .ok(200);
        assert_eq!(hold["ticket"]["state_category"], "waiting_on_requester");
        rita.post(&format!("{at}/replies"), json!({ "text": "The old one" }))
            .await
            .ok(201);
        assert_eq!(anna.get(&at).await.ok(200)["state"], "in_progress");

        let seen = rita.get(&format!("{at}/activities")).await.ok(200);
        assert!(!types(&seen).contains(&"noted") && !types(&seen).contains(&"time_worked"));
        assert!(!seen.to_string().contains("the old client again"));
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        assert!(types(&all).contains(&"noted") && types(&all).contains(&"time_worked"));
        let internal = &anna.get(&at).await.ok(200)["internal"];
        assert_eq!(
            internal,
            &json!({ "note_count": 1, "attachment_count": 0, "worked_secs": 900, "tasks": [] })
        );

        let resolved = anna
            .put(
                &format!("{at}/resolution"),
                json!({ "code": "solved", "text": "New client" }),
            )
            .await
            .ok(200);
        assert_eq!(
            resolved["ticket"]["resolution"],
            json!({ "code": "solved", "text": "New client" })
        );
        anna.put(&format!("{at}/closure"), Value::Null)
            .await
            .ok(200);
        rita.post(&format!("{at}/reopening"), json!({ "text": "again" }))
            .await
            .ok(201);
        let ticket = anna.get(&at).await.ok(200);
        assert_eq!(
            (&ticket["state"], &ticket["reopen_count"]),
            (&json!("in_progress"), &json!(1))
        );
        let command = noted["command"].as_i64().unwrap();
        anna.delete(&format!("/commands/{command}")).await.ok(200);
        anna.delete(&format!("/commands/{command}"))
            .await
            .problem(409, "conflict");
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        let note = all["items"].as_array().unwrap().iter();
        let note = note.into_iter().find(|a| a["type"] == "noted").unwrap();
        assert_eq!(note["withdrawn"], true);
        let seen = rita.get(&format!("{at}/activities")).await.ok(200);
        assert!(
            !seen.to_string().contains("note_count"),
            "what an undone note changed is internal: {seen}"
        );
        anna.put(
            &format!("{at}/cancellation"),
            json!({ "text": "no longer needed" }),
        )
        .await
        .ok(200);
        t.clock.advance(DAY);
        assert_eq!(anna.get(&at).await.ok(200)["state"], "cancelled");
    }
}

#[tokio::test]
async fn etags_tell_versions_apart() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, ben) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.ben).await,
        );
        let number = anna.incident("Printer").await;
        let at = format!("/tickets/{number}");
        let first = anna.get(&at).await;
        let tag = first.header("etag").to_owned();
        let known = [("if-none-match", tag.as_str())];
        let again = anna.with("GET", &at, &known, &Value::Null).await;
        assert_eq!(again.status.as_u16(), 304);
        assert!(again.bytes.is_empty());

        let seen = first.ok(200)["version"].as_i64().unwrap();
        let if_match = [("if-match", tag.as_str())];
        let urgent = json!({ "urgency": 1 });
        let changed = ben.with("PATCH", &at, &if_match, &urgent).await;
        assert_ne!(changed.header("etag"), tag);
        changed.ok(200);
        // Strict: anything that happened since refuses it, for every way of changing.
        anna.with("PATCH", &at, &if_match, &json!({ "subject": "Printers" }))
            .await
            .problem(412, "precondition-failed");
        let code = json!({ "code": "solved" });
        anna.with("PUT", &format!("{at}/resolution"), &if_match, &code)
            .await
            .problem(412, "precondition-failed");
        anna.with(
            "POST",
            &format!("{at}/replies"),
            &if_match,
            &json!({ "text": "x" }),
        )
        .await
        .problem(412, "precondition-failed");
        anna.with("PATCH", &at, &[("if-match", "*")], &json!({ "impact": 2 }))
            .await
            .ok(200);
        anna.with("PATCH", &at, &[("if-match", "abc")], &urgent)
            .await
            .problem(400, "bad-request");

        // By field: two who change different things both win.
        let subject = json!({ "subject": "Printers", "seen": seen });
        anna.patch(&at, subject).await.ok(200);
        let conflict = json!({ "urgency": 3, "seen": seen });
        let problem = anna.patch(&at, conflict).await.problem(409, "conflict");
        assert!(problem["detail"].as_str().unwrap().starts_with("urgency"));
    }
}
