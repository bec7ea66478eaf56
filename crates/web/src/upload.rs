//! Forms that may carry files: one extractor for a form with and without `multipart/form-data`.

use crate::error::{Error, Kind, Result};
use crate::extract::{body_error, media_type, parse_fields};
use crate::security::{BODY_BYTES, FILE_BYTES, FILES};
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use serde::de::DeserializeOwned;

/// A form's fields and the files that came with it. The route needs
/// `axum::extract::DefaultBodyLimit::max(web::security::UPLOAD_BYTES)`.
#[derive(Clone, Debug)]
pub struct Upload<T> {
    /// The fields that are not files.
    pub fields: T,
    /// The files, in their order; an empty file input brings none.
    pub files: Vec<File>,
}

/// One uploaded file.
#[derive(Clone, Debug)]
pub struct File {
    /// The name in the sender's words, without any path.
    pub name: String,
    /// What the sender says it is; never trusted.
    pub media_type: String,
    /// What is in it.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Upload<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        match media_type(request.headers()) {
            "application/x-www-form-urlencoded" => {
                let bytes = Bytes::from_request(request, state)
                    .await
                    .map_err(body_error)?;
                Ok(Self {
                    fields: parse_fields(&bytes)?,
                    files: Vec::new(),
                })
            }
            "multipart/form-data" => {
                let parts = Multipart::from_request(request, state)
                    .await
                    .map_err(|rejection| Error::bad_request(rejection.body_text()))?;
                read_parts(parts).await
            }
            _ => Err(Error::new(Kind::Unsupported)),
        }
    }
}

async fn read_parts<T: DeserializeOwned>(mut parts: Multipart) -> Result<Upload<T>> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut text_bytes = 0;
    let mut files = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(part_error)? {
        if field.file_name().is_some() {
            files.extend(read_file(field).await?);
            if files.len() > FILES {
                return Err(Error::new(Kind::TooLarge).with_text("error-too-many-files"));
            }
        } else {
            let name = field.name().unwrap_or_default().to_owned();
            let text = field.text().await.map_err(part_error)?;
            text_bytes += text.len();
            if text_bytes > BODY_BYTES {
                return Err(Error::new(Kind::TooLarge));
            }
            pairs.push((name, text));
        }
    }
    let encoded = serde_html_form::to_string(&pairs).map_err(Error::internal)?;
    Ok(Upload {
        fields: parse_fields(encoded.as_bytes())?,
        files,
    })
}

/// One file; none for an input in which nothing was chosen.
async fn read_file(mut field: Field<'_>) -> Result<Option<File>> {
    let name = field.file_name().unwrap_or_default();
    let name = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let media_type = field
        .content_type()
        .unwrap_or("application/octet-stream")
        .to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(part_error)? {
        if bytes.len() + chunk.len() > FILE_BYTES {
            return Err(Error::new(Kind::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((!name.is_empty()).then(|| File {
        name,
        media_type,
        bytes: bytes.into(),
    }))
}

fn part_error(error: MultipartError) -> Error {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Error::new(Kind::TooLarge)
    } else {
        Error::bad_request(error.body_text())
    }
}
