//! Lists as they were last shown: as long as nothing in the database has changed, the same reader who asks
//! for the same gets the same bytes.
//!
//! The database itself says whether it changed, by whatever process, for less than a thousandth of what the page
//! costs. Where it cannot (PostgreSQL), and for whoever says `Cache-Control: no-cache` as a browser's reload
//! does, pages are made anew.

use crate::desk::Desk;
use directory::SignedIn;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use web::axum::body::{Body, Bytes, to_bytes};
use web::axum::http::header::CACHE_CONTROL;
use web::axum::http::{HeaderMap, StatusCode, Uri};
use web::axum::response::Response;

/// Most pages that are kept.
const PAGES_MAX: usize = 200;
/// Largest page that is kept, in bytes.
const PAGE_MAX_BYTES: usize = 100 * 1024;
/// Longest time that a page is kept: what depends on the time of day, moves on.
const AGE_MAX: Duration = Duration::from_secs(10);

/// Lists as they were last shown.
#[derive(Default)]
pub(super) struct Shown(Mutex<HashMap<Key, Page>>);

/// Who asked for what.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The secret of the session, which no other session has.
    session: String,
    language: &'static str,
    address: String,
    partial: bool,
}

struct Page {
    version: i64,
    at: Instant,
    headers: HeaderMap,
    body: Bytes,
}

impl Shown {
    /// The key and the version of the database under which a page may be kept; nothing when it may not. The order is not
    /// always a part of the address.
    pub(super) fn key(
        &self,
        desk: &Desk,
        signed: &SignedIn,
        (uri, sort): (&Uri, &str),
        headers: &HeaderMap,
    ) -> Option<(Key, i64)> {
        if signed.flash.is_some() || signed.csrf.is_empty() || headers.contains_key(CACHE_CONTROL) {
            return None;
        }
        let version = desk.store().version().ok().flatten()?;
        let key = Key {
            session: signed.csrf.to_string(),
            language: signed.texts.code(),
            address: format!("{} {sort}", uri.path_and_query()?),
            partial: headers.contains_key("hx-request"),
        };
        Some((key, version))
    }

    /// The page as it was shown, if nothing has changed since.
    pub(super) fn find(&self, key: &Key, version: i64) -> Option<Response> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.get(key)?;
        if page.version != version || page.at.elapsed() > AGE_MAX {
            return None;
        }
        let mut response = Response::new(Body::from(page.body.clone()));
        response.headers_mut().clone_from(&page.headers);
        Some(response)
    }

    /// Keeps a page that was just made from the database of this version.
    pub(super) async fn keep(
        &self,
        key: Key,
        version: i64,
        response: Response,
    ) -> web::Result<Response> {
        if response.status() != StatusCode::OK {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX)
            .await
            .map_err(web::Error::internal)?;
        if body.len() <= PAGE_MAX_BYTES {
            let page = Page {
                version,
                at: Instant::now(),
                headers: parts.headers.clone(),
                body: body.clone(),
            };
            let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if pages.len() >= PAGES_MAX {
                pages.clear();
            }
            pages.insert(key, page);
        }
        Ok(Response::from_parts(parts, Body::from(body)))
    }
}
