//! Many tickets at once, and what tickets have to do with each other.

use super::client::App;
use serde_json::json;
use testkit::{TestDesk, backends};

#[tokio::test]
async fn many_tickets_change_at_once_and_back() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, rita) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.rita).await,
        );
        for at in 0..4 {
            anna.incident(&format!("Outage {at}")).await;
        }
        let other = anna.incident("Mouse").await;
        let bulk =
            json!({ "q": "outage", "changes": { "urgency": 1, "tags": { "add": ["outage"] } } });
        rita.post(
            "/bulk",
            json!({ "tickets": [1, 2], "changes": { "urgency": 1 } }),
        )
        .await
        .problem(403, "forbidden");
        let done = anna.post("/bulk", bulk).await.ok(200);
        assert_eq!(done["tickets"].as_array().unwrap().len(), 4);
        let tagged = anna.get("/tickets?q=tag:outage").await.ok(200);
        assert_eq!(tagged["items"].as_array().unwrap().len(), 4);
        let other = anna.get(&format!("/tickets/{other}")).await.ok(200);
        assert_eq!(other["urgency"], 2);
        let undone = anna
            .delete(&format!("/commands/{}", done["command"]))
            .await
            .ok(200);
        assert_eq!(undone["tickets"].as_array().unwrap().len(), 4);
        let tagged = anna.get("/tickets?q=tag:outage").await.ok(200);
        assert_eq!(tagged["items"], json!([]));
        for bad in [
            json!({ "changes": { "urgency": 1 } }),
            json!({ "tickets": [1], "q": "x", "changes": { "urgency": 1 } }),
        ] {
            anna.post("/bulk", bad).await.field("tickets");
        }
        anna.delete("/commands/987654")
            .await
            .problem(404, "not-found");
        let none = json!({ "q": "nothing-like-it", "changes": { "urgency": 1 } });
        let none = anna.post("/bulk", none).await.ok(200);
        assert_eq!(none, json!({ "command": null, "tickets": [] }));
    }
}

#[tokio::test]
async fn tickets_are_linked_merged_and_split() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, rita) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.rita).await,
        );
        let (one, two, three) = (
            rita.incident("One").await,
            rita.incident("Two").await,
            rita.incident("Three").await,
        );
        let at = format!("/tickets/{one}");
        let links = format!("{at}/links");
        anna.post(&links, json!({ "kind": "caused_by", "to": two }))
            .await
            .ok(201);
        let ticket = anna.get(&at).await.ok(200);
        assert_eq!(ticket["links"], json!([{ "kind": "caused_by", "to": two }]));
        let removed = anna.delete(&format!("{links}/caused_by/{two}")).await;
        assert_eq!(removed.ok(200)["ticket"]["links"], json!([]));
        anna.delete(&format!("{links}/nonsense/{two}"))
            .await
            .problem(404, "not-found");
        anna.post(&links, json!({ "kind": "nonsense", "to": two }))
            .await
            .field("kind");

        let merged = anna
            .post(&format!("{at}/merges"), json!({ "sources": [two, three] }))
            .await
            .ok(201);
        let ticket = anna.get(&at).await.ok(200);
        assert_eq!(ticket["absorbed"], json!([two, three]));
        let gone = anna
            .patch(&format!("/tickets/{two}"), json!({ "urgency": 1 }))
            .await
            .problem(409, "conflict");
        let text = gone["detail"].as_str().unwrap();
        assert!(text.contains(&format!("ticket {one}")), "{text}");
        anna.delete(&format!("/commands/{}", merged["command"]))
            .await
            .ok(200);
        assert_eq!(anna.get(&at).await.ok(200)["absorbed"], json!([]));
        anna.post(&format!("{at}/merges"), json!({ "sources": [] }))
            .await
            .field("sources");

        rita.post(&format!("{at}/replies"), json!({ "text": "And my mouse" }))
            .await
            .ok(201);
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        let reply = all["items"].as_array().unwrap().iter();
        let reply = reply.into_iter().find(|a| a["type"] == "replied").unwrap();
        let noted = json!({ "text": "He spilt coffee" });
        anna.post(&format!("{at}/notes"), noted).await.ok(201);
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        let mut noted = all["items"].as_array().unwrap().iter();
        let noted = noted.find(|a| a["type"] == "noted").unwrap();
        let inside = json!({ "seq": noted["seq"], "more": [reply["seq"]], "subject": "Mouse" });
        let refused = anna.post(&format!("{at}/splits"), inside).await;
        let refused = refused.problem(400, "bad-request");
        let text = refused["detail"].as_str().unwrap();
        assert!(text.contains("is internal"), "{text}");
        let split = json!({ "seq": reply["seq"], "subject": "Mouse" });
        let made = anna.post(&format!("{at}/splits"), split).await;
        let location = made.header("location").to_owned();
        let number = made.ok(201)["tickets"][0]["number"].as_i64().unwrap();
        assert_eq!(location, format!("/api/spoc/v1/tickets/{number}"));
        let new = anna.get(&format!("/tickets/{number}")).await.ok(200);
        assert_eq!(
            (&new["subject"], &new["description"]),
            (&json!("Mouse"), &json!("And my mouse"))
        );
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        for done in all["items"].as_array().unwrap() {
            assert_eq!(done["channel"], "api", "{done}");
        }
        anna.post(&format!("{at}/splits"), json!({ "seq": 1, "subject": "x" }))
            .await
            .problem(400, "bad-request");
    }
}
