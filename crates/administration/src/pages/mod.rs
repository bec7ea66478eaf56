//! The pages of the administration.

mod start;

use web::axum::Router;
use web::axum::routing::get;
use work::Floor;

/// The routes of the pages.
pub(crate) fn routes(_: &Floor) -> Router {
    Router::new().route("/admin", get(start::page))
}
