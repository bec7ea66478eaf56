//! The binary's parts: command line, configuration, wiring. Everything that Spoc does stands in the crates below.

pub mod app;
pub mod bench;
pub mod cli;
mod clock;
mod commands;
pub mod demo;
mod doctor;
mod memory;
mod metrics;
mod modules;
pub mod server;

pub use app::App;
pub use clock::SystemClock;
pub use modules::site;
