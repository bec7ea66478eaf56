//! What the templates of the administration show.

pub mod start;
