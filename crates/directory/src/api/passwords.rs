//! One's password: changed with the old one, or chosen anew with a link by whoever forgot it.

use crate::{Client, Directory, SignedIn};
use serde::Deserialize;
use utoipa::ToSchema;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::{IntoResponse, Response};
use web::{Json, Path, Result};

/// A password instead of the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The present one.
    current: String,
    /// The new one: at least 10 characters, and not the address.
    password: String,
}

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordForgotten {
    /// The address that somebody signs in with.
    email: String,
}

/// A password that is chosen with a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChosen {
    /// The new one: at least 10 characters, and not the address.
    password: String,
}

/// Changes one's own password and ends all other sessions. A token cannot: it is not the person at the keyboard.
/// Guessing the present one is slowed down.
#[utoipa::path(put, path = "/api/spoc/v1/me/password", tag = "me", request_body = PasswordChange,
    responses((status = 204), (status = 403), (status = 422), (status = 429)))]
pub(super) async fn change(
    State(directory): State<Directory>,
    signed: SignedIn,
    Json(wanted): Json<PasswordChange>,
) -> Result<Response> {
    signed.require_session()?;
    directory
        .change_password(
            &signed.actor,
            &wanted.current,
            &wanted.password,
            signed.secret(),
        )
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Says that one has forgotten one's password: an administrator sees it and hands a link over. The answer does not tell
/// whether there is such an account.
#[utoipa::path(post, path = "/api/spoc/v1/password-resets", tag = "me", request_body = PasswordForgotten,
    security(()), responses((status = 202), (status = 403), (status = 422), (status = 429)))]
pub(super) async fn forgot(
    State(directory): State<Directory>,
    client: Client,
    Json(forgotten): Json<PasswordForgotten>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    directory
        .forgot_password(&forgotten.email, &client.address)
        .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Chooses a new password with the last part of a link's address. The link works once, for an hour; all sessions end.
#[utoipa::path(put, path = "/api/spoc/v1/password-resets/{token}", tag = "me", request_body = PasswordChosen,
    params(("token" = String, Path)), security(()),
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn reset(
    State(directory): State<Directory>,
    client: Client,
    Path(token): Path<String>,
    Json(chosen): Json<PasswordChosen>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    directory.reset_password(&token, &chosen.password).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
