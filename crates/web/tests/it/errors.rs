use crate::send;
use serde::Deserialize;
use web::axum::Router;
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode};
use web::axum::routing::{get, post};
use web::{Error, Form, Json, Path, Query};

#[derive(Deserialize)]
struct Fields {
    number: Vec<i64>,
    #[serde(default)]
    word: String,
}

async fn form(Form(fields): Form<Fields>) -> String {
    format!("{:?} {}", fields.number, fields.word)
}

async fn query(Query(fields): Query<Fields>) -> String {
    format!("{:?}", fields.number)
}

async fn json(Json(fields): Json<Fields>) -> String {
    fields.word
}

async fn path(Path(number): Path<i64>) -> String {
    number.to_string()
}

fn app() -> Router {
    let routes = Router::new()
        .route("/form", post(form))
        .route("/query", get(query))
        .route("/api/json", post(json))
        .route("/tickets/{number}", get(path))
        .route(
            "/broken",
            get(async || Err::<(), _>(Error::internal("password=hunter2 in driver text"))),
        )
        .route("/busy", get(async || Err::<(), _>(Error::too_many(30))))
        .route(
            "/wrong",
            get(async || Err::<(), _>(Error::invalid_field("email", "password-short"))),
        );
    web::layers::wrap(routes)
}

fn get_page(path: &str) -> Request<Body> {
    Request::get(path)
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("a request")
}

#[tokio::test]
async fn a_person_gets_a_page_in_their_language() {
    let request = Request::get("/nowhere")
        .header("accept-language", "de")
        .body(Body::empty())
        .expect("a request");
    let (head, body) = send(app(), request).await;
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
    assert!(
        body.contains("Nicht gefunden") && body.contains("<html lang=\"de\""),
        "{body}"
    );
    assert!(head.headers().contains_key("content-security-policy"));
}

#[tokio::test]
async fn a_program_gets_a_problem_document() {
    let request = Request::get("/wrong")
        .header("accept", "application/json")
        .body(Body::empty())
        .expect("a request");
    let (head, body) = send(app(), request).await;
    assert_eq!(head.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(head.headers()["content-type"], "application/problem+json");
    let problem: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(problem["type"], "urn:spoc:problem:invalid");
    assert_eq!(problem["status"], 422);
    assert_eq!(problem["instance"], "/wrong");
    assert_eq!(problem["errors"][0]["field"], "email");
    assert_eq!(
        problem["errors"][0]["detail"],
        "Too short: at least 10 characters."
    );
}

#[tokio::test]
async fn the_cause_stays_inside() {
    let (head, body) = send(app(), get_page("/broken")).await;
    assert_eq!(head.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!body.contains("hunter2"), "{body}");
}

#[tokio::test]
async fn too_many_tries_say_when_to_come_back() {
    let (head, _) = send(app(), get_page("/busy")).await;
    assert_eq!(
        (head.status(), &head.headers()["retry-after"]),
        (
            StatusCode::TOO_MANY_REQUESTS,
            &"30".parse().expect("a header")
        )
    );
}

#[tokio::test]
async fn extractors_say_what_was_wrong() {
    let form = |body: &'static str| {
        Request::post("/form")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request")
    };
    let (_, body) = send(app(), form("number=1&number=2&word=%C3%A4")).await;
    assert_eq!(body, "[1, 2] ä");
    let (head, _) = send(app(), form("number=x")).await;
    assert_eq!(head.status(), StatusCode::BAD_REQUEST);
    let (_, body) = send(app(), get_page("/query?number=7")).await;
    assert_eq!(body, "[7]");
    let (head, _) = send(app(), get_page("/tickets/abc")).await;
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
    let (head, _) = send(
        app(),
        Request::post("/query")
            .body(Body::empty())
            .expect("a request"),
    )
    .await;
    assert_eq!(head.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(head.headers().contains_key("allow"));
}

#[tokio::test]
async fn bad_json_is_told_where_it_is_bad() {
    let post = |body: &'static str| {
        Request::post("/api/json")
            .header("content-type", "application/json")
            .body(Body::from(body))
            .expect("a request")
    };
    let (head, body) = send(app(), post("{\"number\": [1], \"word\": 5}")).await;
    assert_eq!(head.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let wrong = serde_json::json!([{ "field": "word", "detail": "is 5; give a text" }]);
    assert_eq!(problem["errors"], wrong);
    let (_, body) = send(app(), post("{\"number\": [1, \"x\"]}")).await;
    assert!(
        body.contains("number[1]") && body.contains("is “x”; give a whole number"),
        "{body}"
    );
    let (head, body) = send(app(), post("{\"number\": [1,")).await;
    assert_eq!(head.status(), StatusCode::BAD_REQUEST);
    assert!(
        body.contains("This is no JSON") && body.contains("line 1 column 14"),
        "{body}"
    );
    let (head, _) = send(
        app(),
        Request::post("/api/json")
            .body(Body::from("{}"))
            .expect("a request"),
    )
    .await;
    assert_eq!(head.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_page_is_compressed_for_who_can_read_that() {
    let request = Request::get("/nowhere")
        .header("accept-encoding", "gzip")
        .body(Body::empty())
        .expect("a request");
    let (head, _) = send(app(), request).await;
    assert_eq!(head.headers()["content-encoding"], "gzip");
    assert!(head.headers().contains_key("x-content-type-options"));
}
