//! The composer of a ticket: what is sent from it, the drafts behind it, and what helps while one writes.

mod drafts;
mod helping;
mod present;
mod restored;
mod sending;
mod sets;
mod shown;

pub(super) use drafts::{add_files, discard, save};
pub(super) use helping::{mentions, preview};
pub(super) use present::{heard, looking, others};
pub(super) use restored::restore;
pub use sending::set_changes;
pub(super) use sending::{DRAFT, note, reply, side_message};
pub use sets::{SetNames, set_name};
pub(super) use shown::{Making, Shown, composer};
