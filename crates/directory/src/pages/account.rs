//! My account.

use super::languages;
use crate::ButtonForm;
use crate::model::{Preferences, Token};
use crate::screens::account::{AccountPage, Token as TokenRow};
use crate::sign_in::IDLE;
use crate::{Directory, Error as Refused, SignedIn, TokenRequest, actions, frame, queries};
use kernel::time::DAY;
use kernel::{Permission, PermissionSet};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::header::REFERER;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html_with, is_local, see_other};
use web::{Error, Flash, Form, Kind, Path, Result, Texts};

/// How many days a token can live, to choose from; 0 for ever. The second is proposed.
const LIVES: [i64; 5] = [30, 90, 180, 365, 0];

const READ: &[Permission] = &[
    Permission::TicketRead,
    Permission::NoteRead,
    Permission::PersonRead,
    Permission::ActivityRead,
];

/// What the form of a new token offers: a word, its label, and what it allows.
const SCOPES: [(&str, &str); 3] = [
    ("read", "token-scope-read"),
    ("work", "token-scope-work"),
    ("all", "token-scope-all"),
];

/// What the form about oneself sends.
#[derive(Deserialize)]
pub(super) struct MeForm {
    csrf: String,
    name: String,
    #[serde(default)]
    language: String,
    zone: String,
    theme: String,
}

/// What the choice of colours in the menu sends.
#[derive(Deserialize)]
pub(super) struct ThemeForm {
    csrf: String,
    theme: String,
}

/// What the form of a new password sends.
#[derive(Deserialize)]
pub(super) struct PasswordForm {
    csrf: String,
    current: String,
    password: String,
}

/// What the form of a new token sends.
#[derive(Deserialize)]
pub(super) struct TokenForm {
    csrf: String,
    token_name: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    expires: String,
}

/// What a form was refused for, or what it has made.
#[derive(Default)]
struct Said {
    error: Option<Error>,
    me: Option<MeForm>,
    fresh: Option<String>,
    token_name: String,
}

/// `GET /account`
pub(super) async fn page(State(directory): State<Directory>, signed: SignedIn) -> Result<Response> {
    show(&directory, &signed, Said::default()).await
}

/// `POST /account`
pub(super) async fn save(
    State(directory): State<Directory>,
    signed: SignedIn,
    Form(form): Form<MeForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    let name = form.name.clone();
    let wanted = Preferences {
        locale: form.language.clone(),
        theme: form.theme.clone(),
        time_zone: form.zone.clone(),
    };
    let answer = directory
        .write(move |tx| {
            actions::edit_self(tx, &actor, now, &name)?;
            actions::set_preferences(tx, &actor, now, &wanted)
        })
        .await;
    match answer.map_err(Error::from) {
        Ok(()) => {
            let texts = Texts::find(&form.language).unwrap_or(signed.texts);
            Ok(Flash::done(texts.t("saved")).on(see_other("/account")))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let said = Said {
                error: Some(error),
                me: Some(form),
                ..Said::default()
            };
            show(&directory, &signed, said).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /account/theme`: from the menu of any page, back to it.
pub(super) async fn set_theme(
    State(directory): State<Directory>,
    signed: SignedIn,
    headers: HeaderMap,
    Form(form): Form<ThemeForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    let wanted = Preferences {
        locale: signed.person.locale.clone(),
        theme: form.theme,
        time_zone: signed.person.time_zone.clone(),
    };
    directory
        .write(move |tx| actions::set_preferences(tx, &actor, now, &wanted))
        .await?;
    let from = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let path = from
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    Ok(see_other(path.filter(|path| is_local(path)).unwrap_or("/")))
}

/// `POST /account/password`
pub(super) async fn change_password(
    State(directory): State<Directory>,
    signed: SignedIn,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    let answer = directory
        .change_password(
            &signed.actor,
            &form.current,
            &form.password,
            signed.secret(),
        )
        .await;
    match answer.map_err(Error::from) {
        Ok(()) => Ok(Flash::done(signed.texts.t("password-changed")).on(see_other("/account"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let said = Said {
                error: Some(error),
                ..Said::default()
            };
            show(&directory, &signed, said).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /account/tokens`
pub(super) async fn create_token(
    State(directory): State<Directory>,
    signed: SignedIn,
    Form(form): Form<TokenForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    let days = form.expires.parse().unwrap_or(LIVES[1]);
    let request = TokenRequest {
        name: form.token_name.clone(),
        scopes: scopes(&form.scope)
            .iter()
            .map(|permission| permission.name().to_owned())
            .collect(),
        expires_at: (days > 0).then(|| directory.now().plus(days.saturating_mul(DAY))),
    };
    let answer = directory
        .create_token(&signed.actor, signed.person.id, request)
        .await;
    let said = match answer.map_err(Error::from) {
        Ok((_, token)) => Said {
            fresh: Some(token),
            ..Said::default()
        },
        Err(error) if error.kind() == Kind::Invalid => Said {
            error: Some(error),
            token_name: form.token_name,
            ..Said::default()
        },
        Err(error) => return Err(error),
    };
    show(&directory, &signed, said).await
}

/// `POST /account/tokens/{id}/revocation`
pub(super) async fn revoke_token(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    directory.revoke_token(&signed.actor, id).await?;
    Ok(Flash::done(signed.texts.t("token-revoked")).on(see_other("/account")))
}

/// `POST /account/sessions`
pub(super) async fn end_sessions(
    State(directory): State<Directory>,
    signed: SignedIn,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    check(&signed, &form.csrf)?;
    directory
        .sign_out_elsewhere(signed.person.id, signed.secret())
        .await?;
    Ok(Flash::done(signed.texts.t("sessions-ended")).on(see_other("/account")))
}

/// Checks a form. A token, even one that allows everything, is not the person at the keyboard.
fn check(signed: &SignedIn, csrf: &str) -> Result<()> {
    signed.require_session()?;
    signed.check_form(csrf)
}

async fn show(directory: &Directory, signed: &SignedIn, said: Said) -> Result<Response> {
    let (id, now) = (signed.person.id, directory.now());
    let (person, tokens, sessions) = directory
        .read(move |tx| {
            let person = queries::find_person(tx, id)?.ok_or(Refused::NotFound)?;
            let sessions = queries::count_sessions(tx, id, now, now.plus(-IDLE))?;
            Ok((person, queries::list_tokens(tx, id)?, sessions))
        })
        .await?;
    let texts = signed.texts;
    let (name, locale, zone, theme) = match said.me {
        Some(form) => (form.name, form.language, form.zone, form.theme),
        None => (person.name, person.locale, person.time_zone, person.theme),
    };
    let input = |field, value: String| match &said.error {
        Some(error) => Input::new(value).with_error_of(field, error, texts),
        None => Input::new(value),
    };
    let page = AccountPage {
        frame: frame(signed, "", texts.t("menu-account")),
        // The name of a token is a field `name`, too: it shows where it was typed.
        name: if said.token_name.is_empty() {
            input("name", name)
        } else {
            Input::new(name)
        },
        languages: languages(texts, &locale, &signed.brand),
        zone: input("time_zone", zone),
        themes: ["system", "light", "dark"]
            .iter()
            .map(|code| Choice::new(*code, texts.t(&format!("theme-{code}")), *code == theme))
            .collect(),
        own: signed
            .site
            .own(&signed.actor)
            .map(|place| (texts.t(place.label), place.icon, place.href))
            .collect(),
        current: input("current", String::new()),
        password: input("password", String::new()),
        may_script: signed.actor.can(Permission::TicketRead),
        tokens: tokens
            .into_iter()
            .map(|token| token_row(signed, token))
            .collect(),
        token_name: if said.token_name.is_empty() {
            Input::default()
        } else {
            input("name", said.token_name.clone())
        },
        scopes: SCOPES
            .iter()
            .map(|(value, label)| Choice::new(*value, texts.t(label), *value == "read"))
            .collect(),
        expiries: LIVES
            .iter()
            .map(|days| {
                let label = match days {
                    0 => texts.t("never").to_owned(),
                    days => texts.count("token-days", *days),
                };
                Choice::new(days.to_string(), label, *days == LIVES[1])
            })
            .collect(),
        fresh: said.fresh,
        other_sessions: sessions > 1,
    };
    let status = said
        .error
        .as_ref()
        .map_or(StatusCode::OK, |error| error.kind().status());
    Ok(html_with(status, &page))
}

fn token_row(signed: &SignedIn, token: Token) -> TokenRow {
    let calendar = signed.calendar();
    let offered = SCOPES.iter().find(|(scope, _)| {
        let allowed: PermissionSet = scopes(scope).iter().copied().collect();
        allowed.intersection(signed.actor.permissions) == token.scopes
    });
    let names: Vec<&str> = token.scopes.iter().map(Permission::name).collect();
    TokenRow {
        id: token.id.to_string(),
        name: token.name,
        scopes: match offered {
            Some((_, label)) => signed.texts.t(label).to_owned(),
            None => names.join(", "),
        },
        created: calendar.when(token.created_at.0),
        expires: token.expires_at.map(|at| calendar.when(at.0)),
    }
}

/// What a choice of the form allows.
fn scopes(choice: &str) -> Vec<Permission> {
    const WORK: &[Permission] = &[
        Permission::TicketOpen,
        Permission::TicketWork,
        Permission::TicketBulk,
        Permission::TicketMerge,
        Permission::NoteWrite,
    ];
    match choice {
        "all" => Permission::ALL.to_vec(),
        "work" => [READ, WORK].concat(),
        _ => READ.to_vec(),
    }
}
