//! The rules of a service desk, without any I/O.
//!
//! A *ticket* is the fold of an append-only log of *activities*. [`ticket::decide`] turns what somebody wants
//! ([`ticket::Change`]) into what happened ([`ticket::Activity`]); [`ticket::Ticket::apply`] folds what
//! happened into the present state. Both are pure: time, policy and the facts about people and teams
//! are arguments, so any past can be replayed and any rule can be tested by a table.
//!
//! Nothing here knows a database, a web server, the system clock or chance.

pub mod actor;
pub mod automation;
pub mod calendar;
pub mod condition;
pub mod id;
mod legible;
mod numbered;
pub mod policy;
#[cfg(test)]
mod sample;
pub mod sla;
pub mod text;
pub mod ticket;
pub mod time;

pub use actor::{Actor, Permission, PermissionSet};
pub use id::*;
pub use legible::{is_legible_json, legible, legible_texts};
pub use policy::Policy;
pub use ticket::{Activity, Change, Recorded, Ticket};
pub use time::{Clock, Timestamp};
