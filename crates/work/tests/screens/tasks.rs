//! The parts of a ticket's page that are about work: made-up tasks and time.

use crate::samples::when;
use web::parts::{Choice, Face};
use work::screens::tasks::{TaskRow, Tasks, WorkTime};
use work::screens::ticket::Control;

fn teams() -> Control {
    Control::Select(vec![
        Choice::new("", "None", true),
        Choice::new("1", "Network", false),
    ])
}

fn task(place: usize, title: &str, state: &'static str) -> TaskRow {
    TaskRow {
        id: place as i64 + 2,
        title: title.into(),
        state,
        owner: None,
        team: String::new(),
        due: String::new(),
        due_on: String::new(),
        late: false,
        waits_for: String::new(),
        teams: teams(),
        others: vec![Choice::new("9", "Order the laptop", true)],
        place,
    }
}

/// Tasks in every state.
pub(crate) fn tasks() -> Tasks {
    let late = TaskRow {
        owner: Some(Face::new("Tom Reich")),
        team: "Network".into(),
        due: "20 Nov 2026".into(),
        due_on: "2026-11-20".into(),
        late: true,
        ..task(1, "Renew the certificate of the gateway", "open")
    };
    let waiting = TaskRow {
        waits_for: "Renew the certificate of the gateway".into(),
        ..task(2, "Tell the pilot group", "open")
    };
    Tasks {
        rows: vec![
            task(0, "Read the gateway's log", "done"),
            late,
            waiting,
            task(3, "Roll back the client", "skipped"),
        ],
        done: 2,
        templates: vec![Choice::new("1", "New colleague", false)],
        teams: teams(),
    }
}

/// Time of two people, and a watch that runs.
pub(crate) fn time() -> WorkTime {
    WorkTime {
        total: "1 h 20 min".into(),
        people: vec![
            (Face::new("Lukas Brandt"), "50 min".into()),
            (Face::new("Priya Raman"), "30 min".into()),
        ],
        kinds: vec![Choice::new("", "None", true)],
        running: Some(when(12)),
        today: "2026-11-25".into(),
    }
}
