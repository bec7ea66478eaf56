//! The page that tells what went wrong and what to do next.

use crate::error::Error;
use crate::frame::Frame;
use crate::texts::Texts;
use axum::response::{IntoResponse, Response};

#[derive(askama::Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    text: String,
    fields: Vec<(String, String)>,
    sign_in: bool,
}

/// The error as a page of its own.
pub(crate) fn write(error: &Error, texts: Texts) -> Response {
    let status = error.kind().status();
    let title_key = format!("error-{}-title", error.kind().code());
    let page = ErrorPage {
        frame: Frame::plain(texts, texts.t(&title_key)),
        status: status.as_u16(),
        text: error.text(texts),
        fields: error
            .fields()
            .iter()
            .map(|field| (field.field.to_string(), texts.t(&field.detail).to_owned()))
            .collect(),
        sign_in: error.kind() == crate::error::Kind::Unauthenticated,
    };
    (status, crate::reply::html(&page)).into_response()
}
