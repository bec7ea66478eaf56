//! What is refused, and how that is told.

use super::client::{App, encoded};
use serde_json::{Value, json};
use testkit::{TestDesk, backends};
use web::axum::body::Body;

#[tokio::test]
async fn a_condition_that_is_wrong_is_told_with_its_place_and_what_would_be_right() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = App::new(&t).client(&t.cast.anna).await;
        for (q, parts) in [
            (
                "vpn prioritty<=2",
                &["characters 5 to 13", "prioritty", "try priority"][..],
            ),
            ("state:opne", &["characters 7 to 10", "opne", "try open"]),
            ("\"vpn", &["character"]),
            ("team:Nowhere", &["characters 6 to 12", "Nowhere"]),
        ] {
            let text = anna
                .get(&format!("/tickets?q={}", encoded(q)))
                .await
                .field("q");
            for part in parts {
                assert!(text.contains(part), "{q}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_with_what_would_be_right() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = App::new(&t).client(&t.cast.anna).await;
        let number = anna.incident("Printer").await;
        let at = format!("/tickets/{number}");
        let raw = async |body: &str, media: &str| {
            let request = anna
                .request("POST", "/tickets")
                .header("content-type", media);
            anna.send(request.body(Body::from(body.to_owned())).unwrap())
                .await
        };
        let broken = raw("{\"kind\": \"incident\",", "application/json").await;
        let broken = broken.problem(400, "bad-request");
        assert!(broken["detail"].as_str().unwrap().contains("line 1 column"));
        raw("kind=incident", "application/x-www-form-urlencoded")
            .await
            .problem(415, "unsupported");
        raw(&"x".repeat(2 << 20), "application/json")
            .await
            .problem(413, "too-large");
        raw("", "application/json").await.field("kind");
        let twice = raw(
            "{\"subject\": \"a\", \"subject\": \"b\"}",
            "application/json",
        )
        .await;
        assert_eq!(twice.field("subject"), "is there twice; give it once");

        let text = anna
            .patch(&at, json!({ "sumary": "x" }))
            .await
            .field("sumary");
        assert!(
            text.starts_with("is no member of this; there are seen, subject, kind,"),
            "{text}"
        );
        let text = anna
            .patch(&at, json!({ "priority": { "level": 1, "why": "x" } }))
            .await
            .field("priority.why");
        assert_eq!(text, "is no member of this; there are level, reason");
        let text = anna
            .patch(&at, json!({ "kind": "problm" }))
            .await
            .field("kind");
        assert!(
            text.starts_with("is “problm”; give one of incident, request"),
            "{text}"
        );
        let text = anna
            .patch(&at, json!({ "impact": 300 }))
            .await
            .field("impact");
        assert_eq!(text, "is 300; give a whole number from 0 to 255");
        for (edit, field) in [
            (json!({ "impact": 300 }), "impact"),
            (json!({ "impact": 4 }), "impact"),
            (json!({ "impact": -1 }), "impact"),
            (json!({ "team": i64::MAX }), "team"),
            (json!({ "team": "Network" }), "team"),
            (json!({ "assignee": 0 }), "assignee"),
            (json!({ "parent": number }), "parent"),
            (json!({ "category": "nowhere" }), "category"),
            (json!({ "kind": "problem" }), "kind"),
            (json!({ "state": "done" }), "state"),
            (json!({ "state": "resolved" }), "code"),
            (json!({ "priority": { "level": 1 } }), "reason"),
            (json!({ "subject": " " }), "subject"),
            (json!({ "fields": { "size": 3 } }), "fields"),
            (json!({ "tags": { "add": ["two words"] } }), "tag"),
            (json!({}), "body"),
            (json!([1]), "body"),
        ] {
            let text = anna.patch(&at, edit.clone()).await.field(field);
            assert!(!text.is_empty(), "{edit}");
        }
        for (path, body, field) in [
            ("/hold", json!({ "reason": "until" }), "hold"),
            (
                "/hold",
                json!({ "reason": "until", "until": "soon" }),
                "until",
            ),
            ("/hold", json!({ "reason": "weather" }), "hold"),
            ("/resolution", json!({ "code": "magic" }), "code"),
        ] {
            anna.put(&format!("{at}{path}"), body).await.field(field);
        }
        for secs in [0, -1, i64::MAX] {
            anna.post(&format!("{at}/time-worked"), json!({ "secs": secs }))
                .await
                .problem(400, "bad-request");
        }
        for query in [
            "limit=0",
            "limit=201",
            "limit=-5",
            "limit=9223372036854775807",
        ] {
            anna.get(&format!("/tickets?{query}")).await.field("limit");
        }
        let told = anna.get("/tickets?limit=x").await;
        let told = told.problem(400, "bad-request");
        let detail = told["detail"].as_str().unwrap_or_default();
        assert!(detail.starts_with("limit: "), "{detail}");
        anna.get("/tickets?order=x")
            .await
            .problem(400, "bad-request");
        anna.get("/tickets?sort=name").await.field("sort");
        for after in [
            "x",
            "updated.x",
            "updated.1",
            "newest.1.2",
            "updated.99999999999999999999.1",
        ] {
            anna.get(&format!("/tickets?after={after}"))
                .await
                .field("after");
        }
        for path in [
            "/tickets/abc",
            "/tickets/99999999999999999999",
            "/tickets/-1",
            "/nothing",
        ] {
            anna.get(path).await.problem(404, "not-found");
        }
        let wrong = anna.put(&at, json!({})).await;
        assert!(wrong.header("allow").contains("PATCH"));
        wrong.problem(405, "method-not-allowed");
        let many: Vec<String> = (0..60).map(|at| format!("tag{at}")).collect();
        anna.patch(&at, json!({ "tags": { "add": many } }))
            .await
            .problem(400, "bad-request");
    }
}

#[tokio::test]
async fn who_is_unknown_is_asked_who_they_are() {
    let t = TestDesk::new(testkit::Backend::Sqlite).await;
    let mut nobody = App::new(&t).client(&t.cast.anna).await;
    nobody.token = "spoc_wrong".into();
    for path in ["/tickets", "/tickets/1", "/policy", "/activities", "/views"] {
        nobody.get(path).await.problem(401, "unauthenticated");
    }
    nobody
        .post("/tickets", json!({ "nonsense": true }))
        .await
        .problem(401, "unauthenticated");
}

#[tokio::test]
async fn tokens_allow_no_more_than_their_scopes() {
    let t = TestDesk::new(testkit::Backend::Sqlite).await;
    let app = App::new(&t);
    let anna = app.client(&t.cast.anna).await;
    let reading = app.client_for(&t.cast.anna, &["ticket.read"]).await;
    let number = anna.incident("Printer").await;
    let at = format!("/tickets/{number}");
    anna.post(&format!("{at}/notes"), json!({ "text": "secret" }))
        .await
        .ok(201);
    let ticket = reading.get(&at).await.ok(200);
    assert_eq!(ticket.get("internal"), None);
    let seen = reading.get(&format!("{at}/activities")).await.ok(200);
    assert!(!seen.to_string().contains("secret"));
    for reply in [
        reading.patch(&at, json!({ "subject": "x" })).await,
        reading
            .post(&format!("{at}/replies"), json!({ "text": "x" }))
            .await,
        reading
            .post(&format!("{at}/notes"), json!({ "text": "x" }))
            .await,
        reading
            .post("/tickets", json!({ "kind": "incident", "subject": "x" }))
            .await,
        reading.post("/attachments", json!({})).await,
    ] {
        reply.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn what_is_hidden_does_not_exist() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, hanna, rita, rob) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.hanna).await,
            app.client(&t.cast.rita).await,
            app.client(&t.cast.rob).await,
        );
        let new = json!({
            "kind": "incident", "subject": "Payslip", "team": t.cast.private.0, "confidential": true,
            "requester": t.cast.rita.person.unwrap().0,
        });
        let number = hanna.post("/tickets", new).await.ok(201)["number"]
            .as_i64()
            .unwrap();
        let open = anna.incident("Open").await;
        let at = format!("/tickets/{number}");
        assert_eq!(rita.get(&at).await.ok(200)["subject"], "Payslip");
        let missing = format!("/tickets/{}", number + 10_000);
        for client in [&anna, &rob] {
            for (method, path, body) in [
                ("GET", "", Value::Null),
                ("GET", "/activities", Value::Null),
                ("PATCH", "", json!({ "subject": "x" })),
                ("POST", "/replies", json!({ "text": "x" })),
                ("PUT", "/closure", Value::Null),
                ("DELETE", "/hold", Value::Null),
                ("POST", "/merges", json!({ "sources": [open] })),
                ("POST", "/splits", json!({ "seq": 1, "subject": "x" })),
            ] {
                let (known, unknown) = (format!("{at}{path}"), format!("{missing}{path}"));
                let hidden = client.with(method, &known, &[], &body).await;
                let hidden = hidden.problem(404, "not-found");
                let gone = client.with(method, &unknown, &[], &body).await;
                let gone = gone.problem(404, "not-found");
                assert_eq!(hidden["detail"], gone["detail"], "{method} {path}");
                let tag = [("if-match", "\"1\"")];
                if method != "GET" {
                    client
                        .with(method, &format!("{at}{path}"), &tag, &body)
                        .await
                        .problem(404, "not-found");
                }
            }
            let found = client.get("/tickets?q=payslip").await.ok(200);
            assert_eq!(found["items"], json!([]));
        }
        let link = json!({ "kind": "relates", "to": number });
        anna.post(&format!("/tickets/{open}/links"), link)
            .await
            .field("link");
        anna.patch(&format!("/tickets/{open}"), json!({ "parent": number }))
            .await
            .field("parent");
        anna.post(
            &format!("/tickets/{open}/merges"),
            json!({ "sources": [number] }),
        )
        .await
        .problem(404, "not-found");
        anna.post(
            "/bulk",
            json!({ "tickets": [open, number], "changes": { "urgency": 1 } }),
        )
        .await
        .problem(404, "not-found");
        assert_eq!(
            anna.get(&format!("/tickets/{open}")).await.ok(200)["urgency"],
            2,
            "all or nothing"
        );
        // What its writer hides from themselves is filed or changed all the same.
        let away = json!({ "kind": "incident", "subject": "Given away", "confidential": true,
            "requester": t.cast.rita.person.unwrap().0 });
        let away = anna.post("/tickets", away).await.ok(201);
        let path = format!("/tickets/{}", away["number"]);
        anna.get(&path).await.problem(404, "not-found");
        let hide = json!({ "confidential": true, "requester": t.cast.rita.person.unwrap().0 });
        let hidden = anna.patch(&format!("/tickets/{open}"), hide).await.ok(200);
        assert_eq!(hidden["ticket"], Value::Null);
        rob.post(
            "/tickets",
            json!({ "kind": "incident", "subject": "x", "requester": t.cast.rita.person.unwrap().0 }),
        )
        .await
        .problem(403, "forbidden");
    }
}
