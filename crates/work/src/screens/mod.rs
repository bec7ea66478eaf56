//! The pages of tickets as typed view models of plain display data: what a template may show is what
//! its struct holds. `pages.rs` fills them.

pub mod approvals;
pub mod board;
pub mod clocks;
pub mod composer;
pub mod jobs;
pub mod list;
pub mod merge;
pub mod new;
pub mod print;
pub mod questions;
pub mod search;
pub mod split;
pub mod tasks;
pub mod ticket;
pub mod views;
