//! Asking without signing in, where administrators allow it: filed once, bounded by address and by place, and
//! followed by a link. Nothing tells whether somebody with that address is known.

use super::Portal;
use super::ask::{self, Wrong};
use crate::links;
use crate::queries;
use crate::screens::ask::QuestionsPart;
use crate::screens::visitor::VisitorPage;
use directory::Client;
use directory::model::NewPerson;
use directory::queries as people;
use kernel::policy::Required;
use kernel::ticket::{
    Channel, FieldValue, Message, NewTicket, PublicText, Refusal, TEXT_MAX_BYTES,
    UNVERIFIED_ADDRESS,
};
use kernel::time::HOUR;
use kernel::{Actor, PersonId, Timestamp};
use std::collections::BTreeMap;
use store::Tx;
use web::axum::extract::{FromRequestParts, State};
use web::axum::http::StatusCode;
use web::axum::http::request::Parts;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_with, see_other};
use web::{Error, Result};
use work::pages::{Open, Sent};
use work::queries::Reader;
use work::questions::{Asking, Door};
use work::screens::questions::Question;
use work::screens::ticket::Control;
use work::{FollowLink, Given, Rules};

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
    let key = ("idempotency_key".to_owned(), links::secret()?);
    show(&portal, &client, &[key], None).await
}

/// `POST /ask/questions`: what is asked after what has been answered.
pub(super) async fn questions(
    State(portal): State<Portal>,
    client: Client,
    sent: Sent,
) -> Result<Response> {
    must_be_open(&portal).await?;
    client.check_origin(&portal.directory)?;
    let rules = portal.pages.desk().rules().await?;
    let questions = asked(&portal, &client, &rules, sent.fields(), None).await?;
    Ok(html(&QuestionsPart { questions }))
}

/// `POST /ask`
pub(super) async fn ask(
    State(portal): State<Portal>,
    Admitted(client): Admitted,
    mut sent: Sent,
) -> Result<Response> {
    if !sent.get("website").is_empty() {
        return Ok(see_other("/ask"));
    }
    let rules = portal.pages.desk().rules().await?;
    // Before anything is kept: nobody is made known by a form that is refused.
    let answers = match answers(&portal, &client, &rules, &sent).await {
        Ok(answers) => answers,
        Err(wrong) => return show(&portal, &client, sent.fields(), Some(wrong?)).await,
    };
    let now = portal.pages.desk().clock().now();
    if portal.places.is_too_many(&client.address, now, FROM_PLACE) {
        return Err(Error::too_many(WAIT_SECS));
    }
    let who = Who {
        name: sent.get("name").trim().to_owned(),
        email: sent.get("email").trim().to_lowercase(),
    };
    let files = sent.stage_files(&portal.pages).await?;
    // Who it is, is found out when it is filed.
    let mut new = NewTicket::new(rules.policy.first_kind(), PersonId(0), sent.get("subject"));
    new.description = Message {
        text: PublicText(sent.get("description").to_owned()),
        attachments: files.attachments(),
    };
    new.service = sent.get("service").parse().ok();
    new.category = Some(sent.get("category").to_owned()).filter(|key| !key.is_empty());
    new.fields = answers;
    new.tags.insert(UNVERIFIED_ADDRESS.to_owned());
    let by = (Channel::Portal, sent.get("idempotency_key"));
    let secret = links::secret()?;
    let kept = secret.clone();
    // All of it or nothing: a ticket that is refused leaves nobody behind.
    let opened = portal
        .pages
        .open_once_within(by, files, move |tx, now, open| {
            file(tx, (&who, &new), &kept, now, open)
        });
    match opened.await {
        Ok(Some(())) => {
            portal.directory.changed();
            Ok(see_other(&format!("/follow/{secret}?filed=1")))
        }
        Ok(None) => Err(Error::too_many(WAIT_SECS)),
        Err(error) => {
            let wrong = ask::wrong(&portal, client.texts, error).await?;
            show(&portal, &client, sent.fields(), Some(wrong)).await
        }
    }
}

/// What somebody says who they are.
struct Who {
    name: String,
    email: String,
}

/// Files the ticket for whoever it is, with the link to it; nothing when they ask too often.
fn file(
    tx: &Tx<'_>,
    (who, new): (&Who, &NewTicket),
    secret: &str,
    now: Timestamp,
    open: &Open<'_>,
) -> work::Result<Option<()>> {
    let Some(actor) = requester(tx, who, now)? else {
        return Ok(None);
    };
    let person = actor.person.ok_or(work::Error::NotFound)?;
    let new = NewTicket {
        requester: person,
        ..new.clone()
    };
    let ticket = open(&actor, new, None)?;
    FollowLink { ticket, person }.keep(tx, Given::Filing, secret, now)?;
    Ok(Some(()))
}

/// What was answered to the form's questions; else what is wrong with the form.
async fn answers(
    portal: &Portal,
    client: &Client,
    rules: &Rules,
    sent: &Sent,
) -> std::result::Result<BTreeMap<String, FieldValue>, Result<Wrong>> {
    let texts = client.texts;
    if let Some(wrong) = wrong(sent) {
        let text = texts.t(wrong).to_owned();
        return Err(Ok(Wrong {
            text,
            ..Wrong::default()
        }));
    }
    match read_answers(portal, client, rules, sent.fields()).await {
        Ok(answers) => Ok(answers),
        Err(error) => Err(ask::wrong(portal, texts, error).await),
    }
}

async fn read_answers(
    portal: &Portal,
    client: &Client,
    rules: &Rules,
    fields: &[(String, String)],
) -> work::Result<BTreeMap<String, FieldValue>> {
    let unanswered = asking(portal, client, rules, fields).await?.unanswered();
    if unanswered.is_empty() {
        let stranger = links::stranger();
        return portal.pages.answers(&stranger, fields).await;
    }
    let fields = unanswered;
    Err(Refusal::Unanswered { fields }.into())
}

/// What the form asks whoever fills it in, as long as nobody knows who that is.
async fn asking(
    portal: &Portal,
    client: &Client,
    rules: &Rules,
    fields: &[(String, String)],
) -> work::Result<Asking> {
    let somebody = Reader::new(&links::stranger(), portal.pages.desk().clock().now());
    let tags = [UNVERIFIED_ADDRESS.to_owned()].into();
    let (of, door) = ((somebody, client.texts), Door::Visitor { tags });
    portal.pages.asking(of, rules, door, fields).await
}

/// The questions that the form raises, with what is wrong with the answers. People are not asked for: strangers
/// do not find out who is known here.
async fn asked(
    portal: &Portal,
    client: &Client,
    rules: &Rules,
    fields: &[(String, String)],
    wrong: Option<&Wrong>,
) -> Result<Vec<Question>> {
    let texts = client.texts;
    let complaint = |name: &str| wrong?.complaint(texts, name);
    let asking = asking(portal, client, rules, fields).await?;
    let mut questions = Vec::new();
    if let Some(required) = asking.asks("service") {
        let store = portal.pages.desk().store();
        let services = store.read(|tx| people::suggest_services(tx, "", ask::SERVICES));
        let services = services.await.map_err(work::Error::from)?;
        let chosen = ask::typed(fields, "service");
        questions.push(Question {
            name: "service".into(),
            label: texts.t("ask-service").to_owned(),
            help: String::new(),
            control: Control::Select(ask::offered(&services, chosen, texts)),
            required: required == Required::Opening,
            error: complaint("service"),
        });
    }
    questions.extend(asking.questions(complaint));
    questions.retain(|question| !question.asks_for_people());
    Ok(questions)
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
fn wrong(sent: &Sent) -> Option<&'static str> {
    let within = |name, most| (1..=most).contains(&sent.get(name).trim().chars().count());
    if !within("name", NAME_MAX_CHARS) || !is_address(sent.get("email").trim()) {
        Some("visitor-who")
    } else if !within("subject", SUBJECT_MAX_CHARS) {
        Some("visitor-subject")
    } else if sent.get("description").len() > TEXT_MAX_BYTES {
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
fn requester(tx: &Tx<'_>, who: &Who, now: Timestamp) -> work::Result<Option<Actor>> {
    let known = people::find_person_by_email(tx, &who.email)?.map(|person| person.id);
    let (own, all) = FollowLink::count_filed(tx, known, now.plus(-HOUR))?;
    if own >= BY_ADDRESS || all >= IN_ALL {
        return Ok(None);
    }
    let id: PersonId = match known {
        Some(id) => id,
        None => {
            let role = people::find_role_by_key(tx, "requester")?;
            let role = role.ok_or(work::Error::NotFound)?;
            let new = NewPerson::named(&who.name, Some(&who.email), role.id);
            people::insert_person(tx, &new, now)?
        }
    };
    Ok(Some(links::visitor(tx, id)?))
}

async fn show(
    portal: &Portal,
    client: &Client,
    fields: &[(String, String)],
    wrong: Option<Wrong>,
) -> Result<Response> {
    let rules = portal.pages.desk().rules().await?;
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let get = |name: &str| ask::typed(fields, name);
    let page = VisitorPage {
        frame: client.frame("ask-title"),
        error: wrong.as_ref().map(|wrong| wrong.text.clone()),
        idempotency_key: get("idempotency_key").to_owned(),
        name: Input::new(get("name")),
        email: Input::new(get("email")),
        subject: Input::new(get("subject")),
        description: Input::new(get("description")),
        questions: asked(portal, client, &rules, fields, wrong.as_ref()).await?,
    };
    Ok(html_with(status, &page))
}
