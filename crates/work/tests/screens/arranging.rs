//! Made-up data for boards, and for the pages that arrange columns and views.

use super::samples::{PEOPLE, SUBJECTS, choices, frame, when};
use web::Texts;
use web::parts::{Chip, Face};
use work::screens::board::{BoardPage, Card, Lane};
use work::screens::list::{ColumnsPage, SaveView};
use work::screens::views::{ViewRow, ViewsPage};

pub(crate) fn views_page(texts: Texts) -> ViewsPage {
    let row = |id: i64, whose: &[&str], heading: Option<&str>| ViewRow {
        id,
        name: format!("View <{id}>"),
        folder: "Sites".into(),
        query: "state:open".into(),
        count: "12".into(),
        heading: heading.map(ToOwned::to_owned),
        shapes: choices(&["As a list", "As a board: State"], 0),
        whose: choices(whose, 0),
    };
    ViewsPage {
        frame: frame(texts, "Views", "/tickets", true),
        rows: vec![row(1, &[], None), row(2, &["Me", "All"], Some("Own"))],
        folders: vec!["Sites".into()],
        team_typed: true,
    }
}

pub(crate) fn board(texts: Texts) -> BoardPage<'static> {
    let card = |number: i64| Card {
        number,
        version: 7,
        subject: SUBJECTS[0],
        confidential: number == 2,
        state: None,
        priority: Chip {
            class: "p2",
            label: "High",
        },
        requester: PEOPLE[0],
        assignee: (number == 1).then(|| Face::new(PEOPLE[1])),
        updated: when(number * 40),
    };
    let lane = |value: &'static str, cards: Vec<Card<'static>>| Lane {
        value,
        label: value,
        count: cards.len().to_string(),
        more: cards.len() > 1,
        cards,
        all: "/tickets?q=state:new".into(),
    };
    BoardPage {
        frame: frame(texts, "All open", "/tickets", true),
        heading: "All open",
        view: "7",
        query: "",
        meaning: "",
        query_error: None,
        save: Some(SaveView {
            query: "state:open".into(),
            sort: "updated",
            group: "",
            board: "state",
            share: true,
            present: Some(("7".into(), "All open".into())),
            differs: true,
        }),
        address: "/tickets?view=7&as=board&by=state",
        list: "/tickets?view=7",
        by: "state",
        boards: vec![("State", "/tickets?as=board".into(), true)],
        movable: true,
        holds: choices(&["Why on hold", "Waiting for the requester"], 0),
        resolutions: choices(&["Resolution …", "Solved"], 0),
        lanes: vec![lane("new", vec![card(1), card(2)]), lane("active", vec![])],
        rest: Some((
            "Not shown: 3 more with tickets.".into(),
            "/tickets?view=7&group=team".into(),
        )),
        export: Some(("/tickets/export.csv".into(), "/tickets/export.xlsx".into())),
    }
}

pub(crate) fn columns(texts: Texts) -> ColumnsPage<'static> {
    let shown = ["subject", "state", "field.cost"];
    ColumnsPage {
        frame: frame(texts, "Columns", "/tickets", true),
        view: "7",
        list: "All open",
        back: "/tickets?view=7",
        shown: shown.map(|name| (name.into(), name.into())).to_vec(),
        others: choices(&["Team", "Tags"], 0),
        own: true,
        share: true,
    }
}
