//! The description of the API: OpenAPI 3.1, whole and without loose ends.

use super::client::App;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Backend, TestDesk};
use web::axum::http::StatusCode;

/// Every route, as it is promised.
const ROUTES: [&str; 49] = [
    "DELETE /commands/{id}",
    "DELETE /tickets/{number}/hold",
    "DELETE /tickets/{number}/links/{kind}/{to}",
    "DELETE /tickets/{number}/tasks/{task}",
    "DELETE /views/{id}",
    "GET /activities",
    "GET /attachments/{hash}",
    "GET /conditions/check",
    "GET /jobs",
    "GET /jobs/{id}",
    "GET /policy",
    "GET /policy/versions",
    "GET /policy/versions/{version}",
    "GET /search",
    "GET /suggestions",
    "GET /tickets",
    "GET /tickets/{number}",
    "GET /tickets/{number}/activities",
    "GET /tickets/{number}/approvals",
    "GET /views",
    "GET /views/counts",
    "GET /views/{id}",
    "PATCH /policy",
    "PATCH /tickets/{number}",
    "PATCH /tickets/{number}/tasks/{task}",
    "PATCH /views/{id}",
    "POST /attachments",
    "POST /bulk",
    "POST /policy/versions/{version}/restoration",
    "POST /tickets",
    "POST /tickets/{number}/approvals",
    "POST /tickets/{number}/approvals/{approval}/answer",
    "POST /tickets/{number}/links",
    "POST /tickets/{number}/merges",
    "POST /tickets/{number}/notes",
    "POST /tickets/{number}/reopening",
    "POST /tickets/{number}/replies",
    "POST /tickets/{number}/side-messages",
    "POST /tickets/{number}/splits",
    "POST /tickets/{number}/tasks",
    "POST /tickets/{number}/time-worked",
    "POST /views",
    "PUT /jobs/{id}/cancellation",
    "PUT /jobs/{id}/retry",
    "PUT /tickets/{number}/approvals/{approval}/cancellation",
    "PUT /tickets/{number}/cancellation",
    "PUT /tickets/{number}/closure",
    "PUT /tickets/{number}/hold",
    "PUT /tickets/{number}/resolution",
];

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str().filter(|_| name == "$ref") {
                    Some(target) => {
                        found.insert(target.to_owned());
                    }
                    None => references(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// What an operation of a description must say; its route and name.
fn operation_of<'a>(path: &str, method: &str, operation: &'a Value) -> (String, &'a str) {
    let short = path.strip_prefix("/api/spoc/v1").unwrap();
    let route = format!("{} {short}", method.to_uppercase());
    assert!(
        operation["summary"].is_string(),
        "{route} says what it does"
    );
    let answers = operation["responses"].as_object().unwrap();
    assert!(
        answers.keys().any(|status| status.starts_with('2')),
        "{route}"
    );
    for (status, answer) in answers {
        let text = answer["description"].as_str().unwrap();
        assert!(!text.is_empty(), "{route} says what {status} means");
        let problem = answer["content"].get("application/problem+json");
        assert_eq!(
            problem.is_some(),
            status.starts_with('4'),
            "{route} {status}"
        );
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let of_path: BTreeSet<&str> = parameters
        .filter(|parameter| parameter["in"] == "path")
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    let in_path: BTreeSet<&str> = short
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    assert_eq!(of_path, in_path, "{route}");
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let takes_a_key = parameters
        .clone()
        .any(|parameter| parameter["name"] == "Idempotency-Key");
    // A file is its own key: its content. Who has forgotten a password is nobody yet who could have a key.
    let makes = method == "post" && !["/attachments", "/password-resets"].contains(&short);
    assert_eq!(takes_a_key, makes, "{route} is done once");
    (route, operation["operationId"].as_str().unwrap())
}

/// The routes of a description that has no loose ends.
fn checked(described: &Value) -> BTreeSet<String> {
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1."));
    assert!(described["info"]["title"].is_string() && described["info"]["version"].is_string());
    let (mut routes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let (route, name) = operation_of(path, method, operation);
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            routes.insert(route);
        }
    }
    let mut targets = BTreeSet::new();
    references(described, &mut targets);
    assert!(targets.len() > 10);
    for target in targets {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(described.pointer(pointer).is_some(), "{target} is missing");
    }
    routes
}

#[test]
fn every_route_is_described_in_openapi_3_1() {
    let described = serde_json::to_value(work::api::openapi()).unwrap();
    let promised: BTreeSet<String> = ROUTES.iter().map(ToString::to_string).collect();
    assert_eq!(checked(&described), promised);
}

#[tokio::test]
async fn the_description_of_the_whole_api_is_served() {
    let t = TestDesk::new(Backend::Sqlite).await;
    let mut nobody = App::new(&t).client(&t.cast.rita).await;
    nobody.token = String::new();
    let routes = checked(&nobody.get("/openapi.json").await.ok(200));
    for route in
        ROUTES
            .into_iter()
            .chain(["GET /people", "POST /tokens", "GET /me", "PUT /me/password"])
    {
        assert!(routes.contains(route), "{route}");
    }
}

#[tokio::test]
async fn every_described_route_is_there() {
    let t = TestDesk::new(Backend::Sqlite).await;
    let anna = App::new(&t).client(&t.cast.anna).await;
    for route in ROUTES {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path
            .replace("{number}", "1")
            .replace("{id}", "1")
            .replace("{kind}", "relates")
            .replace("{to}", "2")
            .replace("{hash}", "00");
        let reply = anna.with(method, &path, &[], &Value::Null).await;
        assert_ne!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{route}");
        assert!(!reply.status.is_server_error(), "{route}: {}", reply.body);
    }
}

/// Whether an operation of the document takes this header.
fn takes(operation: &Value, header: &str) -> bool {
    let mut parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters.any(|parameter| parameter["name"] == header && parameter["in"] == "header")
}

/// Whether the document says that an answer with this status carries an entity tag.
fn tells_tag(operation: &Value, status: StatusCode) -> bool {
    operation["responses"][status.as_str()]["headers"]["ETag"].is_object()
}

/// The path with something in place of its variables.
fn filled(path: &str, id: &str) -> String {
    let mut filled = path.replace("{kind}", "relates");
    while let Some((before, rest)) = filled.split_once('{') {
        let (_, after) = rest.split_once('}').unwrap();
        filled = format!("{before}{id}{after}");
    }
    filled
}

/// All operations of the document: path, method and what is said of them.
fn operations(described: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = described["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, methods)| {
        let short = path.strip_prefix("/api/spoc/v1").unwrap();
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (short, method.as_str(), operation))
    })
}

#[tokio::test]
async fn entity_tags_are_described_wherever_they_are_answered_and_answered_wherever_they_are_described()
 {
    let t = TestDesk::new(Backend::Sqlite).await;
    let app = App::whole(&t);
    let ada = app.client(&t.cast.ada).await;
    assert_eq!(ada.incident("Printer").await, 1);
    for path in ["/organisations", "/departments", "/locations", "/services"] {
        ada.post(path, json!({ "name": "First" })).await.ok(201);
    }
    let described = ada.get("/openapi.json").await.ok(200);
    let mut count = 0;
    for (path, _, operation) in operations(&described).filter(|(_, method, _)| *method == "get") {
        let one = filled(path, "1");
        let answer = ada.get(&one).await;
        let named = tells_tag(operation, StatusCode::OK);
        assert_eq!(answer.headers.contains_key("etag"), named, "{path}");
        assert_eq!(takes(operation, "If-None-Match"), named, "{path}");
        assert_eq!(operation["responses"]["304"].is_object(), named, "{path}");
        if named {
            let known = [("if-none-match", answer.header("etag"))];
            let again = ada.with("GET", &one, &known, &Value::Null).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            count += 1;
        }
    }
    assert!(count >= 10, "as many as there were once: {count}");
}

#[tokio::test]
async fn if_match_is_described_wherever_it_is_honoured_and_honoured_wherever_it_is_described() {
    let t = TestDesk::new(Backend::Sqlite).await;
    let app = App::whole(&t);
    let ada = app.client(&t.cast.ada).await;
    let described = ada.get("/openapi.json").await.ok(200);
    let mut count = 0;
    for (path, method, operation) in
        operations(&described).filter(|(_, method, _)| *method != "get")
    {
        // Whoever looks at it refuses what is no tag before anything else; and nothing of this is there to be changed.
        let no_tag = [("if-match", "nonsense")];
        let (nowhere, method) = (filled(path, "999999"), method.to_uppercase());
        let answer = ada.with(&method, &nowhere, &no_tag, &Value::Null).await;
        let detail = answer.body["detail"].as_str().unwrap_or_default();
        let named = takes(operation, "If-Match");
        let route = format!("{method} {path}");
        assert_eq!(detail.starts_with("If-Match: "), named, "{route}: {detail}");
        assert_eq!(operation["responses"]["412"].is_object(), named, "{route}");
        count += usize::from(named);
    }
    assert!(count >= 30, "as many as there were once: {count}");
}

#[tokio::test]
async fn what_is_made_with_a_version_is_described_with_its_tag() {
    let t = TestDesk::new(Backend::Sqlite).await;
    let app = App::whole(&t);
    let ada = app.client(&t.cast.ada).await;
    let described = ada.get("/openapi.json").await.ok(200);
    for (path, new) in [
        (
            "/tickets",
            json!({ "kind": "incident", "subject": "Printer" }),
        ),
        ("/people", json!({ "name": "Eve", "role_id": 1 })),
        ("/teams", json!({ "name": "Printing" })),
        ("/views", json!({ "name": "Mine", "q": "assignee:me" })),
    ] {
        let made = ada.post(path, new).await;
        assert_eq!(made.status, StatusCode::CREATED, "{path}: {}", made.body);
        let operation = &described["paths"][format!("/api/spoc/v1{path}")]["post"];
        let named = tells_tag(operation, StatusCode::CREATED);
        assert_eq!(made.headers.contains_key("etag"), named, "{path}");
    }
}
