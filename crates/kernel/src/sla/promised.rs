//! What lists and conditions know of a ticket's clocks.

use super::clock::{Clock, Standing};
use super::model::Metric;
use crate::Timestamp;

/// How the promises about a ticket stand, in short. It follows from its log and the policy alone, so it can be kept
/// beside the ticket and made anew at any time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promised {
    /// By when the next of the clocks that still count has to be done. Stays when that has gone by.
    pub due_at: Option<Timestamp>,
    /// The same of those for answering the requester.
    pub response_due_at: Option<Timestamp>,
    /// The same of those for resolving it.
    pub resolution_due_at: Option<Timestamp>,
    /// Whether anything was done too late.
    pub missed: bool,
}

impl Promised {
    /// The same of all clocks of a ticket.
    pub fn of(clocks: &[Clock]) -> Self {
        let next = |counts: fn(Metric) -> bool| {
            let live = clocks
                .iter()
                .filter(|clock| clock.standing.is_live() && counts(clock.metric));
            live.filter_map(|clock| clock.due_at).min()
        };
        Self {
            due_at: next(|_| true),
            response_due_at: next(|metric| {
                matches!(metric, Metric::FirstResponse | Metric::NextResponse)
            }),
            resolution_due_at: next(|metric| metric == Metric::Resolution),
            missed: clocks
                .iter()
                .any(|clock| clock.standing == Standing::Missed),
        }
    }

    /// Whether a deadline has gone by.
    pub fn is_breached(&self, now: Timestamp) -> bool {
        self.missed || self.due_at.is_some_and(|due| due < now)
    }
}
