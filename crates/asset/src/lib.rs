//! The assets that people work with: computers, telephones, what belongs to them; whose each is, and what it was.
//!
//! An asset is never deleted: one that is no longer used is retired, so that what was said of it stays true. Whoever
//! helps somebody sees their assets beside the ticket.

mod actions;
mod model;
mod pages;
mod queries;
pub mod screens;

pub use actions::{add, edit};
pub use model::{Asset, AssetEdit, AssetKind};

use directory::Place;
use kernel::Permission;
use kernel::policy::Reach;
use work::Module;

/// What this practice brings to the desk.
pub fn module() -> Module {
    Module {
        name: "asset",
        since: Some(Reach::HelpDesk),
        navigation: vec![Place {
            label: "nav-assets",
            icon: "laptop",
            href: pages::BASE,
            needs: Some(Permission::TicketWork),
        }],
        holdings: Some(queries::held_by),
        routes: Some(pages::routes),
        ..Module::default()
    }
}
