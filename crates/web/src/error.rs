//! An error is an outcome with a public text and a private cause. It becomes HTTP in one place: the
//! layer [`present`], which knows whether the reader wants a page or JSON, and in which language.

use crate::texts::Texts;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// What a handler answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kinds of failure that HTTP can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be understood.
    BadRequest,
    /// The request is understood, but some fields are wrong.
    Invalid,
    /// Nobody is signed in.
    Unauthenticated,
    /// Signed in, but not allowed.
    Forbidden,
    /// Not there, or not visible to this reader.
    NotFound,
    /// The path is there, the method is not.
    MethodNotAllowed,
    /// Contradicts what is there now.
    Conflict,
    /// The version that the writer saw is no longer the present one.
    PreconditionFailed,
    /// Too many tries; the seconds to wait.
    TooMany(u32),
    /// The body is larger than allowed.
    TooLarge,
    /// A media type that is not understood.
    Unsupported,
    /// Took too long or cannot be served just now.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Kind {
    /// The HTTP status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stem of the catalogue keys and the last part of the problem type.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::Invalid => "invalid",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition-failed",
            Self::TooMany(_) => "too-many",
            Self::TooLarge => "too-large",
            Self::Unsupported => "unsupported",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    fn from_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Unsupported,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => Self::Unavailable,
            _ => return None,
        })
    }
}

/// What is wrong with one field, for the form and for the API alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name in the form or the JSON document.
    pub field: Cow<'static, str>,
    /// What was wrong and what would be right: a catalogue key or the text itself.
    pub detail: Cow<'static, str>,
}

/// A failed request: what the reader is told, and what only the log is told.
#[derive(Clone, Debug)]
pub struct Error {
    kind: Kind,
    detail: Option<Cow<'static, str>>,
    fields: Vec<FieldError>,
    cause: Option<Arc<str>>,
}

impl Error {
    /// An error of a kind, with that kind's own text.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            fields: Vec::new(),
            cause: None,
        }
    }

    /// 400, with what could not be understood.
    #[must_use]
    pub fn bad_request(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::BadRequest).with_text(text)
    }

    /// 422, with the fields that are wrong.
    #[must_use]
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(Kind::Invalid)
        }
    }

    /// 422 for one field.
    #[must_use]
    pub fn invalid_field(
        field: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::invalid(vec![FieldError {
            field: field.into(),
            detail: detail.into(),
        }])
    }

    /// 401.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated)
    }

    /// 403.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(Kind::Forbidden)
    }

    /// 404: not there, or not for this reader.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// 409, with what stands against it.
    #[must_use]
    pub fn conflict(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Conflict).with_text(text)
    }

    /// 412: somebody else was first.
    #[must_use]
    pub fn precondition_failed() -> Self {
        Self::new(Kind::PreconditionFailed)
    }

    /// 429, with the seconds to wait.
    #[must_use]
    pub fn too_many(retry_after_secs: u32) -> Self {
        Self::new(Kind::TooMany(retry_after_secs))
    }

    /// 500; the cause is logged and never shown.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(Kind::Internal).with_cause(cause)
    }

    /// The same, with what is to be said beside fields.
    #[must_use]
    pub fn with_fields(self, fields: Vec<FieldError>) -> Self {
        Self { fields, ..self }
    }

    /// Says something more fitting than the kind's own text: a catalogue key or the text itself.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// Adds what only the log may know.
    #[must_use]
    pub fn with_cause(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string().into());
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The fields that are wrong, to be shown beside them when a form is shown again.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// Says in a header when to come back, where there is something to wait for.
    pub(crate) fn say_when(&self, response: &mut Response) {
        if let Kind::TooMany(secs) = self.kind {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(secs));
        }
    }

    /// What the reader is told, in the reader's language.
    #[must_use]
    pub fn text(&self, texts: Texts) -> String {
        match (&self.detail, self.kind) {
            (Some(detail), _) => texts.t(detail).to_owned(),
            (None, Kind::TooMany(secs)) => wait(secs, texts),
            (None, kind) => texts.t(&format!("error-{}-text", kind.code())).to_owned(),
        }
    }
}

/// How long to wait: in seconds while that can be grasped, then in minutes.
fn wait(secs: u32, texts: Texts) -> String {
    match secs {
        0..=90 => texts.count("error-too-many-text", secs.into()),
        _ => texts.count("error-too-many-minutes", secs.div_ceil(60).into()),
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.kind.code())?;
        for text in [self.detail.as_deref(), self.cause.as_deref()]
            .into_iter()
            .flatten()
        {
            write!(f, ": {text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl IntoResponse for Error {
    /// A bare answer that carries the error; [`present`] writes the page or the JSON.
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// For `Router::fallback`.
pub async fn not_found() -> Error {
    Error::not_found()
}

/// For `Router::method_not_allowed_fallback`.
pub async fn method_not_allowed() -> Error {
    Error::new(Kind::MethodNotAllowed)
}

/// The layer that writes every error, once; to be used with `axum::middleware::from_fn`. It reads the
/// language from [`Texts`] among the response's extensions if there, else from the request.
pub async fn present(request: Request, next: Next) -> Response {
    let json = wants_json(request.uri().path(), request.headers());
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let language = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(ToOwned::to_owned);
    let response = next.run(request).await;
    let error = match response.extensions().get::<Arc<Error>>() {
        Some(error) => Arc::clone(error),
        None => match Kind::from_status(response.status()) {
            Some(kind) => Arc::new(Error::new(kind)),
            None => return response,
        },
    };
    log(&error, &method, &path);
    let texts = response
        .extensions()
        .get::<Texts>()
        .copied()
        .unwrap_or_else(|| Texts::choose(None, language.as_deref()));
    let written = if json {
        problem(&error, texts, &path)
    } else {
        crate::error_page::write(&error, texts)
    };
    carry_headers(written, &response, &error)
}

/// Whether this request is answered in JSON: everything under `/api/`, and whoever asks for JSON only.
fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    path.starts_with("/api/") || (accept.contains("json") && !accept.contains("text/html"))
}

fn log(error: &Error, method: &Method, path: &str) {
    if error.kind == Kind::Internal {
        tracing::error!(%method, path, %error, "request failed");
    } else {
        tracing::debug!(%method, path, %error, "request refused");
    }
}

/// RFC 9457, with the fields as `errors`.
#[derive(Serialize)]
struct Problem<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: String,
    instance: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

fn problem(error: &Error, texts: Texts, path: &str) -> Response {
    let title_key = format!("error-{}-title", error.kind.code());
    let body = Problem {
        kind: format!("urn:spoc:problem:{}", error.kind.code()),
        title: texts.t(&title_key),
        status: error.kind.status().as_u16(),
        detail: error.text(texts),
        instance: path,
        errors: error
            .fields
            .iter()
            .map(|field| FieldError {
                field: field.field.clone(),
                detail: texts.t(&field.detail).to_owned().into(),
            })
            .collect(),
    };
    let bytes = serde_json::to_vec(&body).unwrap_or_default();
    let media = [(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    )];
    (error.kind.status(), media, bytes).into_response()
}

/// Keeps what the inner response had to say in headers (cookies, `Allow`), except about its body.
fn carry_headers(mut written: Response, inner: &Response, error: &Error) -> Response {
    for (name, value) in inner.headers() {
        if !name.as_str().starts_with("content-") {
            written.headers_mut().append(name, value.clone());
        }
    }
    error.say_when(&mut written);
    written
}
