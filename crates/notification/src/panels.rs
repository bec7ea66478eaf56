//! What stands on the home page of agents.

use crate::model::Kind;
use crate::queries;
use store::Tx;
use work::{HomeAsked, Panel, PanelRow, Result};

/// Most rows of the panel: the rest is a click away.
const ROWS: usize = 6;

/// Where colleagues asked for the reader's attention and have not had it; nothing where nobody does.
pub(crate) fn mentions(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let mut told = queries::unread_of(tx, asked.reader, Kind::Mentioned, ROWS as i64 + 1)?;
    let more = told.len() > ROWS;
    told.truncate(ROWS);
    let row = |told: queries::Told| PanelRow {
        href: format!("/tickets/{}", told.ticket),
        number: told.ticket.to_string(),
        text: told.subject,
        detail: told.actor.unwrap_or_default(),
        at: Some(asked.calendar.when(told.at.0)),
    };
    let mut panel = Panel::new("home-mentions", "at-sign", "");
    panel.rows = told.into_iter().map(row).collect();
    panel.all = more.then(|| "/notifications".to_owned());
    Ok(Some(panel).filter(|panel| !panel.rows.is_empty()))
}
