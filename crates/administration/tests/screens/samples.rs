//! Every page of the administration with made-up data.

use administration::screens::form::{Act, Control, Field, FormPage, Grid, GridCell};
use administration::screens::start::{Group, Link, StartPage};
use administration::screens::table::{Cell, Order, Row, Table, TablePage};
use administration::screens::trial::TrialPage;
use directory::SettingGroup;
use web::parts::{Choice, Empty, Pager};
use web::{Frame, Texts};

pub(crate) fn start(texts: Texts) -> StartPage {
    let link = Link {
        label: texts.t("nav-people"),
        about: texts.t("admin-people-about"),
        icon: "users",
        href: "/people",
    };
    StartPage {
        frame: Frame::plain(texts, texts.t("nav-admin")),
        query: "a \"quoted\" <word>".into(),
        groups: vec![Group {
            label: texts.t(SettingGroup::People.label()),
            links: vec![link],
        }],
    }
}

fn rows(seen: i64) -> Table {
    let link = Cell::Link {
        label: "<VPN>".into(),
        href: "/admin/lists/categories/entry?key=network/vpn".into(),
        depth: 1,
        tag: "retired".into(),
    };
    Table {
        caption: "Categories".into(),
        heads: vec!["Name".into(), "Key".into()],
        rows: vec![Row {
            cells: vec![link, Cell::Words("network/vpn".into())],
            order: Some(Order {
                action: "/admin/lists/categories/order".into(),
                key: "network/vpn".into(),
                seen,
            }),
        }],
    }
}

pub(crate) fn table(texts: Texts, filled: bool) -> TablePage<'static> {
    TablePage {
        frame: Frame::plain(texts, texts.t("admin-categories")),
        back: (texts.t("nav-admin").into(), "/admin"),
        intro: texts.t("admin-categories-intro").into(),
        search: Some(("/admin/places/services".into(), "<q>".into())),
        also: None,
        add: Some((texts.t("add").into(), "/admin/fields/new".into())),
        table: if filled { rows(7) } else { Table::default() },
        empty: Empty {
            icon: "tag",
            title: texts.t("admin-empty"),
            text: texts.t("admin-empty-text"),
            action: None,
        },
        pager: Pager {
            summary: String::new(),
            first: Some("/admin/history".into()),
            next: Some("/admin/history?before=3".into()),
        },
        acts: vec![Act {
            label: "Remove".into(),
            action: "/admin/forms/incident/0".into(),
            sends: vec![("remove", "true".into())],
        }],
        seen: 7,
    }
}

pub(crate) fn form(texts: Texts) -> FormPage {
    let choices = || vec![Choice::new("a", "A", true), Choice::new("b", "<B>", false)];
    let cells = vec![
        GridCell::Empty,
        GridCell::Words("words".into()),
        GridCell::Box {
            name: "moves".into(),
            value: "new>closed".into(),
            label: "New → Closed".into(),
            checked: true,
        },
        GridCell::Select {
            name: "p00".into(),
            label: "Priority".into(),
            choices: choices(),
        },
        GridCell::Line {
            name: "label.new".into(),
            label: "Name".into(),
            value: "New".into(),
        },
        GridCell::Area {
            name: "then-0-it".into(),
            label: "Text".into(),
            value: "<several>\nlines".into(),
        },
        GridCell::Suggest {
            name: "who.named".into(),
            label: "Who".into(),
            value: "ada@example.com".into(),
            kind: "people",
        },
    ];
    let entry = vec![
        GridCell::Words("words".into()),
        GridCell::Select {
            name: "needs".into(),
            label: "Needs".into(),
            choices: choices(),
        },
    ];
    let grid = Grid {
        heads: vec!["A".into(); 7],
        rows: vec![("Row".into(), cells)],
    };
    let controls = vec![
        Control::Line("text", "\"typed\"".into()),
        Control::Condition("team:\"<b>\"".into()),
        Control::File("image/png"),
        Control::Lines("<several>\nlines".into()),
        Control::Code("then = \"<b>\"".into()),
        Control::Select(choices()),
        Control::Boxes(choices()),
        Control::Radios(choices()),
        Control::Check(true),
        Control::Hidden("key".into()),
        Control::Heading,
        Control::Fixed("fixed".into()),
        Control::Grid(grid),
        Control::Entries(vec![entry]),
    ];
    let field = |(at, control): (usize, Control)| Field {
        name: format!("f{at}"),
        label: "Label".into(),
        help: "What helps".into(),
        error: Some(texts.t("policy-fault-label").into()),
        control,
    };
    FormPage {
        frame: Frame::plain(texts, texts.t("admin-fields")),
        back: (texts.t("nav-admin").into(), "/admin".into()),
        intro: texts.t("admin-fields-intro").into(),
        error: Some(texts.t("error-conflict-text").into()),
        action: "/admin/fields/new".into(),
        files: true,
        seen: 7,
        fields: controls.into_iter().enumerate().map(field).collect(),
        beside: Some(field((99, Control::Code("key = \"<b>\"".into())))),
        submit: texts.t("save").into(),
        table: Some(rows(7)),
        acts: vec![Act {
            label: texts.t("admin-restore").into(),
            action: "/admin/history/3/restoration".into(),
            sends: vec![("remove", "true".into())],
        }],
    }
}

/// A trial that goes on, with something wrong and everything on it.
pub(crate) fn trial(texts: Texts) -> TrialPage {
    TrialPage {
        back: (texts.t("trials").into(), "/admin/policy".into()),
        intro: texts.t("trials-intro").into(),
        refreshes: Some("/admin/policy/trials/7".into()),
        progress: Some((3, 10)),
        note: "<3> of 10".into(),
        error: Some("<wrong>".into()),
        tables: vec![rows(7), Table::default()],
        pager: Pager {
            next: Some("/admin/policy/trials/7?after=9".into()),
            ..Pager::default()
        },
        seen: 7,
        acts: vec![Act {
            label: texts.t("trial-adopt").into(),
            action: "/admin/policy/trials/7/adoption".into(),
            sends: Vec::new(),
        }],
        ..TrialPage::new(Frame::plain(texts, texts.t("trials")))
    }
}
