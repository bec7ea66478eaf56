//! A ticket as its requester's side reads it: what was said and where it stands, nothing internal.

use super::ticket::{Teller, Timeline, View, can_reopen, public_files};
use super::words::Words;
use crate::queries::TicketPage as Known;
use crate::screens::ticket::{Entry, FileLink};
use kernel::{Actor, Ticket, Timestamp};

/// What was said on a ticket, for the requester's side.
pub struct Conversation {
    /// Messages and the events that concern the requester, the oldest first.
    pub entries: Vec<Entry>,
    /// Where to continue when there are more.
    pub earlier: Option<i64>,
    /// All files of the ticket.
    pub files: Vec<FileLink>,
}

impl Conversation {
    /// The conversation, or the part of it that ended at a position of the log.
    pub fn of(
        known: &Known,
        words: &Words,
        calendar: &web::Calendar,
        actor: &Actor,
        before: Option<i64>,
    ) -> Self {
        let timeline = Timeline {
            known,
            teller: Teller {
                words,
                names: &known.names,
                linked: &known.linked,
                calendar,
            },
            actor,
            agent: false,
            now: None,
            before,
            view: View::Everything,
        };
        let (entries, earlier) = timeline.entries();
        Self {
            entries,
            earlier,
            files: public_files(known, words.texts),
        }
    }

    /// Whether a ticket was not closed too long ago to be opened again.
    pub fn can_reopen(ticket: &Ticket, words: &Words, now: Timestamp) -> bool {
        can_reopen(ticket, words, now)
    }
}
