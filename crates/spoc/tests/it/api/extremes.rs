//! Values at and beyond the ends of what is possible: refused or found missing, never a failure of ours.

use super::client::{App, encoded};
use serde_json::{Value, json};
use testkit::{TestDesk, backends};

const NUMBERS: [i64; 4] = [i64::MIN, -1, 0, i64::MAX];
/// Texts that databases and parsers have stumbled over.
const TEXTS: [&str; 6] = [
    "a\u{0}b",
    "\u{feff}",
    "%\\_'\"--",
    "🛠️\u{202e}x",
    "((((((((((",
    "\"",
];

#[tokio::test]
async fn extreme_numbers_are_refused_or_missing() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let ada = App::new(&t).client(&t.cast.ada).await;
        let own = ada.incident("Printer").await;
        for number in NUMBERS {
            let at = format!("/tickets/{number}");
            let requests = [
                ("GET", at.clone(), Value::Null),
                ("GET", format!("{at}/activities"), Value::Null),
                ("PATCH", at.clone(), json!({ "urgency": 1, "seen": number })),
                ("POST", format!("{at}/merges"), json!({ "sources": [own] })),
                (
                    "POST",
                    format!("/tickets/{own}/merges"),
                    json!({ "sources": [number] }),
                ),
                ("DELETE", format!("/commands/{number}"), Value::Null),
                ("GET", format!("/views/{number}"), Value::Null),
                ("DELETE", format!("/views/{number}"), Value::Null),
            ];
            for (method, path, body) in requests {
                let reply = ada.with(method, &path, &[], &body).await;
                reply.problem(404, "not-found");
            }
            let own = format!("/tickets/{own}");
            for (path, body) in [
                ("splits", json!({ "seq": number, "subject": "x" })),
                ("links", json!({ "kind": "relates", "to": number })),
            ] {
                let reply = ada.post(&format!("{own}/{path}"), body).await;
                assert!(reply.status.is_client_error(), "{}", reply.body);
            }
            for field in [
                "requester",
                "team",
                "assignee",
                "service",
                "parent",
                "on_behalf_of",
            ] {
                let reply = ada.patch(&own, json!({ field: number })).await;
                reply.field(field);
            }
            ada.with(
                "PATCH",
                &own,
                &[],
                &json!({ "tags": { "add": ["x"] }, "seen": number }),
            )
            .await
            .ok(200);
            let tag = format!("\"{number}\"");
            ada.with(
                "PATCH",
                &own,
                &[("if-match", &tag)],
                &json!({ "urgency": 1 }),
            )
            .await
            .problem(412, "precondition-failed");
            ada.get(&format!("/tickets?view={number}"))
                .await
                .field("view");
            for after in [
                format!("{number}.{number}"),
                format!("0.{number}"),
                format!("{number}.0"),
            ] {
                for path in ["/activities".to_owned(), format!("{own}/activities")] {
                    ada.get(&format!("{path}?after={after}")).await.ok(200);
                }
                for sort in ["updated", "priority", "oldest"] {
                    ada.get(&format!("/tickets?sort={sort}&after={sort}.{after}"))
                        .await
                        .ok(200);
                }
            }
            for q in [
                format!("number:{number}"),
                format!("priority<={number}"),
                number.to_string(),
            ] {
                let reply = ada.get(&format!("/tickets?q={}", encoded(&q))).await;
                assert!(!reply.status.is_server_error(), "{q}: {}", reply.body);
            }
        }
    }
}

#[tokio::test]
async fn strange_texts_are_kept_or_refused() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let ada = app.client(&t.cast.ada).await;
        let own = format!("/tickets/{}", ada.incident("Printer").await);
        for text in TEXTS {
            for (method, path, body) in [
                (
                    "POST",
                    "/tickets".to_owned(),
                    json!({ "kind": "incident", "subject": text, "description": text }),
                ),
                ("POST", format!("{own}/replies"), json!({ "text": text })),
                (
                    "POST",
                    format!("{own}/notes"),
                    json!({ "text": text, "attachments": [text] }),
                ),
                (
                    "PATCH",
                    own.clone(),
                    json!({ "tags": { "add": [text], "remove": [text] } }),
                ),
                ("PATCH", own.clone(), json!({ "category": text })),
                ("PATCH", own.clone(), json!({ "state": text })),
                (
                    "PATCH",
                    own.clone(),
                    json!({ "priority": { "level": 1, "reason": text } }),
                ),
                ("PATCH", own.clone(), json!({ "fields": { text: text } })),
                (
                    "PUT",
                    format!("{own}/hold"),
                    json!({ "reason": text, "until": text, "text": text }),
                ),
                (
                    "PUT",
                    format!("{own}/hold"),
                    json!({ "reason": "requester", "text": text }),
                ),
                (
                    "PUT",
                    format!("{own}/resolution"),
                    json!({ "code": "solved", "text": text }),
                ),
                ("POST", format!("{own}/reopening"), json!({ "text": text })),
                (
                    "POST",
                    "/views".to_owned(),
                    json!({ "name": text, "q": text, "sort": text }),
                ),
                ("POST", "/views".to_owned(), json!({ "name": text })),
                (
                    "POST",
                    "/bulk".to_owned(),
                    json!({ "q": text, "changes": { "urgency": 2 } }),
                ),
            ] {
                let reply = ada.with(method, &path, &[], &body).await;
                assert!(
                    !reply.status.is_server_error(),
                    "{path} {body}: {}",
                    reply.body
                );
            }
            let q = encoded(text);
            for path in [
                format!("/tickets?q={q}"),
                format!("/tickets?q=subject:{q}"),
                format!("/tickets?q=tag:{q}"),
                format!("/tickets?sort={q}"),
                format!("/tickets?after={q}"),
                format!("/search?q={q}"),
                format!("/suggestions?q={q}"),
                format!("/conditions/check?q={q}"),
                format!("/activities?after={q}"),
                format!("/attachments/{q}"),
                format!("{own}/links/{q}/1"),
            ] {
                let reply = ada.get(&path).await;
                assert!(!reply.status.is_server_error(), "{path}: {}", reply.body);
            }
        }
        for path in [
            own.clone(),
            format!("{own}/activities"),
            "/tickets".into(),
            "/views".into(),
        ] {
            ada.get(&path).await.ok(200);
        }
        let long = "x".repeat(300_000);
        ada.post(&format!("{own}/replies"), json!({ "text": long }))
            .await
            .field("text");
        ada.get(&format!("/tickets?q={}", "x".repeat(10_000)))
            .await
            .field("q");
    }
}
