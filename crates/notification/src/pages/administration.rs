//! What administrators decide about telling by the browser.

use crate::push;
use crate::queries::push as rows;
use crate::screens::PushSettingsPage;
use directory::queries as audit;
use directory::{ButtonForm, SignedIn, frame};
use kernel::{Actor, Permission, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind as Failure, Path, Result};
use work::Floor;

/// Longest list of push services, in bytes.
const SERVICES_MAX_BYTES: usize = 4_000;

/// What the audit calls what is decided here.
const SUBJECT: &str = "settings";
const DECIDED: &str = "push-decided";

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
    let decided = Decided {
        allowed,
        services: own,
    };
    let deciding = move |tx: &store::Tx<'_>| decided.keep(tx, &actor, now);
    let line = floor.desk.store().write(deciding).await;
    let mut said = Flash::done(signed.texts.t("saved"));
    if let Some(line) = line.map_err(work::Error::from)? {
        said = said.with_undo(format!("/admin/notifications/undo/{line}"));
    }
    Ok(said.on(see_other("/admin/notifications")))
}

/// What is decided, as the audit has it.
#[derive(Serialize, Deserialize)]
struct Decided {
    allowed: bool,
    services: Vec<String>,
}

impl Decided {
    /// Keeps it with what was before; answers the line of the audit.
    fn keep(
        &self,
        tx: &store::Tx<'_>,
        actor: &Actor,
        now: Timestamp,
    ) -> store::Result<Option<i64>> {
        let before = Decided {
            allowed: push::is_allowed(tx)?,
            services: push::own(tx)?,
        };
        let off = if self.allowed { "no" } else { "yes" };
        store::keep_setting(tx, rows::OFF, off)?;
        store::keep_setting(tx, rows::SERVICES, &self.services.join("\n"))?;
        let (allowed, services) = (self.allowed, &self.services);
        let detail = json!({ "allowed": allowed, "services": services, "before": before });
        audit::insert_audit(tx, actor, now, SUBJECT, DECIDED, &detail)?;
        audit::last_audit(tx, SUBJECT, DECIDED)
    }
}

/// `POST /admin/notifications/undo/{line}`: as a line of the audit says that it was, if nothing was decided since.
pub(super) async fn undo(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(line): Path<i64>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    may_decide(&signed)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let undoing = floor.desk.store().write(move |tx| {
        let detail = audit::last_detail(tx, line, SUBJECT, DECIDED)?;
        let was = detail.and_then(|detail| Decided::deserialize(detail.get("before")?).ok());
        match was {
            Some(was) => was.keep(tx, &actor, now).map(|_| true),
            None => Ok::<_, store::Error>(false),
        }
    });
    match undoing.await.map_err(work::Error::from)? {
        true => {
            let said = Flash::done(signed.texts.t("done-undone"));
            Ok(said.on(see_other("/admin/notifications")))
        }
        false => Err(Error::conflict("changed-since")),
    }
}

fn may_decide(signed: &SignedIn) -> Result<()> {
    if signed.actor.can(Permission::PolicyManage) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}
