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
    let gone = withdrawn(&log);
    let mut found = Words {
        subject: words(&ticket.subject),
        ..Words::default()
    };
    for Recorded {
        position, activity, ..
    } in log
    {
        if gone.contains(&position) {
            continue;
        }
        let names = activity.attachments().iter().map(|file| words(&file.name));
        let mut texts: Vec<Vec<String>> = names.collect();
        let is_internal = matches!(activity, Activity::Noted { .. } | Activity::SideWritten(_));
        texts.extend(activity.into_text().map(|text| words(&text)));
        if is_internal {
            found.internal.append(&mut texts);
        } else {
            found.public.append(&mut texts);
        }
    }
    Ok(found)
}
