//! What the palette and the fields suggest while somebody types, and the live stream.

use super::Pages;
use super::address::ListAddress;
use crate::News;
use crate::queries::{self, Reader, Suggestion};
use directory::queries::suggest_teams;
use directory::{Directory, Lasting, SignedIn};
use kernel::Permission;
use kernel::text::{begins_words, words};
use serde::{Deserialize, Serialize};
use store::Tx;
use web::axum::Extension;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse, Response};
use web::reply::json;
use web::{Query, Result};

/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 200;
/// Most teams that are suggested.
const TEAMS_MAX: usize = 8;

/// What was typed, and into what.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
    /// `people`, `colleagues`, `tickets`, `teams`, `services` or `tags`; everything without.
    #[serde(default)]
    kind: String,
}

/// Something that may be meant.
#[derive(Serialize)]
struct Offer {
    /// What the field gets.
    value: String,
    /// What people read.
    label: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    kind: String,
}

/// `GET /suggest?q=…&kind=…`
pub(super) async fn suggest(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(typed): Query<Typed>,
) -> Result<Response> {
    let reader = pages.reader(&signed);
    let q = typed.q[..typed.q.floor_char_boundary(TYPED_MAX_BYTES)].to_owned();
    let mut offers = Vec::new();
    if typed.kind.is_empty() {
        offers.extend(pages_meant(&signed, &q));
    }
    let kind = typed.kind;
    let found = pages
        .desk
        .store()
        .read(move |tx| found(tx, &reader, &kind, &q))
        .await?;
    offers.extend(found.iter().map(|found| offer(&signed, found)));
    Ok(json(StatusCode::OK, &offers))
}

/// What can be begun from anywhere, and who may.
///
/// Each with another word for it, under which it is found, too.
const BEGINNINGS: [(&str, &str, &str, Permission); 3] = [
    (
        "ticket-new",
        "ticket-create",
        "/tickets/new",
        Permission::TicketWork,
    ),
    ("person-new", "", "/people/new", Permission::PersonManage),
    ("team-new", "", "/teams/new", Permission::TeamManage),
];

/// What everybody can set for themselves, with another word for it.
const OWN: [(&str, &str, &str); 2] = [
    ("menu-account", "", "/account"),
    (
        "palette-notifications",
        "notifications-kinds",
        "/notifications/settings",
    ),
];

/// What the reader can begin, and their settings, of which every typed word begins a word.
fn pages_meant(signed: &SignedIn, q: &str) -> Vec<Offer> {
    let typed = words(q);
    if typed.is_empty() {
        return Vec::new();
    }
    let texts = signed.texts;
    let page = |label: &str, href: &str, kind: &str| Offer {
        value: label.to_owned(),
        label: label.to_owned(),
        href: Some(href.to_owned()),
        kind: kind.to_owned(),
    };
    let begun = BEGINNINGS
        .into_iter()
        .filter(|(.., needs)| signed.actor.can(*needs))
        .map(|(label, also, href, _)| (label, also, href));
    let own = begun.chain(OWN).map(|(label, also, href)| {
        let also = if also.is_empty() { "" } else { texts.t(also) };
        (texts.t(label), also, href, "")
    });
    let settings = signed.settings().map(|setting| {
        let (label, about) = (texts.t(setting.label), texts.t(setting.about));
        (label, about, setting.href, texts.t("nav-admin"))
    });
    own.chain(settings)
        .filter(|(label, about, _, _)| begins_words(&format!("{label} {about}"), &typed))
        .map(|(label, _, href, kind)| page(label, href, kind))
        .collect()
}

/// What may be meant.
enum Found {
    Known(Suggestion),
    Team(String),
}

/// No more is looked for than the field takes.
fn found(tx: &Tx<'_>, reader: &Reader, kind: &str, q: &str) -> crate::Result<Vec<Found>> {
    let teams = || -> crate::Result<Vec<Found>> {
        let found = suggest_teams(tx, &reader.actor, q, TEAMS_MAX)?;
        Ok(found
            .into_iter()
            .map(|(_, name)| Found::Team(name))
            .collect())
    };
    let known = match kind {
        "teams" => return teams(),
        "people" => queries::suggest_people(tx, reader, q)?,
        "colleagues" => queries::suggest_colleagues(tx, reader, q)?,
        "tickets" => queries::suggest_tickets_and_askers(tx, reader, q)?,
        "services" => queries::suggest_services(tx, q)?,
        "tags" => {
            let tags = queries::suggest_tags(tx, reader, q.trim())?;
            tags.into_iter().map(Suggestion::Tag).collect()
        }
        "" => queries::suggest(tx, reader, q)?,
        _ => Vec::new(),
    };
    let mut all: Vec<Found> = known.into_iter().map(Found::Known).collect();
    if kind.is_empty() && !q.trim().is_empty() && reader.actor.can(Permission::TicketRead) {
        all.extend(teams()?);
    }
    Ok(all)
}

fn offer(signed: &SignedIn, found: &Found) -> Offer {
    let agent = signed.actor.can(Permission::TicketRead);
    let known = match found {
        Found::Known(known) => known,
        Found::Team(name) => {
            return Offer {
                value: name.clone(),
                label: name.clone(),
                href: agent.then(|| listed("state:open team", name)),
                kind: signed.texts.t("team").to_owned(),
            };
        }
    };
    match known {
        Suggestion::Person { id, name, email } => Offer {
            value: email.as_ref().unwrap_or(name).clone(),
            label: match email {
                Some(email) => format!("{name} · {email}"),
                None => name.clone(),
            },
            href: Some(format!("/people/{id}")),
            kind: signed.texts.t("nav-people").to_owned(),
        },
        Suggestion::Ticket {
            id,
            subject,
            requester,
            ..
        } => {
            let base = if agent { "/tickets" } else { "/my/tickets" };
            Offer {
                value: id.to_string(),
                label: match agent {
                    true => format!("#{id} {subject} · {requester}"),
                    false => format!("#{id} {subject}"),
                },
                href: Some(format!("{base}/{id}")),
                kind: id.to_string(),
            }
        }
        Suggestion::Tag(tag) => Offer {
            href: agent.then(|| listed("tag", tag)),
            label: tag.clone(),
            value: tag.clone(),
            kind: signed.texts.t("tags").to_owned(),
        },
        Suggestion::Service { name, .. } => Offer {
            href: agent.then(|| listed("service", name)),
            label: name.clone(),
            value: name.clone(),
            kind: signed.texts.t("service").to_owned(),
        },
    }
}

/// Where the tickets are listed that have this value in a field.
fn listed(field: &str, value: &str) -> String {
    let query = format!("{field}:\"{}\"", value.replace(['"', '\\'], " "));
    let list = ListAddress {
        q: &query,
        ..ListAddress::default()
    };
    list.first()
}

/// `GET /live`: names of what changed, told only to whoever sees it or saw it until now. It ends when their session
/// does.
pub(super) async fn live(
    State(pages): State<Pages>,
    Extension(directory): Extension<Directory>,
    signed: SignedIn,
) -> Response {
    let watching = Watching(signed.lasting(&directory));
    web::live::stream(pages.live.listen(), watching).into_response()
}

/// Somebody who looks at an open page.
struct Watching(Lasting);

impl web::live::Reader<News> for Watching {
    async fn names(&mut self, news: Vec<News>) -> Option<Vec<String>> {
        let actor = match self.0.actor().await {
            Ok(actor) => actor?,
            Err(error) => {
                tracing::error!(%error, "an open page is told nothing more");
                return None;
            }
        };
        Some(news.iter().flat_map(|one| one.names(&actor)).collect())
    }
}
