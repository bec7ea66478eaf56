//! Messages that become a ticket of their own.

use super::command::Doing;
use crate::error::Result;
use kernel::ticket::{self, Refusal};
use kernel::{Recorded, TicketId};
use std::collections::BTreeSet;
use store::log::{self, Texts};

impl Doing<'_, '_> {
    pub(super) fn split(&mut self, id: TicketId, seqs: &[i64], subject: &str) -> Result<()> {
        let number = store::next_number(self.tx)?;
        store::lock(self.tx, &[id, number])?;
        let origin = self.visible(id)?;
        let log = log::of_ticket(self.tx, id, Texts::Public)?;
        let withdrawn = ticket::withdrawn(&log);
        let message = |seq: i64| {
            let mut standing = log
                .iter()
                .filter(|recorded| !withdrawn.contains(&recorded.position));
            let found = standing.find(|recorded| recorded.seq == seq);
            found.ok_or(Refusal::NoSuchMessage(seq))
        };
        let seqs: BTreeSet<i64> = seqs.iter().copied().collect();
        let messages = seqs.into_iter().map(message);
        let messages: Vec<&Recorded> = messages.collect::<Result<_, _>>()?;
        let facts = Default::default();
        let (opened, split_off) =
            ticket::decide_split(&origin, &messages, subject, self.context(&facts))?;
        self.happen(number, None, opened)?;
        self.happen(id, Some(origin), vec![split_off(number)])
    }
}
