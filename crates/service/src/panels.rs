//! What stands on the home page of agents.

use crate::queries;
use store::Tx;
use work::ports::Health;
use work::{HomeAsked, Panel, PanelRow, Result};

/// Services that do not work as they should; nothing where all do.
pub(crate) fn disturbed(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    let services = queries::health(tx, asked.reader)?.into_iter();
    let row = |service: work::ports::ServiceHealth| PanelRow {
        href: "/services/health".to_owned(),
        number: String::new(),
        detail: match service.text.is_empty() {
            true => asked.texts.t(service.health.label()).to_owned(),
            false => service.text,
        },
        text: service.name,
        at: service.since.map(|since| asked.calendar.when(since.0)),
    };
    let mut panel = Panel::new("home-disturbed", "activity", "");
    panel.rows = services
        .filter(|service| service.health != Health::Operational)
        .map(row)
        .collect();
    Ok(Some(panel).filter(|panel| !panel.rows.is_empty()))
}
