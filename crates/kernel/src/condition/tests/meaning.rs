//! Which tickets meet a condition, and what can be said of it without any.

use super::{Desk, right};
use crate::condition::{Moment, Subject, Words};
use crate::policy::{Level, StateCategory};
use crate::ticket::{
    Channel, FieldValue, Hold, Kind, Link, LinkKind, MailChecks, MailResult, Opened, Recorded,
};
use crate::{
    Activity, CommandId, PersonId, PolicyVersion, ServiceId, TeamId, Ticket, TicketId, Timestamp,
    text,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

/// Incident 7 of Anna Berg, on hold, with team 1 and without an assignee.
pub(super) fn ticket() -> Ticket {
    let opened = Opened {
        kind: Kind::Incident,
        channel: Channel::Email,
        requester: PersonId(1),
        on_behalf_of: None,
        watchers: [PersonId(3)].into(),
        subject: "VPN timeout at home".into(),
        description: Default::default(),
        state: "on_hold".into(),
        state_category: StateCategory::WaitingOnRequester,
        impact: Level::LOW,
        urgency: Level::HIGH,
        priority: Level(3),
        priority_reason: None,
        priority_grounds: Vec::new(),
        team: Some(TeamId(1)),
        assignee: None,
        service: Some(ServiceId(2)),
        category: Some("network/vpn".into()),
        tags: ["vip".into(), "home-office".into()].into(),
        fields: [
            ("serial".into(), FieldValue::Text("SN-42 B".into())),
            ("cost".into(), FieldValue::Number(1_050)),
            ("due".into(), FieldValue::Date("2026-11-25".into())),
            ("colour".into(), FieldValue::Choice("red".into())),
            (
                "floors".into(),
                FieldValue::Choices(vec!["dark_blue".into(), "red".into()]),
            ),
            ("approver".into(), FieldValue::Person(PersonId(2))),
        ]
        .into(),
        parent: Some(TicketId(3)),
        confidential: false,
        split_from: None,
        mail_checks: MailChecks {
            dmarc: Some(MailResult::Fail),
            ..MailChecks::default()
        },
    };
    let mut ticket = Ticket::opened(&Recorded {
        position: 1,
        ticket: TicketId(7),
        seq: 1,
        at: at("2026-11-20T12:00:00Z"),
        actor: Some(PersonId(1)),
        channel: Channel::Email,
        command: CommandId(1),
        policy: PolicyVersion(1),
        activity: Activity::Opened(Box::new(opened)),
    })
    .expect("an opening");
    ticket.hold = Some(Hold {
        reason: "requester".into(),
        until: Some(at("2026-11-23T08:00:00Z")),
    });
    ticket.links.insert(Link {
        kind: LinkKind::CausedBy,
        to: TicketId(5),
    });
    ticket.reply_count = 2;
    ticket.worked_secs = 5_400;
    ticket
}

pub(super) fn words() -> Words {
    Words {
        subject: text::words("VPN timeout at home"),
        public: vec![
            text::words("It fails since Monday."),
            text::words("Please restart the router"),
        ],
        internal: vec![text::words("Licence server is down")],
    }
}

/// Whether the ticket meets the condition for Ben (2), a member of team 1, on Sunday 22 November 2026 in Berlin.
fn holds(text: &str) -> bool {
    let (ticket, words, desk) = (ticket(), words(), Desk::new());
    let subject = Subject {
        ticket: &ticket,
        words: &words,
        promised: crate::sla::Promised::default(),
    };
    let moment = Moment {
        me: Some(PersonId(2)),
        my_teams: &[TeamId(1)],
        now: at("2026-11-22T09:30:00Z"),
        zone: &desk.zone,
    };
    right(text).matches(&subject, &moment)
}

#[test]
fn a_ticket_meets_what_is_true_of_it() {
    for text in [
        "",
        "#7",
        "number:5..9",
        "kind:incident",
        "state:open",
        "state:on_hold",
        "state:waiting_on_requester",
        "hold:requester",
        "priority<=3",
        "priority:1,3..4",
        "impact:3",
        "urgency:1",
        "team:mine",
        "team:#1,#9",
        "assignee:none",
        "-assignee:me",
        "assignee!=#2",
        "requester:#1",
        "watcher:#3",
        "party:#3",
        "on_behalf_of:none",
        "service:payroll",
        "category:network",
        "category:network/vpn",
        "tag:vip",
        "tag:x,home-office",
        "tag:any",
        "channel:email",
        "mail.dmarc:fail",
        "mail.dkim:none",
        "confidential:no",
        "answer:awaited",
        "created:2026-11-20",
        "created>-7d",
        "created<-1d",
        "updated:this_week",
        "resolved:none",
        "responded:none",
        "resume:tomorrow",
        "resume<=+2d",
        "replies:2",
        "reassignments:0",
        "worked:1h30m",
        "worked>1h",
        "parent:3",
        "parent:any",
        "merged:none",
        "link:caused_by",
        "link:any",
        "linked:5",
        "vpn",
        "VPN timeout",
        "\"vpn timeout\"",
        "home router",
        "restart*",
        "lic*",
        "subject:vpn",
        "subject:\"at home\"",
        "-printer",
        "printer or vpn",
        "-(vpn printer)",
        "field.serial:sn",
        "field.serial:42-b",
        "field.serial:\"sn 42\"",
        "field.cost:10.5",
        "field.cost>10",
        "field.due:2026-11-25",
        "field.due<=+7d",
        "field.due:2026-11",
        "field.colour:red",
        "field.floors:red",
        "field.floors:dark-blue",
        "field.approver:me",
        "field.vip:none",
        "field.colour:any",
    ] {
        assert!(holds(text), "{text}");
        assert!(!holds(&format!("-({text} kind:incident)")), "not {text}");
    }
}

#[test]
fn a_ticket_does_not_meet_what_is_not() {
    for text in [
        "kind:request",
        "state:done",
        "state:new",
        "hold:until",
        "hold:none",
        "priority<3",
        "team:none",
        "assignee:any",
        "assignee:me",
        "requester:me",
        "watcher:none",
        "party:me",
        "category:network/wifi",
        "category:software",
        "category:none",
        "tag:home",
        "tag:none",
        "mail.dmarc:pass,none",
        "mail.spf:any",
        "confidential:yes",
        "answer:given",
        "created:today",
        "created<-7d",
        "resolved:any",
        "resume:none",
        "replies>2",
        "worked<90m",
        "parent:4",
        "parent:none",
        "merged:7",
        "link:relates",
        "link:none",
        "linked:3",
        "time",
        "\"timeout vpn\"",
        "\"monday please\"",
        "\"home it\"",
        "subject:router",
        "-vpn",
        "field.serial:s",
        "field.serial:b-sn",
        "field.cost<10.5",
        "field.due<2026-11-25",
        "field.due:today",
        "field.colour:dark_blue",
        "field.floors:none",
        "field.approver:#1",
        "field.vip:no",
        "field.vip:yes",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn nobody_is_me_when_spoc_itself_asks() {
    let (ticket, words, desk) = (ticket(), words(), Desk::new());
    let subject = Subject {
        ticket: &ticket,
        words: &words,
        promised: crate::sla::Promised::default(),
    };
    let moment = Moment {
        me: None,
        my_teams: &[],
        now: at("2026-11-22T09:30:00Z"),
        zone: &desk.zone,
    };
    for text in [
        "assignee:me",
        "watcher:me",
        "team:mine",
        "field.approver:me",
    ] {
        assert!(!right(text).matches(&subject, &moment), "{text}");
        assert!(
            right(&format!("-{text}")).matches(&subject, &moment),
            "-{text}"
        );
    }
}

#[test]
fn counters_are_kept_for_what_says_the_same_to_all() {
    for (text, rest, assignee_me, team_mine) in [
        ("state:open", "state:open", false, false),
        ("assignee:me", "", true, false),
        ("assignee:me state:open team:mine", "state:open", true, true),
        ("team:mine assignee:none", "assignee:none", false, true),
        (
            "resolved>=2026-01-01T10:00Z",
            "resolved>=2026-01-01T10:00Z",
            false,
            false,
        ),
    ] {
        let shape = right(text).split_me().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(shape.rest.to_string(), rest, "{text}");
        assert_eq!(
            (shape.assignee_me, shape.team_mine),
            (assignee_me, team_mine),
            "{text}"
        );
    }
    for text in [
        "-assignee:me",
        "assignee:me,none",
        "assignee:me or state:open",
        "watcher:me",
        "team:mine,none",
        "created>-7d",
        "created:today",
        "created:2026-01-01",
        "vpn",
        "subject:vpn",
        "parent:any",
        "link:blocks",
        "field.approver:me",
        "field.due<=today",
    ] {
        assert_eq!(right(text).split_me(), None, "{text}");
    }
}

#[test]
fn words_can_be_taken_out_of_a_condition() {
    let condition = right("vpn state:open subject:home -spam (a or b)");
    let words: Vec<String> = condition
        .text_terms()
        .iter()
        .map(|term| term.phrase.to_string())
        .collect();
    assert_eq!(words, ["vpn", "home"]);
    assert_eq!(
        condition.without_text().to_string(),
        "state:open -spam (a or b)"
    );
    assert_eq!(right("vpn").without_text().to_string(), "");
    assert!(right("created:2026-01-01").is_timeless());
    assert!(!right("state:open or -(updated<-2h)").is_timeless());
}
