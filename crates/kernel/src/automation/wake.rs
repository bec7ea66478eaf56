//! When rules that wait for time are to be asked: one instant a ticket, no sweeping.

use super::engine::Automation;
use super::event::Event;
use crate::condition::{Condition, Term, When, instant};
use crate::sla::Promised;
use crate::time::SECOND;
use crate::{Ticket, Timestamp};

impl Automation {
    /// The first instant after `after` at which a rule that waits for time can come to hold by time alone.
    pub fn wakes_at(
        &self,
        ticket: &Ticket,
        promised: Promised,
        after: Timestamp,
    ) -> Option<Timestamp> {
        let rules = self.rules.iter();
        let timed = rules.filter(|rule| rule.of.on.contains(&Event::Time));
        timed
            .flat_map(|rule| instants(&rule.condition, ticket, promised))
            .filter(|at| *at > after)
            .min()
    }
}

/// The instants at which a comparison with a distance from now turns.
pub(super) fn instants(
    condition: &Condition,
    ticket: &Ticket,
    promised: Promised,
) -> Vec<Timestamp> {
    let mut found = Vec::new();
    for term in condition.terms() {
        let Term::Time(field, ranges) = term else {
            continue;
        };
        let Some(at) = instant(ticket, promised, *field) else {
            continue;
        };
        for range in ranges.iter().flatten() {
            // `updated<-3d` means updated < now - 3 d; it turns when now is updated + 3 d, and holds just after.
            let ends = [range.from, range.to].into_iter().flatten();
            found.extend(ends.filter_map(|(when, _)| match when {
                When::FromNow(secs) => Some(at.plus(secs.saturating_mul(-SECOND)).plus(1)),
                _ => None,
            }));
        }
    }
    found
}
