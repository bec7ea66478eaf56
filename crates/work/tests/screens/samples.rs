//! Every page of tickets with made-up data: for the render tests and for the gallery.

use web::parts::{Chip, Choice, Empty, Face, Input, Pager};
use web::{Calendar, Flash, Frame, RailEntry, SignedIn, Texts, Theme, ViewLink, When};
use work::ports::{Held, Holding};
use work::screens::list::{Bulk, Cell, Head, ListPage, Row};
use work::screens::new::NewTicketPage;
use work::screens::questions::Question;
use work::screens::search::{Hit, SearchPage};
use work::screens::ticket::{
    Actions, Control, Doubt, Entry, Event, FileLink, Message, PersonCard, Property, Related,
    TicketPage, Watcher,
};

const NOW: i64 = 1_795_000_000_000_000;
const MINUTE: i64 = 60_000_000;

pub(crate) const SUBJECTS: [&str; 12] = [
    "VPN drops every ten minutes since the update",
    "New laptop for Maria Lindqvist, starts on 1 December",
    "Printer on the 3rd floor prints only blank pages",
    "Cannot open invoices: “permission denied” on the finance share",
    "Shared mailbox sales@ missing after migration",
    "Outlook asks for the password again and again",
    "Badge does not open the lab in building C",
    "SAP is very slow between 9 and 10 every morning",
    "Please install Figma on my Mac",
    "Phone: no dial tone at the reception desk",
    "Access to the Tableau workspace of Controlling",
    "Meeting room Aurora: projector does not wake up",
];
const STATES: [(&str, &str); 6] = [
    ("new", "New"),
    ("active", "In progress"),
    ("wait", "On hold"),
    ("active", "Assigned"),
    ("third", "With supplier"),
    ("resolved", "Resolved"),
];
pub(crate) const PEOPLE: [&str; 8] = [
    "Anna Keller",
    "Tom Reich",
    "Maria Lindqvist",
    "Jonas Weber",
    "Priya Raman",
    "Ole Hansen",
    "Fatima El-Amin",
    "Lukas Brandt",
];
const TEAMS: [&str; 5] = ["Network", "Workplace", "Applications", "Access", ""];

fn calendar(texts: Texts) -> Calendar {
    Calendar::new(texts, "Europe/Berlin")
}

pub(crate) fn when(minutes_ago: i64) -> When {
    calendar(Texts::english()).when(NOW - minutes_ago * MINUTE)
}

fn rail(current: &str) -> Vec<RailEntry> {
    [
        ("nav-tickets", "inbox", "/tickets"),
        ("nav-people", "circle-user", "/people"),
        ("nav-teams", "users", "/teams"),
    ]
    .map(|(label, icon, href)| RailEntry {
        label,
        icon,
        href,
        current: href == current,
    })
    .to_vec()
}

fn views() -> Vec<ViewLink> {
    let view = |label: &str, count: &str, heading: Option<&str>| ViewLink {
        label: label.into(),
        href: format!("/tickets?view={}", label.to_lowercase()),
        count: (!count.is_empty()).then(|| count.to_owned()),
        current: label == "All open",
        heading: heading.map(ToOwned::to_owned),
        opens: (label == "Network").then(|| "Sites".to_owned()),
        closes: label == "Applications",
    };
    vec![
        view("Mine", "12", None),
        view("My teams", "43", None),
        view("Unassigned", "3", None),
        view("All open", "1,284", None),
        view("On hold", "31", None),
        view("Resolved lately", "96", None),
        view("Network", "31", Some("Teams")),
        view("Workplace", "118", None),
        view("Applications", "74", None),
    ]
}

pub(crate) fn frame(texts: Texts, title: &str, rail_at: &str, with_views: bool) -> Frame {
    Frame {
        csrf: "b1946ac92492d2347c6235b4d2611184".into(),
        person: Some(SignedIn {
            id: "7".into(),
            face: Face::new("Lukas Brandt"),
            email: "lukas.brandt@example.org".into(),
            role: texts.t("role-agent").into(),
        }),
        rail: rail(rail_at),
        views: if with_views { views() } else { Vec::new() },
        stream: "/live".into(),
        theme: Theme::System,
        agent: true,
        ..Frame::plain(texts, title)
    }
}

pub(crate) fn choices(labels: &[&str], selected: usize) -> Vec<Choice> {
    let choice =
        |(index, label): (usize, &&str)| Choice::new(index.to_string(), *label, index == selected);
    labels.iter().enumerate().map(choice).collect()
}

/// What a list borrows from.
pub(crate) struct Desk {
    tags: Vec<Vec<String>>,
    faces: Vec<Face>,
    choices: Vec<Choice>,
    teams: Control,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            tags: vec![
                vec![],
                vec!["vpn".into(), "update".into()],
                vec![],
                vec!["vip".into()],
            ],
            faces: PEOPLE.map(Face::new).to_vec(),
            choices: choices(&["Leave …", "One", "Another"], 0),
            teams: Control::Text {
                kind: "text",
                value: String::new(),
                suggest: "teams",
            },
        }
    }

    pub(crate) fn row(&self, index: usize) -> Row<'_> {
        let (class, label) = STATES[index * 7 % STATES.len()];
        let priority = [
            ("p1", "Critical"),
            ("p2", "High"),
            ("p3", "Moderate"),
            ("p3", "Moderate"),
            ("p4", "Low"),
        ][index * 3 % 5];
        Row {
            group: index
                .is_multiple_of(20)
                .then(|| ("Network <1>", "31".to_owned())),
            draft: index == 2,
            number: 19_934 - index as i64,
            subject: SUBJECTS[index % SUBJECTS.len()],
            tags: &self.tags[index % self.tags.len()],
            confidential: index == 3,
            cells: vec![
                Cell::Number,
                Cell::Subject,
                Cell::State(Chip { class, label }),
                Cell::Priority(Chip {
                    class: priority.0,
                    label: priority.1,
                }),
                Cell::Text("q", PEOPLE[index % PEOPLE.len()].into()),
                Cell::Text("g", TEAMS[index % TEAMS.len()].into()),
                Cell::Assignee(
                    (!index.is_multiple_of(4)).then(|| &self.faces[index * 5 % self.faces.len()]),
                ),
                Cell::When("u", when((index * index * 13) as i64)),
            ],
        }
    }

    pub(crate) fn list(&self, texts: Texts, rows: usize) -> ListPage<'_> {
        let head = |class, key: &'static str, sort| Head {
            class,
            column: key.into(),
            label: texts.t(key),
            width: (class == "s").then_some(320),
            href: Some(format!("/tickets?view=open&sort={key}")),
            sort,
        };
        ListPage {
            frame: Frame {
                flash: (rows == 12).then(|| Flash::done("Assigned to Network.").with_undo("9001")),
                ..frame(texts, "All open", "/tickets", true)
            },
            jobs: crate::jobs::notices(),
            heading: "All open",
            total: "1,284",
            view: "open",
            shape: if rows == 0 { "list" } else { "" },
            query: if rows == 0 {
                "state:open tag:nonsense"
            } else {
                ""
            },
            meaning: if rows == 0 {
                "open, tagged nonsense"
            } else {
                ""
            },
            query_error: None,
            save: None,
            address: "/tickets?view=open",
            wide: false,
            board: "/tickets?view=open&as=board",
            columns: "/lists/columns?view=open",
            export: Some(("/tickets/export.csv".into(), "/tickets/export.xlsx".into())),
            groups: vec![
                (texts.t("groups-none"), "/tickets".into(), false),
                (texts.t("team"), "/tickets?group=team".into(), true),
            ],
            ungrouped: texts.t("groups-too-many"),
            heads: vec![
                head("n", "column-number", None),
                head("s", "subject", None),
                head("c", "state", None),
                head("r", "priority", None),
                head("q", "requester", None),
                head("g", "team", None),
                head("o", "assignee", None),
                head("u", "updated", Some("descending")),
            ],
            rows: (0..rows).map(|index| self.row(index)).collect(),
            pager: Pager {
                summary: "1–50".into(),
                first: None,
                next: (rows > 0).then(|| "/tickets?view=open&after=x".into()),
            },
            bulk: Some(Bulk {
                back: "/tickets?view=open",
                whole: Some("All 120 tickets of this list"),
                states: &self.choices,
                holds: &self.choices,
                resolutions: &self.choices,
                teams: &self.teams,
                assignees: &self.choices,
                priorities: &self.choices,
                categories: &self.choices,
                services: &self.teams,
                impacts: &self.choices,
                urgencies: &self.choices,
            }),
            empty: Empty {
                icon: "circle-check",
                title: texts.t("list-empty-title"),
                text: texts.t("list-empty-text"),
                action: Some((texts.t("ticket-new"), "/tickets/new")),
            },
        }
    }
}

pub(crate) fn search(texts: Texts) -> SearchPage<'static> {
    let mark = |pieces: &[(bool, &str)]| {
        pieces
            .iter()
            .map(|(marked, text)| (*marked, (*text).to_owned()))
            .collect()
    };
    let hits = (0..6)
        .map(|index| Hit {
            href: format!("/tickets/{}", 1042 - index),
            number: 1042 - index,
            subject: mark(&[
                (true, "VPN"),
                (false, " drops every ten minutes since the update"),
            ]),
            excerpt: mark(&[
                (false, "… since Tuesday the "),
                (true, "VPN"),
                (false, " client reconnects every ten minutes. I am on the "),
                (true, "Berlin"),
                (
                    false,
                    " gateway, in the office it is fine. Others in my team see the same <thing> …",
                ),
            ]),
            place: "Reply by Anna Keller",
            state: Chip {
                class: STATES[index as usize].0,
                label: STATES[index as usize].1,
            },
            requester: "Anna Keller",
            team: "Network",
            updated: when(index * 700),
        })
        .collect();
    SearchPage {
        frame: frame(texts, "vpn berlin", "/tickets", true),
        query: "vpn berlin",
        view: "",
        meaning: "with “vpn”, with “berlin”",
        total: "6",
        query_error: None,
        corrected: None,
        newest: None,
        hits,
        pager: Pager::default(),
        empty: Empty {
            icon: "search",
            title: texts.t("list-none-title"),
            text: texts.t("list-none-text"),
            action: None,
        },
    }
}

fn file(name: &str, size: &str, image: bool) -> FileLink {
    FileLink {
        href: format!("/attachments/3f2a/{name}"),
        name: name.into(),
        size: size.into(),
        image,
    }
}

fn message(
    id: &str,
    class: &'static str,
    author: &str,
    label: &str,
    ago: i64,
    markdown: &str,
) -> Entry {
    Entry::Message(Box::new(Message {
        id: id.into(),
        class,
        author: Face::new(author),
        label: label.into(),
        at: when(ago),
        via: if class == "in" {
            "by mail".into()
        } else {
            String::new()
        },
        mail: (class == "in").then(|| "/tickets/1/mail/1".into()),
        doubt: (id == "m1").then(|| Doubt {
            checks: "SPF: pass, DKIM: none, DMARC: fail".into(),
            why: Some("/tickets/1/mail/1".into()),
        }),
        html: web::markdown::to_html(markdown),
        files: if id == "m1" {
            vec![
                file("vpn-error.png", "184 KB", true),
                file("client.log", "12 KB", false),
            ]
        } else {
            Vec::new()
        },
        undo: (id == "m3").then(|| "501".into()),
        split: class == "in",
    }))
}

fn event(
    icon: &'static str,
    ago: i64,
    pieces: &[(bool, &str)],
    undo: Option<&str>,
    undone: bool,
) -> Entry {
    Entry::Event(Event {
        id: format!("a{ago}"),
        icon,
        text: pieces
            .iter()
            .map(|(strong, text)| (*strong, (*text).to_owned()))
            .collect(),
        at: when(ago),
        undo: undo.map(ToOwned::to_owned),
        undone,
    })
}

fn timeline() -> Vec<Entry> {
    let first = "Hello,\n\nsince yesterday's update my VPN drops **every ten minutes**. It says:\n\n```\nERR_GATEWAY_TIMEOUT (0x2f) after 600 s\n```\n\nI work from home all week and lose every call. What I tried:\n\n- restarted the client\n- another network (phone hotspot): the same\n\nAnna";
    vec![
        message("m1", "in", "Anna Keller", "", 300, first),
        event(
            "arrow-right-left",
            299,
            &[
                (false, "Routed to "),
                (true, "Network"),
                (false, " by category VPN"),
            ],
            None,
            false,
        ),
        event(
            "user",
            250,
            &[
                (true, "Lukas Brandt"),
                (false, " assigned it to "),
                (true, "Lukas Brandt"),
            ],
            Some("499"),
            false,
        ),
        message(
            "m2",
            "note",
            "Lukas Brandt",
            "Internal note",
            240,
            "Gateway log shows the session being cut after **600 s idle timeout**. The update reset the keep-alive. @Tom can you check the template on `gw-ber-02`?",
        ),
        event(
            "flag",
            230,
            &[
                (true, "Lukas Brandt"),
                (false, " set priority to "),
                (true, "High"),
                (false, " (was Moderate)"),
            ],
            Some("500"),
            true,
        ),
        message(
            "m3",
            "out",
            "Lukas Brandt",
            "Reply to Anna Keller",
            120,
            "Hi Anna,\n\nthank you for the log, that helped. The update has reset a timeout on our side. Could you try once more and tell me whether it stays up for longer than ten minutes?\n\nBest, Lukas",
        ),
        event(
            "circle-pause",
            119,
            &[(false, "On hold: waiting for the requester")],
            Some("502"),
            false,
        ),
    ]
}

fn property(name: &str, label: &str, key: &'static str, control: Control, why: &str) -> Property {
    Property {
        name: name.into(),
        label: label.into(),
        key,
        control,
        why: why.into(),
        reason: false,
    }
}

fn properties(texts: Texts) -> Vec<Property> {
    let select = |labels: &[&str], at| Control::Select(choices(labels, at));
    vec![
        property(
            "state",
            texts.t("state"),
            "s",
            select(&["New", "Assigned", "In progress", "On hold"], 3),
            "",
        ),
        property(
            "team",
            texts.t("team"),
            "",
            select(&["—", "Network", "Workplace", "Applications"], 1),
            "",
        ),
        property(
            "assignee",
            texts.t("assignee"),
            "a",
            select(&["—", "Lukas Brandt", "Tom Reich"], 1),
            "",
        ),
        property(
            "impact",
            texts.t("impact"),
            "",
            select(&["High", "Medium", "Low"], 1),
            "",
        ),
        property(
            "urgency",
            texts.t("urgency"),
            "",
            select(&["High", "Medium", "Low"], 0),
            "",
        ),
        property(
            "priority",
            texts.t("priority"),
            "p",
            select(&["Critical", "High", "Moderate", "Low"], 1),
            "From impact and urgency",
        ),
        property(
            "service",
            texts.t("service"),
            "",
            select(&["—", "Remote access (VPN)", "Email and calendar"], 1),
            "",
        ),
        property(
            "category",
            texts.t("category"),
            "",
            select(&["—", "Network › VPN › Connection"], 1),
            "",
        ),
        property(
            "field.asset",
            "Asset tag",
            "",
            Control::Text {
                kind: "text",
                value: "NB-20417".into(),
                suggest: "",
            },
            "",
        ),
        property("worked", "Worked", "", Control::Fixed("35 min".into()), ""),
    ]
}

pub(crate) fn ticket(texts: Texts) -> TicketPage<'static> {
    let related = |relation, number, subject, unlink: Option<&str>| Related {
        relation,
        number,
        subject,
        state: Chip {
            class: "active",
            label: "In progress",
        },
        unlink: unlink.map(ToOwned::to_owned),
    };
    TicketPage {
        frame: frame(
            texts,
            "#1042 VPN drops every ten minutes since the update",
            "/tickets",
            true,
        ),
        address: "/tickets/1042".into(),
        onwards: String::new(),
        number: 1042,
        version: 9,
        subject: SUBJECTS[0],
        kind: "Incident",
        state: Chip {
            class: "wait",
            label: "On hold",
        },
        priority: Chip {
            class: "p2",
            label: "High",
        },
        team: "Network",
        confidential: false,
        confirmed: String::new(),
        created: when(300),
        channel: "by mail",
        clocks: crate::clocks::clocks(),
        actions: Actions {
            resolve: choices(&["Solved by us", "Workaround given", "Not reproducible"], 0),
            hold: choices(&["Waiting for the requester", "Waiting for a supplier"], 0),
            close: false,
            reopen: false,
            cancel: true,
            merge: true,
            take: Some("7".into()),
        },
        timeline: timeline(),
        earlier: None,
        composer: Some(crate::composer::composer()),
        presence: crate::composer::presence(),
        properties: properties(texts),
        views: vec![work::screens::ticket::TimelineView {
            label: texts.t("timeline-everything"),
            href: "/tickets/1042?show=everything&order=oldest".into(),
            current: true,
        }],
        same: "/search?q=vpn".into(),
        newest_first: false,
        follow_up: true,
        more_fields: Some((
            "12 more fields".into(),
            "/tickets/1042?fields=10#props".into(),
        )),
        approvals: crate::approvals::approvals(),
        tasks: crate::tasks::tasks(),
        time: crate::tasks::time(),
        tags: vec!["vpn".into(), "update".into()],
        watchers: vec![Watcher {
            id: "4".into(),
            face: Face::new("Tom Reich"),
        }],
        more_watchers: Some((
            "290 more".into(),
            "/tickets/1042?watchers=10#ticket-watchers".into(),
        )),
        more_links: None,
        all_children: Some("/tickets?q=parent:1042".into()),
        links: vec![
            related(
                "Parent",
                1001,
                "Problems after the client update of 18 November",
                Some("parent"),
            ),
            related("Relates", 987, "VPN slow in Hamburg", Some("relates:987")),
        ],
        link_kinds: choices(
            &["Parent", "Relates to", "Duplicates", "Caused by", "Blocks"],
            1,
        ),
        requester: PersonCard {
            assets: Some(Holding {
                held: vec![Held {
                    kind: "asset-laptop",
                    icon: "laptop",
                    name: "ThinkPad <T14>".into(),
                    detail: "PF-3X1".into(),
                    href: "/asset/4".into(),
                }],
                add: Some("/asset/new?holder=12".into()),
            }),
            href: "/people/12".into(),
            face: Face::new("Anna Keller"),
            email: "anna.keller@example.org",
            phone: "+49 30 555 0142",
            place: "Controlling · Berlin",
            title: "Controller",
            organisation: "Northwind",
            manager: "Ole Hansen",
            vip: true,
            local_time: "23:40 (Asia/Tokyo)".into(),
            content: Some(("4.3".into(), "3 ratings".into())),
            others: vec![Related {
                relation: "",
                number: 911,
                subject: "Monitor flickers",
                state: Chip {
                    class: "closed",
                    label: "Closed",
                },
                unlink: None,
            }],
            all_href: "/tickets?q=requester:12".into(),
        },
        on_behalf_of: None,
        files: vec![
            file("vpn-error.png", "184 KB", true),
            file("client.log", "12 KB", false),
        ],
        more_files: None,
        editable: true,
        refused: None,
    }
}

pub(crate) fn new_ticket(texts: Texts) -> NewTicketPage {
    let none = || choices(&["—", "Network", "Workplace"], 0);
    NewTicketPage {
        frame: frame(texts, texts.t("ticket-new"), "/tickets", true),
        error: None,
        idempotency_key: "0199".into(),
        kinds: choices(&["Incident", "Service request"], 0),
        follows: "911".into(),
        requester: Input::new("anna.keller@example.org"),
        on_behalf_of: Input::default(),
        subject: Input {
            value: String::new(),
            error: Some("Say in a few words what it is about.".into()),
        },
        description: Input::default(),
        teams: Control::Select(none()),
        assignees: none(),
        impacts: choices(&["High", "Medium", "Low"], 1),
        urgencies: choices(&["High", "Medium", "Low"], 1),
        services: Control::Text {
            kind: "text",
            value: "Mail".into(),
            suggest: "services",
        },
        categories: none(),
        channels: choices(&["Phone", "Walk-in", "Mail"], 0),
        tags: Input::default(),
        confidential: false,
        questions: questions(),
    }
}

/// A question of each sort.
pub(crate) fn questions() -> Vec<Question> {
    let question = |name: &str, control| Question {
        name: format!("field.{name}"),
        label: name.to_owned(),
        help: "What helps <whoever> answers".into(),
        control,
        required: true,
        error: Some("Enter something here.".into()),
    };
    let text = Control::Text {
        kind: "number",
        value: "4".into(),
        suggest: "people",
    };
    vec![
        question("colour", Control::Select(choices(&["—", "red"], 1))),
        question("floors", Control::Several(choices(&["1", "2"], 1))),
        question("cost", text),
    ]
}
