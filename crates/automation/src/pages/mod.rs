//! Pages of macros and signatures, and what the composer asks for.

mod fields;
mod form;
mod list;
mod signing;
mod using;

use web::axum::Router;
use web::axum::routing::{get, post};
use work::Floor;

/// The routes of this engine.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/macros", get(list::own))
        .route("/macros/new", get(form::new_own).post(form::add_own))
        .route("/macros/{id}", get(form::page_own).post(form::save_own))
        .route("/macros/{id}/removal", post(form::remove_own))
        .route("/macros/{id}/restoration", post(form::restore_own))
        .route("/admin/macros", get(list::shared))
        .route(
            "/admin/macros/new",
            get(form::new_shared).post(form::add_shared),
        )
        .route(
            "/admin/macros/{id}",
            get(form::page_shared).post(form::save_shared),
        )
        .route("/admin/macros/{id}/removal", post(form::remove_shared))
        .route("/admin/macros/{id}/restoration", post(form::restore_shared))
        .route("/account/signature", get(signing::page).post(signing::save))
        .route("/tickets/{number}/macros", get(using::offered))
        .route("/tickets/{number}/macros/{id}", get(using::written))
        .route(
            "/tickets/{number}/macros/{id}/application",
            post(using::apply),
        )
        .with_state(floor.clone())
}
