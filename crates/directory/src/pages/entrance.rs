//! Signing in and out, and the first run.

use super::client::{Client, drop_session, keep_session};
use super::{form_error, languages};
use crate::screens::set_up::{SetUpCodePage, SetUpPage};
use crate::screens::sign_in::SignInPage;
use crate::{Directory, NewDesk, SignedIn};
use serde::Deserialize;
use std::sync::Arc;
use web::axum::extract::State;
use web::axum::http::HeaderValue;
use web::axum::http::header::REFERRER_POLICY;
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

/// `?code=` of the set-up page: the end of the address that the console printed.
#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
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

/// `GET /set-up`: the form for whoever has the code, else a field that asks for it.
pub(super) async fn set_up_page(
    State(directory): State<Directory>,
    client: Client,
    Query(given): Query<Code>,
) -> Result<Response> {
    if !directory.needs_set_up().await? {
        return Err(Error::not_found());
    }
    if given.code.is_empty() {
        return Ok(html(&code_page(&client, Input::default(), None)));
    }
    let answer = directory
        .check_set_up_code(&given.code, &client.address)
        .await;
    if let Err(error) = answer.map_err(Error::from) {
        return refuse_code(&client, given.code, error);
    }
    let page = SetUpPage {
        frame: client.frame("set-up-title"),
        error: None,
        code: given.code,
        organisation: Input::default(),
        name: Input::default(),
        email: Input::default(),
        password: Input::default(),
        languages: languages(client.texts, client.texts.code(), &client.brand),
        zone: Input::new("UTC"),
    };
    Ok(without_address(html(&page)))
}

fn code_page(client: &Client, code: Input, error: Option<String>) -> SetUpCodePage {
    SetUpCodePage {
        frame: client.frame("set-up-title"),
        error,
        code,
    }
}

/// Asks for the code again, where it was wrong or tried too often. A wrong one may be the right one with a slip of
/// the finger, so its address is told nobody, either.
fn refuse_code(client: &Client, code: String, error: Error) -> Result<Response> {
    let texts = client.texts;
    let told = match error.kind() {
        Kind::Invalid => None,
        Kind::TooMany(_) => Some(error.text(texts)),
        _ => return Err(error),
    };
    let code = Input::new(code).with_error_of("code", &error, texts);
    let page = code_page(client, code, told);
    Ok(without_address(html_refused(&error, &page)))
}

/// The address of this page is a secret: what it asks for is not told where it came from.
fn without_address(mut response: Response) -> Response {
    let policy = HeaderValue::from_static("strict-origin");
    response.headers_mut().insert(REFERRER_POLICY, policy);
    response
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
    let code_wrong = error.fields().iter().any(|wrong| wrong.field == "code");
    if code_wrong || error.kind() != Kind::Invalid {
        return refuse_code(&client, form.code, error);
    }
    let texts = client.texts;
    let input = |field, value: String| Input::new(value).with_error_of(field, &error, texts);
    let page = SetUpPage {
        error: Some(form_error(
            &error,
            texts,
            &["organisation", "name", "email", "password", "zone"],
        )),
        code: form.code,
        organisation: input("organisation", form.organisation),
        name: input("name", form.name),
        email: input("email", form.email),
        password: input("password", String::new()),
        languages: languages(texts, &form.language, &client.brand),
        zone: input("zone", form.zone),
        frame: client.frame("set-up-title"),
    };
    Ok(without_address(html_refused(&error, &page)))
}

/// Where to go after signing in: nowhere but on this site, and not in circles.
fn after(next: &str) -> &str {
    if is_local(next) && !next.starts_with("/sign-in") {
        next
    } else {
        "/"
    }
}
