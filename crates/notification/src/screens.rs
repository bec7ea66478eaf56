//! What the pages of notifications show.

use web::askama::Template;
use web::parts::{Empty, Face, Input, Pager};
use web::{Bell, Frame, When};

/// `GET /notifications`
#[derive(Template)]
#[template(askama = web::askama, path = "notifications.html")]
pub struct NotificationsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What was told, newest first.
    pub told: Vec<ToldRow>,
    /// Whether any of it is unread.
    pub unread: bool,
    /// The way to the rest.
    pub pager: Pager,
    /// What to say when there is nothing.
    pub empty: Empty<'a>,
}

/// Something that was told.
pub struct ToldRow {
    /// The id, for `/notifications/{id}/opening`.
    pub id: i64,
    /// Who did it; Spoc where nobody did.
    pub face: Face,
    /// What happened, in words.
    pub text: String,
    /// The ticket's number.
    pub number: String,
    /// The ticket's subject.
    pub subject: String,
    /// When.
    pub at: When,
    /// Whether it is unread.
    pub unread: bool,
}

/// `GET /notifications/bell`: what stands in the rail.
#[derive(Template)]
#[template(askama = web::askama, path = "bell.html")]
pub struct BellPart {
    /// How much is unread.
    pub bell: Bell,
}

/// `GET /notifications/settings`
#[derive(Template)]
#[template(askama = web::askama, path = "notification_settings.html")]
pub struct SettingsPage {
    /// The layout's part.
    pub frame: Frame,
    /// Each kind with what is chosen.
    pub kinds: Vec<KindRow>,
    /// Whether any of it can be mailed.
    pub mails: bool,
    /// The reader's browsers; nothing where administrators do not want any told.
    pub push: Option<PushPart>,
    /// When the quiet hours begin, as `22:00`; empty for none.
    pub quiet_from: Input,
    /// When they end.
    pub quiet_to: Input,
    /// The reader's time zone.
    pub zone: String,
}

/// The browsers that tell somebody.
pub struct PushPart {
    /// What browsers must know of this installation.
    pub key: String,
    /// Whether the reader's browser is among them.
    pub here: bool,
    /// All of them.
    pub browsers: Vec<BrowserRow>,
}

/// A browser that tells somebody.
pub struct BrowserRow {
    /// The id, for `/notifications/browsers/{id}/removal`.
    pub id: i64,
    /// What it is called.
    pub device: String,
    /// Since when.
    pub since: When,
    /// Whether it is the reader's.
    pub here: bool,
    /// Whether somebody is signed in there.
    pub signed_in: bool,
}

/// `GET /admin/notifications`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_notifications.html")]
pub struct PushSettingsPage {
    /// The layout's part.
    pub frame: Frame,
    /// Whether browsers may tell people.
    pub allowed: bool,
    /// Push services of one's own, one a line.
    pub services: Input,
}

/// A kind of notification with what is chosen.
pub struct KindRow {
    /// Its name in the form.
    pub name: &'static str,
    /// Of what one is told.
    pub label: String,
    /// Whether in the page.
    pub page: bool,
    /// Whether by the browser.
    pub push: bool,
    /// Whether by mail; nothing where that is no matter of notifications.
    pub mail: Option<bool>,
}
