//! The lifecycle of a service request and how one may be resolved.

use kernel::policy::{Lifecycle, Named};
use kernel::ticket::Kind;

/// The same moves as an incident's: a request is taken on, may have to wait, and is fulfilled or declined.
pub(crate) fn lifecycle() -> Lifecycle {
    Lifecycle::standard(Kind::Request)
}

pub(crate) fn resolution_codes() -> Vec<Named> {
    work::codes(&[
        ("fulfilled", "Request fulfilled"),
        ("declined", "Declined"),
        ("duplicate", "Duplicate"),
    ])
}
