//! Service requests: what people may ask for in the normal course of work, in its simplest form.
//!
//! The catalogue comes later; for now a request is a ticket with a lifecycle and resolution codes of its own.

mod model;

use kernel::policy::Reach;
use kernel::ticket::Kind;
use work::{Module, SeededView};

/// What this practice brings to the desk.
pub fn module() -> Module {
    Module {
        name: "request",
        since: Some(Reach::ServiceDesk),
        kind: Some(Kind::Request),
        lifecycle: Some(model::lifecycle()),
        resolution_codes: model::resolution_codes(),
        views: vec![SeededView::new(
            "Service requests",
            "kind:request state:open",
            "oldest",
        )],
        ..Module::default()
    }
}
