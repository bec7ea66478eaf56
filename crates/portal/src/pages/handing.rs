//! What agents and administrators decide about following without signing in: links for single tickets, and
//! whether everybody may ask.

use super::Portal;
use crate::links;
use crate::queries;
use crate::screens::visitor::{LinkPage, SettingsPage};
use directory::{SignedIn, frame};
use kernel::{Permission, TicketId, Timestamp};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::{html, see_other};
use web::{Error, Flash, Form, Path, Query, Result};
use work::{FollowLink, Given};

/// What the forms send.
#[derive(Clone, Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    act: String,
}

/// What the address of an undo says: its form has nothing of its own.
#[derive(Clone, Deserialize)]
pub(super) struct Again {
    /// Links that were taken back at this instant work again.
    revoked: Option<i64>,
    /// What was decided before.
    #[serde(default)]
    act: String,
}

/// `GET /tickets/{number}/link`
pub(super) async fn page(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
) -> Result<Response> {
    show(&portal, &signed, id, None).await
}

/// `POST /tickets/{number}/link`: makes a link, shown once; `act=revoke` takes all of the ticket back, and `revoked` lets
/// those work again that were taken back then.
pub(super) async fn hand(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(again): Query<Again>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let ticket = works_on(&portal, &signed, id).await?;
    let now = portal.pages.desk().clock().now();
    let store = portal.pages.desk().store();
    let here = format!("/tickets/{id}/link");
    if let Some(revoked) = again.revoked.map(Timestamp) {
        let restored = store.write(move |tx| FollowLink::restore(tx, id, revoked));
        restored.await?;
        return Ok(Flash::done(signed.texts.t("done-undone")).on(see_other(&here)));
    }
    if sent.act == "revoke" {
        let revoked = store.write(move |tx| FollowLink::revoke_all(tx, id, now));
        revoked.await?;
        let said = Flash::done(signed.texts.t("done-links-revoked"));
        let said = said.with_undo(format!("{here}?revoked={}", now.0));
        return Ok(said.on(see_other(&here)));
    }
    let secret = links::secret()?;
    let link = FollowLink {
        ticket: id,
        person: ticket.requester,
    };
    let kept = secret.clone();
    store
        .write(move |tx| link.keep(tx, Given::Agent, &kept, now))
        .await?;
    let address = format!("{}/follow/{secret}", portal.directory.base_url());
    show(&portal, &signed, id, Some(address)).await
}

async fn works_on(portal: &Portal, signed: &SignedIn, id: TicketId) -> Result<kernel::Ticket> {
    let reader = portal.pages.reader(signed);
    let store = portal.pages.desk().store();
    let ticket = store
        .read(move |tx| work::queries::ticket(tx, &reader, id))
        .await?;
    if signed.actor.works_on(&ticket) {
        Ok(ticket)
    } else {
        Err(Error::forbidden())
    }
}

async fn show(
    portal: &Portal,
    signed: &SignedIn,
    id: TicketId,
    link: Option<String>,
) -> Result<Response> {
    let ticket = works_on(portal, signed, id).await?;
    let now = portal.pages.desk().clock().now();
    let store = portal.pages.desk().store();
    let count = store.read(move |tx| FollowLink::count(tx, id, now));
    let count = count.await?;
    Ok(html(&LinkPage {
        frame: frame(signed, "/tickets", signed.texts.t("handing-title")),
        number: id.0,
        subject: ticket.subject,
        link,
        count,
    }))
}

/// `GET /admin/portal`
pub(super) async fn settings(State(portal): State<Portal>, signed: SignedIn) -> Result<Response> {
    may_decide(&signed)?;
    let store = portal.pages.desk().store();
    let open = store.read(queries::is_open_to_all).await;
    Ok(html(&SettingsPage {
        frame: frame(&signed, "/admin", signed.texts.t("admin-portal")),
        open: open.map_err(work::Error::from)?,
        address: format!("{}/ask", portal.directory.base_url()),
    }))
}

/// `POST /admin/portal`
pub(super) async fn decide(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(again): Query<Again>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    may_decide(&signed)?;
    let open = sent.act == "open" || again.act == "open";
    let store = portal.pages.desk().store();
    let (actor, now) = (signed.actor.clone(), portal.pages.desk().clock().now());
    let decided = store.write(move |tx| {
        let was = queries::is_open_to_all(tx)?;
        queries::set_open_to_all(tx, open)?;
        let detail = serde_json::json!({ "open": open });
        directory::queries::insert_audit(tx, &actor, now, "settings", "portal-opened", &detail)?;
        Ok::<_, store::Error>(was)
    });
    let was = decided.await.map_err(work::Error::from)?;
    let mut said = Flash::done(signed.texts.t("done-portal"));
    if was != open {
        let act = if was { "open" } else { "close" };
        said = said.with_undo(format!("/admin/portal?act={act}"));
    }
    Ok(said.on(see_other("/admin/portal")))
}

fn may_decide(signed: &SignedIn) -> Result<()> {
    if signed.actor.can(Permission::PolicyManage) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}
