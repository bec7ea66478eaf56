//! From the log to the present state.

use super::activity::{Activity, Opened, Recorded};
use super::automated::Automated;
use super::moved::StateChange;
use super::outside::SideConversation;
use super::rating::Rating;
use super::state::Ticket;
use crate::policy::{Lifecycle, StateCategory};
use crate::{PersonId, Timestamp};
use thiserror::Error;

/// A log that does not begin with its opening, skips a number or names another ticket.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("activity {seq} of ticket {ticket} ({name}) does not follow on version {version}")]
pub struct BrokenLog {
    ticket: i64,
    seq: i64,
    version: i64,
    name: &'static str,
}

/// The state after all activities of one ticket, in order; nothing when there are none.
///
/// # Errors
/// When the log is broken.
pub fn fold<'a>(log: impl IntoIterator<Item = &'a Recorded>) -> Result<Option<Ticket>, BrokenLog> {
    let mut ticket: Option<Ticket> = None;
    for recorded in log {
        match &mut ticket {
            Some(ticket) => ticket.apply(recorded)?,
            None => ticket = Some(Ticket::opened(recorded)?),
        }
    }
    Ok(ticket)
}

impl Ticket {
    /// The state after the first activity.
    ///
    /// # Errors
    /// When it is no opening.
    pub fn opened(recorded: &Recorded) -> Result<Ticket, BrokenLog> {
        match &recorded.activity {
            Activity::Opened(opened) if recorded.seq == 1 => {
                Ok(Ticket::from_opening(recorded, opened))
            }
            _ => Err(broken(recorded, 0)),
        }
    }

    /// The ticket that an opening would make, before it has a number.
    pub(super) fn draft(opened: &Opened, at: Timestamp) -> Ticket {
        Ticket::begun(crate::TicketId(0), at, opened)
    }

    fn from_opening(recorded: &Recorded, opened: &Opened) -> Ticket {
        Ticket::begun(recorded.ticket, recorded.at, opened)
    }

    fn begun(id: crate::TicketId, at: Timestamp, opened: &Opened) -> Ticket {
        let opened = opened.clone();
        Ticket {
            id,
            version: 1,
            kind: opened.kind,
            subject: opened.subject,
            channel: opened.channel,
            requester: opened.requester,
            on_behalf_of: opened.on_behalf_of,
            watchers: opened.watchers,
            state: opened.state,
            state_category: opened.state_category,
            hold: None,
            impact: opened.impact,
            urgency: opened.urgency,
            priority: opened.priority,
            priority_reason: opened.priority_reason,
            priority_grounds: opened.priority_grounds,
            team: opened.team,
            assignee: opened.assignee,
            service: opened.service,
            category: opened.category,
            tags: opened.tags,
            fields: opened.fields,
            parent: opened.parent,
            tasks: Vec::new(),
            approvals: Vec::new(),
            links: Default::default(),
            side_conversations: Default::default(),
            confidential: opened.confidential,
            shared_with: None,
            rating: None,
            resolution: None,
            merged_into: None,
            absorbed: Default::default(),
            opened_at: at,
            updated_at: at,
            first_response_at: None,
            resolved_at: None,
            closed_at: None,
            reply_count: 0,
            note_count: 0,
            attachment_count: opened.description.attachments.len() as i64,
            worked_secs: 0,
            reassignment_count: 0,
            reopen_count: 0,
            awaits_answer: true,
            mail_checks: opened.mail_checks,
        }
    }

    /// The ticket as it would be after all of this; what cannot happen to it is left out.
    #[must_use]
    pub fn after(&self, activities: &[Activity], at: Timestamp) -> Ticket {
        let mut after = self.clone();
        for activity in activities {
            // What was decided for this ticket follows on it.
            let _ = after.happens(activity.clone(), at, None);
        }
        after
    }

    /// Folds what happens next in, and answers it as a log would have it but for its place there.
    ///
    /// # Errors
    /// When it cannot happen to a ticket that is there.
    pub(crate) fn happens(
        &mut self,
        activity: Activity,
        at: Timestamp,
        actor: Option<PersonId>,
    ) -> Result<Recorded, BrokenLog> {
        let recorded = Recorded {
            position: 0,
            ticket: self.id,
            seq: self.version + 1,
            at,
            actor,
            channel: self.channel,
            command: crate::CommandId(0),
            policy: crate::PolicyVersion(0),
            activity,
        };
        self.apply(&recorded)?;
        Ok(recorded)
    }

    /// Folds the next activity in.
    ///
    /// # Errors
    /// When it does not follow on the present version.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), BrokenLog> {
        if !self.is_next(recorded) {
            return Err(broken(recorded, self.version));
        }
        self.set(&recorded.activity, recorded.at, recorded.actor)
            .map_err(|()| broken(recorded, self.version))?;
        self.version = recorded.seq;
        self.updated_at = self.updated_at.max(recorded.at);
        Ok(())
    }

    fn set(&mut self, activity: &Activity, at: Timestamp, by: Option<PersonId>) -> Result<(), ()> {
        match activity {
            Activity::Opened(_) => return Err(()),
            Activity::SubjectChanged { to, .. } => self.subject.clone_from(to),
            Activity::KindChanged { to, .. } => self.kind = *to,
            Activity::RequesterChanged { to, .. } => self.requester = *to,
            Activity::OnBehalfOfChanged { to, .. } => self.on_behalf_of = *to,
            Activity::StateChanged(change) => self.set_state(change, at),
            Activity::ImpactChanged { to, .. } => self.impact = *to,
            Activity::UrgencyChanged { to, .. } => self.urgency = *to,
            Activity::PriorityChanged { to, reason, .. } => {
                self.priority = *to;
                self.priority_reason.clone_from(reason);
            }
            Activity::TeamChanged { to, .. } => {
                self.team = *to;
                self.reassignment_count += 1;
            }
            Activity::AssigneeChanged { to, .. } => self.assignee = *to,
            Activity::ServiceChanged { to, .. } => self.service = *to,
            Activity::CategoryChanged { to, .. } => self.category.clone_from(to),
            Activity::ParentChanged { to, .. } => self.parent = *to,
            Activity::ConfidentialChanged { to } => self.confidential = *to,
            Activity::SharedWithChanged { to, .. } => self.shared_with = *to,
            Activity::FieldChanged {
                key,
                to: Some(value),
                ..
            } => {
                self.fields.insert(key.clone(), value.clone());
            }
            Activity::FieldChanged { key, to: None, .. } => {
                self.fields.remove(key);
            }
            Activity::TagAdded { tag } => {
                self.tags.insert(tag.clone());
            }
            Activity::TagRemoved { tag } => {
                self.tags.remove(tag);
            }
            Activity::WatcherAdded { person } => {
                self.watchers.insert(*person);
            }
            Activity::WatcherRemoved { person } => {
                self.watchers.remove(person);
            }
            Activity::LinkAdded { link } => {
                self.links.insert(*link);
            }
            Activity::LinkRemoved { link } => {
                self.links.remove(link);
            }
            Activity::Replied {
                message,
                by_agent,
                mail_checks,
                ..
            } => {
                self.reply_count += 1;
                self.attachment_count += message.attachments.len() as i64;
                if let Some(checks) = mail_checks {
                    self.mail_checks = *checks;
                }
                // What Spoc writes by itself is no answer.
                if !by_agent || by.is_some() {
                    self.awaits_answer = !by_agent;
                }
                if *by_agent && by.is_some() {
                    self.first_response_at.get_or_insert(at);
                }
            }
            Activity::Noted { message } => {
                self.note_count += 1;
                self.attachment_count += message.attachments.len() as i64;
            }
            Activity::SideWritten(side) => {
                self.attachment_count += side.message.attachments.len() as i64;
                let conversation = SideConversation {
                    subject: side.subject.clone(),
                    with: side.with.clone(),
                };
                self.side_conversations
                    .insert(side.conversation, conversation);
            }
            Activity::Automated(Automated::Raised { grounds }) => {
                self.priority_grounds.clone_from(grounds);
            }
            Activity::Mentioned { .. } | Activity::Automated(_) => {}
            Activity::Rated { stars, comment } => {
                self.rating = Some(Rating {
                    stars: *stars,
                    comment: comment.clone(),
                });
            }
            Activity::TimeWorked(work) => self.worked_secs += work.secs,
            Activity::Task(task) => task.apply(&mut self.tasks),
            Activity::Approval(approval) => approval.apply(&mut self.approvals, at, by),
            Activity::MergedInto { target } => {
                self.state = Lifecycle::MERGED.into();
                self.state_category = StateCategory::Cancelled;
                self.hold = None;
                self.merged_into = Some(*target);
                self.closed_at = Some(at);
            }
            Activity::Absorbed { source, watchers } => {
                self.absorbed.insert(*source);
                self.watchers.extend(watchers);
            }
            Activity::SplitOff { .. } => {}
            Activity::Brought(brought) => {
                self.reply_count += 1;
                self.attachment_count += brought.message.attachments.len() as i64;
            }
            Activity::Undone { patch, .. } => *self = patch.applied_to(self).ok_or(())?,
        }
        Ok(())
    }

    fn set_state(&mut self, change: &StateChange, at: Timestamp) {
        let was_closed = matches!(
            self.state_category,
            StateCategory::Closed | StateCategory::Cancelled
        );
        self.state.clone_from(&change.to);
        self.state_category = change.category;
        self.hold.clone_from(&change.hold);
        if change.resolution.is_some() {
            self.resolution.clone_from(&change.resolution);
        }
        match change.category {
            StateCategory::Resolved => {
                self.resolved_at = Some(at);
                self.closed_at = None;
            }
            StateCategory::Closed | StateCategory::Cancelled if !was_closed => {
                self.closed_at = Some(at)
            }
            StateCategory::Closed | StateCategory::Cancelled => {}
            _ => {
                self.resolved_at = None;
                self.closed_at = None;
                self.resolution = None;
                self.rating = None;
            }
        }
        if change.reopened {
            self.reopen_count += 1;
        }
    }
}

fn broken(recorded: &Recorded, version: i64) -> BrokenLog {
    BrokenLog {
        ticket: recorded.ticket.0,
        seq: recorded.seq,
        version,
        name: recorded.activity.name(),
    }
}
