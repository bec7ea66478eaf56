//! People, organisations, departments, locations, teams, services and roles; and how people sign in.
//!
//! [`Directory`] is the handle that everybody holds. What it is asked inside somebody else's unit of work are
//! the plain functions of [`queries`] and [`actions`].

pub mod actions;
mod api;
pub mod brand;
mod directory;
mod error;
pub mod logo;
mod merging;
pub mod model;
pub mod once;
mod pages;
mod password;
pub mod queries;
mod routed;
pub mod screens;
mod secrets;
mod seeds;
mod set_up;
mod sign_in;
mod signed_in;
mod site;
mod throttle;

pub use api::List;
pub use brand::Brand;
pub use directory::{Directory, Practices, Settings};
pub use error::{Error, Result};
pub use merging::before_latest;
pub use pages::Client;
pub use password::{PASSWORD_MIN, check_password, hash_password};
pub use routed::RoutedAs;
pub use secrets::{Secrets, SystemSecrets, hash as hash_secret, hash_link, link_secret};
pub use seeds::seed;
pub use set_up::NewDesk;
pub use sign_in::{Session, TokenRequest};
pub use signed_in::{
    ButtonForm, Lasting, Me, SESSION_COOKIE, SignedIn, Via, encoded, frame, portal_rail, role_name,
};
pub use site::{Door, Place, Setting, SettingGroup, Site, Unread};
pub use throttle::Throttle;

use web::axum::Router;

/// The routes of the directory. The whole application also needs the layer `Extension(directory)`, by which
/// [`SignedIn`] finds the sessions.
pub fn routes(directory: &Directory) -> Router {
    let (api, _) = api::routes().split_for_parts();
    pages::routes().merge(api).with_state(directory.clone())
}

/// The directory's part of the API's document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::routes().split_for_parts().1
}

#[cfg(test)]
mod tests;
