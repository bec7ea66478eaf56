//! What the templates of the administration show.

pub mod form;
pub mod start;
pub mod table;
pub mod trial;
