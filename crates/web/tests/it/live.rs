use crate::send;
use futures_util::StreamExt;
use tokio::sync::broadcast;
use web::axum::body::Body;
use web::axum::http::{Request, header};
use web::axum::response::IntoResponse;
use web::axum::routing::get;
use web::axum::{Extension, Router};
use web::{Flash, reply};

/// Somebody who is told of numbers above zero, and leaves at zero.
struct Positive;

impl web::live::Reader<i64> for Positive {
    async fn names(&mut self, numbers: Vec<i64>) -> Option<Vec<String>> {
        let above = numbers.iter().filter(|number| **number > 0);
        let names = above.flat_map(|number| [format!("ticket-{number}"), "lists".into()]);
        (!numbers.contains(&0)).then(|| names.collect())
    }
}

/// What a reader is sent until the desk closes.
async fn told(receiver: broadcast::Receiver<i64>, sender: broadcast::Sender<i64>) -> String {
    drop(sender);
    let response = web::live::stream(receiver, Positive).into_response();
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/event-stream"
    );
    let bytes = web::axum::body::to_bytes(response.into_body(), 1 << 20)
        .await
        .expect("it ends");
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[tokio::test]
async fn a_stream_tells_names_and_nothing_else() {
    let (sender, receiver) = broadcast::channel(8);
    for number in [7, -1, 8] {
        sender.send(number).expect("a reader");
    }
    let text = told(receiver, sender).await;
    let both = "event: ticket-7\ndata: 1\n\nevent: lists\ndata: 1\n\nevent: ticket-8";
    assert!(text.contains(both), "{text}");
    assert_eq!(text.matches("event: lists").count(), 1, "{text}");
    assert!(
        text.contains("retry: 3000") && !text.contains("ticket--1"),
        "{text}"
    );
}

#[tokio::test]
async fn who_is_nobody_any_more_is_told_nothing_more() {
    let (sender, receiver) = broadcast::channel(8);
    let response = web::live::stream(receiver, Positive).into_response();
    let mut body = response.into_body().into_data_stream();
    sender.send(7).expect("a reader");
    let mut text = String::new();
    while !text.contains("event: lists") {
        let piece = body.next().await.expect("a piece").expect("no error");
        text.push_str(std::str::from_utf8(&piece).expect("text"));
    }
    assert!(text.contains("event: ticket-7"), "{text}");
    sender.send(0).expect("a reader");
    sender.send(8).expect("a reader");
    assert!(body.next().await.is_none(), "it ends");
}

#[tokio::test]
async fn who_falls_behind_is_told_to_reload() {
    let (sender, receiver) = broadcast::channel(2);
    for number in 1..100 {
        sender.send(number).expect("a reader");
    }
    let text = told(receiver, sender).await;
    assert_eq!(text.matches("event: reload").count(), 1, "{text}");
    assert!(
        !text.contains("event: ticket-"),
        "a page that asks anew knows them: {text}"
    );
}

#[tokio::test]
async fn what_was_said_is_shown_once() {
    let show = async |flash: Option<Extension<Flash>>| {
        let said = flash
            .map(|Extension(flash)| format!("{} {:?}", flash.text, flash.undo))
            .unwrap_or_default();
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], said)
    };
    let app = web::layers::wrap(Router::new().route("/", get(show)));
    let said = Flash::done("Ärger & Co = 100 %; \"erledigt\"!")
        .with_undo(42)
        .on(reply::see_other("/"));
    let cookie = said.headers()[header::SET_COOKIE]
        .to_str()
        .expect("ASCII")
        .split(';')
        .next()
        .expect("a value")
        .to_owned();
    let request = Request::get("/")
        .header(header::COOKIE, format!("a=b; {cookie}"))
        .body(Body::empty());
    let (head, body) = send(app.clone(), request.expect("a request")).await;
    assert_eq!(body, "Ärger & Co = 100 %; \"erledigt\"! Some(\"42\")");
    assert!(
        head.headers()[header::SET_COOKIE]
            .to_str()
            .expect("ASCII")
            .contains("Max-Age=0")
    );
    let (head, body) = send(
        app,
        Request::get("/").body(Body::empty()).expect("a request"),
    )
    .await;
    assert!(body.is_empty() && !head.headers().contains_key(header::SET_COOKIE));
}
