//! The panel of the home page with the mailboxes that somebody is to look at.

use super::BASE;
use crate::mail::fetching::account::Alarm;
use crate::mail::queries::accounts;
use crate::mail::words::word;
use kernel::Permission;
use store::Tx;
use work::{HomeAsked, Panel, PanelRow, Result};

/// The mailboxes that fail or are silent; nothing for who cannot mend them, or where all is well.
pub(crate) fn alarms(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> Result<Option<Panel>> {
    if !asked.reader.actor.can(Permission::PolicyManage) {
        return Ok(None);
    }
    let found = accounts::alarms(tx, asked.reader.now)?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut panel = Panel::new("mail-alarms", "triangle-alert", "mail-alarms-none");
    panel.rows = found
        .into_iter()
        .map(|(mailbox, alarm)| PanelRow {
            href: format!("{BASE}/mailboxes/{}/account", mailbox.id.0),
            text: mailbox.address,
            detail: match &alarm {
                Alarm::Failing { reason, .. } => word(reason, asked.texts),
                Alarm::Silent { .. } => asked.texts.t("mail-alarm-silent").to_owned(),
            },
            at: Some(asked.calendar.when(alarm.since().0)),
            ..PanelRow::default()
        })
        .collect();
    Ok(Some(panel))
}
