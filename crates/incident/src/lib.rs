//! Incident management: an unplanned interruption or loss of quality of a service is put right as quickly as
//! possible.
//!
//! Everything that incidents share with other tickets stands in `work`; here is what is theirs alone: their
//! lifecycle, how they may be resolved, and the view that lists them.

mod model;

use kernel::policy::Reach;
use kernel::ticket::Kind;
use work::{Module, SeededView};

/// What this practice brings to the desk.
pub fn module() -> Module {
    Module {
        name: "incident",
        since: Some(Reach::HelpDesk),
        kind: Some(Kind::Incident),
        lifecycle: Some(model::lifecycle()),
        resolution_codes: model::resolution_codes(),
        views: vec![SeededView::new(
            "Incidents",
            "kind:incident state:open",
            "priority",
        )],
        ..Module::default()
    }
}
