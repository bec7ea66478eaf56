//! What the pages of webhooks show.

use web::askama::Template;
use web::parts::{Chip, Empty, Input};
use web::{Frame, When};

/// `GET /admin/webhooks`
#[derive(Template)]
#[template(askama = web::askama, path = "webhooks.html")]
pub struct WebhooksPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The webhooks, in their order.
    pub rows: Vec<WebhookRow<'a>>,
    /// What to say where there is none.
    pub empty: Empty<'a>,
}

/// A webhook among others.
pub struct WebhookRow<'a> {
    /// Where its page is.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Where it is called.
    pub url: String,
    /// Whether it is called at all.
    pub active: bool,
    /// How the last delivery went, and when it was put into the queue.
    pub last: Option<(Chip<'a>, When)>,
}

/// `GET /admin/webhooks/{key}`; `new` for one to add.
#[derive(Template)]
#[template(askama = web::askama, path = "webhook.html")]
pub struct WebhookPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Where the page is.
    pub href: String,
    /// The version of the policy that it shows.
    pub seen: i64,
    /// What is wrong with the form as a whole; empty for nothing.
    pub wrong: String,
    /// Its name.
    pub label: Input,
    /// Where it is called.
    pub url: Input,
    /// Whether it is called at all.
    pub active: bool,
    /// Whether it may stand within our own network.
    pub inside: bool,
    /// What there is of it beside the form; nothing for one to add.
    pub known: Option<Known<'a>>,
}

/// A webhook that is there.
pub struct Known<'a> {
    /// What rules say to call it.
    pub action: String,
    /// The secret that was just made, shown this once.
    pub fresh: Option<String>,
    /// Since when its calls are signed with the present secret.
    pub signed_since: Option<When>,
    /// What it was told, the newest first.
    pub deliveries: Vec<DeliveryRow<'a>>,
}

/// Something that a webhook was told.
pub struct DeliveryRow<'a> {
    /// Which.
    pub id: i64,
    /// When it was put into the queue.
    pub at: When,
    /// What happened.
    pub event: String,
    /// The ticket, for readers who may see it.
    pub ticket: Option<i64>,
    /// How far it has come.
    pub state: Chip<'a>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was not taken; empty for nothing.
    pub reason: String,
    /// When it is tried again.
    pub again: Option<When>,
    /// Whether it can be tried again by hand.
    pub can_be_retried: bool,
}
