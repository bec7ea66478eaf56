//! Signing in.

use web::Frame;
use web::askama::Template;
use web::parts::Input;

/// `GET` and `POST /sign-in`
#[derive(Template)]
#[template(askama = web::askama, path = "sign_in.html")]
pub struct SignInPage {
    /// The layout's part.
    pub frame: Frame,
    /// Why signing in did not work.
    pub error: Option<String>,
    /// The address as typed.
    pub email: Input,
    /// Where to go afterwards; a local path.
    pub next: String,
    /// What the installation says below the form; empty for nothing.
    pub hint: String,
    /// Where people go without signing in: the catalogue key of what leads there, and its address.
    pub doors: Vec<(&'static str, &'static str)>,
}
