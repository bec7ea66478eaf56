//! The desk: what every practice stands on.

pub mod screens;
