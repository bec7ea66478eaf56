//! What waits for whose approval, and deciding it at once: for agents and for everybody else alike.
//!
//! Approvals themselves are the kernel's (`kernel::ticket::Approval`). Whoever is asked reads what is to be approved
//! through their approval, whether or not they may see the ticket: its subject and description, who asks for it, and what
//! was said in public while they are asked. Nothing internal ever gets here: the log is read without it.

mod by_link;
mod model;
mod pages;
mod queries;
pub mod screens;

use directory::Place;
use kernel::Permission;
use kernel::policy::{APPROVALS, Reach};
use work::ports::Shows;
use work::{HomePanel, Module};

/// What this practice brings to the desk.
pub fn module() -> Module {
    Module {
        name: APPROVALS,
        since: Some(Reach::ServiceDesk),
        in_use: Some(|_, policy| Ok(!policy.approvals.is_empty())),
        navigation: vec![Place {
            label: "nav-approvals",
            icon: "shield-check",
            href: pages::BASE,
            needs: Some(Permission::TicketWork),
        }],
        home: vec![HomePanel {
            order: 4,
            read: pages::panel,
        }],
        portal: Shows {
            approvals: Some(pages::in_portal),
            ..Shows::default()
        },
        routes: Some(|floor| pages::routes(floor).merge(by_link::routes(floor))),
        ..Module::default()
    }
}
