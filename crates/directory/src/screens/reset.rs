//! A forgotten password: asking for a link, and choosing a new one with it.

use web::Frame;
use web::askama::Template;
use web::parts::Input;

/// `GET` and `POST /password/forgot`
#[derive(Template)]
#[template(askama = web::askama, path = "forgot.html")]
pub struct ForgotPage {
    /// The layout's part.
    pub frame: Frame,
    /// Whether the link has been sent (said for every address alike).
    pub sent: bool,
    /// The address as typed.
    pub email: Input,
}

/// `GET` and `POST /password/reset/{token}`
#[derive(Template)]
#[template(askama = web::askama, path = "reset.html")]
pub struct ResetPage {
    /// The layout's part.
    pub frame: Frame,
    /// The token of the link.
    pub token: String,
    /// Whether the link is too old or was used.
    pub expired: bool,
    /// The new password, never sent back.
    pub password: Input,
    /// Once more.
    pub again: Input,
}
