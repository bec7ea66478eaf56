//! Keeping the counters of views: what a change of a ticket adds to and takes from each.

use jiff::tz::TimeZone;
use kernel::condition::{Condition, Moment, Subject, Words};
use kernel::sla::Promised;
use kernel::{TeamId, Ticket, Timestamp, ViewId};
use std::collections::BTreeSet;
use store::CountKey;
pub(super) use store::Counts;

/// A view whose tickets are counted as they change: what it asks for depends on the ticket alone, but for
/// the reader's own assignments and teams, by which the counts are kept apart.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    /// The view.
    pub(crate) view: ViewId,
    /// What remains of its condition without the reader.
    pub(crate) condition: Condition,
    /// Whether it asks for the reader's own assignments.
    pub(crate) by_assignee: bool,
    /// Whether it asks for the reader's own teams.
    pub(crate) by_team: bool,
}

/// All counters, and what decides who sees a ticket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counters {
    pub(crate) counters: Vec<Counter>,
    pub(crate) private_teams: BTreeSet<TeamId>,
}

/// Adds what the change of a ticket from `before` to `after` does to the counters.
pub(super) fn count(
    counts: &mut Counts,
    counters: &Counters,
    before: Option<&Ticket>,
    after: &Ticket,
) {
    for counter in &counters.counters {
        let old = before
            .map(|ticket| keys(counter, counters, ticket))
            .unwrap_or_default();
        let new = keys(counter, counters, after);
        if old != new {
            old.into_iter()
                .for_each(|key| *counts.entry(key).or_default() -= 1);
            new.into_iter()
                .for_each(|key| *counts.entry(key).or_default() += 1);
        }
    }
}

/// Under which keys a counter counts a ticket; none where the ticket is not in the view.
fn keys(counter: &Counter, counters: &Counters, ticket: &Ticket) -> BTreeSet<CountKey> {
    // The condition depends on neither reader nor time, so any moment does.
    let moment = Moment {
        me: None,
        my_teams: &[],
        now: Timestamp(0),
        zone: &TimeZone::UTC,
    };
    if !counter.condition.matches(
        &Subject {
            ticket,
            words: &Words::default(),
            promised: Promised::default(),
        },
        &moment,
    ) {
        return BTreeSet::new();
    }
    let restricted = ticket.confidential
        || ticket
            .team
            .is_some_and(|team| counters.private_teams.contains(&team));
    let team = if restricted || counter.by_team {
        ticket.team.map_or(0, |team| team.0)
    } else {
        0
    };
    let assignee = if counter.by_assignee {
        ticket.assignee.map_or(0, |person| person.0)
    } else {
        0
    };
    let key = |person: i64| CountKey {
        view: counter.view,
        restricted,
        person,
        assignee,
        team,
    };
    let parties = ticket
        .parties()
        .filter(|_| restricted)
        .map(|person| key(person.0));
    std::iter::once(key(0)).chain(parties).collect()
}
