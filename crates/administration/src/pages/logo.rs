//! The logo.

use super::parts::{Wrong, answer, field, form, refused, require, saved};
use crate::screens::form::{Act, Control};
use directory::{SignedIn, logo, queries};
use kernel::Permission;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::upload::Upload;
use web::{Error, Result};
use work::Floor;

const PATH: &str = "/admin/logo";

/// What the form sends besides the picture.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    remove: bool,
}

/// `GET /admin/logo`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, Vec::new()).await
}

/// `POST /admin/logo`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Upload<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.fields.csrf)?;
    let picture = sent.files.into_iter().next().map(|file| file.bytes);
    if picture.is_none() && !sent.fields.remove {
        let text = signed.texts.t("brand-logo-no-png").to_owned();
        return show(&floor, &signed, vec![("logo".to_owned(), text)]).await;
    }
    let picture = picture.filter(|_| !sent.fields.remove);
    let (actor, now) = (signed.actor.clone(), floor.directory.now());
    let done = floor
        .directory
        .write(move |tx| {
            logo::decide(tx, &actor, now, picture.as_deref())?;
            Ok(queries::last_audit(tx, "brand", "logo-changed")?)
        })
        .await;
    match done.map_err(Error::from) {
        Ok(undo) => Ok(saved(&signed, PATH, undo)),
        Err(error) => {
            let wrong = refused(signed.texts, error)?;
            show(&floor, &signed, wrong).await
        }
    }
}

async fn show(floor: &Floor, signed: &SignedIn, wrong: Wrong) -> Result<Response> {
    let texts = signed.texts;
    let title = texts.t("admin-logo");
    let mut page = form(signed, ("nav-admin", "/admin"), title, PATH);
    page.intro = texts.t("admin-logo-intro").to_owned();
    page.files = true;
    let control = Control::File("image/png");
    page.fields
        .push(field(texts, "logo", "brand-logo", control));
    if !floor.directory.brand().await?.logo.is_empty() {
        page.acts
            .push(Act::removal(texts.t("brand-logo-remove"), PATH.to_owned()));
    }
    Ok(answer(page, &wrong))
}
