//! The only crate that knows the web framework and the template engine. It gives the slices what a
//! page is made of: layouts and component templates, message catalogues, the style sheet and the
//! script; and what a handler is made of: extractors, answers, and errors that become a page or
//! `application/problem+json` in one place.
//!
//! A slice's page is `#[derive(Template)] #[template(askama = web::askama, path = "…")]` with a field
//! `frame: Frame`, and its `askama.toml` names `templates` and `../web/templates`.

pub use askama;
pub use axum;
pub use utoipa_axum;

// Component templates name paths as `web::…`, whichever crate they are used in.
extern crate self as web;

pub mod assets;
pub mod cookies;
pub mod document;
pub mod error;
mod error_page;
pub mod extract;
pub mod flash;
pub mod frame;
pub mod layers;
pub mod live;
pub mod markdown;
pub mod parts;
pub mod reply;
pub mod security;
pub mod texts;
pub mod upload;
mod versioned;
pub mod when;

pub use error::{Error, FieldError, Kind, Result};
pub use extract::{Form, Json, Path, Query};
pub use flash::Flash;
pub use frame::{Bell, Frame, RailEntry, SignedIn, Theme, ViewLink};
pub use texts::Texts;
pub use upload::Upload;
pub use versioned::{IfMatch, tell_tag, versioned};
pub use when::{Calendar, When};
