//! Filing a ticket: for agents with everything, for requesters in simple words.

use super::changes::{custom_fields, found_person, level};
use super::portal::portal_frame;
use super::sent::Sent;
use super::sidebar::Sidebar;
use super::ticket::{Teller, categories, custom};
use super::words::Words;
use super::{Pages, choices, refusals};
use crate::api::once::forms::opened_once;
use crate::desk::{Command, Rules};
use crate::error::{Error, Result};
use crate::queries::{NameMaps, Reader};
use crate::screens::new::{AskPage, NewTicketPage};
use crate::screens::ticket::Property;
use directory::{SignedIn, frame};
use kernel::ticket::{Attachment, Change, Channel, Kind, Message, NewTicket, PublicText, Refusal};
use kernel::{Actor, Permission, PersonId, Policy, ServiceId, TeamId};
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html_with, see_other};
use web::{Flash, Kind as Failure};

/// The doors by which agents take tickets in.
const CHANNELS: [(Channel, &str); 5] = [
    (Channel::Phone, "channel-phone"),
    (Channel::WalkIn, "channel-walk-in"),
    (Channel::Email, "channel-email"),
    (Channel::Chat, "channel-chat"),
    (Channel::Web, "channel-web"),
];

/// What the forms offer.
struct Offered {
    rules: Arc<Rules>,
    sidebar: Sidebar,
    teams: Vec<(TeamId, String)>,
    colleagues: Vec<(PersonId, String)>,
    services: Vec<(ServiceId, String)>,
}

/// Why the form was not taken: the field that is wrong, if one is.
struct Wrong {
    status: StatusCode,
    field: String,
    text: String,
}

/// `GET /tickets/new`
pub(super) async fn page(State(pages): State<Pages>, signed: SignedIn) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketWork) {
        return Ok(see_other("/my/new"));
    }
    show(&pages, &signed, &[], None).await
}

/// `POST /tickets/new`
pub(super) async fn open(
    State(pages): State<Pages>,
    signed: SignedIn,
    mut sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let attachments = sent.keep_files(&pages).await?;
    let (actor, desk, fields) = (
        signed.actor.clone(),
        pages.desk.clone(),
        sent.fields().to_vec(),
    );
    let read = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            new_ticket(tx, &actor, &rules.policy, &fields, attachments)
        })
        .await;
    let channel = Channel::named(sent.get("channel")).unwrap_or(Channel::Phone);
    let opened = match read {
        Ok(new) => file(&pages, &signed, new, channel, &sent).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => {
            let said = Flash::done(signed.texts.t("done-opened"));
            Ok(said.on(see_other(&format!("/tickets/{id}"))))
        }
        Err(error) => {
            let wrong = wrong(&pages, &signed, error).await?;
            show(&pages, &signed, sent.fields(), Some(wrong)).await
        }
    }
}

/// `GET /my/new`
pub(super) async fn ask_page(
    State(pages): State<Pages>,
    signed: SignedIn,
) -> web::Result<Response> {
    show_ask(&pages, &signed, &[], None).await
}

/// `POST /my/new`
pub(super) async fn ask(
    State(pages): State<Pages>,
    signed: SignedIn,
    mut sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let attachments = sent.keep_files(&pages).await?;
    let kind = Kind::named(sent.get("kind")).unwrap_or(Kind::Incident);
    let mut new = NewTicket::new(kind, signed.person.id, sent.get("subject"));
    new.description = message(sent.get("description"), attachments);
    new.urgency = level("urgency", sent.get("urgency"), 3).ok();
    new.service = sent.get("service").parse().ok();
    match file(&pages, &signed, new, Channel::Portal, &sent).await {
        Ok(id) => {
            let said = Flash::done(signed.texts.t("done-asked"));
            Ok(said.on(see_other(&format!("/my/tickets/{id}"))))
        }
        Err(error) => {
            let wrong = wrong(&pages, &signed, error).await?;
            show_ask(&pages, &signed, sent.fields(), Some(wrong)).await
        }
    }
}

/// Files the ticket, once however often the form is sent.
async fn file(
    pages: &Pages,
    signed: &SignedIn,
    new: NewTicket,
    channel: Channel,
    sent: &Sent,
) -> Result<kernel::TicketId> {
    let (person, key) = (signed.person.id, sent.get("idempotency_key").to_owned());
    pages
        .desk
        .execute_with(
            &signed.actor,
            Command::open(new, channel),
            channel,
            move |tx, now, execute| opened_once(tx, person, now, &key, execute),
        )
        .await
}

/// The ticket that the agents' form describes.
fn new_ticket(
    tx: &Tx<'_>,
    actor: &Actor,
    policy: &Policy,
    fields: &[(String, String)],
    attachments: Vec<Attachment>,
) -> Result<NewTicket> {
    let get = |name: &str| typed(fields, name).trim();
    let kind = Kind::named(get("kind")).unwrap_or(Kind::Incident);
    let requester = named(tx, actor, "requester", get("requester"))?;
    let mut new = NewTicket::new(kind, requester, get("subject"));
    new.description = message(typed(fields, "description"), attachments);
    if !get("on_behalf_of").is_empty() {
        let person = named(tx, actor, "on_behalf_of", get("on_behalf_of"))?;
        new.on_behalf_of = Some(person);
    }
    new.impact = Some(level("impact", get("impact"), 3)?);
    new.urgency = Some(level("urgency", get("urgency"), 3)?);
    new.team = get("team").parse().ok();
    new.assignee = get("assignee").parse().ok();
    new.service = get("service").parse().ok();
    new.category = Some(get("category").to_owned()).filter(|key| !key.is_empty());
    new.tags = get("tags").split_whitespace().map(str::to_owned).collect();
    new.confidential = get("confidential") == "true";
    for change in custom_fields(tx, actor, policy, fields)? {
        if let Change::Field {
            key,
            value: Some(value),
        } = change
        {
            new.fields.insert(key, value);
        }
    }
    Ok(new)
}

fn message(text: &str, attachments: Vec<Attachment>) -> Message<PublicText> {
    let text = PublicText(text.to_owned());
    Message { text, attachments }
}

/// The person of this name or address.
fn named(tx: &Tx<'_>, actor: &Actor, field: &'static str, text: &str) -> Result<PersonId> {
    let found = found_person(tx, actor, text).map_err(|error| match error {
        Error::Invalid { text, .. } => Error::Invalid { field, text },
        error => error,
    })?;
    let unknown = Refusal::NoSuchPerson {
        field,
        person: PersonId(0),
    };
    Ok(found.ok_or(unknown)?)
}

fn typed<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// What is wrong with the form; errors that no form can show stay errors.
async fn wrong(pages: &Pages, signed: &SignedIn, error: Error) -> web::Result<Wrong> {
    let rules = pages.desk.rules().await?;
    let words = pages.words(&rules, signed.texts);
    let text = refusals::said(&words, &error, None);
    let field = match &error {
        Error::Refused(refusal) => refusal.field().unwrap_or_default(),
        Error::Invalid { field, .. } => (*field).to_owned(),
        _ => String::new(),
    };
    let error = web::Error::from(error);
    match error.kind() {
        Failure::Invalid | Failure::BadRequest | Failure::Conflict | Failure::Forbidden => {
            Ok(Wrong {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                field: match field.as_str() {
                    "text" => "description".to_owned(),
                    "tag" => "tags".to_owned(),
                    _ => field,
                },
                text,
            })
        }
        _ => Err(error),
    }
}

async fn offered(pages: &Pages, reader: Reader) -> Result<Offered> {
    let desk = pages.desk.clone();
    pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            let actor = &reader.actor;
            let agent = actor.can(Permission::TicketWork);
            let (teams, colleagues) = if agent {
                (
                    choices::teams(tx, actor)?,
                    choices::colleagues(tx, actor, &actor.teams)?,
                )
            } else {
                Default::default()
            };
            Ok(Offered {
                sidebar: Sidebar::read(tx, &reader, &rules)?,
                teams,
                colleagues,
                services: choices::services(tx)?,
                rules,
            })
        })
        .await
}

/// A key that no other form has: whose it is, and when it was shown.
fn form_key(signed: &SignedIn, reader: &Reader) -> String {
    format!("{}-{}", signed.person.id, reader.now.0)
}

async fn show(
    pages: &Pages,
    signed: &SignedIn,
    fields: &[(String, String)],
    wrong: Option<Wrong>,
) -> web::Result<Response> {
    let reader = pages.reader(signed);
    let fresh = form_key(signed, &reader);
    let offered = offered(pages, reader).await?;
    let words = pages.words(&offered.rules, signed.texts);
    let texts = words.texts;
    let shown = [
        "requester",
        "on_behalf_of",
        "subject",
        "description",
        "tags",
    ];
    let input = |name: &str| input(fields, name, wrong.as_ref());
    let get = |name: &str| typed(fields, name);
    let chosen = |name: &str| Some(get(name).to_owned()).filter(|value| !value.is_empty());
    let level = |name: &str| match get(name) {
        "" => "2".to_owned(),
        level => level.to_owned(),
    };
    let mut frame = frame(signed, "/tickets", texts.t("ticket-new"));
    frame.views = offered.sidebar.links(&signed.actor, texts, None);
    frame.stream = "/live";
    let channels = CHANNELS.iter().map(|(channel, key)| {
        let first = get("channel").is_empty() && *channel == Channel::Phone;
        let label = texts.t(key);
        Choice::new(
            channel.name(),
            label,
            first || get("channel") == channel.name(),
        )
    });
    let page = NewTicketPage {
        frame,
        error: banner(wrong.as_ref(), &shown),
        idempotency_key: chosen("idempotency_key").unwrap_or(fresh),
        kinds: kinds(&words, get("kind"), |kind| words.kind(kind)),
        requester: input("requester"),
        on_behalf_of: input("on_behalf_of"),
        subject: input("subject"),
        description: input("description"),
        teams: choices::or_none(texts, get("team").parse().ok().as_ref(), &offered.teams),
        assignees: choices::or_none(
            texts,
            get("assignee").parse().ok().as_ref(),
            &offered.colleagues,
        ),
        impacts: levels(&words, &level("impact")),
        urgencies: levels(&words, &level("urgency")),
        services: choices::or_none(
            texts,
            get("service").parse().ok().as_ref(),
            &offered.services,
        ),
        categories: categories(&words, chosen("category").as_deref()),
        channels: channels.collect(),
        tags: input("tags"),
        confidential: get("confidential") == "true",
        fields: custom_controls(signed, &words),
    };
    Ok(html_with(status(wrong.as_ref()), &page))
}

async fn show_ask(
    pages: &Pages,
    signed: &SignedIn,
    fields: &[(String, String)],
    wrong: Option<Wrong>,
) -> web::Result<Response> {
    let reader = pages.reader(signed);
    let fresh = form_key(signed, &reader);
    let offered = offered(pages, reader).await?;
    let words = pages.words(&offered.rules, signed.texts);
    let texts = words.texts;
    let input = |name: &str| input(fields, name, wrong.as_ref());
    let service = typed(fields, "service").parse().ok();
    let urgency = match typed(fields, "urgency") {
        "" => "2",
        urgency => urgency,
    };
    let urgencies = [
        ("1", "ask-urgency-1"),
        ("2", "ask-urgency-2"),
        ("3", "ask-urgency-3"),
    ];
    let key = match typed(fields, "idempotency_key") {
        "" => fresh,
        key => key.to_owned(),
    };
    let page = AskPage {
        frame: portal_frame(signed, "/my/new", texts.t("ask-title")),
        error: banner(wrong.as_ref(), &["subject", "description"]),
        idempotency_key: key,
        kinds: kinds(&words, typed(fields, "kind"), |kind| {
            texts.t(match kind {
                Kind::Incident => "ask-kind-incident",
                Kind::Request => "ask-kind-request",
            })
        }),
        subject: input("subject"),
        description: input("description"),
        services: choices::with_first(
            texts.t("ask-service-unknown"),
            service.as_ref(),
            &offered.services,
        ),
        urgencies: urgencies
            .map(|(value, key)| Choice::new(value, texts.t(key), value == urgency))
            .to_vec(),
    };
    Ok(html_with(status(wrong.as_ref()), &page))
}

fn status(wrong: Option<&Wrong>) -> StatusCode {
    wrong.map_or(StatusCode::OK, |wrong| wrong.status)
}

/// What was typed in a field, with what is wrong with it.
fn input(fields: &[(String, String)], name: &str, wrong: Option<&Wrong>) -> Input {
    Input {
        value: typed(fields, name).to_owned(),
        error: wrong
            .filter(|wrong| wrong.field == name)
            .map(|wrong| wrong.text.clone()),
    }
}

/// What no field shows.
fn banner(wrong: Option<&Wrong>, shown: &[&str]) -> Option<String> {
    wrong
        .filter(|wrong| !shown.contains(&wrong.field.as_str()))
        .map(|wrong| wrong.text.clone())
}

fn kinds<'w>(words: &Words, chosen: &str, name: impl Fn(Kind) -> &'w str) -> Vec<Choice> {
    let has = |kind: &Kind| {
        let lifecycles = &words.policy.lifecycles;
        lifecycles.is_empty() || lifecycles.iter().any(|lifecycle| lifecycle.kind == *kind)
    };
    let first = Kind::ALL.into_iter().find(has);
    let is_chosen = |kind: Kind| match Kind::named(chosen) {
        Some(chosen) => kind == chosen,
        None => Some(kind) == first,
    };
    Kind::ALL
        .into_iter()
        .filter(has)
        .map(|kind| Choice::new(kind.name(), name(kind), is_chosen(kind)))
        .collect()
}

fn levels(words: &Words, chosen: &str) -> Vec<Choice> {
    (1..=3)
        .map(|level| {
            let value = level.to_string();
            let is_chosen = value == chosen;
            Choice::new(value, words.level(kernel::policy::Level(level)), is_chosen)
        })
        .collect()
}

/// The custom fields, empty.
fn custom_controls(signed: &SignedIn, words: &Words) -> Vec<Property> {
    let (names, calendar) = (NameMaps::default(), signed.calendar());
    let teller = Teller {
        words,
        names: &names,
        linked: &[],
        calendar: &calendar,
    };
    let fields = words.policy.fields.iter();
    fields
        .map(|field| Property {
            name: format!("field.{}", field.key),
            label: field.label.clone(),
            key: "",
            control: custom(field, None, &teller),
            why: String::new(),
            reason: false,
        })
        .collect()
}
