//! What a rule can wait for.

use crate::policy::{APPROVALS, SERVICE_LEVELS, StateCategory};
use crate::ticket::{Activity, ApprovalActivity, ApprovalOutcome, Automated};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a rule can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A ticket was filed.
    Opened,
    /// A property changed, whichever.
    Changed,
    /// It went to another team or person.
    Assigned,
    /// It moved in its lifecycle.
    StateChanged,
    /// It was resolved.
    Resolved,
    /// It was reopened.
    Reopened,
    /// The requester's side wrote.
    RequesterReplied,
    /// A person of the desk answered the requester.
    AgentReplied,
    /// Somebody wrote an internal note.
    Noted,
    /// The requester's side said how content they are.
    Rated,
    /// An approval was granted: every step was approved.
    ApprovalGranted,
    /// An approval was rejected.
    ApprovalRejected,
    /// An approval ended because nobody answered in time.
    ApprovalExpired,
    /// A clock came to one of its thresholds.
    Threshold,
    /// Time has passed: an instant that the condition names relative to now, such as `updated<-3d`, was come to.
    Time,
}

impl Event {
    /// All events, in the order of a ticket's life.
    pub const ALL: [Event; 15] = [
        Event::Opened,
        Event::Changed,
        Event::Assigned,
        Event::StateChanged,
        Event::Resolved,
        Event::Reopened,
        Event::RequesterReplied,
        Event::AgentReplied,
        Event::Noted,
        Event::Rated,
        Event::ApprovalGranted,
        Event::ApprovalRejected,
        Event::ApprovalExpired,
        Event::Threshold,
        Event::Time,
    ];

    /// The name in policies, forms and catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Event::Opened => "opened",
            Event::Changed => "changed",
            Event::Assigned => "assigned",
            Event::StateChanged => "state_changed",
            Event::Resolved => "resolved",
            Event::Reopened => "reopened",
            Event::RequesterReplied => "requester_replied",
            Event::AgentReplied => "agent_replied",
            Event::Noted => "noted",
            Event::Rated => "rated",
            Event::ApprovalGranted => "approval_granted",
            Event::ApprovalRejected => "approval_rejected",
            Event::ApprovalExpired => "approval_expired",
            Event::Threshold => "threshold",
            Event::Time => "time",
        }
    }

    /// The event of this name.
    pub fn named(name: &str) -> Option<Event> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// The practice that it is a part of, if that can be switched off.
    pub fn practice(self) -> Option<&'static str> {
        match self {
            Event::ApprovalGranted | Event::ApprovalRejected | Event::ApprovalExpired => {
                Some(APPROVALS)
            }
            Event::Threshold => Some(SERVICE_LEVELS),
            _ => None,
        }
    }

    /// The events that activities are.
    pub(super) fn of(activities: &[Activity]) -> BTreeSet<Event> {
        activities.iter().flat_map(events).copied().collect()
    }
}

fn events(activity: &Activity) -> &'static [Event] {
    match activity {
        Activity::Opened(_) => &[Event::Opened],
        Activity::StateChanged(change) if change.reopened => {
            &[Event::Changed, Event::StateChanged, Event::Reopened]
        }
        Activity::StateChanged(change) if change.category == StateCategory::Resolved => {
            &[Event::Changed, Event::StateChanged, Event::Resolved]
        }
        Activity::StateChanged(_) => &[Event::Changed, Event::StateChanged],
        Activity::TeamChanged { .. } | Activity::AssigneeChanged { .. } => {
            &[Event::Changed, Event::Assigned]
        }
        Activity::Replied { by_agent: true, .. } => &[Event::AgentReplied],
        Activity::Replied { .. } => &[Event::RequesterReplied],
        Activity::Noted { .. } => &[Event::Noted],
        Activity::Rated { .. } => &[Event::Rated],
        Activity::TagAdded { .. } | Activity::TagRemoved { .. } => &[Event::Changed],
        Activity::Approval(ApprovalActivity::Ended { outcome, .. }) => match outcome {
            ApprovalOutcome::Approved => &[Event::ApprovalGranted],
            ApprovalOutcome::Rejected => &[Event::ApprovalRejected],
            ApprovalOutcome::Expired => &[Event::ApprovalExpired],
            ApprovalOutcome::Cancelled => &[],
        },
        Activity::Automated(Automated::ThresholdReached { .. }) => &[Event::Threshold],
        activity if activity.field().is_some() => &[Event::Changed],
        _ => &[],
    }
}
