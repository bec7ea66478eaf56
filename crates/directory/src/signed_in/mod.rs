//! Who is on the other end of a request, and the protection against requests that other sites send.
//!
//! A handler that takes [`SignedIn`] cannot be reached without a valid session or token. For requests that
//! change something and come with a session, the browser must prove that our own page sent them:
//!
//! 1. here, for every such request: the header `X-Csrf-Token`, or `Sec-Fetch-Site: same-origin`, or an `Origin`
//!    that is ours. A browser sends one of the latter two by itself, a foreign page cannot forge them.
//! 2. in the handler of a form, in addition: its `csrf` field ([`SignedIn::check_form`]).
//!
//! Tokens travel in a header that browsers never send by themselves: they need neither.

mod frame;
mod headers;
mod known;
mod lasting;

pub use frame::{frame, portal_rail, role_name};
pub use lasting::Lasting;

pub(crate) use headers::origin;
pub(crate) use known::Recent;

use crate::sign_in::TOKEN_PREFIX;
use crate::{Brand, Directory, Setting, Site, Unread};
use headers::{bearer, is_ours, text};
use kernel::{Actor, PersonId};
use known::Known;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use web::axum::extract::{FromRequestParts, OptionalFromRequestParts};
use web::axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use web::axum::http::request::Parts;
use web::axum::http::{HeaderName, HeaderValue};
use web::axum::response::{IntoResponse, Response};
use web::cookies::cookie;
use web::{Flash, Texts};

/// The cookie that holds a session's secret.
pub const SESSION_COOKIE: &str = "spoc_session";
const HX_REQUEST: HeaderName = HeaderName::from_static("hx-request");
const HX_BOOSTED: HeaderName = HeaderName::from_static("hx-boosted");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// By what somebody has proven who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A browser's session.
    Session,
    /// An API token.
    Token,
}

/// The signed-in person, as far as pages need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The id.
    pub id: PersonId,
    /// The full name.
    pub name: String,
    /// The address; empty for none.
    pub email: String,
    /// A language code; empty for what the browser says.
    pub locale: String,
    /// An IANA zone.
    pub time_zone: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// The key of the role.
    pub role_key: String,
    /// The name of the role.
    pub role_name: String,
}

/// What a form sends that is a button alone.
#[derive(Clone, Deserialize)]
pub struct ButtonForm {
    /// What proves that a page of ours sent it ([`SignedIn::check_form`]).
    pub csrf: String,
}

/// Somebody who has proven who they are.
#[derive(Clone)]
pub struct SignedIn {
    /// What they may do and see.
    pub actor: Arc<Actor>,
    /// Who they are.
    pub person: Arc<Me>,
    /// What every form must send back; empty with a token.
    pub csrf: Arc<str>,
    /// By what they have proven it.
    pub via: Via,
    /// Their language: as chosen, else the browser's.
    pub texts: Texts,
    /// What their last action had to say.
    pub flash: Option<Flash>,
    /// What every page has in common.
    pub site: Arc<Site>,
    /// How the installation looks and speaks.
    pub brand: Arc<Brand>,
    /// The practices that are switched off.
    pub(crate) off: Arc<BTreeSet<String>>,
    /// How much they were told and have not read, where a page is asked for.
    pub(crate) unread: Option<i64>,
    /// The session's secret.
    secret: Arc<str>,
}

impl SignedIn {
    /// Checks the `csrf` field of a form.
    ///
    /// # Errors
    /// Forbidden, with a text that says to reload the page.
    pub fn check_form(&self, csrf: &str) -> web::Result<()> {
        match self.via {
            Via::Session => web::security::check_csrf(csrf, &self.csrf),
            Via::Token => Ok(()),
        }
    }

    /// Refuses tokens: what only the person at the keyboard may do.
    ///
    /// # Errors
    /// Forbidden.
    pub fn require_session(&self) -> web::Result<()> {
        match self.via {
            Via::Session => Ok(()),
            Via::Token => Err(web::Error::forbidden()),
        }
    }

    /// Their dates and times.
    pub fn calendar(&self) -> web::Calendar {
        web::Calendar::new(self.texts, &self.person.time_zone)
    }

    /// What they may change, group by group.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.site.settings(&self.actor, &self.off)
    }

    /// Whether a practice is on.
    pub fn has(&self, practice: &str) -> bool {
        !self.off.contains(practice)
    }

    /// The practices that are switched off.
    pub fn off(&self) -> Arc<BTreeSet<String>> {
        Arc::clone(&self.off)
    }

    /// Whether there is something that they have not read; nobody knows where no page is asked for.
    pub fn has_unread(&self) -> Option<bool> {
        self.unread.map(|count| count > 0)
    }

    /// As of now they have not read so much.
    #[must_use]
    pub fn with_unread(mut self, count: i64) -> Self {
        self.unread = self.unread.map(|_| count);
        self
    }

    /// The name of their role in their language.
    pub fn role(&self) -> String {
        role_name(self.texts, &self.person.role_key, &self.person.role_name)
    }

    /// What names the session without giving it away; nothing with a token.
    pub fn session(&self) -> Option<String> {
        (self.via == Via::Session).then(|| crate::secrets::hash(&self.secret))
    }

    /// The session's secret, for keeping it while others end.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        match find(parts).await {
            Ok(Some(signed)) => Ok(signed),
            Ok(None) => Err(ask_to_sign_in(parts)),
            Err(error) => Err(error.into_response()),
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Response> {
        find(parts).await.map_err(IntoResponse::into_response)
    }
}

async fn find(parts: &Parts) -> web::Result<Option<SignedIn>> {
    let Some(directory) = parts.extensions.get::<Directory>() else {
        return Err(web::Error::internal(
            "the router lacks the layer Extension(Directory)",
        ));
    };
    let (secret, bearer) = match bearer(&parts.headers) {
        Some(token) => (token, true),
        None => match cookie(&parts.headers, SESSION_COOKIE) {
            Some(secret) => (secret, false),
            None => return Ok(None),
        },
    };
    // Neither may pass for the other.
    if secret.starts_with(TOKEN_PREFIX) != bearer {
        return Ok(None);
    }
    let Some(known) = directory.known(secret).await? else {
        return Ok(None);
    };
    if known.via == Via::Session
        && !parts.method.is_safe()
        && !is_ours(&parts.headers, &known.csrf, directory.base_url())
    {
        return Err(web::Error::forbidden().with_text("error-csrf"));
    }
    let brand = directory.brand().await?;
    let unread = match directory.site().unread().filter(|_| is_page(parts)) {
        None => None,
        Some(of) => Some(unread(directory, &known, of).await?),
    };
    let accepted = text(&parts.headers, &ACCEPT_LANGUAGE);
    let chosen = Some(known.person.locale.as_str()).filter(|locale| !locale.is_empty());
    Ok(Some(SignedIn {
        texts: brand.texts_for(chosen, accepted),
        brand,
        flash: parts.extensions.get::<Flash>().cloned(),
        site: Arc::clone(directory.site()),
        unread,
        secret: secret.into(),
        off: known.off,
        actor: known.actor,
        person: known.person,
        csrf: known.csrf,
        via: known.via,
    }))
}

/// Counts again only once the database has changed: a list that is shown again must not wait for its bell.
async fn unread(directory: &Directory, known: &Known, of: Unread) -> crate::Result<i64> {
    let version = directory.store().version()?;
    if let Some(kept) = version.and_then(|version| known.unread.find(version)) {
        return Ok(kept);
    }
    let (actor, off) = (Arc::clone(&known.actor), Arc::clone(&known.off));
    let counted = directory
        .read(move |tx| Ok((of.count)(tx, &actor, &off)?))
        .await?;
    if let Some(version) = version {
        known.unread.keep(version, counted);
    }
    Ok(counted)
}

/// Whether a whole page is asked for, and not a part of one or data.
fn is_page(parts: &Parts) -> bool {
    let piece = match text(&parts.headers, &FETCH_DEST) {
        Some(destination) => destination != "document",
        None => parts.headers.contains_key(HX_REQUEST) || parts.uri.path().starts_with("/api/"),
    };
    !piece || parts.headers.contains_key(HX_BOOSTED)
}

fn ask_to_sign_in(parts: &Parts) -> Response {
    let path = parts.uri.path();
    if path.starts_with("/api/") || parts.headers.contains_key(AUTHORIZATION) {
        return web::Error::unauthenticated().into_response();
    }
    let wanted = parts
        .uri
        .path_and_query()
        .map_or(path, |both| both.as_str());
    let url = if parts.method.is_safe() && wanted != "/" {
        format!("/sign-in?next={}", encoded(wanted))
    } else {
        "/sign-in".to_owned()
    };
    if parts.headers.contains_key(HX_REQUEST) {
        // A piece of a page must not become the sign-in page: the whole window goes there.
        let mut response = web::Error::unauthenticated().into_response();
        if let Ok(url) = HeaderValue::try_from(url) {
            response.headers_mut().insert(HX_REDIRECT, url);
        }
        return response;
    }
    web::reply::see_other(&url)
}

/// A text as a value in a query string.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
