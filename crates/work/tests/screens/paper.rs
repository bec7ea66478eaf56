//! A ticket on paper and before a merge, with made-up data.

use crate::samples::{frame, when};
use web::Texts;
use web::parts::{Chip, Face};
use work::screens::merge::{MergePage, Preview};
use work::screens::print::{Fact, PrintPage};
use work::screens::split::{SplitChoice, SplitPage};
use work::screens::ticket::{Message, Related};

fn message(class: &'static str, label: &str) -> Message {
    Message {
        id: "m7".into(),
        class,
        author: Face::new("Anna Keller"),
        label: label.into(),
        at: when(90),
        via: String::new(),
        mail: None,
        doubt: None,
        html: "<p>It drops <strong>every minute</strong>.</p>".into(),
        files: Vec::new(),
        undo: None,
        split: false,
    }
}

pub(crate) fn print(texts: Texts) -> PrintPage<'static> {
    PrintPage {
        frame: frame(texts, "#1042 VPN drops", "/tickets", false),
        number: 1042,
        subject: "VPN drops every ten minutes",
        facts: vec![Fact {
            label: texts.t("state").into(),
            value: "In progress".into(),
        }],
        messages: vec![message("in", ""), message("note", texts.t("composer-note"))],
        cut: true,
        with_notes: true,
        notes: true,
    }
}

pub(crate) fn merge(texts: Texts, chosen: bool) -> MergePage<'static> {
    let state = || Chip {
        class: "new",
        label: "New",
    };
    MergePage {
        searched: true,
        frame: frame(texts, "Merge", "/tickets", true),
        number: 1042,
        version: 7,
        subject: "VPN drops every ten minutes",
        into: String::new(),
        wrong: texts.t("refusal-merge-itself").into(),
        others: vec![(
            Related {
                relation: "",
                number: 911,
                subject: "Monitor flickers",
                state: state(),
                unlink: None,
            },
            "Anna Keller",
        )],
        preview: chosen.then(|| Preview {
            number: 911,
            subject: "Monitor flickers",
            requester: "Anna Keller".into(),
            state: state(),
            told: vec![texts.count("merge-messages", 4)],
        }),
    }
}

pub(crate) fn split(texts: Texts) -> SplitPage<'static> {
    SplitPage {
        frame: frame(texts, "Split", "/tickets", true),
        number: 1042,
        version: 7,
        subject: "VPN drops every ten minutes",
        choices: vec![SplitChoice {
            id: "m7".into(),
            author: "Anna Keller".into(),
            at: when(90),
            begins: "It drops".into(),
            chosen: true,
        }],
        notes_stay: true,
        chosen: vec![message("in", "")],
        told: vec![texts.count("split-stays", 2)],
    }
}
