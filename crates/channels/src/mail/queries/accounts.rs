//! Questions about where mailboxes are fetched from.

use crate::mail::fetching::account::{
    Account, Alarm, FAILING_ALARM_MINUTES, Kept, Progress, Security, SignIn,
};
use crate::mail::model::{Mailbox, MailboxId, Outcome, Reason};
use crate::mail::scanning::SCANNER_UNREACHABLE;
use kernel::Timestamp;
use kernel::time::MINUTE;
use std::collections::HashMap;
use store::{Error, Result, Row, Tx, params};

/// Most alarms that are told at once.
const ALARMS_MAX: usize = 20;

const KEPT: &str = "SELECT a.mailbox_id, a.host, a.port, a.security, a.user_name, a.password, a.folder, a.move_to, \
     a.takes_old, a.silence_hours, a.created_at, a.version + m.version, a.uid_validity, a.last_uid, a.succeeded_at, \
     a.failing_since, a.failure, a.by_grant FROM mail_accounts a JOIN mailboxes m ON m.id = a.mailbox_id";

/// The mailboxes that are to be fetched, each with the version of its settings.
pub(crate) fn wanted(tx: &Tx<'_>) -> Result<Vec<(MailboxId, i64)>> {
    let sql = "SELECT a.mailbox_id, a.version + m.version FROM mail_accounts a JOIN mailboxes m ON m.id = a.mailbox_id \
         WHERE m.active = 1 ORDER BY a.mailbox_id";
    tx.query(sql, params![], |row| {
        Ok((MailboxId(row.get(0)?), row.get(1)?))
    })
}

/// Where a mailbox is fetched from, if it is.
pub fn find(tx: &Tx<'_>, mailbox: MailboxId) -> Result<Option<Kept>> {
    tx.find(
        &format!("{KEPT} WHERE a.mailbox_id = $1"),
        params![mailbox.0],
        kept,
    )
}

/// All accounts.
pub(crate) fn all(tx: &Tx<'_>) -> Result<Vec<Kept>> {
    let sql = format!("{KEPT} ORDER BY a.mailbox_id");
    tx.query(&sql, params![], kept)
}

/// The accounts of mailboxes that take mail.
fn active(tx: &Tx<'_>) -> Result<Vec<Kept>> {
    let sql = format!("{KEPT} WHERE m.active = 1 ORDER BY a.mailbox_id");
    tx.query(&sql, params![], kept)
}

/// When the last message of each mailbox came in that may be silent for so long only.
fn last_mail(tx: &Tx<'_>) -> Result<HashMap<i64, Option<Timestamp>>> {
    let sql = "SELECT a.mailbox_id, (SELECT MAX(m.received_at) FROM mail_messages m WHERE m.mailbox_id = a.mailbox_id) \
         FROM mail_accounts a WHERE a.silence_hours IS NOT NULL";
    let found = tx.query(sql, params![], |row| {
        Ok::<_, Error>((row.get(0)?, row.get(1)?))
    })?;
    Ok(found.into_iter().collect())
}

/// In place of a folder's numbering: what is fetched is what was fetched before, but at another server, or by another user.
/// No folder has this number (RFC 9051, 2.3.1.1).
pub(crate) const ELSEWHERE: u32 = 0;

/// Keeps where a mailbox is fetched from. Another folder is begun anew; at another server, or by another user, fetching goes
/// on where it was, by when messages came in: numbers mean nothing there, though they may look alike.
pub(crate) fn put(
    tx: &Tx<'_>,
    mailbox: MailboxId,
    account: &Account,
    password: &str,
    now: Timestamp,
) -> Result<()> {
    let before = find(tx, mailbox)?;
    let Account {
        host,
        port,
        security,
        user,
        sign_in,
        folder,
        move_to,
        takes_old,
        silence_hours,
    } = account;
    tx.execute(
        "INSERT INTO mail_accounts (mailbox_id, host, port, security, user_name, password, folder, move_to, takes_old, \
         silence_hours, created_at, version, last_uid, by_grant) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, $12) \
         ON CONFLICT (mailbox_id) DO UPDATE SET host = excluded.host, port = excluded.port, \
         security = excluded.security, user_name = excluded.user_name, password = excluded.password, \
         folder = excluded.folder, move_to = excluded.move_to, takes_old = excluded.takes_old, \
         silence_hours = excluded.silence_hours, by_grant = excluded.by_grant, version = mail_accounts.version + 1, failing_since = NULL, failure = NULL",
        params![
            mailbox.0,
            host,
            i64::from(*port),
            security.name(),
            user,
            password,
            folder,
            move_to,
            *takes_old,
            *silence_hours,
            now,
            *sign_in == SignIn::Grant
        ],
    )?;
    let Some(Kept { account: was, .. }) = before else {
        return Ok(());
    };
    if was.folder != *folder {
        let sql = "UPDATE mail_accounts SET uid_validity = NULL, last_uid = 0, succeeded_at = NULL, created_at = $2 \
             WHERE mailbox_id = $1";
        tx.execute(sql, params![mailbox.0, now])?;
    } else if (&was.host, &was.user) != (host, user) {
        let sql = "UPDATE mail_accounts SET uid_validity = $2, last_uid = 0 WHERE mailbox_id = $1 AND uid_validity IS NOT NULL";
        tx.execute(sql, params![mailbox.0, i64::from(ELSEWHERE)])?;
    }
    Ok(())
}

/// Ends fetching a mailbox; answers whether it was fetched.
pub(crate) fn delete(tx: &Tx<'_>, mailbox: MailboxId) -> Result<bool> {
    let sql = "DELETE FROM mail_accounts WHERE mailbox_id = $1";
    Ok(tx.execute(sql, params![mailbox.0])? > 0)
}

/// Keeps that a message was kept. While a folder with another numbering is looked through, nothing is: what lies before a
/// message there need not have come in before it, so all of it is looked through anew where that breaks off.
pub(crate) fn keep_uid(tx: &Tx<'_>, mailbox: MailboxId, validity: u32, uid: u32) -> Result<()> {
    // One that is asked for again lies behind others.
    let sql = "UPDATE mail_accounts SET last_uid = CASE WHEN uid_validity = $2 AND last_uid > $3 THEN last_uid ELSE $3 END, \
         uid_validity = $2 WHERE mailbox_id = $1 AND (uid_validity IS NULL OR uid_validity = $2)";
    tx.execute(sql, params![mailbox.0, i64::from(validity), i64::from(uid)])?;
    Ok(())
}

/// Keeps that all was fetched up to a message.
pub(crate) fn keep_success(
    tx: &Tx<'_>,
    mailbox: MailboxId,
    validity: u32,
    uid: u32,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE mail_accounts SET last_uid = CASE WHEN uid_validity = $3 AND last_uid > $4 THEN last_uid ELSE $4 END, \
         uid_validity = $3, succeeded_at = $2, failing_since = NULL, failure = NULL WHERE mailbox_id = $1";
    let numbers = (i64::from(validity), i64::from(uid));
    tx.execute(sql, params![mailbox.0, now, numbers.0, numbers.1])?;
    Ok(())
}

/// Keeps why a mailbox could not be fetched; since when stays.
pub(crate) fn keep_failure(
    tx: &Tx<'_>,
    mailbox: MailboxId,
    reason: &Reason,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE mail_accounts SET failing_since = COALESCE(failing_since, $2), failure = $3 WHERE mailbox_id = $1";
    let reason = serde_json::json!(reason).to_string();
    tx.execute(sql, params![mailbox.0, now, &reason])?;
    Ok(())
}

/// The mailboxes that somebody is to look at, each with why.
pub fn alarms(tx: &Tx<'_>, now: Timestamp) -> Result<Vec<(Mailbox, Alarm)>> {
    let mut alarms: Vec<(Mailbox, Alarm)> = Vec::new();
    let last = last_mail(tx)?;
    for kept in active(tx)? {
        if alarms.len() >= ALARMS_MAX {
            break;
        }
        let last = last.get(&kept.mailbox.0).copied().flatten();
        if let Some(alarm) = kept.alarm(last, now)
            && let Some(mailbox) = super::find_mailbox(tx, kept.mailbox)?
        {
            alarms.push((mailbox, alarm));
        }
    }
    // A mailbox that only sends by its grant has nobody else who would notice.
    for grant in super::grants::failing(tx)? {
        if let Some((since, reason)) = grant.failing
            && now.0 - since.0 >= FAILING_ALARM_MINUTES * MINUTE
            && !alarms
                .iter()
                .any(|(mailbox, _)| mailbox.id == grant.mailbox)
            && let Some(mailbox) = super::find_mailbox(tx, grant.mailbox)?
            && mailbox.active
        {
            alarms.push((mailbox, Alarm::Failing { since, reason }));
        }
    }
    Ok(alarms)
}

/// Since when messages wait for a virus scanner, and why, if any do.
pub fn waiting_for_scanner(tx: &Tx<'_>) -> Result<Option<(Timestamp, Reason)>> {
    let sql = "SELECT received_at, reasons FROM mail_messages WHERE outcome = $1 AND reasons LIKE $2 AND hash <> '' ORDER BY id LIMIT 1";
    let received = Outcome::Received.name();
    let like = format!("%\"{SCANNER_UNREACHABLE}\"%");
    let found = tx.find(sql, params![received, like], |row| {
        let reasons: Vec<Reason> = serde_json::from_str(row.text(1)?).unwrap_or_default();
        Ok((row.get(0)?, reasons))
    })?;
    Ok(found.and_then(|(since, reasons)| {
        let mut all = reasons.into_iter();
        let reason = all.find(|reason| reason.why == SCANNER_UNREACHABLE)?;
        Some((since, reason))
    }))
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    let damaged = |what: &str| Error::Damaged(format!("{what} of a mailbox"));
    let number = |at: usize, what: &str| {
        let number: i64 = row.get(at)?;
        u32::try_from(number).map_err(|_| damaged(what))
    };
    let failing_since: Option<Timestamp> = row.get(15)?;
    let failing = match failing_since {
        None => None,
        Some(since) => {
            let reason = serde_json::from_str(row.text(16)?).map_err(|_| damaged("the failure"))?;
            Some((since, reason))
        }
    };
    let validity: Option<i64> = row.get(12)?;
    Ok(Kept {
        mailbox: MailboxId(row.get(0)?),
        account: Account {
            host: row.get(1)?,
            port: u16::try_from(row.get::<i64>(2)?).map_err(|_| damaged("the port"))?,
            security: Security::named(row.text(3)?).ok_or_else(|| damaged("the encryption"))?,
            user: row.get(4)?,
            sign_in: match row.get(17)? {
                true => SignIn::Grant,
                false => SignIn::Password,
            },
            folder: row.get(6)?,
            move_to: row.get(7)?,
            takes_old: row.get(8)?,
            silence_hours: row.get(9)?,
        },
        password: row.get(5)?,
        created_at: row.get(10)?,
        version: row.get(11)?,
        progress: Progress {
            uid_validity: validity
                .map(|number| u32::try_from(number).map_err(|_| damaged("the numbering")))
                .transpose()?,
            last_uid: number(13, "the last number")?,
            succeeded_at: row.get(14)?,
            failing,
        },
    })
}
