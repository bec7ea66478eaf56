//! Trying a policy on what has happened: the history of tickets is run under the policy in force and under another
//! one, and what would have been different is told. Nothing is changed and nothing is sent.

mod past;
mod queries;
mod telling;
mod trials;

use crate::clocks::zones_of;
use crate::error::Result;
use kernel::automation::{Book, Course};
use kernel::sla::Zones;
use kernel::time::DAY;
use kernel::{Actor, Policy, TicketId, Timestamp};
use past::Past;
use std::collections::BTreeMap;
use store::Tx;
use store::log::{Texts, of_tickets};

pub use telling::{Figure, Part, TicketTold, Told};
pub(crate) use trials::TryPolicy;
pub use trials::{PolicyTrial, TRIALS_KEPT};

/// Activities that are read at once.
const BATCH: i64 = 5_000;
/// Most tickets whose differences are told one by one.
pub const TOLD_MAX: usize = 1_000;

/// What would have been different.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    /// How many tickets were run through.
    pub tickets: usize,
    /// How many of them went another way.
    pub changed: usize,
    /// The first of those that went another way, in the order of their numbers.
    pub differences: Vec<Difference>,
    /// Under the policy in force.
    pub present: Sums,
    /// Under the other.
    pub proposed: Sums,
}

/// A ticket that went another way.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The ticket.
    pub ticket: TicketId,
    /// Under the policy in force.
    pub present: Course,
    /// Under the other.
    pub proposed: Course,
}

/// What all tickets come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Tickets of each priority, from 1 to 5.
    pub priorities: [usize; 5],
    /// How often tickets went to another team.
    pub moves: i64,
    /// Tickets without a team in the end.
    pub without_team: usize,
    /// Tickets without an assignee in the end.
    pub without_assignee: usize,
    /// Clocks.
    pub clocks: usize,
    /// Clocks that ran out.
    pub breaches: usize,
    /// Escalations.
    pub escalated: u64,
    /// Notifications by rules.
    pub told: u64,
    /// Replies by rules.
    pub replies: u64,
    /// Approvals.
    pub approvals: u64,
    /// Tickets that rules would have filed.
    pub filed: u64,
    /// What rules could not do.
    pub problems: u64,
    /// How often each rule applied.
    pub rules: BTreeMap<String, u64>,
}

impl Sums {
    fn add(&mut self, course: &Course) {
        self.priorities[usize::from(course.priority.0.clamp(1, 5)) - 1] += 1;
        self.moves += course.moves;
        self.without_team += usize::from(course.team.is_none());
        self.without_assignee += usize::from(course.assignee.is_none());
        self.clocks += course.clocks.len();
        self.breaches += course.breaches();
        self.escalated += u64::from(course.escalated);
        self.told += u64::from(course.told);
        self.replies += u64::from(course.replies);
        self.approvals += u64::from(course.approvals);
        self.filed += u64::from(course.filed);
        self.problems += u64::from(course.problems);
        for (rule, count) in &course.rules {
            *self.rules.entry(rule.clone()).or_default() += u64::from(*count);
        }
    }
}

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The policy in force.
    pub present: Policy,
    /// The other one.
    pub proposed: Policy,
    /// How many days back; tickets to which nothing has happened since are left out. All of them, if it is nothing.
    pub last_days: Option<u32>,
    /// Up to which instant time is let pass.
    pub now: Timestamp,
}

/// Runs the history of all tickets under both policies. `on_progress` is told how many tickets have been run through.
///
/// # Errors
/// When the database fails or a log is broken.
pub fn replay(tx: &Tx<'_>, trial: &Trial, on_progress: impl Fn(usize)) -> Result<Replayed> {
    replay_for(tx, &Actor::spoc(), trial, on_progress)
}

/// The same with the tickets that the reader may know of: any rule can be tried, so a sum over others would answer
/// any question about them.
fn replay_for(
    tx: &Tx<'_>,
    reader: &Actor,
    trial: &Trial,
    on_progress: impl Fn(usize),
) -> Result<Replayed> {
    let hidden = queries::hidden_from(tx, reader)?;
    let since = trial.last_days.map_or(Timestamp(i64::MIN), |days| {
        trial.now.plus(i64::from(days).saturating_mul(-DAY))
    });
    let books = [Book::of(&trial.present), Book::of(&trial.proposed)];
    let texts = if books.iter().any(Book::asks_for_words) {
        Texts::All
    } else {
        Texts::None
    };
    let mut pasts = [
        Past::new(tx, &trial.present, trial.now)?,
        Past::new(tx, &trial.proposed, trial.now)?,
    ];
    let mut replayed = Replayed::default();
    let Some(first) = queries::first_since(tx, since)? else {
        return Ok(replayed);
    };
    let mut after = TicketId(first.0 - 1);
    loop {
        let logs = of_tickets_with(tx, after, texts)?;
        let Some((last, _)) = logs.last() else {
            return Ok(replayed);
        };
        after = *last;
        for (id, log) in logs {
            if hidden.contains(&id) || log.last().is_none_or(|last| last.at < since) {
                continue;
            }
            let zones = zones(tx, &books, &log)?;
            let mut courses = Vec::with_capacity(2);
            for (book, past) in books.iter().zip(&mut pasts) {
                if book.asks_for_words() {
                    past.begin(&log);
                }
                let course = book.course(&log, &zones, trial.now, past)?;
                past.end(course.as_ref(), &log);
                courses.extend(course);
            }
            if let [present, proposed] = &courses[..] {
                replayed.add(id, present, proposed);
            }
        }
        on_progress(replayed.tickets);
    }
}

impl Replayed {
    fn add(&mut self, ticket: TicketId, present: &Course, proposed: &Course) {
        self.tickets += 1;
        self.present.add(present);
        self.proposed.add(proposed);
        if present != proposed {
            self.changed += 1;
            if self.differences.len() < TOLD_MAX {
                self.differences.push(Difference {
                    ticket,
                    present: present.clone(),
                    proposed: proposed.clone(),
                });
            }
        }
    }
}

fn of_tickets_with(
    tx: &Tx<'_>,
    after: TicketId,
    texts: Texts,
) -> Result<Vec<(TicketId, Vec<kernel::Recorded>)>> {
    let mut logs = of_tickets(tx, after, BATCH)?;
    if texts != Texts::None {
        for (id, log) in &mut logs {
            *log = store::log::of_ticket(tx, *id, texts)?;
        }
    }
    Ok(logs)
}

fn zones(tx: &Tx<'_>, books: &[Book<'_>; 2], log: &[kernel::Recorded]) -> Result<Zones> {
    match log.first().map(|first| &first.activity) {
        Some(kernel::Activity::Opened(opened)) => zones_of(tx, opened.requester, |whose| {
            books.iter().any(|book| book.goes_by(whose))
        }),
        _ => Ok(Zones::default()),
    }
}
