//! What the pages of notifications show.

use web::askama::Template;
use web::parts::{Empty, Face, Input, Pager};
use web::{Frame, When};

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
pub struct Bell {
    /// How much is unread, ready to read; empty for nothing.
    pub count: String,
    /// What it says to those who do not see it.
    pub words: String,
}

/// `GET /notifications/settings`
#[derive(Template)]
#[template(askama = web::askama, path = "notification_settings.html")]
pub struct SettingsPage {
    /// The layout's part.
    pub frame: Frame,
    /// Each kind with what is chosen.
    pub kinds: Vec<KindRow>,
    /// When the quiet hours begin, as `22:00`; empty for none.
    pub quiet_from: Input,
    /// When they end.
    pub quiet_to: Input,
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
}
