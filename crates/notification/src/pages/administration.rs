//! What administrators decide about telling by the browser.

use crate::push;
use crate::queries::push as rows;
use crate::screens::PushSettingsPage;
use directory::{SignedIn, frame};
use kernel::Permission;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind as Failure, Result};
use work::Floor;

/// Longest list of push services, in bytes.
const SERVICES_MAX_BYTES: usize = 4_000;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    allowed: String,
    #[serde(default)]
    services: String,
}

/// `GET /admin/notifications`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    may_decide(&signed)?;
    let read = floor
        .desk
        .store()
        .read(|tx| Ok::<_, work::Error>((push::is_allowed(tx)?, push::own(tx)?)));
    let (allowed, own) = read.await?;
    Ok(html(&filled(&signed, allowed, Input::new(own.join("\n")))))
}

fn filled(signed: &SignedIn, allowed: bool, services: Input) -> PushSettingsPage {
    PushSettingsPage {
        frame: frame(signed, "/admin", signed.texts.t("admin-notifications")),
        allowed,
        services,
    }
}

/// `POST /admin/notifications`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    may_decide(&signed)?;
    let allowed = sent.allowed == "yes";
    let own = match push::own_services(&sent.services) {
        Ok(own) if sent.services.len() <= SERVICES_MAX_BYTES => own,
        _ => {
            let services = Input {
                value: sent.services,
                error: Some(signed.texts.t("push-services-wrong").to_owned()),
            };
            let page = filled(&signed, allowed, services);
            return Ok(html_with(Failure::Invalid.status(), &page));
        }
    };
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let deciding = floor.desk.store().write(move |tx| {
        rows::keep_setting(tx, rows::OFF, if allowed { "no" } else { "yes" })?;
        rows::keep_setting(tx, rows::SERVICES, &own.join("\n"))?;
        let detail = serde_json::json!({ "allowed": allowed, "services": own });
        directory::queries::insert_audit(tx, &actor, now, "settings", "push-decided", &detail)
    });
    deciding.await.map_err(work::Error::from)?;
    Ok(Flash::done(signed.texts.t("saved")).on(see_other("/admin/notifications")))
}

fn may_decide(signed: &SignedIn) -> Result<()> {
    if signed.actor.can(Permission::PolicyManage) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}
