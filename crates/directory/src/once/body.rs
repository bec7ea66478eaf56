//! The JSON document of a request that is done once.

use super::Once;
use serde::de::DeserializeOwned;
use web::axum::body::Bytes;
use web::axum::extract::{FromRequest, Request};
use web::extract::body_error;
use web::{Error, Result};

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
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(body_error)?;
        Ok(Self {
            value: web::document::read(&parts.headers, &bytes)?,
            once: Once::of(&parts, &bytes)?,
        })
    }
}
