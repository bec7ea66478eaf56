//! Oneself, and one's tokens.

use super::{List, created};
use crate::model::{Person, Role, Token};
use crate::once::{self, Answer, Body};
use crate::{Directory, Error as Refused, SignedIn, TokenRequest, Via, queries};
use kernel::{PermissionSet, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Tx;
use utoipa::ToSchema;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse, Response};
use web::reply::json;
use web::{Error, Path, Result};

/// Who is asking.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeView {
    /// The person.
    person: Person,
    /// Their role.
    role: Role,
    /// What this session or token allows.
    #[schema(value_type = Vec<String>)]
    permissions: PermissionSet,
    /// The teams they are in.
    #[schema(value_type = Vec<i64>)]
    teams: Vec<TeamId>,
    /// `session` or `token`.
    via: &'static str,
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    /// What it is for.
    name: String,
    /// What it allows at most, such as `ticket.read`; empty for all that one may do.
    #[serde(default)]
    scopes: Vec<String>,
    /// When it ends, in RFC 3339; null for never.
    #[serde(default)]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

/// A token that was just made: the only time that it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FreshToken {
    /// The id, for taking it back.
    id: i64,
    /// What to send as `Authorization: Bearer …`.
    token: String,
}

/// Who is asking, and what they may do.
#[utoipa::path(get, path = "/api/spoc/v1/me", tag = "me", responses((status = 200, body = MeView)))]
pub(super) async fn get(State(directory): State<Directory>, signed: SignedIn) -> Result<Response> {
    let id = signed.person.id;
    let (person, role) = directory
        .read(move |tx| {
            let person = queries::find_person(tx, id)?.ok_or(Refused::NotFound)?;
            let role = queries::find_role(tx, person.role_id)?.ok_or(Refused::NotFound)?;
            Ok((person, role))
        })
        .await?;
    let me = MeView {
        person,
        role,
        permissions: signed.actor.permissions,
        teams: signed.actor.teams.clone(),
        via: match signed.via {
            Via::Session => "session",
            Via::Token => "token",
        },
    };
    Ok(json(StatusCode::OK, &me))
}

/// One's tokens, the newest first. All on one page.
#[utoipa::path(get, path = "/api/spoc/v1/tokens", tag = "me", responses((status = 200, body = List<Token>)))]
pub(super) async fn list_tokens(
    State(directory): State<Directory>,
    signed: SignedIn,
) -> Result<Response> {
    let id = signed.person.id;
    let items = directory
        .read(move |tx| Ok(queries::list_tokens(tx, id)?))
        .await?;
    Ok(json(StatusCode::OK, &List { items, next: None }))
}

/// Makes a token. A token cannot: one that leaked would never end. Repeated with the same key, no second token is
/// made, and the first is not shown again.
#[utoipa::path(post, path = "/api/spoc/v1/tokens", tag = "me", request_body = NewToken,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = FreshToken), (status = 422)))]
pub(super) async fn create_token(
    State(directory): State<Directory>,
    signed: SignedIn,
    Body { value: new, once }: Body<NewToken>,
) -> Result<Answer> {
    signed.require_session()?;
    let expires_at = match new.expires_at.as_deref().map(Timestamp::parse) {
        None => None,
        Some(Some(at)) => Some(at),
        Some(None) => {
            let detail = "This is no instant in RFC 3339; one looks like 2027-01-31T12:00:00Z.";
            return Err(Error::invalid_field("expires_at", detail));
        }
    };
    if let Some(name) = signed.actor.permissions.lacking(&new.scopes).next() {
        let detail = format!("You may not {name}, and so no token of yours can: leave it out.");
        return Err(Error::invalid_field("scopes", detail));
    }
    let request = TokenRequest {
        name: new.name,
        scopes: new.scopes,
        expires_at,
    };
    let actor = Arc::clone(&signed.actor);
    let around = move |tx: &Tx<'_>, now, make: &dyn Fn() -> crate::Result<(i64, String)>| {
        once::once(tx, &actor, now, once.as_ref(), || {
            let (id, token) = make()?;
            Ok(created("tokens", id, &FreshToken { id, token })?.secret())
        })
    };
    let made = directory.create_token_with(&signed.actor, signed.person.id, request, around);
    Ok(made.await?)
}

/// Takes a token back.
#[utoipa::path(delete, path = "/api/spoc/v1/tokens/{id}", tag = "me", params(("id" = i64, Path)),
    responses((status = 204), (status = 404)))]
pub(super) async fn revoke_token(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    directory.revoke_token(&signed.actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
