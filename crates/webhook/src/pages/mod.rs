//! The pages of webhooks: what there is, and each with its secret and what it was told.

mod acts;
mod form;
mod list;
mod words;

use directory::SignedIn;
use kernel::Permission;
use kernel::policy::Webhook;
use web::axum::Router;
use web::axum::routing::{get, post};
use web::{Error, Result};
use work::Floor;

/// Where the pages are.
pub(crate) const BASE: &str = "/admin/webhooks";
/// The name of what is not there yet.
const NEW: &str = "new";

/// The routes of the pages.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/admin/webhooks", get(list::page))
        .route("/admin/webhooks/{key}", get(form::page).post(form::save))
        .route("/admin/webhooks/{key}/secret", post(acts::make_secret))
        .route("/admin/webhooks/{key}/test", post(acts::test))
        .route(
            "/admin/webhooks/{key}/deliveries/{id}/retry",
            post(acts::retry),
        )
        .with_state(floor.clone())
}

fn allow(signed: &SignedIn) -> Result<()> {
    match signed.actor.can(Permission::PolicyManage) {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}

/// The webhook of this key, for those who may decide about it.
async fn known(floor: &Floor, signed: &SignedIn, key: &str) -> Result<Webhook> {
    allow(signed)?;
    let rules = floor.desk.rules().await?;
    let webhook = rules.policy.webhook(key).cloned();
    webhook.ok_or_else(Error::not_found)
}

fn href(key: &str) -> String {
    format!("{BASE}/{key}")
}
