//! What an action has to say on the page after it: "Assigned to Network. Undo". Carried over the
//! redirect in a cookie that lives for one page.

use crate::cookies::cookie;
use crate::extract::parse_fields;
use axum::extract::Request;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const COOKIE_NAME: &str = "spoc_said";
const CLEAR: HeaderValue =
    HeaderValue::from_static("spoc_said=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");

/// A message about what was just done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The words, in the reader's language.
    #[serde(rename = "t")]
    pub text: String,
    /// The command that `POST /commands/{command}/undo` takes back; or the address that does, with a slash first.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// Whether it failed.
    #[serde(rename = "e", default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
}

impl Flash {
    /// Most bytes of the words: a cookie carries them.
    pub const TEXT_BYTES: usize = 400;

    /// Something was done.
    #[must_use]
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Something was refused.
    #[must_use]
    pub fn failed(text: impl Into<String>) -> Self {
        Self {
            failed: true,
            ..Self::done(text)
        }
    }

    /// Offers to take the command back.
    #[must_use]
    pub fn with_undo(mut self, command: impl ToString) -> Self {
        self.undo = Some(command.to_string());
        self
    }

    /// Sends it along with a redirect.
    #[must_use]
    pub fn on(mut self, mut response: Response) -> Response {
        let end = self.text.floor_char_boundary(Self::TEXT_BYTES);
        self.text.truncate(end);
        let encoded = serde_html_form::to_string(&self).unwrap_or_default();
        // A cookie's value has no separators: the form encoding's are written otherwise.
        let encoded = encoded.replace('&', "!").replace('=', ":");
        let cookie = format!("{COOKIE_NAME}={encoded}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        if let Ok(value) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    }

    fn from_cookies(headers: &HeaderMap) -> Option<Self> {
        let value = cookie(headers, COOKIE_NAME)?;
        parse_fields(value.replace('!', "&").replace(':', "=").as_bytes()).ok()
    }
}

/// The layer that puts the [`Flash`] of the last action among the request's extensions and forgets it
/// once a page has been shown; to be used with `axum::middleware::from_fn`.
pub async fn carry(mut request: Request, next: Next) -> Response {
    if is_for_a_piece(request.headers()) {
        return next.run(request).await;
    }
    let Some(flash) = Flash::from_cookies(request.headers()) else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(flash);
    let mut response = next.run(request).await;
    let is_page = response.status().is_success()
        && response
            .headers()
            .get("content-type")
            .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_page {
        response.headers_mut().append(SET_COOKIE, CLEAR);
    }
    response
}

/// Whether a page asks for a piece of itself, and not somebody for a page: the message waits for the page.
fn is_for_a_piece(headers: &HeaderMap) -> bool {
    if headers.contains_key("hx-boosted") {
        return false;
    }
    let navigates = |mode: &HeaderValue| mode.as_bytes() == b"navigate";
    headers.contains_key("hx-request")
        || headers
            .get("sec-fetch-mode")
            .is_some_and(|mode| !navigates(mode))
}
