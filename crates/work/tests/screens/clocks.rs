//! The clocks of a ticket, with made-up data.

use crate::samples::when;
use work::screens::clocks::{ClockChip, ClockStretch};

pub(crate) fn clocks() -> Vec<ClockChip> {
    let chip = |label: &str, tone, told: &str| ClockChip {
        label: label.into(),
        tone,
        told: told.into(),
        due: (tone != "wait").then(|| when(-90)),
        measure: "3 h of 8 h working time".into(),
        stretches: vec![ClockStretch {
            from: when(300),
            why: "Ticket opened".into(),
            counted: "3 h counted".into(),
        }],
    };
    vec![
        chip("First response", "met", "met"),
        chip("Resolution <within a day>", "soon", "due"),
        chip("Next response", "wait", "waits, 2 h left"),
        chip("Network team", "late", "overdue; it was due"),
    ]
}
