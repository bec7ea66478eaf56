//! What an error answers, for the description alone: errors are written in one place, `web::error`.

use utoipa::ToSchema;

/// What is wrong with one member of the request.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "described, never made: errors are written in `web`"
)]
pub(in crate::api) struct FieldProblem {
    /// The member or parameter.
    field: String,
    /// What was wrong and what would be right.
    detail: String,
}

/// Why a request was not done (RFC 9457).
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "described, never made: errors are written in `web`"
)]
pub(in crate::api) struct Problem {
    /// What sort of problem it is, such as `urn:spoc:problem:not-found`.
    r#type: String,
    /// The same for people.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What was wrong and what would be right.
    detail: String,
    /// The path that was asked.
    instance: String,
    /// The members that are wrong.
    errors: Option<Vec<FieldProblem>>,
}
