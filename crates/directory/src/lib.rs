//! People, organisations, departments, locations, teams, services and roles; and how people sign in.

mod error;
pub mod model;
pub mod queries;
mod seeds;

pub use error::{Error, Result};
pub use seeds::seed;
