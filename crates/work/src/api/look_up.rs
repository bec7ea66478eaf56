//! Search, suggestions, and what can be chosen.

use super::conditions::Asked;
use super::wire::{SearchList, SuggestionList};
use super::{limit, reader};
use crate::desk::Desk;
use crate::error::Error;
use crate::queries::{self, FOUND_MAX};
use directory::SignedIn;
use serde::Deserialize;
use utoipa::IntoParams;
use web::Query;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;

/// Results of a search unless asked otherwise.
const PAGE: usize = 20;
/// Longest text that is completed, in bytes.
const TYPED_MAX_BYTES: usize = 200;

/// What is sought.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SearchParams {
    /// Words, among other conditions.
    q: String,
    /// How many, 1 to 50.
    limit: Option<i64>,
}

/// The best tickets for some words.
#[utoipa::path(get, path = "/api/spoc/v1/search", tag = "search", params(SearchParams),
    responses((status = 200, body = SearchList), (status = 422)))]
pub(super) async fn search_tickets(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(params): Query<SearchParams>,
) -> web::Result<Response> {
    let limit = limit(params.limit, PAGE, FOUND_MAX)?;
    let asked = Asked::new(&desk, &signed, params.q);
    let found = asked.read(&desk, move |tx, reader, _, condition| {
        if condition.text_terms().is_empty() {
            let text = "a search needs a word; without one, list tickets instead";
            return Err(Error::Invalid {
                field: "q",
                text: text.into(),
            });
        }
        queries::search(tx, reader, &condition, limit)
    });
    let list = SearchList::from(found.await?);
    Ok(web::reply::json(StatusCode::OK, &list))
}

/// What was typed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SuggestParams {
    /// The beginning of a name, a subject, a number or a tag.
    q: String,
}

/// What may be meant by what was typed so far: people, tickets, services, tags.
#[utoipa::path(get, path = "/api/spoc/v1/suggestions", tag = "search", params(SuggestParams),
    responses((status = 200, body = SuggestionList), (status = 422)))]
pub(super) async fn suggest(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(SuggestParams { q }): Query<SuggestParams>,
) -> web::Result<Response> {
    if q.len() > TYPED_MAX_BYTES {
        let text = format!("is longer than {TYPED_MAX_BYTES} bytes");
        return Err(web::Error::invalid_field("q", text));
    }
    let reader = reader(&desk, &signed);
    let found = desk
        .store()
        .read(move |tx| queries::suggest(tx, &reader, &q))
        .await?;
    let items = found.into_iter().map(Into::into).collect();
    Ok(web::reply::json(StatusCode::OK, &SuggestionList { items }))
}
