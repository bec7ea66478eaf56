//! The native JSON API of tickets, `/api/spoc/v1`, with its description in OpenAPI 3.1.
//!
//! Everything goes through the same two doors as the pages: [`Desk::execute`] and [`crate::queries`]. What
//! the reader may not see does not exist here either.

mod approvals;
mod attachments;
mod bulk;
mod conditions;
mod description;
mod jobs;
mod look_up;
mod messages;
pub(crate) mod once;
mod policy;
mod relations;
mod states;
mod tasks;
mod tickets;
mod timeline;
mod views;
mod wire;
mod writing;

use crate::desk::Desk;
use crate::error::Result;
use crate::queries::Reader;
use directory::SignedIn;
use jiff::tz::TimeZone;
use kernel::TicketId;
use serde_json::Value;
use store::Tx;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder, SecurityRequirement};
use web::axum::extract::DefaultBodyLimit;
use web::axum::http::StatusCode;
use web::axum::routing::get;
use web::axum::{self, Router};
use web::utoipa_axum::router::OpenApiRouter;
use web::utoipa_axum::routes;
use web::versioned;

/// The routes, and the description of the whole API at `openapi.json`. The whole application also needs the
/// layer `Extension(directory)`.
pub fn routes(desk: Desk) -> Router {
    let document = document();
    let answer = move || async move { web::reply::json(StatusCode::OK, &document) };
    let (routes, _) = described().with_state(desk).split_for_parts();
    routes.route("/api/spoc/v1/openapi.json", get(answer))
}

/// A ticket as the API shows it to those who read no internal notes.
///
/// # Errors
/// Not found, where it does not exist for the reader; or when the database fails.
pub fn public_ticket(tx: &Tx<'_>, reader: &Reader, id: TicketId) -> Result<Value> {
    let page = crate::queries::page(tx, reader, id)?;
    serde_json::to_value(wire::Ticket::new(&page, false))
        .map_err(|error| store::Error::Damaged(error.to_string()).into())
}

/// The description of these routes.
pub fn openapi() -> OpenApi {
    description::tickets()
}

/// The description of the whole API, the directory's part too.
pub fn document() -> OpenApi {
    description::whole()
}

fn described() -> OpenApiRouter<Desk> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(attachments::upload_attachment))
        .layer(DefaultBodyLimit::max(attachments::REQUEST_MAX_BYTES));
    OpenApiRouter::with_openapi(head())
        .routes(routes!(tickets::list_tickets, tickets::open_ticket))
        .routes(versioned(routes!(
            tickets::get_ticket,
            tickets::change_ticket
        )))
        .routes(routes!(timeline::list_ticket_activities))
        .routes(versioned(routes!(messages::add_reply)))
        .routes(versioned(routes!(messages::add_note)))
        .routes(versioned(routes!(messages::add_side_message)))
        .routes(versioned(routes!(messages::add_time_worked)))
        .routes(versioned(routes!(states::set_resolution)))
        .routes(versioned(routes!(states::set_hold, states::end_hold)))
        .routes(versioned(routes!(states::set_closure)))
        .routes(versioned(routes!(states::set_cancellation)))
        .routes(versioned(routes!(states::add_reopening)))
        .routes(routes!(approvals::list_approvals))
        .routes(versioned(routes!(approvals::add_approval)))
        .routes(versioned(routes!(approvals::answer_approval)))
        .routes(versioned(routes!(approvals::cancel_approval)))
        .routes(versioned(routes!(tasks::add_task)))
        .routes(versioned(routes!(tasks::change_task, tasks::remove_task)))
        .routes(versioned(routes!(relations::add_link)))
        .routes(versioned(routes!(relations::remove_link)))
        .routes(versioned(routes!(relations::add_merge)))
        .routes(versioned(routes!(relations::add_split)))
        .merge(uploads)
        .routes(routes!(attachments::get_attachment))
        .routes(routes!(bulk::change_many))
        .routes(routes!(bulk::undo_command))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::get_job))
        .routes(routes!(jobs::cancel_job))
        .routes(routes!(jobs::retry_job))
        .routes(routes!(views::list_views, views::create_view))
        .routes(routes!(views::count_views))
        .routes(versioned(routes!(views::get_view, views::change_view)))
        .routes(routes!(views::remove_view))
        .routes(routes!(look_up::search_tickets))
        .routes(routes!(look_up::suggest))
        .routes(versioned(routes!(
            policy::get_policy,
            policy::change_policy
        )))
        .routes(routes!(policy::list_policy_versions))
        .routes(routes!(policy::get_policy_version))
        .routes(routes!(policy::restore_policy))
        .routes(routes!(conditions::check_condition))
        .routes(routes!(timeline::follow_activities))
}

fn head() -> OpenApi {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let cookie = ApiKey::Cookie(ApiKeyValue::new(directory::SESSION_COOKIE));
    let mut components = Components::new();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let info = InfoBuilder::new()
        .title("Spoc")
        .version("1")
        .description(Some(
            "The service desk's own API. Errors are application/problem+json (RFC 9457). Lists are paged by \
             key: send `next` as `after`. POST takes an `Idempotency-Key`, changes an `If-Match`.",
        ))
        .build();
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([
            SecurityRequirement::new("token", [] as [&str; 0]),
            SecurityRequirement::new("session", [] as [&str; 0]),
        ]))
        .build()
}

/// Whoever is signed in, as a reader now.
fn reader(desk: &Desk, signed: &SignedIn) -> Reader {
    Reader {
        actor: (*signed.actor).clone(),
        now: desk.clock().now(),
        zone: TimeZone::get(&signed.person.time_zone).unwrap_or(TimeZone::UTC),
    }
}

/// The number of rows asked for, within what is allowed.
fn limit(asked: Option<i64>, usual: usize, most: usize) -> web::Result<usize> {
    match asked {
        None => Ok(usual),
        Some(asked) => usize::try_from(asked)
            .ok()
            .filter(|asked| (1..=most).contains(asked))
            .ok_or_else(|| {
                web::Error::invalid_field("limit", format!("must be between 1 and {most}"))
            }),
    }
}
