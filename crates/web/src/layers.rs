//! What every request passes on its way in and every answer on its way out, in one place and order.

use crate::security::{BODY_BYTES, TIMEOUT};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::{Router, middleware};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// The whole application: its routes, the embedded files, the answers to what is not there, and round
/// it all, from the inside out: limits, the message after an action, errors as pages or JSON,
/// compression (never of live streams), security headers.
pub fn wrap<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .merge(crate::assets::router())
        .fallback(crate::error::not_found)
        .method_not_allowed_fallback(crate::error::method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIMEOUT,
        ))
        .layer(middleware::from_fn(crate::flash::carry))
        .layer(middleware::from_fn(crate::error::present))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(crate::security::headers))
}
