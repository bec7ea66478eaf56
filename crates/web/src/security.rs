//! What every response says to the browser, and the limits that every request meets.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Duration;

/// The largest body of an ordinary request.
pub const BODY_BYTES: usize = 1024 * 1024;
/// The largest body of a request that carries files.
pub const UPLOAD_BYTES: usize = 64 * 1024 * 1024;
/// The largest single file.
pub const FILE_BYTES: usize = 32 * 1024 * 1024;
/// How many files one request may carry.
pub const FILES: usize = 20;
/// How long a request may take, live streams apart.
pub const TIMEOUT: Duration = Duration::from_secs(30);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    frame-src 'self'; manifest-src 'self'";
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Adds the security headers; to be used with `axum::middleware::from_fn`. A response that sets a
/// stricter policy of its own (a downloaded attachment, a page whose address is a secret) keeps it.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(X_FRAME_OPTIONS)
        .or_insert(HeaderValue::from_static("DENY"));
    headers
        .entry(REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("same-origin"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    response
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
#[must_use]
pub fn same_secret(given: &str, expected: &str) -> bool {
    if given.len() != expected.len() {
        return false;
    }
    let difference = given
        .bytes()
        .zip(expected.bytes())
        .fold(0, |sum, (left, right)| sum | (left ^ right));
    std::hint::black_box(difference) == 0
}

/// Checks a form's `csrf` field against the session's token.
///
/// # Errors
/// Forbidden, with a text that says to reload the page.
pub fn check_csrf(given: &str, expected: &str) -> crate::Result<()> {
    if !expected.is_empty() && same_secret(given, expected) {
        Ok(())
    } else {
        Err(crate::Error::forbidden().with_text("error-csrf"))
    }
}
