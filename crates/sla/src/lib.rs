//! Service levels as agents meet them: what is due next, and what is overdue already.
//!
//! What is promised and how it stands are rules of the kernel (`kernel::sla`); `work` keeps them beside the tickets.

use kernel::Permission;
use kernel::condition::Condition;
use kernel::policy::{Reach, SERVICE_LEVELS};
use store::Tx;
use work::queries::{ListQuery, Sort, list};
use work::{HomeAsked, HomePanel, Module, Names, Panel, PanelRow, Result};

/// Most rows of the panel: the rest is a click away.
const ROWS: usize = 6;
/// The reader's tickets that have a deadline, and those of the reader's teams that nobody has.
const MINE: &str = "state:open due:any (assignee:me or (team:mine assignee:none))";

/// What the reader's colleagues have and is due soon.
const OTHERS: &str = "state:open team:mine assignee:any -assignee:me due<4h";

/// What this part brings to the desk.
pub fn module() -> Module {
    Module {
        name: SERVICE_LEVELS,
        since: Some(Reach::ServiceDesk),
        in_use: Some(|_, policy| Ok(!policy.service_levels.is_empty())),
        home: vec![
            HomePanel {
                order: 5,
                read: due_next,
            },
            HomePanel {
                order: 15,
                read: due_of_others,
            },
        ],
        ..Module::default()
    }
}

/// What is due next, the most pressing first; nothing where nothing is promised.
fn due_next(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    due(
        tx,
        asked,
        MINE,
        Panel::new("due-next", "clock", "due-next-none"),
    )
}

/// What is about to be late, or is, with the reader's colleagues; nothing where nothing is.
fn due_of_others(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let panel = due(
        tx,
        asked,
        OTHERS,
        Panel::new("due-of-others", "clock-alert", ""),
    )?;
    Ok(panel.filter(|panel| !panel.rows.is_empty()))
}

/// A panel of the tickets that meet a condition, by their deadlines.
fn due(
    tx: &Tx<'_>,
    asked: &HomeAsked<'_>,
    wanted: &str,
    mut panel: Panel,
) -> Result<Option<Panel>> {
    let (reader, rules) = (asked.reader, asked.rules);
    if rules.levels.is_empty() || !reader.actor.can(Permission::NoteRead) {
        return Ok(None);
    }
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let query = ListQuery {
        condition: Condition::read(wanted, &names)?,
        sort: Sort::Due,
        after: None,
        limit: ROWS,
    };
    let page = list(tx, reader, &query)?;
    let row = |listed: work::queries::Listed| PanelRow {
        href: format!("/tickets/{}", listed.id),
        number: listed.id.to_string(),
        text: listed.subject,
        detail: match listed.due_at.is_some_and(|due| due < reader.now) {
            true => asked.texts.t("due-overdue").to_owned(),
            false => listed.requester_name,
        },
        at: listed.due_at.map(|due| asked.calendar.when(due.0)),
    };
    panel.rows = page.rows.into_iter().map(row).collect();
    if page.next.is_some() {
        panel.all = Some(format!("{}&sort=due", work::list_address(wanted)));
    }
    Ok(Some(panel))
}
