//! What somebody who is asked reads.

use kernel::ticket::{Activity, Approval, ApprovalId, withdrawn};
use kernel::{PersonId, Recorded, Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;

/// Most messages of the conversation that are shown: the last.
const MESSAGES_MAX: usize = 30;

/// Something that waits for an answer.
pub(crate) struct Waiting {
    pub(crate) ticket: Ticket,
    pub(crate) approval: ApprovalId,
    pub(crate) since: Timestamp,
}

/// Something that somebody has answered.
pub(crate) struct Answered {
    pub(crate) ticket: TicketId,
    pub(crate) approval: ApprovalId,
    pub(crate) subject: String,
    pub(crate) verdict: String,
    pub(crate) at: Timestamp,
}

/// The approval of a ticket.
pub(crate) fn find(ticket: &Ticket, id: ApprovalId) -> Option<&Approval> {
    ticket.approvals.iter().find(|one| one.plan.id == id)
}

/// Whether somebody may read what an approval is about: they are asked now, or have been asked.
pub(crate) fn may_read(approval: &Approval, me: PersonId, away: &BTreeSet<PersonId>) -> bool {
    let mut asked = approval.course.iter().flat_map(|step| &step.asked);
    let mut said = approval.course.iter().flat_map(|step| &step.decisions);
    approval.place_of(me, away).is_some()
        || asked.any(|one| one.people().any(|person| person == me))
        || said.any(|one| one.by == me)
}

/// A message that the requester reads.
pub(crate) struct Said {
    pub(crate) by: Option<PersonId>,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
    pub(crate) files: Vec<String>,
}

/// What was said in public up to an instant: the description first, then the last messages. What was taken back, or can
/// still be, is not among it.
pub(crate) fn said_in_public(log: Vec<Recorded>, until: Timestamp, now: Timestamp) -> Vec<Said> {
    let gone: BTreeSet<i64> = withdrawn(&log).into_iter().collect();
    let is_public = |one: &Recorded| {
        let message = matches!(
            one.activity,
            Activity::Opened(_) | Activity::Replied { .. } | Activity::Brought(_)
        );
        let held = one.activity.held_until().is_some_and(|end| end > now);
        message && one.at <= until && !held && !gone.contains(&one.position)
    };
    let said = |one: Recorded| {
        let by = match &one.activity {
            Activity::Opened(opened) => Some(opened.requester),
            Activity::Brought(brought) => brought.author,
            _ => one.actor,
        };
        let files = one.activity.attachments().iter();
        Said {
            by,
            at: one.at,
            files: files.map(|file| file.name.clone()).collect(),
            text: one.activity.text().unwrap_or_default().to_owned(),
        }
    };
    let mut said: Vec<Said> = log.into_iter().filter(is_public).map(said).collect();
    let rest = said.len().saturating_sub(MESSAGES_MAX);
    if rest > 1 {
        said.drain(1..rest);
    }
    said
}
