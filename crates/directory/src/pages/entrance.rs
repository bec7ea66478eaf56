//! Signing in and out, and the first run.

use super::client::{Client, drop_session, keep_session};
use super::{form_error, languages};
use crate::screens::set_up::SetUpPage;
use crate::screens::sign_in::SignInPage;
use crate::{Directory, NewDesk, SignedIn};
use serde::Deserialize;
use std::sync::Arc;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_refused, is_local, see_other};
use web::{Error, Form, Kind, Query, Result};

/// `?next=` of the sign-in page.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub(super) struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// What the sign-out form sends.
#[derive(Deserialize)]
pub(super) struct SignOutForm {
    #[serde(default)]
    csrf: String,
}

/// What the set-up form sends.
#[derive(Deserialize)]
pub(super) struct SetUpForm {
    code: String,
    organisation: String,
    name: String,
    email: String,
    password: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    zone: String,
}

/// `GET /sign-in`
pub(super) async fn sign_in_page(
    State(directory): State<Directory>,
    signed: Option<SignedIn>,
    Query(wanted): Query<Wanted>,
    client: Client,
) -> Result<Response> {
    if signed.is_some() {
        return Ok(see_other(after(&wanted.next)));
    }
    if directory.needs_set_up().await? {
        return Ok(see_other("/set-up"));
    }
    Ok(html(&SignInPage {
        frame: client.frame("sign-in"),
        error: None,
        email: Input::default(),
        next: after(&wanted.next).to_owned(),
        hint: client.brand.texts_in(client.texts.code()).sign_in,
        doors: open_doors(&directory).await?,
    }))
}

/// Where people go without signing in.
async fn open_doors(directory: &Directory) -> Result<Vec<(&'static str, &'static str)>> {
    let site = Arc::clone(directory.site());
    let read = directory.read(move |tx| Ok(site.open_doors(tx)?));
    Ok(read.await?)
}

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(directory): State<Directory>,
    client: Client,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    let answer = directory
        .sign_in(&form.email, &form.password, &client.address)
        .await
        .map_err(Error::from);
    let next = after(&form.next);
    let texts = client.texts;
    let (error, text) = match answer {
        Ok(Some(session)) => return Ok(keep_session(&directory, &session, next)),
        Ok(None) => {
            let failed = texts.t("sign-in-failed").to_owned();
            (Error::new(Kind::Invalid), failed)
        }
        Err(error) if matches!(error.kind(), Kind::TooMany(_)) => {
            let wait = error.text(texts);
            (error, texts.t1("sign-in-throttled", "wait", wait))
        }
        Err(error) => return Err(error),
    };
    let page = SignInPage {
        frame: client.frame("sign-in"),
        error: Some(text),
        email: Input::new(form.email),
        next: next.to_owned(),
        hint: client.brand.texts_in(client.texts.code()).sign_in,
        doors: open_doors(&directory).await?,
    };
    Ok(html_refused(&error, &page))
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(directory): State<Directory>,
    signed: Option<SignedIn>,
    Form(form): Form<SignOutForm>,
) -> Result<Response> {
    if let Some(signed) = signed {
        signed.check_form(&form.csrf)?;
        directory.sign_out(signed.secret()).await?;
    }
    Ok(drop_session(&directory, "/sign-in"))
}

/// `GET /set-up`
pub(super) async fn set_up_page(
    State(directory): State<Directory>,
    client: Client,
) -> Result<Response> {
    if !directory.needs_set_up().await? {
        return Err(Error::not_found());
    }
    Ok(html(&SetUpPage {
        frame: client.frame("set-up-title"),
        error: None,
        code: Input::default(),
        organisation: Input::default(),
        name: Input::default(),
        email: Input::default(),
        password: Input::default(),
        languages: languages(client.texts, client.texts.code(), &client.brand),
        zone: Input::new("UTC"),
    }))
}

/// `POST /set-up`
pub(super) async fn set_up(
    State(directory): State<Directory>,
    client: Client,
    Form(form): Form<SetUpForm>,
) -> Result<Response> {
    client.check_origin(&directory)?;
    let desk = NewDesk {
        code: form.code.clone(),
        organisation: form.organisation.clone(),
        name: form.name.clone(),
        email: form.email.clone(),
        password: form.password,
        locale: form.language.clone(),
        time_zone: form.zone.clone(),
    };
    let answer = directory.set_up(desk, &client.address).await;
    let error = match answer.map_err(Error::from) {
        Ok(session) => return Ok(keep_session(&directory, &session, "/")),
        Err(error) => error,
    };
    let shown = matches!(error.kind(), Kind::Invalid | Kind::TooMany(_));
    if !shown {
        return Err(error);
    }
    let texts = client.texts;
    let input = |field, value: String| Input::new(value).with_error_of(field, &error, texts);
    let page = SetUpPage {
        error: Some(form_error(
            &error,
            texts,
            &["code", "organisation", "name", "email", "password", "zone"],
        )),
        code: input("code", form.code),
        organisation: input("organisation", form.organisation),
        name: input("name", form.name),
        email: input("email", form.email),
        password: input("password", String::new()),
        languages: languages(texts, &form.language, &client.brand),
        zone: input("zone", form.zone),
        frame: client.frame("set-up-title"),
    };
    Ok(html_refused(&error, &page))
}

/// Where to go after signing in: nowhere but on this site, and not in circles.
fn after(next: &str) -> &str {
    if is_local(next) && !next.starts_with("/sign-in") {
        next
    } else {
        "/"
    }
}
