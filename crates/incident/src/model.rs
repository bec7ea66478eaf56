//! The lifecycle of an incident and how one may be resolved.

use kernel::policy::{Lifecycle, Named};
use kernel::ticket::Kind;

/// New → Assigned → In progress ↔ On hold → Resolved → Closed; from any open state to Cancelled; back from
/// Resolved and Closed by reopening.
pub(crate) fn lifecycle() -> Lifecycle {
    Lifecycle::standard(Kind::Incident)
}

pub(crate) fn resolution_codes() -> Vec<Named> {
    work::codes(&[
        ("solved", "Solved"),
        ("workaround", "Workaround given"),
        ("not_reproducible", "Not reproducible"),
        ("duplicate", "Duplicate"),
        ("no_fault", "No fault found"),
    ])
}
