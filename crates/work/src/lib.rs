//! The desk: what every practice stands on.
//!
//! One door for writing: [`Desk::execute`]. One door for reading: [`queries`], none of which can be asked
//! without a [`queries::Reader`]. Beside them the followers of the log, timers, jobs, views, and the pages and API
//! of tickets.

pub mod api;
mod approval_links;
mod clocks;
mod columns;
pub mod condition;
mod desk;
mod drafts;
mod error;
pub mod first_steps;
mod follow_links;
mod followers;
mod foreseen;
mod home;
pub mod jobs;
mod live;
mod module;
pub mod outside;
pub mod pages;
mod policies;
pub mod ports;
mod practices;
mod presence;
pub mod queries;
pub mod questions;
pub mod replay;
pub mod screens;
mod seeds;
mod tags;
mod upkeep;
mod views;
mod vocabulary;

pub use approval_links::ApprovalLink;
pub use clocks::clocks;
pub use desk::{Command, Desk, Execute, History, HistoryOutcome, Outcome, RuledView, Rules, Step};
pub use error::{Error, Result};
pub use first_steps::FirstStep;
pub use follow_links::{FollowLink, Given};
pub use followers::Follower;
pub use home::{HomeAsked, HomePanel, Panel, PanelRow};
pub use live::{Live, News, Touched};
pub use module::{
    Beside, Floor, InUse, KeepsMail, Module, SeededView, Signature, WriteOut, codes, while_on,
};
pub use pages::list_address;
pub use policies::{
    RULE_RUNS, Runs, VERSIONS_PAGE, Version, newest as newest_policy, require as require_policy,
    text as policy_text,
};
pub use practices::Practices;
pub use queries::Reader;
pub use tags::{TagFate, speak_of_tag};
pub use upkeep::Verified;
pub use vocabulary::{Names, called};
