//! The composer with made-up data.

use web::parts::{Choice, Face};
use work::screens::composer::{Composer, Looking, Set, SharedDraft, WaitingFile, Writing};

fn writing(kind: &'static str, typed: &[(&str, &str)]) -> Writing {
    let typed = typed
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    Writing {
        kind,
        owner: "12".into(),
        draft: 3,
        saved: "Draft kept 14:05".into(),
        typed: typed.collect(),
        ..Writing::default()
    }
}

pub(crate) fn composer() -> Composer {
    let mut reply = writing("reply", &[("body", "Hello Anna, **which** client is it?")]);
    reply.sets.push(Set {
        value: "state=in_progress".into(),
        label: "State: In progress".into(),
    });
    reply.files.push(WaitingFile {
        hash: "a".repeat(64),
        name: "error.png".into(),
        href: "/attachments/a/error.png".into(),
    });
    Composer {
        number: 1042,
        version: 17,
        open: "reply",
        reply: Some(reply),
        note: Some(writing("note", &[("mention", "4 Tom Reich")])),
        side: Some(writing("side", &[("to", "sam@supplier.example")])),
        whom: vec![
            Choice::new("", "Anna Keller, Tom Reich", true),
            Choice::new("requester", "Anna Keller", false),
        ],
        buttons: [
            "Reply to Anna Keller + 1".into(),
            "Reply to Anna Keller".into(),
        ],
        then: vec![
            Choice::new("", "Leave the state", true),
            Choice::new("resolve.solved", "Then resolve", false),
        ],
        conversations: vec![
            Choice::new("", "New conversation", true),
            Choice::new("1", "Spare part · Sam Supplier", false),
        ],
        shared: vec![SharedDraft {
            said: "Tom Reich shares a draft of a reply.".into(),
            face: Face::new("Tom Reich"),
            href: "/tickets/1042?draft=reply.4#composer".into(),
        }],
        signature: "Priya Raman\nService Desk".into(),
    }
}

pub(crate) fn presence() -> Vec<Looking> {
    vec![
        Looking {
            face: Face::new("Tom Reich"),
            said: "Tom Reich is writing a reply".into(),
            class: "replies",
        },
        Looking {
            face: Face::new("Ole Hansen"),
            said: "Ole Hansen looks at this ticket".into(),
            class: "",
        },
    ]
}
