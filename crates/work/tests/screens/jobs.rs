//! What is done beside the requests, with made-up data.

use crate::samples::{frame, when};
use web::Texts;
use web::parts::{Chip, Empty};
use work::screens::jobs::{JobPage, JobRow, JobsPage, Notice};

/// One that goes on, and one that could not be done on all tickets.
pub(crate) fn notices() -> Vec<Notice> {
    vec![
        Notice {
            id: "8".into(),
            text: "Changing tickets …".into(),
            goes_on: true,
            done: 425,
            total: 1_284,
            steps: "425 of 1,284".into(),
            ..Notice::default()
        },
        Notice {
            id: "7".into(),
            text: "Tickets changed: 312, not possible: 3".into(),
            failed: true,
            undo: Some("9000".into()),
            ..Notice::default()
        },
    ]
}

fn row(class: &'static str, label: &'static str) -> JobRow<'static> {
    JobRow {
        id: "8".into(),
        name: "Changing many tickets".into(),
        state: Chip { class, label },
        steps: "425 of 1,284".into(),
        who: "Anna Keller".into(),
        created: when(3),
        at: Some(when(1)),
        error: (class == "cancelled").then(|| "the disk is full <or so>".into()),
        attempts: "Attempts: 8".into(),
        cancel: class == "active",
        retry: class == "cancelled",
    }
}

pub(crate) fn all(texts: Texts) -> JobsPage<'static> {
    JobsPage {
        frame: frame(texts, "Jobs", "", false),
        queued: vec![row("active", "Running"), row("wait", "Waiting")],
        ended: vec![row("cancelled", "Failed"), row("resolved", "Done")],
        empty: Empty {
            icon: "circle-check",
            title: "No jobs",
            text: "",
            action: None,
        },
    }
}

pub(crate) fn one(texts: Texts) -> JobPage<'static> {
    JobPage {
        frame: frame(texts, "Changing many tickets", "/tickets", false),
        back: ("Jobs", "/admin/jobs"),
        job: row("cancelled", "Failed"),
        undo: Some("9000".into()),
        refusals: vec![(17, "This ticket is part of ticket 12 now.".into())],
        more: "And 2 more.".into(),
    }
}
