//! Files: taken in as a stream, kept by their content, and given to who sees what they hang on.

use super::once::uploads;
use super::reader;
use super::wire::Attachment as Wire;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::queries::{self, Reader};
use directory::SignedIn;
use kernel::Permission;
use kernel::ticket::{Attachment, Refusal};
use serde::Deserialize;
use std::io::{self, Read};
use store::Tx;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use utoipa::IntoParams;
use web::axum::body::{Body, Bytes};
use web::axum::extract::multipart::MultipartError;
use web::axum::extract::{FromRequest, Multipart, Request, State};
use web::axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use web::axum::http::{HeaderMap, HeaderValue, StatusCode};
use web::axum::response::Response;
use web::{Kind, Path, Query};

/// The largest file.
const FILE_MAX_BYTES: usize = 25 * 1024 * 1024;
/// The largest request with a file: a form adds a little.
pub(super) const REQUEST_MAX_BYTES: usize = FILE_MAX_BYTES + 64 * 1024;
/// Most files of one message.
const FILES_MAX: usize = 20;
/// Longest name of a file, in characters.
const NAME_MAX_CHARS: usize = 200;
/// Longest media type, in bytes.
const MEDIA_TYPE_MAX_BYTES: usize = 100;
const UNKNOWN_MEDIA_TYPE: &str = "application/octet-stream";
/// How many pieces of a file may wait between the network and the disk.
const WAITING: usize = 4;
/// Size of the pieces in which a file is sent.
const PIECE_BYTES: usize = 64 * 1024;

/// What a file that comes as the whole body is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct UploadParams {
    /// Its name; a form brings its own.
    name: Option<String>,
}

/// Stores a file: the body itself, or the first file of a form. Its hash then goes into `attachments` of a
/// ticket, reply or note within a day.
#[utoipa::path(post, path = "/api/spoc/v1/attachments", tag = "attachments", params(UploadParams),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 201, body = Wire), (status = 403), (status = 413)))]
pub(super) async fn upload_attachment(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(UploadParams { name }): Query<UploadParams>,
    request: Request,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketOpen) && !signed.actor.can(Permission::TicketWork) {
        return Err(Error::from(Refusal::Forbidden(Permission::TicketOpen)).into());
    }
    let media_type = media_type(request.headers());
    let file = if media_type.starts_with("multipart/form-data") {
        from_form(&desk, request).await?
    } else {
        let broken = |_| web::Error::bad_request("the connection ended before the file did");
        let pieces = request.into_body().into_data_stream();
        let pieces = pieces.map(move |piece| piece.map_err(broken));
        let (hash, size_bytes) = Incoming::begin(&desk).take(pieces).await?;
        Attachment {
            hash,
            name: file_name(name.as_deref().unwrap_or_default()),
            media_type: checked_media_type(&media_type),
            size_bytes,
        }
    };
    let (me, now, kept) = (signed.person.id, desk.clock().now(), file.clone());
    desk.store()
        .write(move |tx| uploads::remember(tx, me, &kept, now))
        .await?;
    Ok(web::reply::json(StatusCode::CREATED, &Wire::from(&file)))
}

async fn from_form(desk: &Desk, request: Request) -> web::Result<Attachment> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| web::Error::bad_request(error.body_text()))?;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(file_name) else {
            continue;
        };
        let media_type = checked_media_type(field.content_type().unwrap_or_default());
        let pieces = field.map(|piece| piece.map_err(broken));
        let (hash, size_bytes) = Incoming::begin(desk).take(pieces).await?;
        return Ok(Attachment {
            hash,
            name,
            media_type,
            size_bytes,
        });
    }
    Err(web::Error::bad_request(
        "the form has no file; send one as a part with a file name",
    ))
}

fn broken(error: MultipartError) -> web::Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => web::Error::bad_request(error.body_text()),
    }
}

fn too_large() -> web::Error {
    web::Error::new(Kind::TooLarge).with_text("A file may have up to 25 MB.")
}

/// A file on its way to the disk.
struct Incoming {
    pieces: mpsc::Sender<Bytes>,
    stored: tokio::task::JoinHandle<store::Result<(String, i64)>>,
}

impl Incoming {
    fn begin(desk: &Desk) -> Self {
        let (pieces, waiting) = mpsc::channel(WAITING);
        let store = desk.store().clone();
        let stored = tokio::task::spawn_blocking(move || {
            store.files().put(Pieces {
                waiting,
                piece: Bytes::new(),
                ended: false,
            })
        });
        Self { pieces, stored }
    }

    /// Takes pieces until there are no more. A file that breaks off is not stored.
    async fn take(
        self,
        incoming: impl Stream<Item = web::Result<Bytes>>,
    ) -> web::Result<(String, i64)> {
        let Self { pieces, stored } = self;
        let mut incoming = std::pin::pin!(incoming);
        let mut size = 0;
        while let Some(piece) = incoming.next().await {
            let piece = piece?;
            size += piece.len();
            if size > FILE_MAX_BYTES {
                return Err(too_large());
            }
            // An empty piece is the end; a failed writer says why below.
            if !piece.is_empty() && pieces.send(piece).await.is_err() {
                break;
            }
        }
        let _ = pieces.send(Bytes::new()).await;
        let stored = stored.await.map_err(web::Error::internal)?;
        stored.map_err(|error| Error::Store(error).into())
    }
}

/// The pieces as something that can be read; an end without the last, empty piece is a failure.
struct Pieces {
    waiting: mpsc::Receiver<Bytes>,
    piece: Bytes,
    ended: bool,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() && !self.ended {
            let next = self.waiting.blocking_recv();
            self.piece = next.ok_or(io::ErrorKind::UnexpectedEof)?;
            self.ended = self.piece.is_empty();
        }
        let length = self.piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE);
    let text = value.and_then(|value| value.to_str().ok());
    text.unwrap_or_default().to_owned()
}

/// What the sender says it is, if it has the form of a media type.
fn checked_media_type(text: &str) -> String {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let known = essence
        .split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype));
    if known && essence.len() <= MEDIA_TYPE_MAX_BYTES {
        essence.to_ascii_lowercase()
    } else {
        UNKNOWN_MEDIA_TYPE.to_owned()
    }
}

/// The sender's name of a file, without its path and without what no name has.
fn file_name(text: &str) -> String {
    let name: String = text
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME_MAX_CHARS)
        .collect();
    let name = name.trim();
    if name.is_empty() { "file" } else { name }.to_owned()
}

/// The files of these hashes, as far as the reader has uploaded them or sees them on a ticket.
pub(super) fn named(tx: &Tx<'_>, reader: &Reader, hashes: &[String]) -> Result<Vec<Attachment>> {
    let invalid = |text: String| Error::Invalid {
        field: "attachments",
        text,
    };
    if hashes.len() > FILES_MAX {
        return Err(invalid(format!("at most {FILES_MAX} files")));
    }
    let find = |hash: &String| {
        if let Some(person) = reader.actor.person
            && let Some(file) = uploads::find(tx, person, hash)?
        {
            return Ok(file);
        }
        match queries::attachment(tx, reader, hash) {
            Err(Error::NotFound) => Err(invalid(format!(
                "there is no file {hash}; send it to POST /attachments first"
            ))),
            found => found,
        }
    };
    hashes.iter().map(find).collect()
}

/// A file, if it hangs on something that the reader may see.
#[utoipa::path(get, path = "/api/spoc/v1/attachments/{hash}", tag = "attachments",
    params(("hash" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404)))]
pub(super) async fn get_attachment(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(hash): Path<String>,
) -> web::Result<Response> {
    let reader = reader(&desk, &signed);
    let file = desk
        .store()
        .read(move |tx| queries::attachment(tx, &reader, &hash))
        .await?;
    let store = desk.store().clone();
    let hash = file.hash.clone();
    let opened = tokio::task::spawn_blocking(move || store.files().open_content(&hash));
    let content = opened
        .await
        .map_err(web::Error::internal)?
        .map_err(Error::Store)?;
    let (pieces, waiting) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || send(content, &pieces));
    let mut response = Response::new(Body::from_stream(ReceiverStream::new(waiting)));
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded(&file.name));
    for (name, value) in [
        (CONTENT_TYPE, file.media_type),
        (CONTENT_LENGTH, file.size_bytes.to_string()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        // Whatever is in it, it runs nothing here.
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ] {
        let value = HeaderValue::try_from(value).map_err(web::Error::internal)?;
        headers.insert(name, value);
    }
    Ok(response)
}

fn send(mut content: impl Read, pieces: &mpsc::Sender<io::Result<Bytes>>) {
    loop {
        let mut piece = vec![0; PIECE_BYTES];
        let read = content.read(&mut piece).map(|length| {
            piece.truncate(length);
            Bytes::from(piece)
        });
        let last = !matches!(&read, Ok(piece) if !piece.is_empty());
        let at_end = matches!(&read, Ok(piece) if piece.is_empty());
        // Whoever asked may have gone away meanwhile.
        if at_end || pieces.blocking_send(read).is_err() || last {
            return;
        }
    }
}

fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
