//! The documents of the API: types of their own, so that the kernel may change without the API noticing.

mod activity;
mod approval;
mod change;
mod edit;
mod job;
mod list;
mod policy;
mod problem;
mod task;
mod ticket;
mod value;
mod view;

pub(super) use activity::{Activity, ActivityList, Attachment, Feed};
pub(super) use approval::{Approval, ApprovalAnswer, ApprovalNew, ApprovalReason};
pub(super) use change::{
    Bulk, HoldSet, Link, MergeSources, MessageNew, Reason, ResolutionSet, SideMessageNew, SplitOff,
    TicketNew, TimeWorked,
};
pub(super) use edit::TicketEdit;
pub(super) use job::{Job, JobList};
pub(super) use list::{
    Changed, CheckedCondition, Filed, Outcome, ProblemPlace, SearchList, SuggestionList, TicketList,
};
pub(super) use policy::{PolicyEdit, PolicyVersionList, PolicyVersionView, PolicyView};
pub(super) use problem::{FieldProblem, Problem};
pub(super) use task::{TaskEdit, TaskNew};
pub(super) use ticket::Ticket;
pub(super) use view::{CountOfView, View, ViewCounts, ViewEdit, ViewList, ViewNew};
