//! Macros on a ticket: offered while one writes, written out, and done at once.

use crate::model::{Macro, Writes};
use crate::{actions, placeholders, queries};
use directory::SignedIn;
use kernel::text::words;
use kernel::ticket::{Change, InternalText, Message, PublicText};
use kernel::{Permission, TicketId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::{json, see_other};
use web::{Flash, Form, Path, Query, Result};
use work::pages::{SetNames, Words};
use work::{Command, Error, Floor, Reader};

/// Most macros that are offered at once.
const OFFERED_MAX: usize = 12;

/// What was typed after the sign, and where.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    /// `reply`, `note` or `side`.
    #[serde(default)]
    kind: String,
}

/// A macro that may be meant.
#[derive(Serialize)]
struct Offer {
    value: i64,
    name: String,
    detail: String,
}

/// A macro as it goes into the composer.
#[derive(Serialize)]
struct Written {
    text: String,
    sets: Vec<Set>,
}

/// A property that is set when the message is sent.
#[derive(Serialize)]
struct Set {
    value: String,
    label: String,
}

/// `GET /tickets/{number}/macros?q=`
pub(super) async fn offered(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let reader = reader(&floor, &signed)?;
    let read = move |tx: &Tx<'_>| {
        work::queries::ticket(tx, &reader, id)?;
        Ok::<_, Error>(queries::usable(tx, &reader.actor)?)
    };
    let found = floor.desk.store().read(read).await?;
    let typed = words(&asked.q);
    let fits = |one: &&Macro| {
        let own = words(&format!("{} {}", one.folder, one.name));
        let begins = |word: &String| own.iter().any(|own| own.starts_with(word.as_str()));
        // Nothing that was written for the requester goes to anybody else by mistake, nor the reverse.
        let here = one.texts.is_empty() || one.writes.name() == asked.kind;
        here && typed.iter().all(begins)
    };
    let offers: Vec<Offer> = found
        .iter()
        .filter(fits)
        .take(OFFERED_MAX)
        .map(|one| Offer {
            value: one.id,
            name: one.name.clone(),
            detail: one.folder.clone(),
        })
        .collect();
    Ok(json(StatusCode::OK, &offers))
}

/// `GET /tickets/{number}/macros/{id}`
pub(super) async fn written(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((id, of)): Path<(TicketId, i64)>,
) -> Result<Response> {
    let reader = reader(&floor, &signed)?;
    let me = signed.person.id.to_string();
    let code = signed.texts.code();
    let desk = floor.desk.clone();
    let read = move |tx: &Tx<'_>| {
        let found = actions::usable(tx, &reader.actor, of)?;
        let text = write(tx, &reader, id, &found, code)?;
        let sets = own_sets(&found, &me).into_iter();
        let sets: Vec<String> = sets
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let names = SetNames::read(tx, &reader.actor, sets.iter().map(String::as_str))?;
        let policy = Arc::clone(&desk.rules_in(tx)?.policy);
        Ok::<_, Error>((text, sets, names, policy))
    };
    let (text, sets, names, policy) = floor.desk.store().read(read).await?;
    let words = Words::new(signed.texts, policy);
    let set = |value: String| Set {
        label: names.said(&words, &value),
        value,
    };
    let sets = sets.into_iter().map(set).collect();
    Ok(json(StatusCode::OK, &Written { text, sets }))
}

/// `POST /tickets/{number}/macros/{id}/application`: text and changes as one command.
pub(super) async fn apply(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((id, of)): Path<(TicketId, i64)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let csrf = fields.iter().find(|(name, _)| name == "csrf");
    signed.check_form(csrf.map_or("", |(_, value)| value.as_str()))?;
    let reader = reader(&floor, &signed)?;
    let (me, code) = (signed.person.id.to_string(), signed.texts.code());
    let desk = floor.desk.clone();
    let read = move |tx: &Tx<'_>| {
        let found = actions::usable(tx, &reader.actor, of)?;
        let text = write(tx, &reader, id, &found, code)?;
        let mut changes = Vec::new();
        if !text.is_empty() {
            changes.push(said(&found, text));
        }
        let rules = desk.rules_in(tx)?;
        let sets = own_sets(&found, &me);
        changes.extend(work::pages::set_changes(
            tx,
            &reader.actor,
            &rules.policy,
            &sets,
        )?);
        Ok::<_, Error>((found.name, changes))
    };
    let (name, changes) = floor.desk.store().read(read).await?;
    let command = Command::change(id, changes);
    let outcome = floor.desk.execute(&signed.actor, command).await?;
    let back = see_other(&format!("/tickets/{id}"));
    Ok(match outcome.command {
        Some(command) => {
            let said = signed.texts.t1("macro-done", "name", name);
            Flash::done(said).with_undo(command).on(back)
        }
        None => back,
    })
}

fn said(found: &Macro, text: String) -> Change {
    let attachments = Vec::new();
    match found.writes {
        Writes::Reply => Change::Send {
            message: Message {
                text: PublicText(text),
                attachments,
            },
            requester_only: false,
            cc: Vec::new(),
        },
        Writes::Note => Change::Note(Message {
            text: InternalText(text),
            attachments,
        }),
    }
}

/// The text in the language of whoever will read it.
fn write(
    tx: &Tx<'_>,
    reader: &Reader,
    id: TicketId,
    found: &Macro,
    mine: &str,
) -> work::Result<String> {
    let ticket = work::queries::ticket(tx, reader, id)?;
    let language = match found.writes {
        Writes::Reply => actions::language_of(tx, ticket.requester)?,
        Writes::Note => mine.to_owned(),
    };
    let values = actions::values(tx, reader, &ticket)?;
    placeholders::write(found.text(&language), &values).map_err(|wrong| Error::Invalid {
        field: "text",
        text: format!("line {}: {}", wrong.line, wrong.problem),
    })
}

/// What is set, with "me" being whoever uses it.
fn own_sets(found: &Macro, me: &str) -> Vec<(String, String)> {
    let set = |(name, value): &(String, String)| match (name.as_str(), value.as_str()) {
        ("assignee", "me") => (name.clone(), me.to_owned()),
        _ => (name.clone(), value.clone()),
    };
    let mut sets: Vec<(String, String)> = found.sets.iter().map(set).collect();
    if sets.iter().any(|(name, _)| name == "priority") {
        sets.push(("reason".into(), found.name.clone()));
    }
    sets
}

fn reader(floor: &Floor, signed: &SignedIn) -> Result<Reader> {
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    Ok(Reader::new(&signed.actor, floor.desk.clock().now()))
}
