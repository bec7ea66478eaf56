//! Forms: the questions that a kind of ticket raises, by every door alike.

use crate::api::client::App;
use crate::pages::Site;
use serde_json::{Value, json};
use testkit::{TestDesk, backends};
use web::axum::http::StatusCode;

/// Everybody is asked whether to buy something, then what it costs; agents for the cause, before resolving.
fn parts() -> Value {
    json!({
        "comment": "What we need to know of purchases",
        "fields": [
            { "key": "buy", "label": "Buy something?", "kind": { "type": "yes_no" } },
            { "key": "cost", "label": "What it costs", "kind": { "type": "number" }, "help": "In euros." },
            { "key": "cause", "label": "Cause", "kind": { "type": "text" } },
        ],
        "forms": [{
            "kind": "incident",
            "questions": [
                { "asks": "field.buy", "audience": "everybody" },
                { "asks": "field.cost", "audience": "everybody", "required": "opening", "shown_when": "field.buy:yes" },
                { "asks": "field.cause", "required": "resolving", "required_when": "team:network" },
            ],
        }],
    })
}

#[tokio::test]
async fn the_api_asks_what_the_form_asks_and_names_all_that_is_missing() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let (ada, anna) = (
            app.client(&t.cast.ada).await,
            app.client(&t.cast.anna).await,
        );
        anna.patch("/policy", parts())
            .await
            .problem(403, "forbidden");
        let changed = ada.patch("/policy", parts()).await.ok(200);
        let network = format!("team:#{}", t.cast.network);
        let kept = &changed["forms"][0]["questions"][2]["required_when"];
        assert_eq!(kept, &json!(network), "teams are kept by their ids");

        let new = json!({ "kind": "incident", "subject": "Monitor", "fields": { "buy": true } });
        let missing = anna.post("/tickets", new.clone()).await.field("field.cost");
        assert_eq!(missing, "must be answered");
        let rita = app.client(&t.cast.rita).await;
        rita.post("/tickets", new).await.field("field.cost");
        let full = json!({ "kind": "incident", "subject": "Monitor", "fields": { "buy": true, "cost": 99.5 } });
        rita.post("/tickets", full).await.ok(201);
        let unasked = json!({ "kind": "incident", "subject": "Monitor", "fields": { "cost": 5 } });
        let opened = anna.post("/tickets", unasked).await.ok(201);
        assert_eq!(
            opened["fields"],
            json!({}),
            "an answer that nobody asked for is left out"
        );
        let sly = json!({ "kind": "incident", "subject": "Monitor", "fields": { "cause": "me" } });
        rita.post("/tickets", sly).await.field("field.cause");

        let path = format!("/tickets/{}", opened["number"]);
        anna.patch(&path, json!({ "team": t.cast.network.0 }))
            .await
            .ok(200);
        let resolution = json!({ "code": "solved" });
        let refused = anna
            .put(&format!("{path}/resolution"), resolution.clone())
            .await;
        refused.field("field.cause");
        anna.patch(&path, json!({ "fields": { "cause": "dust" } }))
            .await
            .ok(200);
        anna.put(&format!("{path}/resolution"), resolution)
            .await
            .ok(200);
        assert!(t.desk.verify(|_| {}).await.is_ok());
    }
}

#[tokio::test]
async fn the_policy_is_kept_in_versions_and_an_earlier_one_comes_back() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let app = App::new(&t);
        let ada = app.client(&t.cast.ada).await;
        let before = ada.get("/policy").await.ok(200)["version"]
            .as_i64()
            .unwrap();
        ada.patch("/policy", parts()).await.ok(200);
        let faulty = ada.patch("/policy", json!({ "categories": [] })).await;
        assert!(faulty.field("categories.network").contains("retire"));
        let unknown = ada
            .patch("/policy", json!({ "colour": 1 }))
            .await
            .field("colour");
        assert!(unknown.contains("categories"), "{unknown}");
        let stale = [("if-match", "\"1\"")];
        let late = ada
            .with(
                "PATCH",
                "/policy",
                &stale,
                &json!({ "close_after_days": 9 }),
            )
            .await;
        late.problem(412, "precondition-failed");

        let versions = ada.get("/policy/versions").await.ok(200);
        let newest = &versions["items"][0];
        assert_eq!(newest["version"], before + 1);
        assert_eq!(newest["comment"], "What we need to know of purchases");
        assert_eq!(newest["author"], t.cast.ada.person.unwrap().0);
        let old = ada.get(&format!("/policy/versions/{before}")).await.ok(200);
        assert_eq!(old["policy"]["fields"], json!([]));

        let back = format!("/policy/versions/{before}/restoration");
        let restored = ada.post(&back, json!({ "text": "too much" })).await.ok(200);
        assert_eq!(restored["version"], before + 2);
        assert_eq!(restored["forms"], json!([]));
        assert_eq!(
            restored["retired"]["fields"],
            json!(["buy", "cause", "cost"]),
            "what came since is retired"
        );
        let anna = app.client(&t.cast.anna).await;
        anna.get("/policy/versions").await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn the_forms_of_portal_and_workspace_draw_themselves_from_the_questions() {
    let site = Site::new().await;
    let app = App::new(&site.desk);
    app.client(&site.desk.cast.ada)
        .await
        .patch("/policy", parts())
        .await
        .ok(200);
    let rita = site.browser(&site.desk.cast.rita).await;
    let page = rita.page("/my/new").await;
    assert!(
        page.contains("Buy something?") && !page.contains("What it costs"),
        "{page}"
    );
    let typed = [("kind", "incident"), ("field.buy", "yes")];
    let asked = rita.post("/questions", &typed).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.body.contains("What it costs") && asked.body.contains("In euros."),
        "{}",
        asked.body
    );
    assert!(!asked.body.contains("Cause"), "only agents know of it");
    let anna = site.browser(&site.desk.cast.anna).await;
    assert!(anna.page("/tickets/new").await.contains("Cause"));

    let sent = [
        typed[0],
        typed[1],
        ("subject", "Monitor"),
        ("description", "a new one"),
    ];
    let refused = rita.post("/my/new", &sent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let beside = "id=\"field.cost-about\"";
    assert!(
        refused.body.contains(beside) && refused.body.contains("Enter something here."),
        "{}",
        refused.body
    );
    let mut full = sent.to_vec();
    full.push(("field.cost", "99,5"));
    let done = rita.post("/my/new", &full).await;
    let ticket = done
        .leads_to()
        .rsplit('/')
        .next()
        .expect("a number")
        .to_owned();
    let page = anna.page(&format!("/tickets/{ticket}")).await;
    assert!(page.contains("value=\"99.5\""), "{page}");
}

#[tokio::test]
async fn a_kind_that_is_off_is_not_offered_and_takes_no_tickets() {
    let site = Site::new().await;
    let app = App::new(&site.desk);
    let (ada, anna) = (
        app.client(&site.desk.cast.ada).await,
        app.client(&site.desk.cast.anna).await,
    );
    let before = anna.incident("still there").await;
    ada.patch("/policy", json!({ "off": ["incident"] }))
        .await
        .ok(200);
    let new = json!({ "kind": "incident", "subject": "not taken" });
    anna.post("/tickets", new).await.field("kind");
    let agent = site.browser(&site.desk.cast.anna).await;
    assert!(
        !agent
            .page("/tickets/new")
            .await
            .contains("value=\"incident\"")
    );
    assert!(
        agent
            .page(&format!("/tickets/{before}"))
            .await
            .contains("still there")
    );
    ada.patch("/policy", json!({ "off": ["incident", "request"] }))
        .await
        .field("off");
    ada.patch("/policy", json!({ "off": [] })).await.ok(200);
    anna.incident("taken again").await;
}
