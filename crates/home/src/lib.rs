//! The home page of agents: what needs me now, what comes due next, open outages, and how much the team has to do.
//!
//! It shows panels ([`work::HomePanel`]): those of this crate, and those that other modules bring.

mod first;
mod pages;
mod panels;
mod queries;
pub mod screens;

use work::Module;

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: "home",
        home: panels::PANELS.to_vec(),
        first_steps: first::STEPS.to_vec(),
        routes: Some(pages::routes),
        ..Module::default()
    }
}
