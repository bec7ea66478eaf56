//! A forgotten password.

use super::client::Client;
use crate::screens::reset::{ForgotPage, ResetPage};
use crate::{Directory, Error as Refused};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Result};

/// What the form of a forgotten password sends.
#[derive(Deserialize)]
pub(super) struct ForgotForm {
    email: String,
}

/// What the form of a new password sends.
#[derive(Deserialize)]
pub(super) struct ResetForm {
    password: String,
    again: String,
}

/// `GET /password/forgot`
pub(super) async fn forgot_page(client: Client) -> Response {
    html(&ForgotPage {
        frame: client.frame("forgot-title"),
        sent: false,
        email: Input::default(),
    })
}

/// `POST /password/forgot`
pub(super) async fn forgot(
    State(directory): State<Directory>,
    client: Client,
    Form(form): Form<ForgotForm>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    directory
        .forgot_password(&form.email, &client.address)
        .await?;
    Ok(html(&ForgotPage {
        frame: client.frame("forgot-title"),
        sent: true,
        email: Input::new(form.email),
    }))
}

/// `GET /password/reset/{token}`
pub(super) async fn reset_page(
    State(directory): State<Directory>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Response> {
    let expired = !directory.password_link_works(&token).await?;
    Ok(html(&page(&client, token, expired)))
}

/// `POST /password/reset/{token}`
pub(super) async fn reset(
    State(directory): State<Directory>,
    client: Client,
    Path(token): Path<String>,
    Form(form): Form<ResetForm>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    let texts = client.texts;
    let answer = if form.password == form.again {
        directory.reset_password(&token, &form.password).await
    } else {
        Err(Refused::field("again", "password-differs"))
    };
    match answer.map_err(Error::from) {
        Ok(_) => {
            let flash = Flash::done(texts.t("reset-done"));
            Ok(flash.on(see_other("/sign-in")))
        }
        Err(error) if error.kind() == Kind::NotFound => Ok(html_with(
            StatusCode::NOT_FOUND,
            &page(&client, token, true),
        )),
        Err(error) if error.kind() == Kind::Invalid => {
            let page = ResetPage {
                password: Input::default().with_error_of("password", &error, texts),
                again: Input::default().with_error_of("again", &error, texts),
                ..page(&client, token, false)
            };
            Ok(html_with(error.kind().status(), &page))
        }
        Err(error) => Err(error),
    }
}

fn page(client: &Client, token: String, expired: bool) -> ResetPage {
    ResetPage {
        frame: client.frame("reset-title"),
        token,
        expired,
        password: Input::default(),
        again: Input::default(),
    }
}
