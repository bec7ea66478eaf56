//! The portal: where people ask for help and follow what becomes of it.
//!
//! It opens with one question and answers while somebody types. What it says of tickets is what their
//! requester may read; what other practices show there comes from [`work::ports::Shows`].

mod pages;
mod queries;
pub mod screens;

/// What the portal brings to the desk.
pub fn module() -> work::Module {
    work::Module {
        name: "portal",
        routes: Some(pages::routes),
        ..work::Module::default()
    }
}
