//! The page behind the link in a message: by a button this kind of mail is switched off, and on again. Mail programs press
//! the button by themselves where somebody tells them to (RFC 8058), which is why only the address counts and nothing of the form.

use crate::mail::Intake;
use crate::mail::choices::{BASE, Optional};
use crate::mail::screens::ChoicePage;
use directory::Client;
use kernel::PersonId;
use web::Path;
use web::Result;
use web::axum::extract::State;
use web::axum::http::header::CACHE_CONTROL;
use web::axum::http::{HeaderName, HeaderValue};
use web::axum::response::{IntoResponse, Response};
use web::reply::html;
use work::Floor;

/// `GET /mail/choices/{token}`: looking at it changes nothing, as some programs open every link.
pub(super) async fn page(
    State(floor): State<Floor>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    let (_, mail, off) = intake(&floor).choice(&token).await?;
    Ok(shown(&client, &token, mail, off))
}

/// `POST /mail/choices/{token}`: no mail of this kind any more.
pub(super) async fn switch_off(
    State(floor): State<Floor>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    let (person, mail) = chosen(&floor, &token).await?;
    intake(&floor).choose(person, mail, false).await?;
    Ok(shown(&client, &token, mail, true))
}

/// `POST /mail/choices/{token}/wanted`: and again.
pub(super) async fn switch_on(
    State(floor): State<Floor>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    let (person, mail) = chosen(&floor, &token).await?;
    intake(&floor).choose(person, mail, true).await?;
    Ok(shown(&client, &token, mail, false))
}

async fn chosen(floor: &Floor, token: &str) -> Result<(PersonId, Optional)> {
    let (person, mail, _) = intake(floor).choice(token).await?;
    Ok((person, mail))
}

fn intake(floor: &Floor) -> Intake {
    Intake::new(floor.desk.clone(), floor.directory.clone())
}

/// The answer is the page itself: programs do not follow where they are sent.
fn shown(client: &Client, token: &str, mail: Optional, off: bool) -> Response {
    let page = ChoicePage {
        frame: client.frame("mail-choice-title"),
        mail: client.texts.t(mail.label()),
        at: format!("{BASE}/{token}"),
        off,
    };
    let headers = [
        (
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, html(&page)).into_response()
}
