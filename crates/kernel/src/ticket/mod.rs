//! The ticket: the record that everything at a desk is about, whatever door it came in by.
//!
//! [`Change`] is what somebody wants, [`Activity`] what happened, [`Ticket`] the fold of what happened.
//! [`decide`] goes from the first to the second, [`Ticket::apply`] from the second to the third, and
//! [`undo`] finds the activity that takes a command back.

mod activity;
mod approval;
mod automated;
mod brought;
mod change;
mod channel;
mod decide;
mod evolve;
mod field;
mod mail_check;
mod message;
mod moved;
mod outside;
mod rating;
mod state;
mod task;
mod undo;
mod work;

pub use activity::{Activity, Opened, Recorded};
pub use approval::{
    Answers, Approval, ApprovalActivity, ApprovalChange, ApprovalId, ApprovalOutcome, ApprovalPlan,
    ApprovalState, Asked, Decision, Ended, Standing, StepCourse, Unaskable, Verdict,
};
pub use automated::{Automated, Called};
pub use brought::Brought;
pub use change::{ApprovalFacts, Change, Facts, NewTicket, PersonFacts, ServiceFacts, TeamFacts};
pub use channel::Channel;
pub use decide::{
    Context, Refusal, SPLIT_MAX, UNVERIFIED_ADDRESS, decide, decide_absorb, decide_merge,
    decide_open, decide_split, valid_tag,
};
pub use evolve::{BrokenLog, fold};
pub(crate) use field::day_number;
pub use field::{Field, FieldKind, FieldProblem, FieldValue, field_rows};
pub use mail_check::{MailCheck, MailChecks, MailResult};
pub use message::{Attachment, InternalText, Message, OutsideText, PublicText, TEXT_MAX_BYTES};
pub use moved::StateChange;
pub use outside::{ADDRESSES_MAX, Address, Aside, Delivery, SideConversation, SideMessage};
pub use rating::Rating;
pub use state::{Hold, Kind, Link, LinkKind, Resolution, Ticket};
pub use task::{Task, TaskActivity, TaskChange, TaskId, TaskPlan, TaskState};
pub use undo::{Patch, standing, undo, withdrawn};
pub use work::{Work, WorkKind};
