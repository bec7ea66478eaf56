//! Many tickets changed beside the request: counted, listed, taken back at once.

use super::client::{App, Client};
use serde_json::{Value, json};
use testkit::{TestDesk, backends};

/// More than are changed at once.
const MANY: usize = 60;

async fn job(client: &Client, at: &str) -> Value {
    let path = at.strip_prefix("/api/spoc/v1").unwrap();
    client.get(path).await.ok(200)
}

async fn tagged(client: &Client, tag: &str) -> usize {
    let found = client.get(&format!("/tickets?q=tag:{tag}&limit=200")).await;
    found.ok(200)["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn many_tickets_change_beside_the_request_each_for_itself_and_all_come_back_at_once() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (app, workers) = (App::new(&t), t.workers([]));
        let anna = app.client(&t.cast.anna).await;
        for at in 0..MANY {
            anna.incident(&format!("Outage {at}")).await;
        }
        // One has become a part of another: nothing can be changed there.
        anna.post("/tickets/1/merges", json!({ "sources": [2] }))
            .await
            .ok(201);
        let numbers: Vec<usize> = (1..=MANY).collect();
        let edit = json!({ "tickets": numbers, "changes": { "tags": { "add": ["storm"] } } });
        let key = [("idempotency-key", "storm")];
        let begun = anna.with("POST", "/bulk", &key, &edit).await;
        let at = begun.header("location").to_owned();
        let waiting = begun.ok(202);
        assert_eq!(
            (&waiting["state"], &waiting["total"]),
            (&json!("waiting"), &json!(MANY))
        );
        let repeated = anna.with("POST", "/bulk", &key, &edit).await.ok(202);
        assert_eq!(repeated, waiting, "a repeated request is done once");
        assert_eq!(tagged(&anna, "storm").await, 0);

        assert_eq!(workers.run_due().await.unwrap(), 1);
        let done = job(&anna, &at).await;
        assert_eq!(
            (&done["state"], &done["done"]),
            (&json!("done"), &json!(MANY))
        );
        assert_eq!(done["refused"], 1);
        assert_eq!(done["refusals"][0]["ticket"], 2);
        let why = done["refusals"][0]["reason"].as_str().unwrap();
        assert!(why.contains("part of ticket 1"), "{why}");
        assert_eq!(tagged(&anna, "storm").await, MANY - 1);

        let command = format!("/commands/{}", done["command"]);
        let back = anna.delete(&command).await;
        let back_at = back.header("location").to_owned();
        back.ok(202);
        assert_eq!(workers.run_due().await.unwrap(), 1);
        assert_eq!(tagged(&anna, "storm").await, 0);
        let undone = job(&anna, &back_at).await;
        assert_eq!(undone["name"], "bulk_undo");
        assert_eq!(
            (&undone["done"], &undone["refused"]),
            (&json!(MANY - 1), &json!(0))
        );

        // Taking that back is the change again.
        anna.delete(&format!("/commands/{}", undone["command"]))
            .await
            .ok(202);
        workers.run_due().await.unwrap();
        assert_eq!(tagged(&anna, "storm").await, MANY - 1);
        let verified = t.desk.verify(|_| {}).await.unwrap();
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_job_is_known_to_whoever_started_it_and_allows_no_more_than_they_are_allowed() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (app, workers) = (App::new(&t), t.workers([]));
        let (anna, ben, rita) = (
            app.client(&t.cast.anna).await,
            app.client(&t.cast.ben).await,
            app.client(&t.cast.rita).await,
        );
        for at in 0..MANY {
            rita.incident(&format!("Outage {at}")).await;
        }
        let edit = json!({ "q": "outage", "changes": { "urgency": 1 } });
        rita.post("/bulk", edit.clone())
            .await
            .problem(403, "forbidden");
        let narrow = app
            .client_for(&t.cast.anna, &["ticket.read", "ticket.work"])
            .await;
        narrow
            .post("/bulk", edit.clone())
            .await
            .problem(403, "forbidden");
        let seen = json!({ "q": "outage", "changes": { "urgency": 1, "seen": 3 } });
        anna.post("/bulk", seen).await.field("changes.seen");
        let begun = anna.post("/bulk", edit).await;
        let at = begun.header("location").replace("/api/spoc/v1", "");
        ben.get(&at).await.problem(404, "not-found");
        ben.put(&format!("{at}/cancellation"), Value::Null)
            .await
            .problem(404, "not-found");
        assert_eq!(ben.get("/jobs").await.ok(200)["items"], json!([]));
        let own = anna.get("/jobs").await.ok(200);
        assert_eq!(own["items"].as_array().unwrap().len(), 1);
        // Whoever is not active any more when it is done changes nothing.
        let anna_id = t.cast.anna.person.unwrap();
        t.store
            .write(move |tx| {
                let sql = "UPDATE people SET active = 0 WHERE id = $1";
                tx.execute(sql, store::params![anna_id])
            })
            .await
            .unwrap();
        workers.run_due().await.unwrap();
        let ada = app.client(&t.cast.ada).await;
        let failed = ada.get(&at).await.ok(200);
        assert_eq!(
            (&failed["state"], &failed["done"]),
            (&json!("failed"), &json!(0))
        );
        let error = failed["error"].as_str().unwrap();
        assert!(error.contains("not active any more"), "{error}");
    }
}

#[tokio::test]
async fn a_job_that_is_cancelled_before_it_begins_changes_nothing() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (app, workers) = (App::new(&t), t.workers([]));
        let anna = app.client(&t.cast.anna).await;
        for at in 0..MANY {
            anna.incident(&format!("Outage {at}")).await;
        }
        let edit = json!({ "q": "outage", "changes": { "tags": { "add": ["storm"] } } });
        let begun = anna.post("/bulk", edit).await;
        let at = begun.header("location").replace("/api/spoc/v1", "");
        let cancellation = format!("{at}/cancellation");
        let cancelled = anna.put(&cancellation, Value::Null).await.ok(200);
        assert_eq!(cancelled["state"], "cancelled");
        anna.put(&cancellation, Value::Null).await.field("job");
        anna.put(&format!("{at}/retry"), Value::Null)
            .await
            .field("job");
        assert_eq!(workers.run_due().await.unwrap(), 0);
        assert_eq!(tagged(&anna, "storm").await, 0);
    }
}
