use crate::send;
use serde::Deserialize;
use web::Upload;
use web::axum::body::Body;
use web::axum::extract::DefaultBodyLimit;
use web::axum::http::{Request, StatusCode};
use web::axum::routing::post;
use web::axum::{Router, middleware};
use web::security::{FILE_BYTES, UPLOAD_BYTES};

#[derive(Deserialize)]
struct Reply {
    body: String,
    #[serde(default)]
    tag: Vec<String>,
}

async fn take(upload: Upload<Reply>) -> String {
    let files: Vec<_> = upload
        .files
        .iter()
        .map(|file| format!("{}={}", file.name, file.bytes.len()))
        .collect();
    format!(
        "{} {:?} {}",
        upload.fields.body,
        upload.fields.tag,
        files.join(",")
    )
}

fn app() -> Router {
    Router::new()
        .route("/", post(take))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES))
        .layer(middleware::from_fn(web::error::present))
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file
        .map(|file| format!("; filename=\"{file}\""))
        .unwrap_or_default();
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

async fn post_parts(parts: Vec<String>) -> (StatusCode, String) {
    let body = parts.concat() + "--b--\r\n";
    let request = Request::post("/")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(body));
    let (head, body) = send(app(), request.expect("a request")).await;
    (head.status(), body)
}

#[tokio::test]
async fn a_form_comes_with_and_without_files() {
    let plain = Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("body=hi&tag=a&tag=b"));
    let (_, body) = send(app(), plain.expect("a request")).await;
    assert_eq!(body, "hi [\"a\", \"b\"] ");
    let parts = vec![
        part("body", None, "a & b = ä"),
        part("tag", None, "x"),
        part("files", Some("C:\\temp\\..\\log.txt"), "12345"),
        part("files", Some(""), ""),
    ];
    assert_eq!(
        post_parts(parts).await,
        (StatusCode::OK, "a & b = ä [\"x\"] log.txt=5".into())
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let large = "x".repeat(FILE_BYTES + 1);
    let (status, _) = post_parts(vec![
        part("body", None, "hi"),
        part("files", Some("a"), &large),
    ])
    .await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = (0..21).map(|_| part("files", Some("a"), "x")).collect();
    assert_eq!(post_parts(many).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}
