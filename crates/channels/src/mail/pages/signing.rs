//! The page of the keys with which mail is signed.

use super::allow;
use crate::mail::blocking;
use crate::mail::queries::signing as keys;
use crate::mail::screens::{DomainRow, KeyRow, SigningPage};
use crate::mail::signing::{self, FreshKey, KeyId, SigningKey};
use directory::{ButtonForm, SignedIn, frame};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::{html, see_other};
use web::{Flash, Form, Path, Result};
use work::Floor;

/// Where the page is.
const SIGNING: &str = "/admin/mail/signing";

/// What the form sends that makes a key.
#[derive(Deserialize)]
pub(super) struct Wanted {
    csrf: String,
    #[serde(default)]
    domain: String,
}

/// `GET /admin/mail/signing`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    allow(&signed)?;
    let reading = |tx: &Tx<'_>| Ok::<_, work::Error>((signing::domains(tx)?, keys::keys(tx)?));
    let (mut domains, known) = floor.desk.store().read(reading).await?;
    // A domain that no mailbox has any more still has its keys.
    domains.extend(known.iter().map(|key| key.domain.clone()));
    let row = |domain: String| {
        let of = known.iter().filter(|key| key.domain == domain);
        let keys = of.map(|key| key_row(key, &signed)).collect();
        DomainRow { domain, keys }
    };
    let page = SigningPage {
        frame: frame(&signed, "/admin", signed.texts.t("signing")),
        domains: domains.into_iter().map(row).collect(),
    };
    Ok(html(&page))
}

/// `POST /admin/mail/signing`: makes a key for a domain.
pub(super) async fn make(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(wanted): Form<Wanted>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&wanted.csrf)?;
    let fresh = blocking(FreshKey::make).await??;
    let (store, now, actor) = (
        floor.desk.store(),
        floor.desk.clock().now(),
        signed.actor.clone(),
    );
    let seal = store.seal().clone();
    let keeping =
        move |tx: &Tx<'_>| signing::keep_key(tx, &seal, &actor, now, &wanted.domain, &fresh);
    store.write(keeping).await?;
    Ok(Flash::done(signed.texts.t("signing-made")).on(see_other(SIGNING)))
}

/// `POST /admin/mail/signing/{id}/use`
pub(super) async fn begin(
    floor: State<Floor>,
    signed: SignedIn,
    id: Path<i64>,
    said: Form<ButtonForm>,
) -> Result<Response> {
    set_active(floor, signed, id, said, (true, "signing-begun")).await
}

/// `POST /admin/mail/signing/{id}/use/end`
pub(super) async fn end(
    floor: State<Floor>,
    signed: SignedIn,
    id: Path<i64>,
    said: Form<ButtonForm>,
) -> Result<Response> {
    set_active(floor, signed, id, said, (false, "signing-ended")).await
}

async fn set_active(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<ButtonForm>,
    (active, done): (bool, &str),
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let (now, actor) = (floor.desk.clock().now(), signed.actor.clone());
    let setting = move |tx: &Tx<'_>| signing::set_active(tx, &actor, now, KeyId(id), active);
    floor.desk.store().write(setting).await?;
    Ok(Flash::done(signed.texts.t(done)).on(see_other(SIGNING)))
}

fn key_row(key: &SigningKey, signed: &SignedIn) -> KeyRow {
    KeyRow {
        id: key.id.0,
        name: key.record_name(),
        record: key.record(),
        active: key.active,
        made: signed.calendar().when(key.created_at.0),
    }
}
