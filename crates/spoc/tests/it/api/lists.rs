//! Lists, views, search and the feed.

use super::client::{App, Client, encoded};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{TestDesk, backends};

fn numbers(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|ticket| ticket["number"].as_i64().unwrap())
        .collect()
}

async fn pages(client: &Client, path: &str) -> Vec<Value> {
    let mut pages: Vec<Value> = Vec::new();
    loop {
        let after = pages.last().map_or(String::new(), |page| {
            format!("&after={}", page["next"].as_str().unwrap())
        });
        let page = client.get(&format!("{path}{after}")).await.ok(200);
        let end = page["next"].is_null();
        pages.push(page);
        if end {
            return pages;
        }
        assert!(pages.len() < 100, "paging never ends");
    }
}

#[tokio::test]
async fn pages_have_neither_gaps_nor_repeats() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = App::new(&t).client(&t.cast.anna).await;
        let mut all = BTreeSet::new();
        for at in 0..23 {
            let new = json!({
                "kind": if at % 3 == 0 { "request" } else { "incident" },
                "subject": format!("Ticket {at}"), "impact": at % 3 + 1, "urgency": at % 2 + 1,
            });
            let made = anna.post("/tickets", new).await.ok(201);
            all.insert(made["number"].as_i64().unwrap());
        }
        for sort in ["updated", "stale", "priority", "newest", "oldest"] {
            for limit in [1, 5, 23, 200] {
                let path = format!("/tickets?sort={sort}&limit={limit}");
                let pages = pages(&anna, &path).await;
                let found: Vec<i64> = pages.iter().flat_map(numbers).collect();
                assert_eq!(found.len(), all.len(), "{sort} {limit}");
                assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), all);
            }
        }
        let requests = anna.get("/tickets?q=kind:request&limit=200").await.ok(200);
        assert_eq!(requests["items"].as_array().unwrap().len(), 8);
        // What comes in while somebody turns the pages moves nothing that was listed already.
        let first = anna.get("/tickets?sort=newest&limit=10").await.ok(200);
        let late = anna.incident("Late").await;
        let next = first["next"].as_str().unwrap();
        let second = anna
            .get(&format!("/tickets?sort=newest&limit=200&after={next}"))
            .await
            .ok(200);
        let found: BTreeSet<i64> = numbers(&first)
            .into_iter()
            .chain(numbers(&second))
            .collect();
        assert!(found == all && !found.contains(&late));
        anna.get(&format!("/tickets?sort=oldest&after={next}"))
            .await
            .field("after");
    }
}

/// The next page of the feed that has something on it. On a PostgreSQL that others use, too, what was written can be
/// read when their transactions of before it have ended.
async fn next_page(client: &Client, path: &str, after: &mut String) -> Value {
    loop {
        let feed = client.get(&format!("{path}{after}")).await.ok(200);
        *after = format!("&after={}", feed["next"].as_str().unwrap());
        if feed["items"]
            .as_array()
            .is_some_and(|items| !items.is_empty())
        {
            return feed;
        }
    }
}

#[tokio::test]
async fn the_feed_skips_nothing_and_tells_nothing_hidden() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (ada, anna, rita) = (
            app.client(&t.cast.ada).await,
            app.client(&t.cast.anna).await,
            app.client(&t.cast.rita).await,
        );
        for client in [&anna, &rita] {
            client.get("/activities").await.problem(403, "forbidden");
        }
        let mut positions = Vec::new();
        for at in 0..5 {
            let number = rita.incident(&format!("Ticket {at}")).await;
            let path = format!("/tickets/{number}/replies");
            anna.post(&path, json!({ "text": "Hello" })).await.ok(201);
        }
        let hidden = json!({
            "kind": "incident", "subject": "Payslip", "team": t.cast.private.0, "confidential": true,
        });
        let hanna = app.client(&t.cast.hanna).await;
        let hidden = hanna.post("/tickets", hidden).await.ok(201)["number"].clone();
        let mut after = String::new();
        while positions.len() < 10 {
            let feed = next_page(&ada, "/activities?limit=3", &mut after).await;
            let items = feed["items"].as_array().unwrap();
            positions.extend(items.iter().map(|a| a["position"].as_i64().unwrap()));
            assert!(items.iter().all(|a| a["ticket"] != hidden));
        }
        assert_eq!(positions.len(), 10);
        assert!(positions.is_sorted_by(|a, b| a < b));
        rita.incident("New").await;
        let feed = next_page(&ada, "/activities?limit=3", &mut after).await;
        assert_eq!(super::types(&feed), ["opened"]);
        assert_eq!(feed["items"][0]["data"]["subject"], "New");
        ada.get("/activities?after=x").await.field("after");

        // A ticket's own activities come in pages, too.
        let number = rita.incident("Long").await;
        for at in 0..6 {
            let text = json!({ "text": format!("{at}") });
            rita.post(&format!("/tickets/{number}/replies"), text)
                .await
                .ok(201);
        }
        let pages = pages(&rita, &format!("/tickets/{number}/activities?limit=3")).await;
        let seqs: Vec<i64> = pages
            .iter()
            .flat_map(|page| page["items"].as_array().unwrap())
            .map(|a| a["seq"].as_i64().unwrap())
            .collect();
        assert_eq!(seqs, [1, 2, 3, 4, 5, 6, 7]);
    }
}

#[tokio::test]
async fn views_are_made_counted_and_listed_by() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (ada, anna, rita) = (
            app.client(&t.cast.ada).await,
            app.client(&t.cast.anna).await,
            app.client(&t.cast.rita).await,
        );
        let anna_id = t.cast.anna.person.unwrap().0;
        for at in 0..3 {
            let new =
                json!({ "kind": "incident", "subject": format!("VPN {at}"), "assignee": anna_id });
            anna.post("/tickets", new).await.ok(201);
        }
        rita.incident("Mouse").await;
        let view = json!({ "name": "Mine", "q": "assignee:me", "sort": "oldest" });
        let made = anna.post("/views", view).await;
        assert!(made.header("location").starts_with("/api/spoc/v1/views/"));
        let id = made.ok(201)["id"].as_i64().unwrap();
        let listed = anna.get(&format!("/tickets?view={id}")).await.ok(200);
        let mut sorted = numbers(&listed);
        sorted.sort_unstable();
        assert_eq!((sorted.len(), sorted), (3, numbers(&listed)));
        let narrowed = anna
            .get(&format!("/tickets?view={id}&q=subject:1"))
            .await
            .ok(200);
        assert_eq!(numbers(&narrowed).len(), 1);
        let counts = anna.get("/views/counts").await.ok(200);
        let counts = counts["items"].as_array().unwrap();
        let mine = counts.iter().find(|count| count["view"] == id);
        assert_eq!(
            mine,
            Some(&json!({ "view": id, "count": 3, "more": false }))
        );
        // Nobody else's.
        for other in [&ada, &rita] {
            let path = format!("/views/{id}");
            other.get(&path).await.problem(404, "not-found");
            other.delete(&path).await.problem(404, "not-found");
            other
                .get(&format!("/tickets?view={id}"))
                .await
                .field("view");
        }
        assert_eq!(rita.get("/views").await.ok(200)["items"], json!([]));
        let shared = json!({ "name": "All", "q": "state:open", "shared": true });
        anna.post("/views", shared.clone())
            .await
            .problem(403, "forbidden");
        let id_shared = ada.post("/views", shared).await.ok(201)["id"].clone();
        assert_eq!(
            anna.get(&format!("/views/{id_shared}")).await.ok(200)["shared"],
            true
        );
        let changed = anna
            .patch(&format!("/views/{id}"), json!({ "name": "My own" }))
            .await
            .ok(200);
        assert_eq!(
            (&changed["name"], &changed["q"]),
            (&json!("My own"), &json!("assignee:me"))
        );
        let text = anna
            .patch(&format!("/views/{id}"), json!({ "q": "stat:open" }))
            .await
            .field("q");
        assert!(text.starts_with("characters 1 to "), "{text}");
        let gone = anna.delete(&format!("/views/{id}")).await;
        assert_eq!(gone.status.as_u16(), 204);
        anna.get(&format!("/views/{id}"))
            .await
            .problem(404, "not-found");
    }
}

#[tokio::test]
async fn what_is_sought_is_found_and_what_is_written_is_explained() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (anna, rita) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.rita).await,
        );
        let new = json!({ "kind": "incident", "subject": "VPN timeout", "description": "The tunnel breaks down" });
        let number = anna.post("/tickets", new).await.ok(201)["number"].clone();
        let found = anna.get("/search?q=tunnel").await.ok(200);
        let first = &found["items"][0];
        assert_eq!(first["ticket"]["number"], number);
        let marked = first["excerpt"].as_array().unwrap().iter();
        let marked: Vec<_> = marked.filter(|piece| piece["marked"] == true).collect();
        assert_eq!(marked[0]["text"], "tunnel");
        assert_eq!(
            rita.get("/search?q=tunnel").await.ok(200)["items"],
            json!([])
        );
        anna.get("/search?q=state:open").await.field("q");
        let suggested = anna.get("/suggestions?q=vpn").await.ok(200);
        assert_eq!(suggested["items"][0]["type"], "ticket");
        assert_eq!(suggested["items"][0]["number"], number);
        assert_eq!(
            rita.get("/suggestions?q=vpn").await.ok(200)["items"],
            json!([])
        );

        let check = |q: &str| format!("/conditions/check?q={}", encoded(q));
        let good = anna.get(&check("state:open team:Network")).await.ok(200);
        let meaning = good["meaning"].as_str().unwrap();
        assert!(meaning.contains("Network"), "{meaning}");
        assert_eq!(good["problem"], Value::Null);
        let bad = anna.get(&check("äö prioritty<=2")).await.ok(200);
        let problem = &bad["problem"];
        assert_eq!(
            (&problem["start"], &problem["end"]),
            (&json!(3), &json!(12))
        );
        assert_eq!(problem["suggestion"], "priority");

        let policy = rita.get("/policy").await;
        assert_eq!(policy.header("etag"), "\"1\"");
        let policy = policy.ok(200);
        assert_eq!(policy["priority"][0], json!([1, 2, 3]));
        assert_eq!(policy["kinds"][0]["kind"], "incident");
        assert!(policy["kinds"][0]["moves"].as_array().unwrap().len() > 5);
    }
}
