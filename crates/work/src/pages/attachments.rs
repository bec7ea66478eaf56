//! Stored files and long messages, for whoever may see what they hang on.

use super::Pages;
use super::address::encoded;
use crate::error::Error;
use crate::queries;
use directory::SignedIn;
use kernel::TicketId;
use kernel::ticket::Attachment;
use std::io::Read;
use web::Path;
use web::axum::body::Body;
use web::axum::extract::State;
use web::axum::http::HeaderValue;
use web::axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use web::axum::response::{IntoResponse, Response};

/// Pictures that a browser shows without running anything in them.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/// Nothing that a file could ask for is given to it.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
/// A content never changes, but who may see it can.
const CACHE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The media type of a picture that a browser shows without running anything in it; nothing for whatever else it is.
#[must_use]
pub fn picture_type(content: &[u8]) -> Option<&'static str> {
    let media_type = super::sent::media_type(content, "");
    SHOWN.contains(&media_type).then_some(media_type)
}

/// `GET /attachments/{hash}/{name}`
pub(super) async fn file(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((hash, _)): Path<(String, String)>,
) -> web::Result<Response> {
    let reader = pages.reader(&signed);
    let me = reader.actor.person;
    let found = pages
        .desk
        .store()
        .read(
            move |tx| match (queries::attachment(tx, &reader, &hash), me) {
                (Err(Error::NotFound), Some(me)) => {
                    crate::drafts::is_file_of(tx, me, &hash)?.ok_or(Error::NotFound)
                }
                (found, _) => found,
            },
        )
        .await?;
    pages.download(&found).await
}

impl Pages {
    /// A stored file, for somebody who may see what it hangs on: shown where it is a picture, else downloaded.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn download(&self, file: &Attachment) -> web::Result<Response> {
        let (files, hash) = (self.desk.store().files().clone(), file.hash.clone());
        let content = tokio::task::spawn_blocking(move || {
            let mut content = Vec::new();
            files.open_content(&hash)?.read_to_end(&mut content)?;
            Ok::<_, store::Error>(content)
        });
        let content = content
            .await
            .map_err(web::Error::internal)?
            .map_err(Error::from)?;
        // What it is, is read from it: an earlier upload or an import may have said anything.
        let (kind, how) = match picture_type(&content) {
            Some(picture) => (picture, "inline"),
            None => ("application/octet-stream", "attachment"),
        };
        let name = encoded(&file.name).replace(['/', ':'], "_");
        let disposition = HeaderValue::try_from(format!("{how}; filename*=UTF-8''{name}"));
        let disposition = disposition.map_err(web::Error::internal)?;
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static(kind)),
            (CONTENT_DISPOSITION, disposition),
            (CONTENT_SECURITY_POLICY, POLICY),
            (CACHE_CONTROL, CACHE),
        ];
        Ok((headers, Body::from(content)).into_response())
    }
}

/// `GET /tickets/{number}/messages/{position}`: a message as it was written, however long.
pub(super) async fn message(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, position)): Path<(TicketId, i64)>,
) -> web::Result<Response> {
    let reader = pages.reader(&signed);
    let known = pages
        .desk
        .store()
        .read(move |tx| queries::page(tx, &reader, id))
        .await?;
    whole_message(&known, position)
}

/// A message of what somebody may read, as it was written.
///
/// # Errors
/// When there is none at this position of the log.
pub fn whole_message(known: &queries::TicketPage, position: i64) -> web::Result<Response> {
    let stands = |recorded: &kernel::Recorded| {
        recorded.position == position && !known.withdrawn.contains(&position)
    };
    let message = known.timeline.iter().find(|recorded| stands(recorded));
    let text = message.and_then(|recorded| recorded.activity.text().map(str::to_owned));
    let text = text.ok_or_else(web::Error::not_found)?;
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, CACHE),
    ];
    Ok((headers, text).into_response())
}
