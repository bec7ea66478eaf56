//! People together with their tickets: what they asked and how content they were; two entries for one person become one,
//! and that can be undone.
//! The directory alone cannot do that, because it knows nothing of tickets.

mod actions;
mod overview;
mod pages;
mod queries;
pub mod screens;

use work::Module;

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: "people",
        routes: Some(pages::routes),
        ..Module::default()
    }
}
