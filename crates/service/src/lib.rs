//! How well services work: what agents say of it, and what everybody reads in the portal.
//!
//! A statement says how a service is, in words for everybody, since when and by whom; the next one ends it.
//! Nothing is derived from tickets: what is told to everybody, somebody has decided to tell.

mod actions;
mod model;
mod pages;
mod panels;
mod queries;
pub mod screens;

pub use actions::say;
pub use model::Statement;

use directory::Place;
use kernel::Permission;
use kernel::policy::Reach;
use work::ports::Shows;
use work::{HomePanel, Module};

/// What this practice brings to the desk.
pub fn module() -> Module {
    Module {
        name: "service",
        since: Some(Reach::ServiceDesk),
        in_use: Some(|tx, _| queries::has_said(tx)),
        navigation: vec![Place {
            label: "nav-health",
            icon: "activity",
            href: "/services/health",
            needs: Some(Permission::TicketWork),
        }],
        portal: Shows {
            answers: Some(queries::known_outages),
            health: Some(queries::health),
            approvals: None,
        },
        home: vec![HomePanel {
            order: 3,
            read: panels::disturbed,
        }],
        routes: Some(pages::routes),
        ..Module::default()
    }
}
