//! Every page of the portal with made-up data.

use portal::screens::answers::{AnswerLine, AnswersPart};
use portal::screens::ask::AskPage;
use portal::screens::home::{HomePage, ServiceLine};
use portal::screens::offline::OfflinePage;
use portal::screens::ticket::{Follower, MyTicketPage, NextStep, RatingForm, Sharing};
use portal::screens::tickets::{MyTicket, MyTicketsPage, Tab};
use web::parts::{Chip, Choice, Empty, Face, Input, Pager};
use web::{Calendar, Frame, RailEntry, SignedIn, Texts, When};
use work::pages::TakenBack;
use work::screens::questions::Question;
use work::screens::ticket::{Control, Entry, Message};

const SUBJECT: &str = "VPN drops every ten minutes since the update";
static NOTHING_BACK: TakenBack = TakenBack {
    version: 0,
    body: String::new(),
    files: Vec::new(),
};

fn when() -> When {
    Calendar::new(Texts::english(), "Europe/Berlin").when(1_795_000_000_000_000)
}

fn frame(texts: Texts, title: &str, at: &str) -> Frame {
    let entry = |label: &'static str, href: &'static str| RailEntry {
        label,
        icon: "ticket",
        href,
        current: href == at,
    };
    Frame {
        csrf: "b1946ac92492d2347c6235b4d2611184".into(),
        person: Some(SignedIn {
            id: "7".into(),
            face: Face::new("Lukas Brandt"),
            email: "lukas.brandt@example.org".into(),
            role: texts.t("role-requester").into(),
        }),
        rail: vec![entry("nav-my", "/my/tickets"), entry("nav-new", "/my/new")],
        stream: "/live".into(),
        ..Frame::plain(texts, title)
    }
}

fn ticket(texts: Texts) -> MyTicket<'static> {
    MyTicket {
        number: 1042,
        subject: SUBJECT,
        state: Chip {
            class: "wait",
            label: texts.t("my-state-wait"),
        },
        by: "Anna Keller",
        updated: when(),
        why: String::new(),
    }
}

fn empty(texts: Texts) -> Empty<'static> {
    Empty {
        icon: "smile",
        title: texts.t("my-empty-title"),
        text: texts.t("my-empty-text"),
        action: Some((texts.t("nav-new"), "/my/new")),
    }
}

pub(crate) fn home(texts: Texts) -> HomePage<'static> {
    HomePage {
        frame: frame(texts, texts.t("ask-title"), "/my"),
        approvals: vec![line(texts)],
        services: vec![ServiceLine {
            class: "outage",
            icon: "circle-x",
            name: "Email",
            health: texts.t("health-outage"),
            text: "We are on it.",
            since: Some(when()),
        }],
        open: vec![ticket(texts)],
        more: true,
        empty: empty(texts),
    }
}

fn line(texts: Texts) -> AnswerLine<'static> {
    AnswerLine {
        kind: texts.t("service"),
        icon: "info",
        title: "Email",
        text: "Slow since this morning",
        href: "/my",
    }
}

pub(crate) fn answers(texts: Texts) -> AnswersPart<'static> {
    AnswersPart {
        texts,
        query: "vpn",
        answers: vec![line(texts)],
        tickets: vec![ticket(texts)],
        ask_href: "/my/new?subject=vpn".into(),
    }
}

pub(crate) fn my_tickets(texts: Texts) -> MyTicketsPage<'static> {
    MyTicketsPage {
        frame: frame(texts, texts.t("my-title"), "/my/tickets"),
        query: "",
        tabs: vec![Tab {
            name: "open",
            label: texts.t("my-open"),
            href: "/my/tickets".into(),
            current: true,
        }],
        address: "/my/tickets".into(),
        tickets: vec![ticket(texts)],
        pager: Pager::default(),
        empty: empty(texts),
    }
}

pub(crate) fn my_ticket(texts: Texts) -> MyTicketPage<'static> {
    MyTicketPage {
        frame: frame(texts, SUBJECT, "/my/tickets"),
        base: "/my/tickets/1042".into(),
        address: "/my/tickets/1042".into(),
        link: Some("https://desk.example/follow/1".into()),
        number: 1042,
        version: 9,
        subject: SUBJECT,
        state: Chip {
            class: "wait",
            label: texts.t("my-state-wait"),
        },
        created: when(),
        fresh: true,
        next: NextStep {
            class: "wait",
            icon: "message-square",
            title: texts.t("my-next-wait").to_owned(),
            text: "",
            href: None,
        },
        approvals: Vec::new(),
        timeline: vec![Entry::Message(Box::new(Message {
            id: "m1".into(),
            class: "in",
            author: Face::new("Anna Keller"),
            label: String::new(),
            at: when(),
            via: String::new(),
            mail: None,
            doubt: None,
            html: "<p>It drops.</p>".into(),
            files: Vec::new(),
            undo: None,
            split: false,
        }))],
        earlier: None,
        files: Vec::new(),
        reply: true,
        taken_back: &NOTHING_BACK,
        follow_up: Some("/my/new".into()),
        reopen: true,
        close: true,
        cancel: true,
        sharing: Some(Sharing {
            people: vec![Follower {
                id: "8".into(),
                name: "Maria Lindqvist".into(),
            }],
            more: None,
            organisation: Some("Acme".into()),
            shared: true,
        }),
        follow: true,
        rating: Some(RatingForm {
            stars: 4,
            chosen: 4,
            comment: String::new(),
        }),
        refused: None,
    }
}

pub(crate) fn ask(texts: Texts) -> AskPage {
    let choice = |value: &str, key: &'static str| Choice::new(value, texts.t(key), false);
    AskPage {
        frame: frame(texts, texts.t("ask-title"), "/my/new"),
        error: None,
        idempotency_key: "0199".into(),
        kinds: vec![choice("incident", "ask-kind-incident")],
        subject: Input::default(),
        description: Input::default(),
        services: vec![choice("", "ask-service-unknown")],
        urgencies: vec![choice("2", "ask-urgency-2")],
        questions: vec![question()],
        on_behalf_of: Input::default(),
    }
}

fn question() -> Question {
    Question {
        name: "field.building".into(),
        label: "Which building?".into(),
        help: "Where we would <meet> you".into(),
        control: Control::Select(vec![Choice::new("north", "North", true)]),
        required: true,
        error: Some("Enter something here.".into()),
    }
}

pub(crate) fn offline(texts: Texts) -> OfflinePage {
    OfflinePage {
        frame: Frame::plain(texts, texts.t("offline-title")),
    }
}
