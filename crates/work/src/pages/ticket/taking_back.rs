//! What can be taken back from a ticket's timeline.

use super::timeline::Timeline;
use kernel::ticket::Activity;
use kernel::{CommandId, Recorded, Timestamp};

/// Of the last this many activities everybody who works on the ticket may take back each; of earlier ones, those
/// who did it.
const UNDO_LAST: usize = 10;

impl Timeline<'_> {
    /// The command, where this reader can take it back from here; each on one entry only.
    pub(super) fn undo(
        &self,
        recorded: &Recorded,
        age: usize,
        shown: &mut Vec<CommandId>,
    ) -> Option<String> {
        let (ticket, now) = (&self.known.ticket, self.now?);
        let mine = recorded.actor.is_some() && recorded.actor == self.actor.person;
        let stays = |other: &Recorded| {
            other.command == recorded.command && (other.seq == 1 || self.stays_said(other, now))
        };
        let possible = self.actor.works_on(ticket)
            && (mine || age < UNDO_LAST)
            && recorded.ticket == ticket.id
            && !self.known.withdrawn.contains(&recorded.position)
            && !shown.contains(&recorded.command)
            && !self.known.timeline.iter().any(stays);
        if !possible {
            return None;
        }
        shown.push(recorded.command);
        Some(recorded.command.to_string())
    }

    /// Whether it is what others said, or has gone out to somebody who may have read it.
    fn stays_said(&self, recorded: &Recorded, now: Timestamp) -> bool {
        let gone = match &recorded.activity {
            Activity::Noted { .. } => false,
            Activity::Replied { .. } | Activity::SideWritten(_) => {
                let held = recorded.activity.held_until();
                held.is_none_or(|until| until <= now)
            }
            _ => return false,
        };
        gone || recorded.actor != self.actor.person
    }
}
