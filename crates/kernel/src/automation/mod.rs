//! Automation: what policy makes of what happens, without anybody asking.
//!
//! A [`Rule`] says on which [`Event`], under which condition, what is done ([`Action`]); a [`Route`] and a
//! [`Distribution`] say which team and which of its members a ticket goes to. [`Automation::react`] is the one place
//! where all of this is decided: it is given what has just happened to a ticket and answers with the activities that
//! follow from it. It is pure: what it must know of the world it asks a [`World`]. The desk gives it the database, a
//! replay gives it the past, and both get the same answer.

mod action;
mod by_policy;
mod engine;
mod event;
mod findings;
mod react;
mod reacting;
mod replay;
mod route;
mod routing;
mod rule;
mod wake;

#[cfg(test)]
mod tests;

pub use action::{Action, Escalation, FollowUp, Notice, Whom};
pub use engine::Automation;
pub use event::Event;
pub use findings::{Finding, Findings};
pub use react::{Happened, Open, Reaction, World};
pub use replay::{Book, Course, Went};
pub use route::{Candidate, Distribution, Method, Need, Route, Tier, Why};
pub use rule::{ACTIONS_MAX, RULES_MAX, Rule, Threshold};
