//! My account: who I am, language and zone, password, API tokens.

use web::askama::Template;
use web::parts::{Choice, Input};
use web::{Frame, When};

/// `GET /account`
#[derive(Template)]
#[template(askama = web::askama, path = "account.html")]
pub struct AccountPage {
    /// The layout's part.
    pub frame: Frame,
    /// `POST /account`: the name.
    pub name: Input,
    /// Languages, the first of them the browser's.
    pub languages: Vec<Choice>,
    /// The zone.
    pub zone: Input,
    /// The colours: as the system, light, dark. The menu posts the same choice to `POST /account/theme`.
    pub themes: Vec<Choice>,
    /// Where else one sets what is one's own: what it is called, its icon and its address.
    pub own: Vec<(&'static str, &'static str, &'static str)>,
    /// `POST /account/password`: the present one, never sent back.
    pub current: Input,
    /// The new one, never sent back.
    pub password: Input,
    /// Whether tokens can be made: for those who work here.
    pub may_script: bool,
    /// The tokens that exist.
    pub tokens: Vec<Token>,
    /// `POST /account/tokens`: what a new token is for.
    pub token_name: Input,
    /// What a new token may do.
    pub scopes: Vec<Choice>,
    /// How long it lives.
    pub expiries: Vec<Choice>,
    /// A token that was just made: shown this one time.
    pub fresh: Option<String>,
    /// Whether other browsers are signed in; ended by `POST /account/sessions`.
    pub other_sessions: bool,
}

/// A token, without its secret.
pub struct Token {
    /// The id, for `POST /account/tokens/{id}/revocation`.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do, ready to read.
    pub scopes: String,
    /// When it was made.
    pub created: When,
    /// When it ends; none for never.
    pub expires: Option<When>,
}
