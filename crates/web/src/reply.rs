//! The answers that handlers give.

use crate::error::Error;
use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Room for a page before its buffer grows: most pages fit.
const PAGE_BYTES: usize = 48 * 1024;
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// A page is somebody's own and may change at any moment.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A page.
pub fn html(page: &impl Template) -> Response {
    let mut text = String::with_capacity(PAGE_BYTES);
    match page.render_into(&mut text) {
        Ok(()) => ([(CONTENT_TYPE, HTML), (CACHE_CONTROL, PRIVATE)], text).into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// A page with another status than 200: a form shown again with its errors.
pub fn html_with(status: StatusCode, page: &impl Template) -> Response {
    let mut response = html(page);
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// A form shown again because of an error: with its status, and when to come back where there is something to
/// wait for.
pub fn html_refused(error: &Error, page: &impl Template) -> Response {
    let mut response = html_with(error.kind().status(), page);
    error.say_when(&mut response);
    response
}

/// Go and look there: the answer to every form that did something.
pub fn see_other(url: &str) -> Response {
    match HeaderValue::try_from(url) {
        Ok(url) => (StatusCode::SEE_OTHER, [(LOCATION, url)]).into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// Whether a `next=` address stays on this site: a path, not another host.
#[must_use]
pub fn is_local(url: &str) -> bool {
    url.starts_with('/')
        && !url.starts_with("//")
        && !url.contains('\\')
        && url.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A JSON document.
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => (
            status,
            [(CONTENT_TYPE, JSON), (CACHE_CONTROL, PRIVATE)],
            bytes,
        )
            .into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// The entity tag of a version, as a header.
#[must_use]
pub fn etag(version: i64) -> (HeaderName, HeaderValue) {
    (
        ETAG,
        HeaderValue::try_from(format!("\"{version}\""))
            .unwrap_or(HeaderValue::from_static("\"0\"")),
    )
}

/// The version of what keeps none: a number made of all that it says.
pub fn version_of(value: &impl Serialize) -> i64 {
    let text = serde_json::to_string(value).unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    // Positive, as versions are.
    (hasher.finish() >> 1).cast_signed()
}

/// A JSON document that is tagged with all that it says; 304 if the reader has just that already.
pub fn json_as_it_is(request: &HeaderMap, value: &impl Serialize) -> Response {
    json_version(request, version_of(value), value)
}

/// A JSON document with its entity tag; 304 if the reader has that version already.
pub fn json_version(request: &HeaderMap, version: i64, value: &impl Serialize) -> Response {
    if is_known(request, version) {
        return (StatusCode::NOT_MODIFIED, [etag(version)]).into_response();
    }
    let mut response = json(StatusCode::OK, value);
    let (name, tag) = etag(version);
    response.headers_mut().insert(name, tag);
    response
}

/// Whether `If-None-Match` names this version.
#[must_use]
pub fn is_known(request: &HeaderMap, version: i64) -> bool {
    header(request, &IF_NONE_MATCH).is_some_and(|tags| {
        let wanted = format!("\"{version}\"");
        tags.split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == wanted || tag == "*")
    })
}

/// The version that an entity tag names, if it is one of ours.
pub(crate) fn version_named(tag: &str) -> Option<i64> {
    tag.trim_start_matches("W/").trim_matches('"').parse().ok()
}

fn header<'a>(request: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    request.get(name).and_then(|value| value.to_str().ok())
}
