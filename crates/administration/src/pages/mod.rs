//! The pages of the administration.

mod approvals;
mod automation;
mod availability;
mod brand;
mod calendars;
mod field_names;
mod field_types;
mod fields;
mod forms;
mod history;
mod lists;
mod logo;
mod named_list;
mod names;
mod paging;
mod parts;
mod place;
mod places;
mod questions;
mod raises;
mod roles;
mod routing;
mod rules;
mod sent;
mod service_levels;
mod start;
mod states;
mod tags;
mod trials;
mod twin;
mod undo;

use kernel::policy::{APPROVALS, SERVICE_LEVELS};
use web::axum::Router;
use web::axum::extract::DefaultBodyLimit;
use web::axum::routing::{get, post};
use work::{Floor, while_on};

/// The routes of the pages.
pub(crate) fn routes(floor: &Floor) -> Router {
    let levels = Router::new()
        .route("/admin/service-levels", get(service_levels::list))
        .route(
            "/admin/service-levels/{key}",
            get(service_levels::page).post(service_levels::save),
        )
        .with_state(floor.clone());
    let approvals = Router::new()
        .route("/admin/approvals", get(approvals::list))
        .route(
            "/admin/approvals/{key}",
            get(approvals::page).post(approvals::save),
        )
        .with_state(floor.clone());
    Router::new()
        .route("/admin", get(start::page))
        .route("/admin/lists/{list}", get(lists::list))
        .route(
            "/admin/lists/{list}/entry",
            get(lists::entry).post(lists::save),
        )
        .route("/admin/lists/{list}/order", post(lists::order))
        .route("/admin/rules/{part}", get(rules::page).post(rules::save))
        .route("/admin/brand", get(brand::page).post(brand::save))
        .route(
            "/admin/logo",
            get(logo::page)
                .post(logo::save)
                .layer(DefaultBodyLimit::max(web::security::UPLOAD_BYTES)),
        )
        .route("/admin/calendars", get(calendars::list))
        .route(
            "/admin/calendars/{key}",
            get(calendars::page)
                .post(calendars::save)
                .layer(DefaultBodyLimit::max(web::security::UPLOAD_BYTES)),
        )
        .route("/admin/automation", get(automation::list))
        .route("/admin/automation/order", post(automation::order))
        .route(
            "/admin/automation/{key}",
            get(automation::page).post(automation::save),
        )
        .route(
            "/availability/{person}",
            get(availability::page).post(availability::save),
        )
        .route("/admin/routing", get(routing::page).post(routing::save))
        .route("/admin/fields", get(fields::list))
        .route("/admin/fields/order", post(fields::order))
        .route("/admin/fields/{key}", get(fields::page).post(fields::save))
        .route("/admin/forms", get(forms::list))
        .route("/admin/forms/new", get(forms::choose).post(forms::chosen))
        .route(
            "/admin/forms/{kind}/{service}",
            get(questions::list).post(questions::remove_form),
        )
        .route(
            "/admin/forms/{kind}/{service}/order",
            post(questions::order),
        )
        .route(
            "/admin/forms/{kind}/{service}/questions/{asks}",
            get(questions::page).post(questions::save),
        )
        .route("/admin/states", get(states::list))
        .route("/admin/states/{kind}", get(states::page).post(states::save))
        .route("/admin/tags", get(tags::list))
        .route("/admin/tags/entry", get(tags::page).post(tags::save))
        .route("/admin/policy", get(trials::list))
        .route(
            "/admin/policy/files/{file}",
            get(trials::edit).post(trials::begin),
        )
        .route("/admin/policy/trials/{id}", get(trials::page))
        .route("/admin/policy/trials/{id}/adoption", post(trials::adopt))
        .route("/admin/history", get(history::list))
        .route("/admin/history/{version}", get(history::page))
        .route(
            "/admin/history/{version}/restoration",
            post(history::restore),
        )
        .route("/admin/history/{version}/undo", post(history::undo))
        .route("/audit/{id}/undo", post(undo::undo))
        .route("/admin/roles", get(roles::list))
        .route("/admin/roles/{id}", get(roles::page).post(roles::save))
        .route("/admin/places/{listing}", get(places::list))
        .route(
            "/admin/places/{listing}/{id}",
            get(places::page).post(places::save),
        )
        .with_state(floor.clone())
        .merge(while_on(&floor.desk, SERVICE_LEVELS, levels))
        .merge(while_on(&floor.desk, APPROVALS, approvals))
}
