//! What administrators decide, by the pages on which they do.

mod brand;
mod conditions;
mod forms;
mod names;
pub(crate) mod pages;
mod person_merge;
mod practices;
mod start;
mod tags;
mod task_templates;
mod trials;
mod undo;
