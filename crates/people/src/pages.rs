//! The page on which two entries for one person become one.

use crate::screens::{Entry, MergePage, Stands};
use crate::{actions, overview, queries};
use directory::model::Person;
use directory::queries as people;
use directory::{Error as Refused, SignedIn, frame};
use kernel::{Permission, PersonId, TicketId, Timestamp};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::Face;
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Query, Result};
use work::Floor;
use work::queries::{Reader, seen};

/// Most tickets that are named in a message.
const NAMED_MAX: usize = 20;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/people/{id}/merge", get(page).post(merge))
        .route("/people/{id}/merge/undo", post(undo))
        .route("/people/{id}/tickets", get(overview::page))
        .with_state(floor.clone())
}

/// What the page is asked for.
#[derive(Default, Deserialize)]
struct Asked {
    /// Name or address of whoever goes on.
    #[serde(default)]
    into: String,
}

/// What the form sends.
#[derive(Deserialize)]
struct Sent {
    csrf: String,
    #[serde(default)]
    into: String,
}

/// `GET /people/{id}/merge`
async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    show(&floor, &signed, id, asked.into, None).await
}

/// `POST /people/{id}/merge`
async fn merge(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let into: PersonId = sent.into.parse().map_err(|_| Error::not_found())?;
    match actions::merge(&floor, &signed.actor, id, into).await {
        Ok(()) => {
            let said = Flash::done(signed.texts.t("person-merge-said"));
            let said = said.with_undo(format!("/people/{id}/merge/undo"));
            Ok(said.on(see_other(&format!("/people/{id}/merge"))))
        }
        Err(error) if error.kind() == Kind::Conflict => {
            show(&floor, &signed, id, String::new(), Some(error)).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /people/{id}/merge/undo`
async fn undo(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let stayed = actions::undo(&floor, &signed.actor, id).await?;
    let said = match stayed.is_empty() {
        true => signed.texts.t("done-undone").to_owned(),
        false => said_of(&floor, &signed, stayed).await?,
    };
    Ok(Flash::done(said).on(see_other(&format!("/people/{id}"))))
}

/// How many tickets stay as they are after undoing; by their numbers those that the reader knows of.
async fn said_of(floor: &Floor, signed: &SignedIn, stayed: BTreeSet<TicketId>) -> Result<String> {
    let said = signed
        .texts
        .count("person-merge-stayed", stayed.len() as i64);
    let reader = Reader::of(signed, floor.desk.clock().now());
    let read = move |tx: &Tx<'_>| seen(tx, &reader, &stayed);
    let known = floor.desk.store().read(read).await?;
    let named = known.iter().take(NAMED_MAX);
    let named: Vec<String> = named.map(|ticket| format!("#{ticket}")).collect();
    Ok(match named.is_empty() {
        true => said,
        false => format!("{said} ({})", named.join(", ")),
    })
}

/// What the page is made of.
struct Found {
    from: (Person, Vec<String>),
    /// When it was done, and with whom; and whether it was cut off.
    done: Option<(Timestamp, (Person, Vec<String>), bool)>,
    /// Whoever goes on, or why not.
    into: Option<std::result::Result<(Person, Vec<String>), Refused>>,
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    id: PersonId,
    into: String,
    refused: Option<Error>,
) -> Result<Response> {
    let (actor, typed) = (signed.actor.clone(), into.clone());
    let found = floor
        .directory
        .read(move |tx| {
            if !actor.can(Permission::PersonManage) {
                return Err(Refused::Forbidden(Permission::PersonManage.name()));
            }
            let from = known(tx, id)?;
            let done = match queries::find_merge(tx, id)? {
                Some(merge) => {
                    let cut_off = actions::is_cut_off(tx, id)?;
                    Some((merge.at, known(tx, merge.into)?, cut_off))
                }
                None => None,
            };
            let into = match typed.trim() {
                "" => None,
                typed => Some(named(tx, &actor, id, typed)),
            };
            Ok(Found { from, done, into })
        })
        .await?;
    let texts = signed.texts;
    let mut status = StatusCode::OK;
    let mut wrong = String::new();
    if let Some(error) = &refused {
        (status, wrong) = (error.kind().status(), error.text(texts));
    }
    let stands = match (found.done, found.into) {
        (Some((at, into, cut_off)), _) => Stands::Done {
            into: entry(into),
            at: signed.calendar().when(at.0),
            cut_off,
        },
        (None, Some(Ok(into))) => Stands::Preview(entry(into)),
        (None, Some(Err(error))) => {
            wrong = Error::from(error).text(texts);
            Stands::Asked
        }
        (None, None) => Stands::Asked,
    };
    let from = entry(found.from);
    let title = texts.t1("person-merge-title", "name", from.face.name.clone());
    let page = MergePage {
        frame: frame(signed, "/people", title),
        from,
        into,
        wrong,
        stands,
    };
    Ok(html_with(status, &page))
}

/// The one of this name or address, if the two can become one.
fn named(
    tx: &Tx<'_>,
    actor: &kernel::Actor,
    from: PersonId,
    typed: &str,
) -> std::result::Result<(Person, Vec<String>), Refused> {
    let [into] = people::people_named(tx, actor, typed)?[..] else {
        return Err(Refused::Conflict("person-merge-unknown"));
    };
    actions::check(tx, actor, from, into)?;
    known(tx, into)
}

/// A person, and what is known of them.
pub(crate) fn known(
    tx: &Tx<'_>,
    id: PersonId,
) -> std::result::Result<(Person, Vec<String>), Refused> {
    let person = people::find_person(tx, id)?.ok_or(Refused::NotFound)?;
    let mut facts = Vec::new();
    facts.extend(person.email.clone());
    facts.push(person.phone.clone());
    facts.push(person.title.clone());
    if let Some(id) = person.organisation_id {
        facts.extend(people::find_organisation(tx, id)?.map(|found| found.name));
    }
    facts.retain(|fact| !fact.is_empty());
    Ok((person, facts))
}

fn entry((person, facts): (Person, Vec<String>)) -> Entry {
    Entry {
        id: person.id.to_string(),
        face: Face::new(&person.name),
        facts,
    }
}
