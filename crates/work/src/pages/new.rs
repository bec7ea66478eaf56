//! Filing a ticket as an agent.

use super::changes::{custom_fields, found_person, level, service, team};
use super::new_forms::show;
use super::sent::Sent;
use super::{Pages, refusals};
use crate::error::{Error, Result};
use crate::questions::Door;
use directory::SignedIn;
use kernel::ticket::{
    Attachment, Change, FieldValue, Kind, Message, NewTicket, PublicText, Refusal,
};
use kernel::{Actor, Permission, PersonId, Policy, TicketId};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::Tx;
use store::log::Texts;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::see_other;
use web::{Flash, Kind as Failure, Query};

/// Why the form was not taken: the field that is wrong, if one is.
pub(super) struct Wrong {
    pub(super) status: StatusCode,
    pub(super) field: String,
    pub(super) text: String,
    /// All questions that must be answered and are not.
    pub(super) unanswered: Vec<String>,
}

/// What the form is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The ticket that the new one goes on with.
    #[serde(default)]
    follows: Option<TicketId>,
}

/// `GET /tickets/new`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketWork) {
        return Ok(see_other("/my/new"));
    }
    let fields = match asked.follows {
        Some(id) => followed(&pages, &signed, id).await?,
        None => Vec::new(),
    };
    show(&pages, &signed, &fields, None).await
}

/// What a ticket that goes on with another begins with: whom and what that one was about.
async fn followed(pages: &Pages, signed: &SignedIn, id: TicketId) -> Result<Vec<(String, String)>> {
    let reader = pages.reader(signed);
    let (ticket, requester) = pages
        .desk
        .store()
        .read(move |tx| {
            let ticket = crate::queries::ticket(tx, &reader, id)?;
            let requester = directory::queries::find_person(tx, ticket.requester)?;
            Ok::<_, Error>((ticket, requester))
        })
        .await?;
    let requester = requester.map(|person| person.email.unwrap_or(person.name));
    let text = |value: Option<String>| value.unwrap_or_default();
    let fields = [
        ("follows", id.to_string()),
        ("requester", text(requester)),
        ("subject", ticket.subject),
        ("kind", ticket.kind.name().to_owned()),
        ("service", text(ticket.service.map(|id| id.to_string()))),
        ("category", text(ticket.category)),
        ("team", text(ticket.team.map(|id| id.to_string()))),
        ("impact", ticket.impact.0.to_string()),
        ("urgency", ticket.urgency.0.to_string()),
        ("tags", Vec::from_iter(ticket.tags).join(" ")),
        ("confidential", ticket.confidential.to_string()),
    ];
    Ok(fields
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec())
}

/// `POST /tickets/new`
pub(super) async fn open(
    State(pages): State<Pages>,
    signed: SignedIn,
    mut sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let files = sent.stage_files(&pages).await?;
    let attachments = files.attachments();
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
    let channel = Door::Desk.channel(sent.fields());
    let opened = match read {
        Ok(new) => {
            let key = sent.get("idempotency_key");
            let (actor, new) = (&signed.actor, (new, sent.get("follows").parse().ok()));
            pages.open_after(actor, new, channel, key, files).await
        }
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => {
            let mut said = Flash::done(signed.texts.t("done-opened"));
            // A ticket that is linked has gone on, and is not taken back any more.
            if sent.get("follows").is_empty() {
                let opening = move |tx: &Tx<'_>| store::log::of_ticket(tx, id, Texts::None);
                let log = pages.desk.store().read(opening).await;
                let log = log.map_err(Error::from)?;
                if let Some(opened) = log.first() {
                    said = said.with_undo(opened.command);
                }
            }
            Ok(said.on(see_other(&format!("/tickets/{id}"))))
        }
        Err(error) => {
            let wrong = wrong(&pages, &signed, error).await?;
            show(&pages, &signed, sent.fields(), Some(wrong)).await
        }
    }
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
    let kind = Kind::named(get("kind")).unwrap_or_else(|| policy.first_kind());
    let requester = named(tx, actor, "requester", get("requester"))?;
    let mut new = NewTicket::new(kind, requester, get("subject"));
    new.description = message(typed(fields, "description"), attachments);
    if !get("on_behalf_of").is_empty() {
        let person = named(tx, actor, "on_behalf_of", get("on_behalf_of"))?;
        new.on_behalf_of = Some(person);
    }
    new.impact = Some(level("impact", get("impact"), 3)?);
    new.urgency = Some(level("urgency", get("urgency"), 3)?);
    new.team = team(tx, actor, get("team"))?;
    new.assignee = get("assignee").parse().ok();
    new.service = service(tx, get("service"))?;
    new.category = Some(get("category").to_owned()).filter(|key| !key.is_empty());
    new.tags = get("tags").split_whitespace().map(str::to_owned).collect();
    new.confidential = get("confidential") == "true";
    new.fields = answered(custom_fields(tx, actor, policy, fields)?);
    Ok(new)
}

/// The answers among changes.
pub(super) fn answered(changes: Vec<Change>) -> BTreeMap<String, FieldValue> {
    let values = changes.into_iter().filter_map(|change| match change {
        Change::Field { key, value } => Some((key, value?)),
        _ => None,
    });
    values.collect()
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

pub(super) fn typed<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
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
    let unanswered = match &error {
        Error::Refused(Refusal::Unanswered { fields }) => fields.clone(),
        _ => Vec::new(),
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
                unanswered,
            })
        }
        _ => Err(error),
    }
}
