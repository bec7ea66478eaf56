//! Similar tickets beside one: asked for when the reader wants to see them, so that the page itself waits for nothing.

use super::requester::listed;
use crate::error::Error;
use crate::pages::{Pages, encoded};
use crate::queries;
use crate::screens::ticket::SimilarPart;
use directory::SignedIn;
use kernel::{Permission, TicketId};
use web::Path;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;

/// `GET /tickets/{number}/similar`
pub(in crate::pages) async fn part(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let find = move |tx: &store::Tx<'_>| {
        let found = queries::resembling(tx, &reader, id)?;
        Ok::<_, Error>((desk.rules_in(tx)?, found))
    };
    let (rules, found) = pages.desk.store().read(find).await?;
    let words = pages.words(&rules, signed.texts);
    Ok(html(&SimilarPart {
        none: signed.texts.t("similar-none"),
        tickets: found
            .iter()
            .map(|alike| (listed(&words, &alike.listed), alike.why(signed.texts)))
            .collect(),
    }))
}

/// Where the words of a subject are looked for.
pub(super) fn search(subject: &str) -> String {
    let words: Vec<String> = queries::telling(subject).into_iter().collect();
    format!("/search?q={}", encoded(&words.join(" ")))
}
