//! What somebody is to look at, as it stands: mailboxes, the virus scanner, the mail server. The home page of administrators
//! shows it, and they are mailed once when it begins.

use super::fetching::account::Alarm;
use super::model::MailboxId;
use super::pages::{BASE, QUEUE};
use super::queries::{accounts, letting_in};
use super::words::word;
use kernel::Timestamp;
use store::{Result, Tx};
use web::Texts;

/// Something that somebody is to look at.
pub(super) struct Standing {
    /// By what it is known as long as it stands.
    pub(super) key: String,
    /// The mailbox that it is about, where it is one.
    pub(super) mailbox: Option<MailboxId>,
    /// Where it is mended.
    pub(super) href: String,
    /// What it is about.
    pub(super) text: String,
    /// What is wrong with it.
    pub(super) detail: String,
    /// Since when.
    pub(super) since: Timestamp,
}

/// All that stands.
pub(super) fn standing(tx: &Tx<'_>, now: Timestamp, texts: Texts) -> Result<Vec<Standing>> {
    let mut all = Vec::new();
    for (mailbox, alarm) in accounts::alarms(tx, now)? {
        let (kind, detail) = match &alarm {
            Alarm::Failing { reason, .. } => ("failing", word(reason, texts)),
            Alarm::Silent { .. } => ("silent", texts.t("mail-alarm-silent").to_owned()),
        };
        all.push(Standing {
            key: format!("{kind}:{}", mailbox.id.0),
            mailbox: Some(mailbox.id),
            href: format!("{BASE}/mailboxes/{}/account", mailbox.id.0),
            text: mailbox.address,
            detail,
            since: alarm.since(),
        });
    }
    let unscanned = accounts::waiting_for_scanner(tx)?;
    all.extend(unscanned.map(|(since, reason)| Standing {
        key: "scanner".to_owned(),
        mailbox: None,
        href: format!("{BASE}?outcome=received"),
        text: texts.t("mail-alarm-scanner").to_owned(),
        detail: word(&reason, texts),
        since,
    }));
    all.extend(letting_in::refused(tx)?.map(|refused| Standing {
        key: "sign_in".to_owned(),
        mailbox: None,
        href: QUEUE.to_owned(),
        text: texts.t("mail-alarm-sign-in").to_owned(),
        detail: refused.said,
        since: refused.since,
    }));
    Ok(all)
}
