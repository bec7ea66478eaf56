//! What is done with a webhook beside deciding about it: a new secret, trying it out, telling it once more.

use super::{form, href, known, words};
use crate::model::{DeliveryId, Due, NewDelivery, TEST};
use crate::sending::{CLAIM, Caller, sealed_for};
use crate::signing::{SECRET_BYTES, secret};
use crate::{body, queries};
use directory::{ButtonForm, Secrets, SignedIn, SystemSecrets};
use kernel::text::hex;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::see_other;
use web::{Error, Flash, Form, Path, Result};
use work::Floor;

/// Bytes of chance in the name of what only tries a webhook out.
const NAME_BYTES: usize = 16;

/// `POST /admin/webhooks/{key}/secret`: makes a secret, shown once.
pub(super) async fn make_secret(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let webhook = known(&floor, &signed, &key).await?;
    let made = secret(&chance::<SECRET_BYTES>()?);
    let store = floor.desk.store();
    let sealed = store.seal().close(&sealed_for(&key), &made);
    let sealed = sealed.map_err(work::Error::from)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let keeping = store.write(move |tx| {
        queries::keep_secret(tx, &webhook.key, &sealed, now)?;
        let detail = serde_json::json!({ "webhook": webhook.key });
        directory::queries::insert_audit(tx, &actor, now, "webhooks", "secret-made", &detail)
    });
    keeping.await.map_err(work::Error::from)?;
    form::show(&floor, &signed, &key, form::Shown::Secret(made)).await
}

/// `POST /admin/webhooks/{key}/test`: tells it that it is tried out, at once, and says how that went.
pub(super) async fn test(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let webhook = known(&floor, &signed, &key).await?;
    let now = floor.desk.clock().now();
    let name = format!("{TEST}-{}", hex(&chance::<NAME_BYTES>()?));
    let body = body::to_try(&name, now);
    let trying = (name.clone(), body.clone());
    let adding = move |tx: &Tx<'_>| {
        let new = NewDelivery {
            name: trying.0.clone(),
            webhook: key.clone(),
            ticket: None,
            event: TEST,
            body: trying.1.clone(),
        };
        queries::insert(tx, &new, now.plus(CLAIM), now)?;
        queries::find(tx, &new.name)
    };
    let store = floor.desk.store();
    let added = store.write(adding).await.map_err(work::Error::from)?;
    let due = Due {
        id: added.ok_or_else(Error::not_found)?.id,
        name: name.clone(),
        body,
        attempts: 1,
    };
    Caller::new(floor.desk.clone())
        .try_out(&webhook, &due)
        .await?;
    let tried = store.read(move |tx| queries::find(tx, &name)).await;
    let tried = tried.map_err(work::Error::from)?;
    let said = match tried.and_then(|tried| tried.reason) {
        None => Flash::done(signed.texts.t("done-webhook-taken")),
        Some(why) => Flash::failed(words::reason(&why, signed.texts)),
    };
    Ok(said.on(see_other(&href(&webhook.key))))
}

/// `POST /admin/webhooks/{key}/deliveries/{id}/retry`
pub(super) async fn retry(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((key, id)): Path<(String, i64)>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let webhook = known(&floor, &signed, &key).await?;
    let now = floor.desk.clock().now();
    let queueing = move |tx: &Tx<'_>| queries::requeue(tx, &key, DeliveryId(id), now);
    let queued = floor.desk.store().write(queueing).await;
    if !queued.map_err(work::Error::from)? {
        return Err(Error::not_found());
    }
    let said = Flash::done(signed.texts.t("done-webhook-queued"));
    Ok(said.on(see_other(&href(&webhook.key))))
}

fn chance<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemSecrets.fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
