//! The panels that are always there.

use crate::queries;
use kernel::condition::Condition;
use store::Tx;
use work::queries::{ListQuery, Sort, list};
use work::{HomeAsked, HomePanel, Names, Panel, PanelRow, Result};

/// Most rows of a panel: the rest is a click away.
const ROWS: usize = 6;

/// In their order on the page.
pub(crate) const PANELS: &[HomePanel] = &[
    HomePanel {
        order: 10,
        read: answers,
    },
    HomePanel {
        order: 20,
        read: unowned,
    },
    HomePanel {
        order: 30,
        read: due,
    },
    HomePanel {
        order: 40,
        read: outages,
    },
];

/// My tickets on which somebody waits for my answer.
fn answers(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let panel = Panel::new("home-answers", "message-square", "home-answers-none");
    tickets(
        tx,
        asked,
        panel,
        "assignee:me state:open answer:awaited",
        Sort::Stale,
    )
    .map(Some)
}

/// What came to my teams and nobody has.
fn unowned(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    if asked.reader.actor.teams.is_empty() {
        return Ok(None);
    }
    let panel = Panel::new("home-unowned", "inbox", "home-unowned-none");
    tickets(
        tx,
        asked,
        panel,
        "team:mine assignee:none state:open",
        Sort::Priority,
    )
    .map(Some)
}

/// What goes on by itself soon: holds that end.
fn due(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let mut panel = Panel::new("home-due", "clock", "home-due-none");
    let found = queries::holds_ending(tx, asked.reader, ROWS as i64)?;
    panel.rows = found
        .into_iter()
        .map(|hold| PanelRow {
            href: format!("/tickets/{}", hold.ticket),
            number: hold.ticket.to_string(),
            text: hold.subject,
            detail: asked.texts.t("home-due-hold").to_owned(),
            at: Some(asked.calendar.when(hold.ends_at.0)),
        })
        .collect();
    Ok(Some(panel))
}

/// What is down: open incidents of the highest priority. Without any there is nothing to say.
fn outages(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let panel = Panel::new("home-outages", "triangle-alert", "");
    let panel = tickets(
        tx,
        asked,
        panel,
        "kind:incident state:open priority:1",
        Sort::Newest,
    )?;
    Ok(Some(panel).filter(|panel| !panel.rows.is_empty()))
}

/// A panel of the tickets that meet a condition.
fn tickets(
    tx: &Tx<'_>,
    asked: &HomeAsked<'_>,
    mut panel: Panel,
    query: &str,
    sort: Sort,
) -> Result<Panel> {
    let reader = asked.reader;
    let names = Names::new(tx, &reader.actor, &asked.rules.policy, reader.zone.clone());
    let page = list(
        tx,
        reader,
        &ListQuery {
            condition: Condition::read(query, &names)?,
            sort,
            after: None,
            limit: ROWS,
        },
    )?;
    panel.rows = page
        .rows
        .into_iter()
        .map(|listed| PanelRow {
            href: format!("/tickets/{}", listed.id),
            number: listed.id.to_string(),
            text: listed.subject,
            detail: listed.requester_name,
            at: Some(asked.calendar.when(listed.updated_at.0)),
        })
        .collect();
    if page.next.is_some() {
        panel.all = Some(work::list_address(query));
    }
    Ok(panel)
}
