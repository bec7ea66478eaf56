//! Asking without signing in, where administrators allow it: filed once, bounded by address and by place, and
//! followed by a link. Nothing tells whether somebody with that address is known.

use super::Portal;
use crate::links;
use crate::queries;
use crate::screens::visitor::VisitorPage;
use directory::model::NewPerson;
use directory::queries as people;
use directory::{Client, Error as Refused};
use kernel::ticket::{Channel, Message, NewTicket, PublicText, TEXT_MAX_BYTES};
use kernel::time::HOUR;
use kernel::{Actor, PersonId, Timestamp};
use store::Tx;
use web::axum::extract::{FromRequestParts, State};
use web::axum::http::StatusCode;
use web::axum::http::request::Parts;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html_with, see_other};
use web::{Error, Result};
use work::pages::Sent;
use work::{FollowLink, Given};

/// What tickets are marked with whose requester nobody has checked.
const UNVERIFIED: &str = "unverified-address";
/// Tickets an hour for one address.
const BY_ADDRESS: i64 = 5;
/// Tries an hour from one place.
const FROM_PLACE: u32 = 20;
/// Forms an hour from one place, whatever is in them: each may bring files.
const SENT_FROM_PLACE: u32 = 60;
/// Tickets an hour in all.
const IN_ALL: i64 = 300;
/// Seconds to wait for those who ask too often.
const WAIT_SECS: u32 = 3_600;
/// Longest name, in characters.
const NAME_MAX_CHARS: usize = 100;
/// Longest subject, in characters.
const SUBJECT_MAX_CHARS: usize = 250;
/// Longest address, in bytes.
const ADDRESS_MAX_BYTES: usize = 254;

/// What the form sends.
#[derive(Clone, Default)]
struct Asked {
    name: String,
    email: String,
    subject: String,
    description: String,
    idempotency_key: String,
    /// Nobody sees this field: whoever fills it in is a machine.
    website: String,
}

impl Asked {
    fn new(sent: &Sent) -> Self {
        let get = |name| sent.get(name).to_owned();
        Self {
            name: get("name"),
            email: get("email"),
            subject: get("subject"),
            description: get("description"),
            idempotency_key: get("idempotency_key"),
            website: get("website"),
        }
    }
}

/// A browser that may send the form: known before any of its files is read.
pub(super) struct Admitted(Client);

impl FromRequestParts<Portal> for Admitted {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self> {
        must_be_open(portal).await?;
        let Ok(client) = Client::from_request_parts(parts, portal).await;
        client.check_origin(&portal.directory)?;
        let now = portal.pages.desk().clock().now();
        if portal
            .senders
            .is_too_many(&client.address, now, SENT_FROM_PLACE)
        {
            return Err(Error::too_many(WAIT_SECS));
        }
        Ok(Self(client))
    }
}

/// `GET /ask`
pub(super) async fn page(State(portal): State<Portal>, client: Client) -> Result<Response> {
    must_be_open(&portal).await?;
    let asked = Asked {
        idempotency_key: links::secret()?,
        ..Asked::default()
    };
    Ok(show(&client, &asked, None))
}

/// `POST /ask`
pub(super) async fn ask(
    State(portal): State<Portal>,
    Admitted(client): Admitted,
    mut sent: Sent,
) -> Result<Response> {
    let asked = Asked::new(&sent);
    if !asked.website.is_empty() {
        return Ok(see_other("/ask"));
    }
    // Before anything is kept: nobody is made known by a form that is refused.
    if let Some(wrong) = wrong(&asked) {
        let text = client.texts.t(wrong).to_owned();
        return Ok(show(&client, &asked, Some(text)));
    }
    let now = portal.pages.desk().clock().now();
    if portal.places.is_too_many(&client.address, now, FROM_PLACE) {
        return Err(Error::too_many(WAIT_SECS));
    }
    let (name, email) = (
        asked.name.trim().to_owned(),
        asked.email.trim().to_lowercase(),
    );
    let actor = portal
        .directory
        .write(move |tx| requester(tx, &name, &email, now))
        .await?
        .ok_or_else(|| Error::too_many(WAIT_SECS))?;
    let Some(person) = actor.person else {
        return Err(Error::not_found());
    };
    let kind = portal.pages.desk().rules().await?.policy.first_kind();
    let files = sent.stage_files(&portal.pages).await?;
    let mut new = NewTicket::new(kind, person, asked.subject.as_str());
    new.description = Message {
        text: PublicText(asked.description.clone()),
        attachments: files.attachments(),
    };
    new.tags.insert(UNVERIFIED.to_owned());
    let (door, key) = (Channel::Portal, asked.idempotency_key.as_str());
    let opened = portal.pages.open_once(&actor, new, door, key, files);
    let ticket = match opened.await {
        Ok(ticket) => ticket,
        Err(error) => {
            let text = portal.pages.why(client.texts, &error).await?;
            return Ok(show(&client, &asked, Some(text)));
        }
    };
    let secret = links::secret()?;
    let (link, kept) = (FollowLink { ticket, person }, secret.clone());
    let store = portal.pages.desk().store();
    store
        .write(move |tx| link.keep(tx, Given::Filing, &kept, now))
        .await?;
    Ok(see_other(&format!("/follow/{secret}?filed=1")))
}

async fn must_be_open(portal: &Portal) -> Result<()> {
    let store = portal.pages.desk().store();
    let open = store.read(queries::is_open_to_all).await;
    match open.map_err(work::Error::from)? {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}

/// What is wrong with the form, if anything is.
fn wrong(asked: &Asked) -> Option<&'static str> {
    let within = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
    if !within(&asked.name, NAME_MAX_CHARS) || !is_address(asked.email.trim()) {
        Some("visitor-who")
    } else if !within(&asked.subject, SUBJECT_MAX_CHARS) {
        Some("visitor-subject")
    } else if asked.description.len() > TEXT_MAX_BYTES {
        Some("visitor-long")
    } else {
        None
    }
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    text.len() <= ADDRESS_MAX_BYTES
        && !text.contains(char::is_whitespace)
        && parts.is_some_and(|(name, domain)| {
            !name.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        })
}

/// Who asks: whoever has this address, or somebody new; nobody when they ask too often. They may do no more
/// than ask.
fn requester(
    tx: &Tx<'_>,
    name: &str,
    email: &str,
    now: Timestamp,
) -> std::result::Result<Option<Actor>, Refused> {
    let known = people::find_person_by_email(tx, email)?.map(|person| person.id);
    let (own, all) = FollowLink::count_filed(tx, known, now.plus(-HOUR))?;
    if own >= BY_ADDRESS || all >= IN_ALL {
        return Ok(None);
    }
    let id: PersonId = match known {
        Some(id) => id,
        None => {
            let role = people::find_role_by_key(tx, "requester")?.ok_or(Refused::NotFound)?;
            people::insert_person(tx, &NewPerson::named(name, Some(email), role.id), now)?
        }
    };
    Ok(Some(links::visitor(tx, id)?))
}

fn show(client: &Client, asked: &Asked, error: Option<String>) -> Response {
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = VisitorPage {
        frame: client.frame("ask-title"),
        error,
        idempotency_key: asked.idempotency_key.clone(),
        name: Input::new(&asked.name),
        email: Input::new(&asked.email),
        subject: Input::new(&asked.subject),
        description: Input::new(&asked.description),
    };
    html_with(status, &page)
}
