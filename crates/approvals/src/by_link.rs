//! Answering without signing in, by the link in a mail: what is asked, and yes or no. Looking at it never decides, as
//! programs follow links before people do; and once somebody has answered, or it has ended, the link shows nothing more.

use crate::model;
use crate::queries;
use crate::screens::{AskedPart, LinkPage};
use directory::{Client, Directory, Throttle};
use kernel::ticket::Channel;
use kernel::{Actor, Permission, Timestamp};
use std::sync::Arc;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::header::CACHE_CONTROL;
use web::axum::http::{HeaderName, HeaderValue, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::axum::routing::get;
use web::reply::{html_with, see_other};
use web::{Flash, Kind, Path, Result};
use work::pages::{Pages, Sent, answer_of};
use work::{ApprovalLink, Command, Error, Floor, Reader};

/// Wrong links an hour from one place.
const WRONG_FROM_PLACE: u32 = 30;
/// Seconds to wait for those who try more.
const WAIT_SECS: u32 = 3_600;
/// Longest description that is shown, in bytes.
const DESCRIPTION_BYTES: usize = 12 * 1024;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const NOWHERE: HeaderValue = HeaderValue::from_static("noindex, nofollow");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// What the page needs.
#[derive(Clone)]
struct Door {
    pages: Pages,
    directory: Directory,
    /// Who tried wrong links from where.
    wrong: Arc<Throttle>,
}

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    let door = Door {
        pages: Pages::new(floor),
        directory: floor.directory.clone(),
        wrong: Arc::default(),
    };
    Router::new()
        .route("/approve/{token}", get(page).post(answer))
        .with_state(door)
}

/// `GET /approve/{token}`
async fn page(
    State(door): State<Door>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    show(&door, &client, &token, None).await
}

/// `POST /approve/{token}`
async fn answer(
    State(door): State<Door>,
    client: Client,
    Path(token): Path<String>,
    sent: Sent,
) -> Result<Response> {
    client.check_origin(&door.directory)?;
    let opened = open(&door, &client, &token).await?;
    let command = Command::Change {
        tickets: vec![opened.link.ticket],
        changes: vec![answer_of(opened.link.approval, &sent)?],
        seen: None,
        channel: Channel::Portal,
    };
    match door.pages.desk().execute(&opened.actor, command).await {
        Ok(_) => {
            let said = Flash::done(client.texts.t("done-approval-answered"));
            Ok(said.on(see_other(&format!("/approve/{token}"))))
        }
        Err(error) => {
            let text = door.pages.why(client.texts, &error).await?;
            let error = web::Error::from(error);
            match error.kind() {
                Kind::Invalid | Kind::Conflict | Kind::Forbidden => {
                    let refused = (error.kind().status(), text, sent.get("comment").to_owned());
                    show(&door, &client, &token, Some(refused)).await
                }
                // It has ended meanwhile.
                Kind::NotFound => show(&door, &client, &token, None).await,
                _ => Err(error),
            }
        }
    }
}

/// What a link leads to.
struct Opened {
    link: ApprovalLink,
    /// Whoever is asked: allowed to answer, and nothing else.
    actor: Actor,
    /// What they are asked; nothing once they have answered, or it has ended.
    asked: Option<AskedPart>,
}

/// What a link leads to. One that is wrong, has ended, or is of somebody who has left is answered as if there were none.
async fn open(door: &Door, client: &Client, token: &str) -> Result<Opened> {
    let (now, secret) = (door.pages.desk().clock().now(), token.to_owned());
    let reading = move |tx: &Tx<'_>| read(tx, &secret, now);
    match door.pages.desk().store().read(reading).await {
        Err(Error::NotFound) => {
            let wrong = &door.wrong;
            let is_guessing = wrong.is_too_many(&client.address, now, WRONG_FROM_PLACE);
            Err(match is_guessing {
                true => web::Error::too_many(WAIT_SECS),
                false => web::Error::not_found(),
            })
        }
        found => Ok(found?),
    }
}

fn read(tx: &Tx<'_>, secret: &str, now: Timestamp) -> work::Result<Opened> {
    let link = ApprovalLink::find(tx, secret, now)?.ok_or(Error::NotFound)?;
    let known = directory::queries::actor(tx, link.person)?.ok_or(Error::NotFound)?;
    // What else they may do, they sign in for.
    let answers = [Permission::TicketOpen].into_iter().collect();
    let actor = Actor {
        permissions: known.permissions.intersection(answers),
        teams: Vec::new(),
        ..known
    };
    let asked = asked(tx, &Reader::new(&actor, now), link)?;
    Ok(Opened { link, actor, asked })
}

/// What is asked, as whoever is asked may read it before they answer.
fn asked(tx: &Tx<'_>, reader: &Reader, link: ApprovalLink) -> work::Result<Option<AskedPart>> {
    let case = match queries::case(tx, reader, (link.ticket, link.approval)) {
        // It was taken back, as if it had never been.
        Err(Error::NotFound) => return Ok(None),
        case => case?,
    };
    let approval = model::find(&case.ticket, link.approval);
    let approval = approval.filter(|one| one.place_of(link.person, &case.away).is_some());
    let Some(approval) = approval else {
        return Ok(None);
    };
    let requester = case.names.people.get(&case.ticket.requester);
    let description = case.said.first().map_or("", |first| first.text.as_str());
    let end = description.floor_char_boundary(DESCRIPTION_BYTES);
    Ok(Some(AskedPart {
        number: case.ticket.id.0,
        subject: case.ticket.subject.clone(),
        requester: requester.cloned().unwrap_or_default(),
        label: approval.plan.label.clone(),
        text: approval.plan.text.clone(),
        description: web::markdown::to_html(&description[..end]),
    }))
}

async fn show(
    door: &Door,
    client: &Client,
    token: &str,
    refused: Option<(StatusCode, String, String)>,
) -> Result<Response> {
    let opened = open(door, client, token).await?;
    let (status, wrong, comment) =
        refused.unwrap_or((StatusCode::OK, String::new(), String::new()));
    let page = LinkPage {
        frame: client.frame("approval"),
        href: format!("/approve/{token}"),
        asked: opened.asked,
        wrong,
        comment,
    };
    let headers = [(ROBOTS, NOWHERE), (CACHE_CONTROL, NEVER)];
    Ok((headers, html_with(status, &page)).into_response())
}
