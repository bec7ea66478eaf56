//! Following one ticket by a link, without signing in: its public side, and nothing else of whoever asked.

use super::{Portal, plain, ticket};
use crate::links;
use crate::screens::ticket::MyTicketPage;
use directory::Client;
use kernel::ticket::{Activity, Change, Channel, Message, PublicText};
use kernel::{Actor, Recorded, TicketId};
use web::axum::extract::{FromRequestParts, RawPathParams, State};
use web::axum::http::header::CACHE_CONTROL;
use web::axum::http::request::Parts;
use web::axum::http::{HeaderName, HeaderValue, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::reply::{html_with, see_other};
use web::{Calendar, Error, Flash, Path, Query, Result};
use work::pages::{Sent, TakenBack, whole_message};
use work::queries;
use work::screens::ticket::{Entry, Refused};
use work::{Command, Desk, FollowLink, News, Reader};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const NOWHERE: HeaderValue = HeaderValue::from_static("noindex, nofollow");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// `GET /follow/{token}`
pub(super) async fn page(
    State(portal): State<Portal>,
    client: Client,
    Path(token): Path<String>,
    Query(asked): Query<ticket::Asked>,
) -> Result<Response> {
    show(&portal, &client, &token, asked, None).await
}

async fn show(
    portal: &Portal,
    client: &Client,
    token: &str,
    asked: ticket::Asked,
    refused: Option<(StatusCode, Refused)>,
) -> Result<Response> {
    let (desk, secret) = (portal.pages.desk().clone(), token.to_owned());
    let (now, you) = (desk.clock().now(), client.texts.t("visitor-you"));
    let store = portal.pages.desk().store();
    let (rules, actor, known, clocks) = store
        .read(move |tx| {
            let (link, actor) = links::follow(tx, &secret, now)?;
            let mut known = read(tx, &Reader::new(&actor, now), link)?;
            // Whoever typed somebody's address must not learn their name.
            known.names.people.insert(link.person, you.to_owned());
            let rules = desk.rules_in(tx)?;
            let clocks = work::clocks(tx, &rules, &known.ticket, now)?;
            Ok::<_, work::Error>((rules, actor, known, clocks))
        })
        .await?;
    let words = portal.pages.words(&rules, client.texts);
    // Where the reader is nobody knows, and what is known of an address is not told: the desk's own clock.
    let zone = words.policy.calendars.first();
    let zone = zone.map_or("UTC", |calendar| calendar.zone.as_str());
    let calendar = Calendar::new(client.texts, zone).naming_zone();
    let days = words.policy.close_after_days;
    let next = plain::next_text(&known, &clocks, &calendar, client.texts, days);
    let found = ticket::Found {
        known,
        clocks,
        organisation: None,
        taken_back: TakenBack::default(),
        now,
    };
    let mut frame = client.frame("portal-start");
    frame.title.clone_from(&found.known.ticket.subject);
    frame.stream = format!("/follow/{token}/live").into();
    let looking = ticket::Looking {
        actor: &actor,
        frame,
        calendar,
        base: format!("/follow/{token}"),
    };
    let filled = ticket::filled(looking, &words, &found, &asked, &next);
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None => (StatusCode::OK, None),
    };
    let here = format!("{}/follow/{token}", portal.directory.base_url());
    let messages = format!("/my/tickets/{}/messages/", filled.number);
    let page = MyTicketPage {
        link: filled.fresh.then_some(here),
        // Who else follows is theirs alone to know who is signed in.
        sharing: None,
        follow_up: None,
        timeline: filled
            .timeline
            .into_iter()
            .map(|entry| by_link(entry, token, &messages))
            .collect(),
        refused,
        ..filled
    };
    let headers = [(ROBOTS, NOWHERE), (CACHE_CONTROL, NEVER)];
    Ok((headers, html_with(status, &page)).into_response())
}

/// The ticket as the link shows it: no other ticket of the same person, not even where one became a part of it.
fn read(
    tx: &store::Tx<'_>,
    reader: &Reader,
    link: FollowLink,
) -> work::Result<queries::TicketPage> {
    let mut known = queries::page(tx, reader, link.ticket)?;
    known.timeline.retain(|recorded| {
        let merges = matches!(recorded.activity, Activity::MergedInto { .. });
        recorded.ticket == link.ticket && !merges
    });
    known.linked.clear();
    known.children.clear();
    Ok(known)
}

/// Its files and pictures are fetched by the link, too, and what is too long for the page is read whole.
fn by_link(mut entry: Entry, token: &str, base: &str) -> Entry {
    if let Entry::Message(message) = &mut entry {
        for (mine, theirs) in [("/attachments/", "/attachments/"), (base, "/messages/")] {
            let theirs = format!("/follow/{token}{theirs}");
            message.html = web::markdown::with_addresses(&message.html, mine, &theirs);
        }
        for file in &mut message.files {
            file.href = format!("/follow/{token}{}", file.href);
        }
    }
    entry
}

/// `GET /follow/{token}/attachments/{hash}/{name}`: a file of what the page shows.
pub(super) async fn file(
    State(portal): State<Portal>,
    Path((token, hash, _)): Path<(String, String, String)>,
) -> Result<Response> {
    let now = portal.pages.desk().clock().now();
    let store = portal.pages.desk().store();
    let known = store
        .read(move |tx| {
            let (link, actor) = links::follow(tx, &token, now)?;
            read(tx, &Reader::new(&actor, now), link)
        })
        .await?;
    let stands = |recorded: &&Recorded| {
        !recorded.activity.is_internal() && !known.withdrawn.contains(&recorded.position)
    };
    let mut files = known
        .timeline
        .iter()
        .filter(stands)
        .flat_map(|recorded| recorded.activity.attachments());
    let file = files.find(|file| file.hash == hash);
    let file = file.ok_or_else(Error::not_found)?;
    let headers = [(ROBOTS, NOWHERE), (CACHE_CONTROL, NEVER)];
    Ok((headers, portal.pages.download(file).await?).into_response())
}

/// `GET /follow/{token}/messages/{position}`: a message of what the page shows, however long.
pub(super) async fn message(
    State(portal): State<Portal>,
    Path((token, position)): Path<(String, i64)>,
) -> Result<Response> {
    let now = portal.pages.desk().clock().now();
    let store = portal.pages.desk().store();
    let mut known = store
        .read(move |tx| {
            let (link, actor) = links::follow(tx, &token, now)?;
            read(tx, &Reader::new(&actor, now), link)
        })
        .await?;
    known
        .timeline
        .retain(|recorded| !recorded.activity.is_internal());
    let whole = whole_message(&known, position)?;
    // Nothing keeps it once the link is taken back.
    let headers = [(ROBOTS, NOWHERE), (CACHE_CONTROL, NEVER)];
    Ok((headers, whole).into_response())
}

/// `GET /follow/{token}/live`: that something happened to the ticket, as long as the link leads to it.
pub(super) async fn live(
    State(portal): State<Portal>,
    Path(token): Path<String>,
) -> Result<Response> {
    let (desk, secret) = (portal.pages.desk().clone(), token.clone());
    let now = desk.clock().now();
    let follow = desk.store().read(move |tx| links::follow(tx, &secret, now));
    let ticket = follow.await?.0.ticket;
    let watching = Watching {
        desk,
        token,
        ticket,
    };
    let stream = web::live::stream(portal.live.listen(), watching);
    Ok(([(ROBOTS, NOWHERE)], stream).into_response())
}

/// Somebody who looks at the page of a link.
struct Watching {
    desk: Desk,
    token: String,
    ticket: TicketId,
}

impl web::live::Reader<News> for Watching {
    async fn names(&mut self, mut news: Vec<News>) -> Option<Vec<String>> {
        let ticket = self.ticket;
        news.retain(|one| matches!(one, News::Ticket(touched) if touched.ticket.id == ticket));
        if news.is_empty() {
            return Some(Vec::new());
        }
        let (secret, now) = (self.token.clone(), self.desk.clock().now());
        let follow = self
            .desk
            .store()
            .read(move |tx| links::follow(tx, &secret, now));
        let (_, actor) = match follow.await {
            Ok(followed) => followed,
            Err(work::Error::NotFound) => return None,
            Err(error) => {
                tracing::error!(%error, "an open page is told nothing more");
                return None;
            }
        };
        // Lists are those of people who have signed in.
        let name = format!("ticket-{ticket}");
        let told = news.iter().any(|one| one.names(&actor).contains(&name));
        Some(told.then_some(name).into_iter().collect())
    }
}

/// Whoever follows a ticket by its link and sends a form from its page: known before the form is read.
pub(super) struct Follower {
    client: Client,
    token: String,
    link: FollowLink,
    actor: Actor,
}

impl FromRequestParts<Portal> for Follower {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self> {
        let Ok(client) = Client::from_request_parts(parts, portal).await;
        client.check_origin(&portal.directory)?;
        let named = RawPathParams::from_request_parts(parts, portal).await;
        let named = named.map_err(|_| Error::not_found())?;
        let token = named.iter().find(|(name, _)| *name == "token");
        let (_, token) = token.ok_or_else(Error::not_found)?;
        let (token, secret) = (token.to_owned(), token.to_owned());
        let now = portal.pages.desk().clock().now();
        let store = portal.pages.desk().store();
        let follow = store.read(move |tx| links::follow(tx, &secret, now));
        let (link, actor) = follow.await?;
        Ok(Self {
            client,
            token,
            link,
            actor,
        })
    }
}

/// `POST /follow/{token}/replies`: answers, with files.
pub(super) async fn answer(
    State(portal): State<Portal>,
    follower: Follower,
    mut sent: Sent,
) -> Result<Response> {
    let message = Message {
        text: PublicText(sent.get("body").to_owned()),
        attachments: sent.keep_files(&portal.pages).await?,
    };
    let done = (Change::Reply(message), "done-reply");
    changed(&portal, follower, sent, done).await
}

/// `POST /follow/{token}/{noun}`: confirms, reopens, withdraws, rates.
pub(super) async fn act(
    State(portal): State<Portal>,
    follower: Follower,
    Path((_, noun)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response> {
    let done = change(&noun, &sent).ok_or_else(Error::not_found)?;
    changed(&portal, follower, sent, done).await
}

async fn changed(
    portal: &Portal,
    follower: Follower,
    sent: Sent,
    (change, said): (Change, &'static str),
) -> Result<Response> {
    let Follower {
        client,
        token,
        link,
        actor,
    } = follower;
    let command = Command::Change {
        tickets: vec![link.ticket],
        changes: vec![change],
        seen: sent.seen(),
        channel: Channel::Portal,
    };
    match portal.pages.desk().execute(&actor, command).await {
        Ok(_) => {
            let back = see_other(&format!("/follow/{token}"));
            Ok(Flash::done(client.texts.t(said)).on(back))
        }
        Err(error) => {
            let text = portal.pages.why(client.texts, &error).await?;
            let error = Error::from(error);
            if error.kind() == web::Kind::NotFound || error.kind() == web::Kind::Internal {
                return Err(error);
            }
            let refused = Refused {
                form: "reply".to_owned(),
                text,
                typed: sent.into_typed(),
            };
            let refused = Some((StatusCode::UNPROCESSABLE_ENTITY, refused));
            show(portal, &client, &token, ticket::Asked::default(), refused).await
        }
    }
}

fn change(noun: &str, sent: &Sent) -> Option<(Change, &'static str)> {
    Some(match noun {
        "closure" => (Change::Close, "done-confirmed"),
        "reopening" => (
            Change::Reopen {
                text: String::new(),
            },
            "done-reopened",
        ),
        "cancellation" => (
            Change::Cancel {
                text: String::new(),
            },
            "done-withdrawn",
        ),
        "rating" => {
            let stars = sent.get("stars").parse().unwrap_or(0);
            let comment = sent.get("comment").to_owned();
            (Change::Rate { stars, comment }, "done-rated")
        }
        _ => return None,
    })
}
