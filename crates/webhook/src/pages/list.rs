//! The page of all webhooks.

use super::{BASE, allow, href, words};
use crate::queries;
use crate::screens::{WebhookRow, WebhooksPage};
use directory::{SignedIn, frame};
use kernel::policy::Webhook;
use web::Result;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Empty;
use web::reply::html;
use work::Floor;

/// `GET /admin/webhooks`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    allow(&signed)?;
    let rules = floor.desk.rules().await?;
    let latest = floor.desk.store().read(queries::latest).await;
    let latest = latest.map_err(work::Error::from)?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let row = |webhook: &Webhook| WebhookRow {
        href: href(&webhook.key),
        label: webhook.label.clone(),
        url: webhook.url.clone(),
        active: webhook.active,
        last: latest.get(&webhook.key).map(|last| {
            let at = calendar.when(last.created_at.0);
            (words::chip(last.state, texts), at)
        }),
    };
    Ok(html(&WebhooksPage {
        frame: frame(&signed, "/admin", texts.t("admin-webhooks")),
        rows: rules.policy.webhooks.iter().map(row).collect(),
        empty: Empty {
            icon: "send",
            title: texts.t("admin-webhooks-empty"),
            text: texts.t("admin-webhooks-empty-text"),
            action: Some((texts.t("add"), &format!("{BASE}/new"))),
        },
    }))
}
