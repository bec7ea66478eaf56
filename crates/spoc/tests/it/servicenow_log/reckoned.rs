//! What a changed policy would make of the file's history, reckoned from its rows alone, slowly: minute by minute where
//! time counts, and without any of the kernel's code.

use super::file::{instant, known};
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000_000;
const DONE: [&str; 2] = ["Resolved", "Closed"];

/// A policy, as far as the file's history can tell it from others.
#[derive(Clone, Copy)]
pub(super) struct Reckoning {
    /// Minutes that incidents of the highest priority may be open.
    pub(super) critical_minutes: i64,
    /// The priority of what has neither impact nor urgency.
    pub(super) lowest: u8,
    /// Where the first incidents go that have neither team nor assignee and are critical.
    pub(super) critical_team: &'static str,
    /// Where the others go.
    pub(super) other_team: Option<&'static str>,
    /// Whether somebody hears of what is reopened.
    pub(super) tells_of_reopened: bool,
}

/// What becomes of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reckoned {
    pub(super) first_priority: u8,
    pub(super) priority: u8,
    pub(super) team: Option<String>,
    pub(super) moves: i64,
    /// When the time of a critical one was up, in minutes since its opening that count; nothing where it never was.
    pub(super) due: Option<i64>,
    pub(super) breached: bool,
    /// How often somebody hears that it was reopened.
    pub(super) reopened: i64,
    /// How often somebody hears that its time is up.
    pub(super) late: i64,
}

impl Reckoned {
    /// How often somebody hears of it.
    pub(super) fn told(&self) -> i64 {
        self.reopened + self.late
    }
}

/// A row, or the opening.
pub(super) struct Row {
    at: i64,
    state: String,
    impact: u8,
    urgency: u8,
    group: Option<String>,
    assignee: Option<String>,
    reassignments: i64,
    reopenings: i64,
}

/// The rows of every incident, after its opening.
pub(super) fn rows_of(text: &str) -> BTreeMap<String, Vec<Row>> {
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a first line").split(',').collect();
    let place = |name: &str| columns.iter().position(|it| *it == name).expect(name);
    let [number, state, opened_at, updated_at] =
        ["number", "incident_state", "opened_at", "sys_updated_at"].map(place);
    let [impact, urgency, group, assignee] =
        ["impact", "urgency", "assignment_group", "assigned_to"].map(place);
    let [reassignments, reopenings] = ["reassignment_count", "reopen_count"].map(place);
    let mut all: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let row = |at: &str, state: &str| Row {
            at: instant(at),
            state: state.to_owned(),
            impact: level(cells[impact]),
            urgency: level(cells[urgency]),
            group: known(cells[group]),
            assignee: known(cells[assignee]),
            reassignments: cells[reassignments].parse().expect("a count"),
            reopenings: cells[reopenings].parse().expect("a count"),
        };
        let rows = all.entry(cells[number].to_owned()).or_default();
        if rows.is_empty() {
            rows.push(Row {
                reassignments: 0,
                reopenings: 0,
                ..row(cells[opened_at], "New")
            });
        }
        rows.push(row(cells[updated_at], cells[state]));
    }
    all
}

fn level(cell: &str) -> u8 {
    cell[..1].parse().expect("a level")
}

impl Reckoning {
    /// What becomes of an incident.
    pub(super) fn of(&self, rows: &[Row]) -> Reckoned {
        let mut open = Reckoned {
            first_priority: self.priority(&rows[0]),
            ..Reckoned::default()
        };
        self.teams(rows, &mut open);
        if rows.iter().any(|row| self.priority(row) == 1) {
            self.time(rows, &mut open);
        }
        open.priority = self.priority(&rows[rows.len() - 1]);
        if self.tells_of_reopened {
            let reopened = |pair: &&[Row]| pair[1].reopenings > pair[0].reopenings;
            open.reopened = rows.windows(2).filter(reopened).count() as i64;
        }
        open
    }

    fn priority(&self, row: &Row) -> u8 {
        match (row.impact, row.urgency) {
            (1, 1) => 1,
            (1, 2) | (2, 1) => 2,
            (1, 3) | (2, 2) | (3, 1) => 3,
            (3, 3) => self.lowest,
            _ => 4,
        }
    }

    fn teams(&self, rows: &[Row], reckoned: &mut Reckoned) {
        let mut team = rows[0].group.clone();
        let mut assignee = rows[0].assignee.clone();
        let mut state = "New";
        let mut assigned = true;
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                let before = &rows[at - 1];
                let moved = i64::from(before.group != row.group);
                for _ in 0..moved.max(row.reassignments - before.reassignments) {
                    if team != row.group {
                        team.clone_from(&row.group);
                        reckoned.moves += 1;
                        assigned = true;
                    }
                }
                if before.assignee != row.assignee && assignee != row.assignee {
                    assignee.clone_from(&row.assignee);
                    assigned = true;
                }
                if row.state != "-100" {
                    state = &row.state;
                }
            }
            let waits = team.is_none() && assignee.is_none() && !DONE.contains(&state);
            if std::mem::take(&mut assigned) && waits {
                let to = match self.priority(row) {
                    1 => Some(self.critical_team),
                    _ => self.other_team,
                };
                if let Some(to) = to {
                    team = Some(to.to_owned());
                    reckoned.moves += 1;
                }
            }
        }
        reckoned.team = team;
    }

    /// Counts the minutes in which it was open, and holds each against what is promised to critical ones then.
    fn time(&self, rows: &[Row], reckoned: &mut Reckoned) {
        let (mut elapsed, mut due, mut told) = (0, None, false);
        let mut promised = self.priority(&rows[0]) == 1;
        let mut state = "New";
        for pair in rows.windows(2) {
            let was_open = !DONE.contains(&state);
            if was_open {
                for _ in 0..(pair[1].at - pair[0].at).max(0) / MINUTE {
                    elapsed += 1;
                    if elapsed == self.critical_minutes {
                        due = Some(elapsed);
                        told |= promised;
                    }
                }
            }
            if pair[1].state != "-100" {
                state = &pair[1].state;
            }
            if was_open || !DONE.contains(&state) {
                promised = self.priority(&pair[1]) == 1;
            }
        }
        if promised {
            reckoned.due = due;
            reckoned.breached = elapsed > self.critical_minutes;
        }
        reckoned.late = i64::from(told);
    }
}
