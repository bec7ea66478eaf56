//! Reading a JSON document: what is not understood is named, with its place and what would be right. Whoever reads the
//! answer knows JSON and not Rust, so it says nothing of the types behind.

mod fault;
mod value;

use crate::extract::media_type;
use crate::{Error, Kind, Result};
use axum::http::HeaderMap;
use serde::de::{Deserialize, DeserializeOwned};
use value::Document;

/// What is wrong where it is the document as a whole.
const WHOLE: &str = "body";

/// Reads the body of a request. No document counts as one without members.
///
/// # Errors
/// When it is not sent as JSON or is none; 422 with the member that is wrong, what was wrong and what would be right.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T> {
    if bytes.is_empty() {
        return understand(Document::Members(Vec::new()));
    }
    if !is_json(media_type(headers)) {
        return Err(Error::new(Kind::Unsupported)
            .with_text("Send the document as Content-Type: application/json."));
    }
    let document = serde_json::from_slice(bytes);
    understand(document.map_err(|error| Error::bad_request(format!("This is no JSON: {error}.")))?)
}

/// Reads a part of a document.
///
/// # Errors
/// 422 with the member that is wrong, what was wrong and what would be right.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    understand(Document::deserialize(value).map_err(Error::internal)?)
}

fn understand<T: DeserializeOwned>(document: Document) -> Result<T> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let place = error.path().to_string();
        let fault = error.into_inner();
        let place = Some(place).filter(|place| place != ".");
        let field = match (place, fault.member) {
            (Some(place), Some(member)) => format!("{place}.{member}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => WHOLE.to_owned(),
        };
        Error::invalid_field(field, fault.text)
    })
}

fn is_json(media: &str) -> bool {
    media.eq_ignore_ascii_case("application/json")
        || (media.starts_with("application/") && media.ends_with("+json"))
}
