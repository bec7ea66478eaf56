//! What helps while one writes: who can be mentioned, and how it will look.

use super::super::Pages;
use super::super::sent::Sent;
use crate::error::Error;
use directory::SignedIn;
use directory::queries as people;
use kernel::ticket::Facts;
use kernel::{Permission, PersonId, TeamId, Ticket, TicketId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::http::header::CONTENT_TYPE;
use web::axum::response::{IntoResponse, Response};
use web::reply::json;
use web::{Path, Query, Result};

/// Most colleagues and teams that are offered.
const OFFERED_MAX: usize = 8;
/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 100;

/// What was typed after the sign.
#[derive(Deserialize)]
pub(in crate::pages) struct Asked {
    #[serde(default)]
    q: String,
}

/// Somebody who can be mentioned.
#[derive(Serialize)]
struct Offer {
    /// What the form sends: the id and the name, as it stands in the text.
    value: String,
    /// What goes into the text after the sign.
    name: String,
    /// What tells them apart, or why they will not see it.
    detail: String,
    /// Whether they would not see the ticket.
    blind: bool,
}

/// `GET /tickets/{number}/mentions?q=`
pub(in crate::pages) async fn mentions(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let reader = pages.reader(&signed);
    if !reader.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let q = asked.q[..asked.q.floor_char_boundary(TYPED_MAX_BYTES)].to_owned();
    let texts = signed.texts;
    let offers = pages
        .desk
        .store()
        .read(move |tx| {
            let ticket = crate::queries::ticket(tx, &reader, id)?;
            let found = people::suggest_colleagues(tx, &reader.actor, &q, OFFERED_MAX)?;
            let named: BTreeSet<PersonId> = found.iter().map(|person| person.id).collect();
            let facts = Facts {
                people: people::people_facts(tx, &named)?,
                teams: people::team_facts(tx, &ticket.team.into_iter().collect())?,
                ..Facts::default()
            };
            let mut offers: Vec<Offer> = found
                .into_iter()
                .map(|person| {
                    let blind = !sees(&ticket, &facts, person.id);
                    let detail = match blind {
                        true => texts.t("mention-blind").to_owned(),
                        false => person.email.unwrap_or_default(),
                    };
                    Offer {
                        value: format!("{} {}", person.id, person.name),
                        name: person.name,
                        detail,
                        blind,
                    }
                })
                .collect();
            let teams = people::suggest_teams(tx, &reader.actor, &q, OFFERED_MAX)?;
            offers.extend(teams.into_iter().map(|(team, name)| Offer {
                value: format!("team.{team} {name}"),
                name,
                detail: texts.t("team").to_owned(),
                blind: false,
            }));
            offers.truncate(OFFERED_MAX);
            Ok::<_, Error>(offers)
        })
        .await?;
    Ok(json(StatusCode::OK, &offers))
}

/// Whether a colleague sees the ticket already.
fn sees(ticket: &Ticket, facts: &Facts, person: PersonId) -> bool {
    let member = |team: &TeamId| {
        let known = facts.people.get(&person);
        known.is_some_and(|known| known.teams.contains(team))
    };
    let private = |team: &TeamId| facts.teams.get(team).is_none_or(|team| team.private);
    ticket.parties().any(|party| party == person)
        || match ticket.team {
            Some(team) => member(&team) || !ticket.confidential && !private(&team),
            None => !ticket.confidential,
        }
}

/// `POST /tickets/{number}/preview`: how what was written will look.
pub(in crate::pages) async fn preview(
    signed: SignedIn,
    Path(_): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let names: Vec<String> = sent
        .all("mention")
        .filter_map(|mention| Some(mention.split_once(' ')?.1.to_owned()))
        .collect();
    let html = web::markdown::to_html(sent.get("body"));
    let html = web::markdown::with_mentions(&html, &names);
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}
