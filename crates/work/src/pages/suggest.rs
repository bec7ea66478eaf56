//! What the palette and the fields suggest while somebody types, and the live stream.

use super::Pages;
use crate::News;
use crate::queries::{self, Suggestion};
use directory::{Directory, Lasting, SignedIn};
use kernel::Permission;
use serde::{Deserialize, Serialize};
use web::axum::Extension;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse, Response};
use web::reply::json;
use web::{Query, Result};

/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 200;

/// What was typed, and into what.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
    /// `people`, `tickets` or `tags`; everything without.
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
    let found = pages
        .desk
        .store()
        .read(move |tx| queries::suggest(tx, &reader, &q))
        .await?;
    let offers: Vec<Offer> = found
        .into_iter()
        .filter_map(|suggestion| offer(&signed, &typed.kind, suggestion))
        .collect();
    Ok(json(StatusCode::OK, &offers))
}

fn offer(signed: &SignedIn, kind: &str, suggestion: Suggestion) -> Option<Offer> {
    let agent = signed.actor.can(Permission::TicketRead);
    let wanted = |of: &str| kind.is_empty() || kind == of;
    match suggestion {
        Suggestion::Person { id, name, email } if wanted("people") => {
            let label = match &email {
                Some(email) => format!("{name} · {email}"),
                None => name.clone(),
            };
            Some(Offer {
                value: email.unwrap_or(name),
                label,
                href: Some(format!("/people/{id}")),
                kind: signed.texts.t("name").to_owned(),
            })
        }
        Suggestion::Ticket { id, subject, .. } if wanted("tickets") => {
            let base = if agent { "/tickets" } else { "/my/tickets" };
            Some(Offer {
                value: id.to_string(),
                label: format!("#{id} {subject}"),
                href: Some(format!("{base}/{id}")),
                kind: id.to_string(),
            })
        }
        Suggestion::Tag(tag) if wanted("tags") => Some(Offer {
            href: agent.then(|| format!("/tickets?q=tag:{}", super::address::encoded(&tag))),
            label: tag.clone(),
            value: tag,
            kind: signed.texts.t("tags").to_owned(),
        }),
        Suggestion::Service { name, .. } if kind.is_empty() => Some(Offer {
            href: agent.then(|| {
                let query = format!("service:\"{}\"", name.replace(['"', '\\'], " "));
                format!("/tickets?q={}", super::address::encoded(&query))
            }),
            label: name.clone(),
            value: name,
            kind: signed.texts.t("service").to_owned(),
        }),
        _ => None,
    }
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
    async fn names(&mut self, news: News) -> Option<Vec<String>> {
        let actor = match self.0.actor().await {
            Ok(actor) => actor?,
            Err(error) => {
                tracing::error!(%error, "an open page is told nothing more");
                return None;
            }
        };
        Some(news.names(&actor))
    }
}
