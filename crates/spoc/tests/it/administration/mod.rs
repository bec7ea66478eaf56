//! What administrators decide, by the pages on which they do.

mod brand;
mod forms;
mod pages;
mod start;
mod task_templates;
