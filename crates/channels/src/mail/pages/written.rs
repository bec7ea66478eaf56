//! A message as it was written: its page in a document of its own, and the pictures of it.

use super::looking::message;
use crate::mail::parsing::Incoming;
use crate::mail::pictures::fetch;
use crate::mail::screens::{WrittenDocument, WrittenPart};
use crate::mail::words::subject;
use crate::mail::written::{ForeignPictures, Picture, Written, enclosed};
use crate::mail::{Intake, blocking};
use directory::SignedIn;
use serde::Deserialize;
use web::axum::body::Body;
use web::axum::extract::State;
use web::axum::http::HeaderValue;
use web::axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS,
};
use web::axum::response::{IntoResponse, Response};
use web::reply::html;
use web::{Error, Path, Query, Result, Texts};
use work::Floor;
use work::outside::Reach;
use work::pages::picture_type;

/// Nothing that a picture could ask for is given to it.
const PICTURE_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
/// A picture of a message is the same for a while; who may look at the message can change.
const PICTURE_CACHE: HeaderValue = HeaderValue::from_static("private, max-age=600");

/// What is asked for.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// `shown`: the pictures of other hosts, too.
    #[serde(default)]
    pictures: String,
}

impl Asked {
    fn foreign(&self) -> ForeignPictures {
        match self.pictures.as_str() {
            "shown" => ForeignPictures::Shown,
            _ => ForeignPictures::Left,
        }
    }
}

fn address(id: i64) -> String {
    format!("/mail/messages/{id}")
}

/// What the page of a message says of how it was written; nothing of one that was written as plain text.
pub(super) async fn part(
    id: i64,
    read: &Incoming,
    asked: &Asked,
    texts: Texts,
) -> Result<Option<WrittenPart>> {
    let (foreign, way) = (asked.foreign(), address(id));
    let Some(written) = written(id, read.page.clone(), foreign).await? else {
        return Ok(None);
    };
    let count = written.foreign_pictures();
    let is_shown = foreign == ForeignPictures::Shown;
    Ok(Some(WrittenPart {
        src: match is_shown {
            true => format!("{way}/page?pictures=shown"),
            false => format!("{way}/page"),
        },
        left: (count > 0 && !is_shown)
            .then(|| texts.t1("mail-pictures-left", "count", count as i64)),
        ask: format!("{way}?pictures=shown#written"),
    }))
}

async fn written(id: i64, page: String, foreign: ForeignPictures) -> Result<Option<Written>> {
    let pictures = format!("{}/pictures", address(id));
    Ok(blocking(move || Written::of(&page, &pictures, foreign)).await?)
}

/// What a message says, for whoever may look at it, with its subject.
async fn read(floor: &Floor, signed: &SignedIn, id: i64) -> Result<(Incoming, String)> {
    let mail = message(floor, signed, id).await?;
    if mail.is_withheld() {
        return Err(Error::not_found());
    }
    let intake = Intake::new(floor.desk.clone(), floor.directory.clone());
    let read = intake.read(&mail).await?.ok_or_else(Error::not_found)?;
    Ok((read, subject(&mail, signed.texts).to_owned()))
}

/// `GET /mail/messages/{id}/page`: the page of a message, to be shown within ours.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (read, title) = read(&floor, &signed, id).await?;
    let written = written(id, read.page, asked.foreign()).await?;
    let written = written.ok_or_else(Error::not_found)?;
    let policy = HeaderValue::from_str(&written.policy()).map_err(Error::internal)?;
    let mut response = html(&WrittenDocument { title, written });
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    Ok(response)
}

/// `GET /mail/messages/{id}/pictures/{number}`: a picture of that page, from the message or from another host.
pub(super) async fn picture(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((id, number)): Path<(i64, usize)>,
) -> Result<Response> {
    let (read, _) = read(&floor, &signed, id).await?;
    // The message is not kept for as long as another host takes.
    let (media_type, content) = match blocking(move || wanted(&read, number)).await? {
        None => return Err(Error::not_found()),
        Some(Wanted::Enclosed(content)) => {
            let media_type = picture_type(&content).ok_or_else(Error::not_found)?;
            (media_type, content)
        }
        Some(Wanted::Foreign(address)) => match fetch(&address, Reach::Outside).await {
            Ok(fetched) => (fetched.media_type, fetched.content),
            Err(error) => {
                tracing::debug!(%error, message = id, number, "a picture is not shown");
                return Err(Error::not_found());
            }
        },
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CONTENT_SECURITY_POLICY, PICTURE_POLICY),
        (CACHE_CONTROL, PICTURE_CACHE),
    ];
    Ok((headers, Body::from(content)).into_response())
}

/// A picture that is wanted.
enum Wanted {
    /// What is in it.
    Enclosed(Vec<u8>),
    /// Where it is.
    Foreign(String),
}

fn wanted(read: &Incoming, number: usize) -> Option<Wanted> {
    let shown = Written::of(&read.page, "", ForeignPictures::Shown)?;
    match shown.pictures.get(number)? {
        Picture::Enclosed(id) => Some(Wanted::Enclosed(enclosed(read, id)?.content.clone())),
        Picture::Foreign(address) => Some(Wanted::Foreign(address.clone())),
    }
}
