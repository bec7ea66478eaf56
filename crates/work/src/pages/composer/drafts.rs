//! `/tickets/{number}/drafts/{kind}`: what is being written is kept as one types.

use super::super::Pages;
use super::super::sent::Sent;
use crate::drafts::{self, DraftKey, DraftKind, Page, Saved, Typed};
use crate::error::Error;
use directory::SignedIn;
use kernel::TicketId;
use serde::Serialize;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::{json, see_other};
use web::{Path, Result};

/// A draft as the page goes on with it.
#[derive(Serialize)]
struct Kept {
    /// Its version; 0 when nothing is left.
    version: i64,
    /// What the page says beside it.
    said: String,
}

/// What somebody else, or one oneself on another device, has made of a draft meanwhile.
#[derive(Serialize)]
struct Overtaken {
    /// What the page says.
    said: String,
    /// Their version; 0 where it is there no more.
    version: i64,
    /// Their text.
    body: String,
}

/// A file that waits in a draft.
#[derive(Serialize)]
struct Waiting {
    hash: String,
    name: String,
    href: String,
    image: bool,
}

fn key(signed: &SignedIn, ticket: TicketId, kind: &str, sent: &Sent) -> Result<DraftKey> {
    let kind = DraftKind::named(kind).ok_or_else(web::Error::not_found)?;
    Ok(key_of(signed, ticket, kind, sent))
}

/// Which draft a form of the composer goes on with.
pub(super) fn key_of(
    signed: &SignedIn,
    ticket: TicketId,
    kind: DraftKind,
    sent: &Sent,
) -> DraftKey {
    DraftKey {
        ticket,
        owner: sent.get("owner").parse().unwrap_or(signed.person.id),
        kind,
    }
}

/// What the page of such a form knows of its draft.
pub(super) fn page_of(sent: &Sent) -> Page {
    Page {
        seen: sent.get("version").parse().unwrap_or(0),
        writer: sent.get("writer").to_owned(),
    }
}

/// `POST /tickets/{number}/drafts/{kind}`
pub(in crate::pages) async fn save(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, kind)): Path<(TicketId, String)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let key = key(&signed, id, &kind, &sent)?;
    let reader = pages.reader(&signed);
    let now = reader.now;
    let typed = Typed {
        page: page_of(&sent),
        shared: sent.get("shared") == "true",
        fields: sent.into_typed(),
    };
    let (saved, by) = pages
        .desk
        .store()
        .write(move |tx| {
            let saved = drafts::save(tx, &reader, key, typed.clone())?;
            let by = match &saved {
                Saved::Overtaken(draft) => {
                    let names = directory::queries::person_names(tx, &[draft.updated_by].into())?;
                    names.into_values().next().map(|person| person.name)
                }
                _ => None,
            };
            Ok::<_, Error>((saved, by.unwrap_or_default()))
        })
        .await?;
    let texts = signed.texts;
    let at = signed.calendar().when(now.0).text;
    Ok(match saved {
        Saved::Kept(version) => {
            let said = texts.t1("draft-saved", "at", at);
            json(StatusCode::OK, &Kept { version, said })
        }
        Saved::Gone => {
            let said = String::new();
            json(StatusCode::OK, &Kept { version: 0, said })
        }
        Saved::Overtaken(draft) => {
            let overtaken = Overtaken {
                said: match draft.updated_by == signed.person.id {
                    true => texts.t("draft-elsewhere").to_owned(),
                    false => texts.t1("draft-overtaken", "who", by),
                },
                version: draft.version,
                body: draft.get("body").to_owned(),
            };
            json(StatusCode::CONFLICT, &overtaken)
        }
        Saved::Over => {
            let over = Overtaken {
                said: texts.t("draft-over").to_owned(),
                version: 0,
                body: String::new(),
            };
            json(StatusCode::CONFLICT, &over)
        }
    })
}

/// `POST /tickets/{number}/drafts/{kind}/removal`
pub(in crate::pages) async fn discard(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, kind)): Path<(TicketId, String)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let key = key(&signed, id, &kind, &sent)?;
    let reader = pages.reader(&signed);
    let removed = pages
        .desk
        .store()
        .write(move |tx| drafts::discard(tx, &reader, key));
    removed.await?;
    Ok(see_other(&format!("/tickets/{id}")))
}

/// `POST /tickets/{number}/drafts/{kind}/files`: pasted or dropped, and there at once.
pub(in crate::pages) async fn add_files(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, kind)): Path<(TicketId, String)>,
    mut sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let key = key(&signed, id, &kind, &sent)?;
    let reader = pages.reader(&signed);
    // Whoever may not write here leaves nothing behind.
    let (asks, ticket) = (reader.clone(), id);
    let seen = move |tx: &store::Tx<'_>| crate::queries::ticket(tx, &asks, ticket);
    pages.desk.store().read(seen).await?;
    let kept = sent.keep_files(&pages).await?;
    let shown = super::super::ticket::files::files(&kept, signed.texts);
    let answer: Vec<Waiting> = kept
        .iter()
        .zip(shown)
        .map(|(file, link)| Waiting {
            hash: file.hash.clone(),
            name: file.name.clone(),
            href: link.href,
            image: link.image,
        })
        .collect();
    let page = page_of(&sent);
    let put = move |tx: &store::Tx<'_>| {
        kept.iter()
            .try_for_each(|file| drafts::add_file(tx, &reader, key, &page, file))
    };
    pages.desk.store().write(put).await?;
    Ok(json(StatusCode::CREATED, &answer))
}
