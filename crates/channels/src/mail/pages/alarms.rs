//! The panel of the home page with what somebody is to look at: mailboxes, the virus scanner, the mail server.

use super::BASE;
use super::queue::QUEUE;
use crate::mail::fetching::account::Alarm;
use crate::mail::queries::{accounts, letting_in};
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
    let unscanned = accounts::waiting_for_scanner(tx)?;
    let not_let_in = letting_in::refused(tx)?;
    if found.is_empty() && unscanned.is_none() && not_let_in.is_none() {
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
    panel.rows.extend(unscanned.map(|(since, reason)| PanelRow {
        href: format!("{BASE}?outcome=received"),
        text: asked.texts.t("mail-alarm-scanner").to_owned(),
        detail: word(&reason, asked.texts),
        at: Some(asked.calendar.when(since.0)),
        ..PanelRow::default()
    }));
    panel.rows.extend(not_let_in.map(|refused| PanelRow {
        href: QUEUE.to_owned(),
        text: asked.texts.t("mail-alarm-sign-in").to_owned(),
        detail: refused.said,
        at: Some(asked.calendar.when(refused.since.0)),
        ..PanelRow::default()
    }));
    Ok(Some(panel))
}
