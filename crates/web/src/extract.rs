//! Extractors that answer with our own errors instead of the framework's plain text.

use crate::error::{Error, Kind, Result};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A form's fields. Repeated names become lists.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

/// The query string's fields. Repeated names become lists.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

/// A JSON body. No body counts as a document without members.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

/// The variable parts of the path. What does not parse does not exist.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if media_type(request.headers()) != "application/x-www-form-urlencoded" {
            return Err(Error::new(Kind::Unsupported));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(body_error)?;
        parse_fields(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parse_fields(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let headers = request.headers().clone();
        let bytes = Bytes::from_request(request, state).await;
        crate::document::read(&headers, &bytes.map_err(body_error)?).map(Self)
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => Err(Error::not_found()),
            Err(rejection) => Err(Error::internal(rejection.body_text())),
        }
    }
}

/// Reads URL-encoded fields; says which of them cannot be read.
pub(crate) fn parse_fields<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let fields = serde_html_form::Deserializer::from_bytes(bytes);
    serde_path_to_error::deserialize(fields).map_err(|error| Error::bad_request(error.to_string()))
}

/// The body could not be read: too large, or the connection broke.
pub fn body_error(rejection: BytesRejection) -> Error {
    if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(Kind::TooLarge)
    } else {
        Error::bad_request(rejection.body_text())
    }
}

/// The media type without its parameters.
pub(crate) fn media_type(headers: &axum::http::HeaderMap) -> &str {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}
