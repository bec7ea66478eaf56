//! `/account/signature`: what stands under one's replies.

use super::fields::{placeholders, said, text_fields};
use crate::actions::{self, Unkept};
use crate::queries;
use crate::screens::SignaturePage;
use directory::{SignedIn, frame};
use kernel::Permission;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Result, Texts};
use work::Floor;

/// `GET /account/signature`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    permit(&signed)?;
    let owner = format!("person.{}", signed.person.id);
    let read = move |tx: &store::Tx<'_>| queries::signatures(tx, &owner);
    let known = floor.desk.store().read(read).await;
    Ok(show(&signed, &known.map_err(work::Error::from)?, None))
}

/// `POST /account/signature`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let get = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    signed.check_form(get("csrf"))?;
    permit(&signed)?;
    let texts: Vec<(String, String)> = Texts::languages()
        .into_iter()
        .map(|(code, _)| {
            let text = get(&format!("text.{code}")).replace("\r\n", "\n");
            (code.to_owned(), text)
        })
        .collect();
    let (me, kept) = (signed.person.id, texts.clone());
    let work = move |tx: &store::Tx<'_>| match actions::sign(tx, me, &kept) {
        Ok(()) => Ok(None),
        Err(Unkept::Failed(error)) => Err(error),
        Err(unkept) => Ok(Some(unkept)),
    };
    match floor.desk.store().write(work).await? {
        None => {
            let said = Flash::done(signed.texts.t("signature-saved"));
            Ok(said.on(see_other("/account/signature")))
        }
        Some(unkept) => Ok(show(&signed, &texts, Some(unkept))),
    }
}

fn permit(signed: &SignedIn) -> Result<()> {
    let may = signed.actor.can(Permission::TicketWork);
    may.then_some(()).ok_or_else(Error::forbidden)
}

fn show(signed: &SignedIn, known: &[(String, String)], unkept: Option<Unkept>) -> Response {
    let texts = signed.texts;
    let page = SignaturePage {
        frame: frame(signed, "", texts.t("signature")),
        action: "/account/signature".into(),
        wrong: unkept.as_ref().map(|unkept| said(texts, unkept)),
        texts: text_fields(known, unkept.as_ref(), texts),
        placeholders: placeholders(texts),
    };
    let status = match unkept {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    html_with(status, &page)
}
