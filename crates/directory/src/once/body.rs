//! Reading the JSON document of a request: what is not understood is named, with its place and what would
//! be right.

use super::Once;
use serde::de::DeserializeOwned;
use web::axum::body::Bytes;
use web::axum::extract::rejection::JsonRejection;
use web::axum::extract::{FromRequest, Request};
use web::axum::http::StatusCode;
use web::axum::http::header::CONTENT_TYPE;
use web::{Error, Kind, Result};

/// How the framework begins to tell what is wrong with the members of a document.
const PREFIX: &str = "Failed to deserialize the JSON body into the target type: ";

/// The JSON document of a request that makes something. No document counts as one without members.
pub struct Body<T> {
    /// The document.
    pub value: T,
    /// The key under which the request is done once, if it has one.
    pub once: Option<Once>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let media = parts
            .headers
            .get(CONTENT_TYPE)
            .map(|value| value.to_str().unwrap_or_default().to_owned());
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, state).await.map_err(|error| {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Error::new(Kind::TooLarge)
            } else {
                Error::bad_request(error.body_text())
            }
        })?;
        if !bytes.is_empty() && !media.is_some_and(|media| is_json(&media)) {
            return Err(Error::new(Kind::Unsupported)
                .with_text("Send the document as Content-Type: application/json."));
        }
        let document: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        Ok(Self {
            value: read(document)?,
            once: Once::of(&parts, &bytes)?,
        })
    }
}

fn is_json(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/json")
        || (media.starts_with("application/") && media.ends_with("+json"))
}

fn read<T: DeserializeOwned>(document: &[u8]) -> Result<T> {
    match web::axum::Json::<T>::from_bytes(document) {
        Ok(web::axum::Json(value)) => Ok(value),
        Err(rejection @ JsonRejection::JsonDataError(_)) => {
            let text = rejection.body_text();
            let text = text.strip_prefix(PREFIX).unwrap_or(&text);
            let (place, text) = match text.split_once(": ") {
                Some((place, text)) if !place.contains(' ') => (place, text),
                _ => ("body", text),
            };
            Err(Error::invalid_field(place.to_owned(), text.to_owned()))
        }
        Err(rejection) => Err(Error::bad_request(rejection.body_text())),
    }
}
