//! The words of a ticket, for conditions that are asked in memory.

use crate::error::Result;
use kernel::condition::Words;
use kernel::text::words;
use kernel::ticket::withdrawn;
use kernel::{Activity, Recorded, Ticket};
use store::Tx;
use store::log::{Texts, of_ticket};

/// All words of a ticket, as whoever reads notes may search them.
pub(crate) fn words_of(tx: &Tx<'_>, ticket: &Ticket) -> Result<Words> {
    let log = of_ticket(tx, ticket.id, Texts::All)?;
    Ok(Words {
        subject: words(&ticket.subject),
        ..said_in(&log)
    })
}

/// The words of all texts of a log, and of the names of its files.
pub(crate) fn said_in(log: &[Recorded]) -> Words {
    let gone = withdrawn(log);
    let mut found = Words::default();
    for one in log.iter().filter(|one| !gone.contains(&one.position)) {
        let names = one
            .activity
            .attachments()
            .iter()
            .map(|file| words(&file.name));
        let texts = names.chain(one.activity.text().map(words));
        match one.activity {
            Activity::Noted { .. } | Activity::SideWritten(_) => found.internal.extend(texts),
            _ => found.public.extend(texts),
        }
    }
    found
}
