//! Asking for help: one form in simple words.

use super::{Portal, home, plain, portal_frame, tickets};
use crate::screens::answers::AlikePart;
use crate::screens::ask::{AskPage, QuestionsPart};
use crate::screens::tickets::MyTicket;
use directory::{SignedIn, queries as people};
use kernel::policy::{Level, StateCategory};
use kernel::ticket::{Channel, Kind, Message, NewTicket, PublicText, Refusal};
use kernel::{PersonId, Policy, ServiceId, TicketId};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html, html_with, see_other};
use web::{Calendar, Kind as Failure, Query, Texts};
use work::pages::{Arrived, Sent};
use work::queries::{self, Alike};
use work::questions::Door;
use work::screens::questions::Question;
use work::{Error, Rules};

/// Most services that are offered.
pub(super) const SERVICES: usize = 100;
/// Open tickets that are shown while a subject is typed.
const OPEN_MAX: usize = 5;
/// Answered ones.
const ANSWERED_MAX: usize = 3;
/// How much it holds somebody up, when they say nothing.
const URGENCY: &str = "2";

/// What the form begins with.
#[derive(Deserialize)]
pub(super) struct Begun {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    service: String,
}

/// Why the form was not taken: the field that is wrong, if one is.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) field: String,
    pub(super) text: String,
    /// All questions that must be answered and are not.
    pub(super) unanswered: Vec<String>,
}

impl Wrong {
    /// What is wrong with the answer to the question of this name.
    pub(super) fn complaint(&self, texts: Texts, name: &str) -> Option<String> {
        if self.unanswered.iter().any(|field| field == name) {
            return Some(texts.t("field-required").to_owned());
        }
        (self.field == name).then(|| self.text.clone())
    }
}

/// `GET /my/new`
pub(super) async fn page(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(begun): Query<Begun>,
) -> web::Result<Response> {
    let fields = [("subject", begun.subject), ("service", begun.service)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    show(&portal, &signed, &fields, None).await
}

/// `POST /my/new`
pub(super) async fn ask(
    State(portal): State<Portal>,
    signed: SignedIn,
    mut sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let files = sent.stage_files(&portal.pages).await?;
    let rules = portal.pages.desk().rules().await?;
    let kind = Kind::named(sent.get("kind")).unwrap_or_else(|| rules.policy.first_kind());
    let mut new = NewTicket::new(kind, signed.person.id, sent.get("subject"));
    new.description = Message {
        text: PublicText(sent.get("description").to_owned()),
        attachments: files.attachments(),
    };
    new.urgency = sent.get("urgency").parse().ok().map(Level);
    new.service = sent.get("service").parse().ok();
    new.category = Some(sent.get("category").to_owned()).filter(|key| !key.is_empty());
    match file(&portal, &signed, new, (&sent, files)).await {
        Ok(id) => Ok(see_other(&format!("/my/tickets/{id}?filed=1"))),
        Err(error) => {
            let wrong = wrong(&portal, signed.texts, error).await?;
            show(&portal, &signed, sent.fields(), Some(wrong)).await
        }
    }
}

/// Files the ticket with what else was answered, once however often the form is sent.
async fn file(
    portal: &Portal,
    signed: &SignedIn,
    mut new: NewTicket,
    (sent, files): (&Sent, Arrived),
) -> work::Result<TicketId> {
    let actor = portal.reader(signed).actor;
    new.on_behalf_of = person(portal, signed, sent.get("on_behalf_of")).await?;
    new.fields = portal.pages.answers(&actor, sent.fields()).await?;
    let key = sent.get("idempotency_key");
    let door = Channel::Portal;
    let pages = &portal.pages;
    pages.open_once(&actor, new, door, key, files).await
}

/// `POST /my/questions`: what is asked after what has been answered.
pub(super) async fn questions(
    State(portal): State<Portal>,
    signed: SignedIn,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let rules = portal.pages.desk().rules().await?;
    let questions = asked(&portal, &signed, &rules, sent.fields(), None).await?;
    Ok(html(&QuestionsPart { questions }))
}

/// The questions that the form raises, with what is wrong with the answers.
async fn asked(
    portal: &Portal,
    signed: &SignedIn,
    rules: &Rules,
    fields: &[(String, String)],
    wrong: Option<&Wrong>,
) -> work::Result<Vec<Question>> {
    let of = (portal.reader(signed), signed.texts);
    let asking = portal.pages.asking(of, rules, Door::Portal, fields).await?;
    Ok(asking.questions(|name| wrong?.complaint(signed.texts, name)))
}

/// Who is affected, where that is somebody else: whoever has exactly this address.
async fn person(
    portal: &Portal,
    signed: &SignedIn,
    address: &str,
) -> work::Result<Option<PersonId>> {
    let address = address.trim().to_owned();
    if address.is_empty() || address.eq_ignore_ascii_case(&signed.person.email) {
        return Ok(None);
    }
    let store = portal.pages.desk().store();
    let found = store
        .read(move |tx| people::find_person_by_email(tx, &address))
        .await?;
    let field = "on_behalf_of";
    match found.filter(|person| person.active) {
        Some(person) => Ok(Some(person.id)),
        None => Err(Refusal::NoSuchPerson {
            field,
            person: PersonId(0),
        }
        .into()),
    }
}

/// What is wrong with the form; errors that no form can show stay errors.
pub(super) async fn wrong(portal: &Portal, texts: Texts, error: Error) -> web::Result<Wrong> {
    let text = portal.pages.why(texts, &error).await?;
    let field = match &error {
        Error::Refused(refusal) => refusal.field().unwrap_or_default(),
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
                field: match field.as_str() {
                    "text" => "description".to_owned(),
                    _ => field,
                },
                text,
                unanswered,
            })
        }
        _ => Err(error),
    }
}

/// `GET /my/alike?subject=…`: what may answer it already: what is known of services, what the reader follows that
/// is still open, and what was answered.
pub(super) async fn alike(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(begun): Query<Begun>,
) -> web::Result<Response> {
    let (reader, shows) = (portal.reader(&signed), portal.shows(&signed));
    let subject = tickets::bounded(&begun.subject);
    let store = portal.pages.desk().store();
    let (known, found) = store
        .read(move |tx| {
            let found = queries::alike(tx, &reader, tickets::followed(), &subject)?;
            Ok::<_, Error>((home::answers_of(tx, &reader, &shows, &subject)?, found))
        })
        .await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let me = signed.person.id;
    let card = |alike| card(alike, me, &calendar, texts);
    let resolved = |alike: &&Alike| {
        let category = StateCategory::named(&alike.listed.state_category);
        category.is_some_and(|it| matches!(it, StateCategory::Resolved | StateCategory::Closed))
    };
    let open = found.iter().filter(|alike| alike.listed.is_open());
    let answered = found.iter().filter(resolved);
    Ok(html(&AlikePart {
        texts,
        known: home::lines(&known, texts),
        open: open.take(OPEN_MAX).map(card).collect(),
        answered: answered.take(ANSWERED_MAX).map(card).collect(),
    }))
}

/// A ticket that may answer it, with why it may.
fn card<'a>(alike: &'a Alike, me: PersonId, calendar: &Calendar, texts: Texts) -> MyTicket<'a> {
    MyTicket {
        why: alike.why(texts),
        ..plain::listed(&alike.listed, me, calendar, texts)
    }
}

async fn show(
    portal: &Portal,
    signed: &SignedIn,
    fields: &[(String, String)],
    wrong: Option<Wrong>,
) -> web::Result<Response> {
    let reader = portal.reader(signed);
    let fresh = format!("{}-{}", signed.person.id, reader.now.0);
    let desk = portal.pages.desk().clone();
    let (rules, services) = portal
        .pages
        .desk()
        .store()
        .read(move |tx| {
            let services = people::suggest_services(tx, "", SERVICES)?;
            Ok::<_, Error>((desk.rules_in(tx)?, services))
        })
        .await?;
    let texts = signed.texts;
    let get = |name: &str| typed(fields, name);
    let input = |name: &str| Input {
        value: get(name).to_owned(),
        error: wrong
            .as_ref()
            .filter(|wrong| wrong.field == name)
            .map(|wrong| wrong.text.clone()),
    };
    let shown = ["subject", "description", "on_behalf_of"];
    let or = |value: &str, otherwise: &str| match value {
        "" => otherwise.to_owned(),
        value => value.to_owned(),
    };
    let page = AskPage {
        frame: portal_frame(signed, "/my/new", texts.t("ask-title")),
        error: wrong
            .as_ref()
            .filter(|wrong| !shown.contains(&wrong.field.as_str()))
            .map(|wrong| wrong.text.clone()),
        idempotency_key: or(get("idempotency_key"), &fresh),
        kinds: kinds(&rules.policy, get("kind"), texts),
        subject: input("subject"),
        description: input("description"),
        services: offered(&services, get("service"), texts),
        urgencies: urgencies(&or(get("urgency"), URGENCY), texts),
        questions: asked(portal, signed, &rules, fields, wrong.as_ref()).await?,
        on_behalf_of: input("on_behalf_of"),
    };
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok(html_with(status, &page))
}

pub(super) fn typed<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// The kinds that there are, in the words of whoever asks.
fn kinds(policy: &Policy, chosen: &str, texts: Texts) -> Vec<Choice> {
    let there = |kind: &Kind| {
        let lifecycles = &policy.lifecycles;
        let known =
            lifecycles.is_empty() || lifecycles.iter().any(|lifecycle| lifecycle.kind == *kind);
        known && policy.offers_kind(*kind)
    };
    let all = Kind::ALL.into_iter().filter(there);
    let chosen = Kind::named(chosen).or(all.clone().next());
    all.map(|kind| {
        let key = format!("ask-kind-{}", kind.name());
        Choice::new(kind.name(), texts.t(&key), chosen == Some(kind))
    })
    .collect()
}

pub(super) fn offered(services: &[(ServiceId, String)], chosen: &str, texts: Texts) -> Vec<Choice> {
    let chosen: Option<ServiceId> = chosen.parse().ok();
    let unknown = Choice::new("", texts.t("ask-service-unknown"), chosen.is_none());
    let known = services.iter().map(|(id, name)| {
        let is_chosen = chosen == Some(*id);
        Choice::new(id.to_string(), name.as_str(), is_chosen)
    });
    std::iter::once(unknown).chain(known).collect()
}

fn urgencies(chosen: &str, texts: Texts) -> Vec<Choice> {
    [
        ("1", "ask-urgency-1"),
        ("2", "ask-urgency-2"),
        ("3", "ask-urgency-3"),
    ]
    .map(|(value, key)| Choice::new(value, texts.t(key), value == chosen))
    .to_vec()
}
