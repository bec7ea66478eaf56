//! Requests that make something and may come twice: with the same `Idempotency-Key` they are done once, in
//! the same unit of work as what they make, and answered the same each time.

mod body;
pub mod queries;

use crate::Directory;
use kernel::text::hex;
use kernel::time::DAY;
use kernel::{Actor, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Tx;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use web::axum::http::request::Parts;
use web::axum::http::{HeaderName, HeaderValue, StatusCode};
use web::axum::response::{IntoResponse, Response};

pub use body::Body;
use queries::KeyOf;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key, in bytes.
pub const KEY_MAX_BYTES: usize = 200;
/// How long an answer is kept.
pub const KEPT_FOR: i64 = DAY;

/// A request that may come again.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    request: String,
}

impl Once {
    /// The request's key, if it has one, with what tells it from other requests.
    ///
    /// # Errors
    /// When the key is none.
    pub fn of(parts: &Parts, body: &[u8]) -> web::Result<Option<Once>> {
        let Some(key) = parts.headers.get(KEY) else {
            return Ok(None);
        };
        let key = key.to_str().unwrap_or_default();
        // Keys of our own contain a space, so that nobody's request can be taken for one of them.
        if key.is_empty()
            || key.len() > KEY_MAX_BYTES
            || !key.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(web::Error::bad_request(format!(
                "Idempotency-Key: use 1 to {KEY_MAX_BYTES} letters, digits and signs without spaces, such as a UUID"
            )));
        }
        let mut hasher = Sha256::new();
        hasher.update(parts.method.as_str());
        hasher.update(" ");
        hasher.update(parts.uri.to_string());
        hasher.update("\n");
        hasher.update(body);
        let request = hex(&hasher.finalize());
        Ok(Some(Once {
            key: key.to_owned(),
            request,
        }))
    }
}

/// An answer that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: StatusCode,
    location: String,
    body: String,
    secret: bool,
}

impl Answer {
    /// An answer with this document.
    ///
    /// # Errors
    /// When the document cannot be written as JSON.
    pub fn new(status: StatusCode, value: &impl Serialize) -> store::Result<Self> {
        let body =
            serde_json::to_string(value).map_err(|e| store::Error::Damaged(e.to_string()))?;
        Ok(Self {
            status,
            location: String::new(),
            body,
            secret: false,
        })
    }

    /// The same, with where what was made is.
    #[must_use]
    pub fn at(mut self, location: String) -> Self {
        self.location = location;
        self
    }

    /// The same, but it holds a secret and is not kept: it is given once.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let version = serde_json::from_str::<serde_json::Value>(&self.body)
            .ok()
            .and_then(|body| body.get("version")?.as_i64());
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let (false, Ok(location)) = (
            self.location.is_empty(),
            HeaderValue::try_from(&self.location),
        ) {
            headers.insert(LOCATION, location);
        }
        if let Some(version) = version {
            let (name, tag) = web::reply::etag(version);
            headers.insert(name, tag);
        }
        response
    }
}

/// Why a request is not done under its key: a catalogue key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyTaken(pub &'static str);

impl KeyTaken {
    /// What the header is called where errors name a field.
    pub const FIELD: &'static str = "Idempotency-Key";
}

/// Does `work` and keeps its answer; or answers what is kept, if the request was answered before.
///
/// # Errors
/// When the key was sent with another request, the database fails, or `work` does.
pub fn once<E: From<store::Error> + From<KeyTaken>>(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    request: Option<&Once>,
    work: impl FnOnce() -> Result<Answer, E>,
) -> Result<Answer, E> {
    let (Some(request), Some(person)) = (request, actor.person) else {
        return work();
    };
    let of = KeyOf {
        person,
        key: &request.key,
    };
    if queries::reserve(tx, of, &request.request, now, now.plus(-KEPT_FOR))? {
        let answer = work()?;
        let status = i64::from(answer.status.as_u16());
        let body = if answer.secret { "" } else { &answer.body };
        queries::keep(tx, of, status, &answer.location, body)?;
        return Ok(answer);
    }
    let kept = queries::find(tx, of)?.ok_or(store::Error::Raced)?;
    if kept.request != request.request {
        return Err(KeyTaken("once-other-request").into());
    }
    if kept.body.is_empty() {
        return Err(KeyTaken("once-secret").into());
    }
    let status = u16::try_from(kept.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::OK);
    Ok(Answer {
        status,
        location: kept.location,
        body: kept.body,
        secret: false,
    })
}

impl Directory {
    /// Forgets the answers that are kept no longer; to be called every hour or so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_answers(&self) -> store::Result<()> {
        let before = self.now().plus(-KEPT_FOR);
        self.store()
            .write(move |tx| queries::forget(tx, before))
            .await
    }
}
