//! The work within a ticket, and the time worked on it: parts of the ticket's page.

use super::ticket::Control;
use web::When;
use web::parts::{Choice, Face};

/// The tasks of a ticket.
pub struct Tasks {
    /// In their order.
    pub rows: Vec<TaskRow>,
    /// How many are done or skipped.
    pub done: usize,
    /// Lists of tasks that can be added at once.
    pub templates: Vec<Choice>,
    /// The teams that a new task can be given to.
    pub teams: Control,
}

impl Tasks {
    /// How many are still to be done.
    pub fn open(&self) -> usize {
        self.rows.len() - self.done
    }
}

/// One task.
pub struct TaskRow {
    /// Its id within the ticket.
    pub id: i64,
    /// What is to be done.
    pub title: String,
    /// `open`, `done` or `skipped`.
    pub state: &'static str,
    /// Who does it.
    pub owner: Option<Face>,
    /// The team that does it; empty for none.
    pub team: String,
    /// The day by which it is to be done, ready to read; empty for none.
    pub due: String,
    /// The same as `<input type=date>` wants it.
    pub due_on: String,
    /// Whether that day has passed and it is still to be done.
    pub late: bool,
    /// The titles of the open tasks that come first; empty for none.
    pub waits_for: String,
    /// The teams that it can be given to.
    pub teams: Control,
    /// The other tasks, those chosen that come first.
    pub others: Vec<Choice>,
    /// Its place, counted from 0.
    pub place: usize,
}

/// The time worked on a ticket.
#[derive(Default)]
pub struct WorkTime {
    /// In all, ready to read; empty for none.
    pub total: String,
    /// Of each person.
    pub people: Vec<(Face, String)>,
    /// What can be done in it.
    pub kinds: Vec<Choice>,
    /// Since when the reader's watch runs.
    pub running: Option<When>,
    /// Today, as `<input type=date>` wants it.
    pub today: String,
}
