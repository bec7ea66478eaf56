//! What the pages stand on, seen from outside the crate.

mod assets;
mod errors;
mod live;
mod markdown;
mod texts;
mod uploads;
mod values;

use web::axum::Router;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{Request, Response};

/// Sends one request and reads the answer.
pub async fn send(app: Router, request: Request<Body>) -> (Response<()>, String) {
    use tower::ServiceExt;
    let response = app.oneshot(request).await.expect("routers answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.expect("a small body");
    (
        Response::from_parts(parts, ()),
        String::from_utf8_lossy(&bytes).into_owned(),
    )
}
