//! Requests that make something and may come twice: with the same `Idempotency-Key` they are done once, in
//! the same unit of work as what they make, and answered the same each time.

use super::queries::{self, KeyOf};
use crate::desk::Desk;
use crate::error::{Error, Result};
use kernel::time::DAY;
use kernel::{Actor, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use store::Tx;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use web::axum::http::request::Parts;
use web::axum::http::{HeaderName, HeaderValue, StatusCode};
use web::axum::response::{IntoResponse, Response};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Longest key, in bytes.
const KEY_MAX_BYTES: usize = 200;
/// How long an answer is kept.
const KEPT_FOR: i64 = DAY;

/// A request that may come again.
#[derive(Clone, Debug)]
pub(super) struct Once {
    key: String,
    request: String,
}

impl Once {
    /// The request's key, if it has one, with what tells it from other requests.
    pub(super) fn of(parts: &Parts, body: &[u8]) -> web::Result<Option<Once>> {
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
        let mut request = String::with_capacity(64);
        for byte in hasher.finalize() {
            // Writing into a String cannot fail.
            let _ = write!(request, "{byte:02x}");
        }
        Ok(Some(Once {
            key: key.to_owned(),
            request,
        }))
    }
}

/// An answer that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Answer {
    /// An answer with this document.
    pub(super) fn new(status: StatusCode, value: &impl Serialize) -> Result<Self> {
        let body =
            serde_json::to_string(value).map_err(|e| store::Error::Damaged(e.to_string()))?;
        Ok(Self {
            status,
            location: String::new(),
            body,
        })
    }

    /// The same, with where what was made is.
    #[must_use]
    pub(super) fn at(mut self, location: String) -> Self {
        self.location = location;
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

/// Does `work` and keeps its answer; or answers what is kept, if the request was answered before.
pub(super) fn once(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    request: Option<&Once>,
    work: impl FnOnce() -> Result<Answer>,
) -> Result<Answer> {
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
        queries::keep(tx, of, status, &answer.location, &answer.body)?;
        return Ok(answer);
    }
    let kept = queries::find(tx, of)?.ok_or(store::Error::Raced)?;
    if kept.request != request.request {
        return Err(Error::Invalid {
            field: "Idempotency-Key",
            text: "this key was sent with another request; choose a new one for each request"
                .into(),
        });
    }
    let status = u16::try_from(kept.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::OK);
    Ok(Answer {
        status,
        location: kept.location,
        body: kept.body,
    })
}

/// Forgets the answers that are kept no longer.
pub(crate) async fn forget(desk: &Desk) -> Result<()> {
    let before = desk.clock().now().plus(-KEPT_FOR);
    desk.store()
        .write(move |tx| queries::forget(tx, before))
        .await
}

/// Forms that file a ticket carry a key, so that sending one twice files one ticket.
pub(crate) mod forms {
    use super::{KEPT_FOR, KEY_MAX_BYTES, KeyOf, queries};
    use crate::desk::Outcome;
    use crate::error::{Error, Result};
    use kernel::{PersonId, TicketId, Timestamp};
    use store::Tx;

    /// Does `work`, unless this form was sent before; answers the ticket that it filed.
    pub(crate) fn opened_once(
        tx: &Tx<'_>,
        person: PersonId,
        now: Timestamp,
        key: &str,
        work: &dyn Fn() -> Result<Outcome>,
    ) -> Result<TicketId> {
        if key.is_empty() || key.len() > KEY_MAX_BYTES {
            return work()?.ticket();
        }
        let key = format!("form {key}");
        let of = KeyOf { person, key: &key };
        if queries::reserve(tx, of, "", now, now.plus(-KEPT_FOR))? {
            let ticket = work()?.ticket()?;
            queries::keep(tx, of, 201, "", &ticket.to_string())?;
            return Ok(ticket);
        }
        let kept = queries::find(tx, of)?.ok_or(store::Error::Raced)?;
        kept.body.parse().map_err(|_| Error::NotFound)
    }
}

/// What is kept of a file between its upload and the message that it hangs on.
pub(super) mod uploads {
    use super::{KEPT_FOR, KeyOf, queries};
    use crate::error::Result;
    use kernel::ticket::Attachment;
    use kernel::{PersonId, Timestamp};
    use store::Tx;

    /// An upload is a request that makes something and is its own key: its content.
    fn key(hash: &str) -> String {
        format!("upload {hash}")
    }

    /// Remembers that `person` has uploaded a file.
    pub(in crate::api) fn remember(
        tx: &Tx<'_>,
        person: PersonId,
        file: &Attachment,
        now: Timestamp,
    ) -> Result<()> {
        let key = key(&file.hash);
        let of = KeyOf { person, key: &key };
        let body = serde_json::to_string(file).map_err(|e| store::Error::Damaged(e.to_string()))?;
        if !queries::reserve(tx, of, &file.hash, now, now.plus(-KEPT_FOR))? {
            queries::renew(tx, of, now)?;
        }
        queries::keep(tx, of, 201, "", &body)
    }

    /// A file that `person` has uploaded.
    pub(in crate::api) fn find(
        tx: &Tx<'_>,
        person: PersonId,
        hash: &str,
    ) -> Result<Option<Attachment>> {
        let key = key(hash);
        let found = queries::find(tx, KeyOf { person, key: &key })?;
        Ok(found.and_then(|kept| serde_json::from_str(&kept.body).ok()))
    }
}
