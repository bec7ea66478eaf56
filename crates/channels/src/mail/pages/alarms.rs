//! The panel of the home page with what somebody is to look at.

use crate::mail::alarms::standing;
use kernel::Permission;
use store::Tx;
use work::{HomeAsked, Panel, PanelRow, Result};

/// What fails or is silent; nothing for who cannot mend it, or where all is well.
pub(crate) fn alarms(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    if !asked.reader.actor.can(Permission::PolicyManage) {
        return Ok(None);
    }
    let found = standing(tx, asked.reader.now, asked.texts)?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut panel = Panel::new("mail-alarms", "triangle-alert", "mail-alarms-none");
    let rows = found.into_iter().map(|one| PanelRow {
        href: one.href,
        text: one.text,
        detail: one.detail,
        at: Some(asked.calendar.when(one.since.0)),
        ..PanelRow::default()
    });
    panel.rows = rows.collect();
    Ok(Some(panel))
}
