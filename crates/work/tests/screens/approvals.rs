//! The approvals of a ticket, with made-up data.

use crate::samples::when;
use web::parts::{Choice, Face};
use work::screens::approvals::{ApprovalRow, ApprovalStepRow, Approvals, AskedRow};

fn asked(name: &str, class: &'static str, comment: &str) -> AskedRow {
    AskedRow {
        class,
        icon: "clock",
        face: Face::new(name),
        why: "manager of the <requester>".into(),
        said: class.into(),
        comment: comment.into(),
        at: (!comment.is_empty()).then(|| when(30)),
    }
}

fn approval(id: i64, class: &'static str) -> ApprovalRow {
    let step = |class, people| ApprovalStepRow {
        class,
        title: "Money <and> people".into(),
        rule: "At least 2 have to approve".into(),
        note: "there is nobody to ask".into(),
        people,
    };
    ApprovalRow {
        id,
        label: "A new <laptop>".into(),
        text: "Is there money for it?".into(),
        class,
        icon: "shield-check",
        state: "Waiting for an answer".into(),
        reason: "No longer <needed>".into(),
        asked_by: "Anna Keller".into(),
        asked_at: when(300),
        expires: Some(when(-300)),
        steps: vec![
            step(
                "approved",
                vec![asked("Tom Reich", "approved", "fine <by me>")],
            ),
            step("waiting", vec![asked("Rob Hale", "waiting", "")]),
            step("later", Vec::new()),
        ],
        mine: class == "pending",
        for_another: "Rob Hale".into(),
        pending: class == "pending",
    }
}

/// One that waits for the reader, and one that has ended.
pub(crate) fn approvals() -> Approvals {
    Approvals {
        rows: vec![approval(2, "pending"), approval(1, "rejected")],
        offered: vec![Choice::new("laptop", "A new laptop", false)],
    }
}
