//! Requests that come twice.

use super::client::App;
use serde_json::{Value, json};
use testkit::{TestDesk, backends};

#[tokio::test]
async fn a_repeated_request_is_done_once_and_answered_the_same() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, ben) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.ben).await,
        );
        let key = [("idempotency-key", "3f1c")];
        let new = json!({ "kind": "incident", "subject": "Once" });
        let first = anna.with("POST", "/tickets", &key, &new).await;
        let second = anna.with("POST", "/tickets", &key, &new).await;
        assert_eq!(first.bytes, second.bytes);
        for name in ["location", "etag", "content-type"] {
            assert_eq!(first.header(name), second.header(name));
        }
        assert_eq!(second.status.as_u16(), 201);
        let number = first.ok(201)["number"].as_i64().unwrap();

        let other = json!({ "kind": "incident", "subject": "Twice" });
        let text = anna
            .with("POST", "/tickets", &key, &other)
            .await
            .field("Idempotency-Key");
        assert!(text.contains("another request"), "{text}");
        let at = format!("/tickets/{number}/replies");
        anna.with("POST", &at, &key, &json!({ "text": "x" }))
            .await
            .field("Idempotency-Key");
        // A key is one person's own.
        let theirs = ben.with("POST", "/tickets", &key, &new).await.ok(201);
        assert_ne!(theirs["number"], number);

        let key = [("idempotency-key", "reply-1")];
        for _ in 0..2 {
            anna.with("POST", &at, &key, &json!({ "text": "Hello" }))
                .await
                .ok(201);
        }
        let ticket = anna.get(&format!("/tickets/{number}")).await.ok(200);
        assert_eq!(ticket["reply_count"], 1);

        // What was refused may be tried again.
        let key = [("idempotency-key", "late")];
        let missing = format!("/tickets/{}/replies", number + 1_000);
        anna.with("POST", &missing, &key, &json!({ "text": "x" }))
            .await
            .problem(404, "not-found");
        anna.with("POST", &at, &key, &json!({ "text": "x" }))
            .await
            .ok(201);
        let view = json!({ "name": "Mine", "q": "assignee:me" });
        let key = [("idempotency-key", "view")];
        let first = anna.with("POST", "/views", &key, &view).await.ok(201);
        let second = anna.with("POST", "/views", &key, &view).await.ok(201);
        assert_eq!(first, second);
        for bad in ["", "two words"] {
            anna.with("POST", "/tickets", &[("idempotency-key", bad)], &new)
                .await
                .problem(400, "bad-request");
        }
        // After a day the key is free, whether it was tidied away or not.
        t.clock.advance(2 * kernel::time::DAY);
        let key = [("idempotency-key", "view")];
        let third = anna.with("POST", "/views", &key, &view).await.ok(201);
        assert_ne!(first, third);
        t.clock.advance(kernel::time::HOUR);
        let workers = t.workers([]);
        workers.ensure_chores().await.unwrap();
        workers.run_due().await.unwrap();
        let again = anna.with("POST", "/views", &key, &view).await.ok(201);
        assert_eq!(again, third);
        let key = [("idempotency-key", "3f1c")];
        let later = anna.with("POST", "/tickets", &key, &new).await.ok(201);
        assert_ne!(later["number"], number);
    }
}

#[tokio::test]
async fn twenty_at_once_make_one_ticket() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = App::new(&t).client(&t.cast.anna).await;
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let anna = anna.clone();
            waiting.spawn(async move {
                let new = json!({ "kind": "incident", "subject": "Once" });
                let key = [("idempotency-key", "same")];
                anna.with("POST", "/tickets", &key, &new).await.ok(201)
            });
        }
        let answers: Vec<Value> = waiting.join_all().await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let all = anna.get("/tickets").await.ok(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
    }
}

/// Everything of the directory that a POST makes, but for tokens.
fn of_the_directory(role: &Value) -> [(&'static str, Value); 7] {
    let named = |name: &str| json!({ "name": name });
    [
        ("/organisations", named("Nordwind")),
        ("/locations", named("Hamburg")),
        ("/services", named("Archive")),
        ("/teams", named("Night shift")),
        (
            "/roles",
            json!({ "name": "Auditor", "permissions": ["ticket.read"] }),
        ),
        ("/people", json!({ "name": "Kim Okafor", "role_id": role })),
        (
            "/departments",
            json!({ "name": "Stores", "organisation_id": 1 }),
        ),
    ]
}

#[tokio::test]
async fn whatever_the_directory_makes_it_makes_once() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let ada = App::whole(&t).client(&t.cast.ada).await;
        let roles = ada.get("/roles").await.ok(200);
        for (path, new) in of_the_directory(&roles["items"][0]["id"]) {
            let key = format!("make-{}", &path[1..]);
            let key = [("idempotency-key", key.as_str())];
            let first = ada.with("POST", path, &key, &new).await;
            let second = ada.with("POST", path, &key, &new).await;
            assert_eq!(first.bytes, second.bytes, "{path}");
            assert_eq!(first.header("location"), second.header("location"));
            let made = first.ok(201)["id"].as_i64().unwrap();
            let mut other = new.clone();
            other["name"] = json!("Another");
            let refused = ada.with("POST", path, &key, &other).await;
            let text = refused.field("Idempotency-Key");
            assert!(text.contains("another request"), "{text}");
            // What was refused may be tried again.
            let key = format!("later-{}", &path[1..]);
            let key = [("idempotency-key", key.as_str())];
            ada.with("POST", path, &key, &json!({ "name": 7 }))
                .await
                .field("name");
            let later = ada.with("POST", path, &key, &other).await.ok(201);
            assert!(later["id"].as_i64().unwrap() > made, "{path}");
        }
    }
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let ada = App::whole(&t).client(&t.cast.ada).await;
        let roles = ada.get("/roles").await.ok(200);
        let mut all: Vec<(&str, Value)> = of_the_directory(&roles["items"][0]["id"]).into();
        all.push(("/views", json!({ "name": "Mine", "q": "assignee:me" })));
        for (path, new) in all {
            let made = ada.post(path, new).await.ok(201);
            let at = format!("{path}/{}", made["id"]);
            let seen = ada.get(&at).await;
            let tag = seen.header("etag").to_owned();
            let known = [("if-none-match", tag.as_str())];
            let same = ada.with("GET", &at, &known, &Value::Null).await;
            assert_eq!(same.status.as_u16(), 304, "{path}");
            let if_match = [("if-match", tag.as_str())];
            let rename = |name: &str| json!({ "name": name });
            let first = ada.with("PATCH", &at, &if_match, &rename("First")).await;
            assert_ne!(first.header("etag"), tag, "{path}");
            assert_eq!(first.ok(200)["name"], "First", "{path}");
            ada.with("PATCH", &at, &if_match, &rename("Second"))
                .await
                .problem(412, "precondition-failed");
            assert_eq!(ada.get(&at).await.ok(200)["name"], "First", "{path}");
        }
    }
}
