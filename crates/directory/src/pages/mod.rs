//! The pages of people, teams and sign-in.

mod account;
mod client;
mod entrance;
mod members;
mod people;
mod person_form;
mod reset;
mod teams;

pub use client::Client;

use crate::{Brand, Directory};
use web::Path;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::axum::response::{IntoResponse, Response};
use web::axum::routing::{get, post};
use web::parts::Choice;
use web::{Error, Texts};

/// The routes of the pages.
pub(crate) fn routes() -> Router<Directory> {
    Router::new()
        .route(
            "/sign-in",
            get(entrance::sign_in_page).post(entrance::sign_in),
        )
        .route("/sign-out", post(entrance::sign_out))
        .route("/set-up", get(entrance::set_up_page).post(entrance::set_up))
        .route(
            "/password/forgot",
            get(reset::forgot_page).post(reset::forgot),
        )
        .route(
            "/password/reset/{token}",
            get(reset::reset_page).post(reset::reset),
        )
        .route("/brand/{accent}/brand.css", get(brand_style))
        .route("/logo/{name}", get(logo))
        .route("/account", get(account::page).post(account::save))
        .route("/account/password", post(account::change_password))
        .route("/account/theme", post(account::set_theme))
        .route("/account/tokens", post(account::create_token))
        .route(
            "/account/tokens/{id}/revocation",
            post(account::revoke_token),
        )
        .route("/account/sessions", post(account::end_sessions))
        .route("/people", get(people::list))
        .route("/people/{id}", get(people::page).post(people::save))
        .route("/people/{id}/activity", post(people::set_active))
        .route("/people/{id}/undo/{version}", post(people::undo))
        .route("/people/{id}/password-link", post(people::password_link))
        .route("/teams", get(teams::list))
        .route("/teams/{id}", get(teams::page).post(teams::save))
        .route("/teams/{id}/undo/{version}", post(teams::undo))
        .route("/teams/{id}/members", post(members::change))
        .route(
            "/teams/{id}/members/{person}/{place}",
            post(members::put_back),
        )
}

/// `GET /brand/{accent}/brand.css`: the style sheet of a colour, which never changes.
async fn brand_style(Path((accent,)): Path<(String,)>) -> web::Result<Response> {
    let brand = Brand {
        accent: format!("#{accent}"),
        ..Brand::default()
    };
    let style = brand.style().ok_or_else(Error::not_found)?;
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, style).into_response())
}

/// `GET /logo/{name}`: the logo, which never changes at one address.
async fn logo(
    State(directory): State<Directory>,
    Path((name,)): Path<(String,)>,
) -> web::Result<Response> {
    let found = directory
        .read(move |tx| crate::logo::find(tx, &name))
        .await?;
    let headers = [
        (CONTENT_TYPE, "image/png"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, found.ok_or_else(Error::not_found)?).into_response())
}

/// What is wrong with the form as a whole: what the error says when no field of the form shows it.
fn form_error(error: &Error, texts: Texts, shown: &[&str]) -> String {
    let hidden: Vec<&str> = error
        .fields()
        .iter()
        .filter(|field| !shown.contains(&field.field.as_ref()))
        .map(|field| texts.t(&field.detail))
        .collect();
    if hidden.is_empty() {
        error.text(texts)
    } else {
        hidden.join(" ")
    }
}

/// The languages to choose from, the first of them whatever the browser says.
fn languages(texts: Texts, chosen: &str, brand: &Brand) -> Vec<Choice> {
    let auto = Choice::new("", texts.t("language-auto"), chosen.is_empty());
    let all = Texts::languages().into_iter();
    let all = all.filter(|(code, _)| brand.offers(code) || *code == chosen);
    std::iter::once(auto)
        .chain(all.map(|(code, name)| Choice::new(code, name, code == chosen)))
        .collect()
}

/// A list to choose one of, or none.
fn or_none(
    texts: Texts,
    chosen: Option<i64>,
    all: impl Iterator<Item = (i64, String)>,
) -> Vec<Choice> {
    let none = Choice::new("", texts.t("none-chosen"), chosen.is_none());
    std::iter::once(none)
        .chain(all.map(|(id, name)| Choice::new(id.to_string(), name, chosen == Some(id))))
        .collect()
}

/// The id that a select sent; none for its empty choice.
fn chosen(value: &str) -> Option<i64> {
    value.parse().ok()
}
