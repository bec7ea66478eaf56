//! The first run: who opens the door, with the code that the console printed.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Input};

/// `GET /set-up` without the code: nothing but a field that asks for it.
#[derive(Template)]
#[template(askama = web::askama, path = "set_up_code.html")]
pub struct SetUpCodePage {
    /// The layout's part.
    pub frame: Frame,
    /// That one has to wait.
    pub error: Option<String>,
    /// The code from the console.
    pub code: Input,
}

/// `GET /set-up?code=…` and `POST /set-up`
#[derive(Template)]
#[template(askama = web::askama, path = "set_up.html")]
pub struct SetUpPage {
    /// The layout's part.
    pub frame: Frame,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// The code from the console, which brought the reader here.
    pub code: String,
    /// What the organisation is called.
    pub organisation: Input,
    /// The administrator's name.
    pub name: Input,
    /// The administrator's address.
    pub email: Input,
    /// The password, never sent back.
    pub password: Input,
    /// Languages.
    pub languages: Vec<Choice>,
    /// The zone; the browser's own is proposed where there is script.
    pub zone: Input,
}
