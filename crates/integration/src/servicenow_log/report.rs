//! What an import did, or would do.

use super::read::Log;
use super::row::{Row, State};
use kernel::policy::PriorityMatrix;
use std::fmt;

/// What an import did; after a dry run, what it would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows of the file, without its first line.
    pub rows: usize,
    /// Incidents that they tell of.
    pub incidents: usize,
    /// Rows that are not imported, and why.
    pub left_out: Vec<LeftOut>,
    /// Incidents that were imported before and are left as they are.
    pub known_incidents: usize,
    /// New tickets.
    pub tickets: usize,
    /// New activities.
    pub activities: usize,
    /// New people.
    pub people: usize,
    /// New teams.
    pub teams: usize,
    /// New places.
    pub locations: usize,
    /// New words of the policy: categories, resolution codes, reasons for being on hold, custom fields.
    pub policy_words: usize,
    /// What is odd about the file.
    pub oddities: Oddities,
}

/// A row that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The line, from 1.
    pub line: u64,
    /// Why.
    pub why: String,
}

/// What is odd about a file, and imported all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Rows whose priority is not the one that the desk's matrix makes of impact and urgency.
    pub priorities: Oddity,
    /// Rows with the state `-100`; the ticket stays in the state that it had.
    pub states: Oddity,
    /// Rows that are older than the row before of the same incident; each is recorded at its own time.
    pub back_in_time: Oddity,
    /// Incidents that were changed before they were opened.
    pub opened_late: Oddity,
    /// Rows that count a reassignment but show the same team; the team is recorded as left and returned to.
    pub returned_to_team: Oddity,
    /// Rows whose count of reassignments or reopenings is not what the rows up to there show.
    pub counts: Oddity,
}

/// Something odd: how often, and where first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddity {
    /// How many rows or incidents.
    pub count: usize,
    /// The line of the first; 0 when there is none.
    pub first_line: u64,
}

impl Oddity {
    fn note(&mut self, line: u64, is_odd: bool) {
        if is_odd {
            self.count += 1;
            self.first_line = if self.first_line == 0 {
                line
            } else {
                self.first_line.min(line)
            };
        }
    }

    /// Where the first is, in brackets; nothing where there is none.
    fn first(&self) -> String {
        match self.first_line {
            0 => String::new(),
            line => format!(" (first on line {line})"),
        }
    }
}

impl Oddities {
    /// What is odd about a file.
    pub(super) fn of(log: &Log, matrix: &PriorityMatrix) -> Oddities {
        let mut odd = Oddities::default();
        for incident in &log.incidents {
            let mut before: Option<Row> = None;
            for line in &incident.lines {
                let (row, at) = (line.row, line.number);
                odd.priorities
                    .note(at, matrix.priority(row.impact, row.urgency) != row.priority);
                odd.states.note(at, row.state == State::Odd);
                let Some(before) = before.replace(row) else {
                    odd.opened_late.note(at, row.opened_at > row.updated_at);
                    odd.counts.note(at, row.reassignments + row.reopenings > 0);
                    continue;
                };
                odd.back_in_time
                    .note(at, row.updated_at < before.updated_at);
                let is_moved = row.group != before.group;
                let reassigned = i64::from(row.reassignments) - i64::from(before.reassignments);
                odd.returned_to_team.note(at, reassigned > 0 && !is_moved);
                let is_odd = reassigned < 0
                    || (is_moved && reassigned != 1)
                    || is_reopening_odd(&before, &row);
                odd.counts.note(at, is_odd);
            }
        }
        odd
    }

    /// Each that is told only where there is any, with what it means.
    fn list(&self) -> [(Oddity, &'static str); 5] {
        [
            (
                self.states,
                "state -100, which is none: the ticket stays in the state before",
            ),
            (
                self.back_in_time,
                "row older than the row before of the same incident",
            ),
            (self.opened_late, "incident changed before it was opened"),
            (
                self.returned_to_team,
                "reassignment to the same team: recorded as left and returned to",
            ),
            (
                self.counts,
                "count of reassignments or reopenings that the rows up to there do not show",
            ),
        ]
    }
}

fn is_reopening_odd(before: &Row, row: &Row) -> bool {
    let is_done = |row: &Row| matches!(row.state, State::Resolved | State::Closed);
    let shown = i64::from(is_done(before) && !is_done(row) && row.state != State::Odd);
    i64::from(row.reopenings) - i64::from(before.reopenings) != shown
}

impl fmt::Display for Report {
    /// A line for each thing that there is to say.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "read: {} rows of {} incidents",
            self.rows, self.incidents
        )?;
        writeln!(
            f,
            "new: {} tickets with {} activities",
            self.tickets, self.activities
        )?;
        writeln!(
            f,
            "new: {} people, {} teams, {} places",
            self.people, self.teams, self.locations
        )?;
        writeln!(f, "new: {} words of the policy", self.policy_words)?;
        writeln!(
            f,
            "imported before, and left as they are: {} incidents",
            self.known_incidents
        )?;
        // Said also when there are none: whoever changes to Spoc asks this first.
        write!(
            f,
            "another priority than the matrix makes of impact and urgency: "
        )?;
        writeln!(
            f,
            "{} rows{}",
            self.oddities.priorities.count,
            self.oddities.priorities.first()
        )?;
        for (oddity, what) in self.oddities.list() {
            if oddity.count > 0 {
                writeln!(f, "odd: {} × {what}{}", oddity.count, oddity.first())?;
            }
        }
        write!(f, "left out: {} rows", self.left_out.len())?;
        for LeftOut { line, why } in &self.left_out {
            write!(f, "\n  line {line}: {why}")?;
        }
        Ok(())
    }
}
