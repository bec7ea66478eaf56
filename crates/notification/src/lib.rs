//! Telling people what happened to the tickets that are theirs: in the page, each kind switchable.
//!
//! A follower of the log writes what everybody is to be told ([`FOLLOWER`]); nobody is told of their own acts nor of
//! what they may not see, which is asked when it is written and again when it is read.

mod actions;
mod follow;
mod model;
mod pages;
mod queries;
pub mod screens;

pub use follow::FOLLOWER;
pub use model::{Choice, Kind, QuietHours};
pub use queries::{Told, list, unread_count};

use work::Module;

/// What this engine brings to the desk.
pub fn module() -> Module {
    Module {
        name: "notification",
        routes: Some(pages::routes),
        beside: Some(|floor| Box::pin(follow::keep_telling(floor))),
        ..Module::default()
    }
}
