//! Questions about the grants by which the desk is let into mailboxes.

use crate::mail::fetching::account::Security;
use crate::mail::grants::{Grant, Sending, Terms};
use crate::mail::model::{MailboxId, Reason};
use kernel::{PersonId, Timestamp};
use store::{Error, Result, Row, Tx, params};

/// Most grants that are looked at at once.
const GRANTS_MAX: i64 = 200;

const GRANT: &str = "SELECT mailbox_id, client_id, client_secret, authorisation_url, token_url, scope, inside, send_host, \
     send_port, send_security, send_user, refresh_token, access_token, access_until, granted_at, claimed_until, \
     failing_since, failure FROM mail_grants";

/// That somebody was sent to a provider.
pub(crate) struct Request {
    /// The hash of what the request is called.
    pub(crate) state: String,
    pub(crate) mailbox: MailboxId,
    pub(crate) person: PersonId,
    /// What proves that the code was asked for here, sealed.
    pub(crate) verifier: String,
    pub(crate) expires_at: Timestamp,
}

/// The grant of a mailbox, if it has one.
pub fn find(tx: &Tx<'_>, mailbox: MailboxId) -> Result<Option<Grant>> {
    let sql = format!("{GRANT} WHERE mailbox_id = $1");
    tx.find(&sql, params![mailbox.0], grant)
}

/// The grants whose providers give no tokens any more.
pub(crate) fn failing(tx: &Tx<'_>) -> Result<Vec<Grant>> {
    let sql = format!("{GRANT} WHERE failing_since IS NOT NULL ORDER BY mailbox_id LIMIT $1");
    tx.query(&sql, params![GRANTS_MAX], grant)
}

/// Whether mail of any mailbox goes out by a server of its own.
pub(crate) fn any_sends(tx: &Tx<'_>) -> Result<bool> {
    let sql = "SELECT 1 FROM mail_grants WHERE send_host <> '' LIMIT 1";
    let found = tx.find(sql, params![], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Keeps by what name and where a provider is asked; tokens stay.
pub(crate) fn put(tx: &Tx<'_>, mailbox: MailboxId, terms: &Terms, secret: &str) -> Result<()> {
    let none = Sending {
        host: String::new(),
        port: 0,
        security: Security::Tls,
        user: String::new(),
    };
    let sending = terms.sending.as_ref().unwrap_or(&none);
    tx.execute(
        "INSERT INTO mail_grants (mailbox_id, client_id, client_secret, authorisation_url, token_url, scope, inside, \
         send_host, send_port, send_security, send_user, refresh_token, access_token, access_until, claimed_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', 0, 0) \
         ON CONFLICT (mailbox_id) DO UPDATE SET client_id = excluded.client_id, client_secret = excluded.client_secret, \
         authorisation_url = excluded.authorisation_url, token_url = excluded.token_url, scope = excluded.scope, \
         inside = excluded.inside, send_host = excluded.send_host, send_port = excluded.send_port, \
         send_security = excluded.send_security, send_user = excluded.send_user",
        params![
            mailbox.0,
            &terms.client_id,
            secret,
            &terms.authorisation_url,
            &terms.token_url,
            &terms.scope,
            terms.inside,
            &sending.host,
            i64::from(sending.port),
            sending.security.name(),
            &sending.user
        ],
    )?;
    Ok(())
}

/// Forgets the tokens: they were given for another name, or elsewhere.
pub(crate) fn forget_tokens(tx: &Tx<'_>, mailbox: MailboxId) -> Result<()> {
    let sql = "UPDATE mail_grants SET refresh_token = '', access_token = '', access_until = 0, granted_at = NULL, \
         claimed_until = 0, failing_since = NULL, failure = NULL WHERE mailbox_id = $1";
    tx.execute(sql, params![mailbox.0])?;
    Ok(())
}

/// Forgets a grant; answers whether there was one.
pub(crate) fn delete(tx: &Tx<'_>, mailbox: MailboxId) -> Result<bool> {
    let sql = "DELETE FROM mail_grant_requests WHERE mailbox_id = $1";
    tx.execute(sql, params![mailbox.0])?;
    let sql = "DELETE FROM mail_grants WHERE mailbox_id = $1";
    Ok(tx.execute(sql, params![mailbox.0])? > 0)
}

/// Keeps that somebody is sent to a provider, and tidies away who never came back.
pub(crate) fn insert_request(tx: &Tx<'_>, request: &Request, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM mail_grant_requests WHERE expires_at <= $1";
    tx.execute(sql, params![now])?;
    let sql = "INSERT INTO mail_grant_requests (state, mailbox_id, person_id, verifier, expires_at) \
         VALUES ($1, $2, $3, $4, $5)";
    let Request {
        state,
        mailbox,
        person,
        verifier,
        expires_at,
    } = request;
    tx.execute(
        sql,
        params![state, mailbox.0, *person, verifier, *expires_at],
    )?;
    Ok(())
}

/// Takes a request away, once.
pub(crate) fn take_request(tx: &Tx<'_>, state: &str) -> Result<Option<Request>> {
    let sql = "SELECT state, mailbox_id, person_id, verifier, expires_at FROM mail_grant_requests WHERE state = $1";
    let found = tx.find(sql, params![state], |row| {
        Ok(Request {
            state: row.get(0)?,
            mailbox: MailboxId(row.get(1)?),
            person: row.get(2)?,
            verifier: row.get(3)?,
            expires_at: row.get(4)?,
        })
    })?;
    let sql = "DELETE FROM mail_grant_requests WHERE state = $1";
    let taken = tx.execute(sql, params![state])?;
    Ok(found.filter(|_| taken > 0))
}

/// Keeps that the provider has let the desk in.
pub(crate) fn set_granted(tx: &Tx<'_>, mailbox: MailboxId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE mail_grants SET granted_at = $2 WHERE mailbox_id = $1";
    tx.execute(sql, params![mailbox.0, now])?;
    Ok(())
}

/// Keeps until when whoever has read a grant is alone with asking for a token; answers whether nobody else is, and it is
/// still as it was read.
pub(crate) fn claim(tx: &Tx<'_>, grant: &Grant, now: Timestamp, until: Timestamp) -> Result<bool> {
    // All in one statement: PostgreSQL lets two read the same before either writes.
    let sql = "UPDATE mail_grants SET claimed_until = $2 \
               WHERE mailbox_id = $1 AND claimed_until <= $3 AND refresh_token = $4";
    let read = params![grant.mailbox.0, until, now, &grant.refresh_token];
    Ok(tx.execute(sql, read)? > 0)
}

/// Keeps the tokens, sealed, and until when the access token is used. They take the place of those that the grant was read
/// with, and of any where it was read with none.
pub(crate) fn keep_tokens(
    tx: &Tx<'_>,
    grant: &Grant,
    (refresh, access): (&str, &str),
    until: Timestamp,
) -> Result<()> {
    // Not where it has got other terms meanwhile, or was connected anew.
    let sql = "UPDATE mail_grants SET refresh_token = $2, access_token = $3, access_until = $4, claimed_until = 0, \
         failing_since = NULL, failure = NULL WHERE mailbox_id = $1 AND client_id = $5 AND token_url = $6 \
         AND $7 IN ('', refresh_token)";
    let Terms {
        client_id,
        token_url,
        ..
    } = &grant.terms;
    let (mailbox, asked_with) = (grant.mailbox.0, &grant.refresh_token);
    tx.execute(
        sql,
        params![
            mailbox, refresh, access, until, client_id, token_url, asked_with
        ],
    )?;
    Ok(())
}

/// Keeps why the provider gave no token; since when stays.
pub(crate) fn keep_failure(
    tx: &Tx<'_>,
    grant: &Grant,
    reason: &Reason,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE mail_grants SET failing_since = COALESCE(failing_since, $2), failure = $3, claimed_until = 0 \
         WHERE mailbox_id = $1 AND refresh_token = $4";
    let reason = serde_json::json!(reason).to_string();
    let (mailbox, asked_with) = (grant.mailbox.0, &grant.refresh_token);
    tx.execute(sql, params![mailbox, now, &reason, asked_with])?;
    Ok(())
}

/// Keeps that an access token lets in nowhere any more, whatever its provider said.
pub(crate) fn end_access(tx: &Tx<'_>, mailbox: MailboxId) -> Result<()> {
    let sql = "UPDATE mail_grants SET access_until = 0 WHERE mailbox_id = $1";
    tx.execute(sql, params![mailbox.0])?;
    Ok(())
}

fn grant(row: &Row<'_>) -> Result<Grant> {
    let damaged = |what: &str| Error::Damaged(format!("{what} of a grant"));
    let host: String = row.get(7)?;
    let sending = match host.is_empty() {
        true => None,
        false => Some(Sending {
            host,
            port: u16::try_from(row.get::<i64>(8)?).map_err(|_| damaged("the port"))?,
            security: Security::named(row.text(9)?).ok_or_else(|| damaged("the encryption"))?,
            user: row.get(10)?,
        }),
    };
    let failing_since: Option<Timestamp> = row.get(16)?;
    let failing = match failing_since {
        None => None,
        Some(since) => {
            let reason = serde_json::from_str(row.text(17)?).map_err(|_| damaged("the failure"))?;
            Some((since, reason))
        }
    };
    Ok(Grant {
        mailbox: MailboxId(row.get(0)?),
        terms: Terms {
            client_id: row.get(1)?,
            authorisation_url: row.get(3)?,
            token_url: row.get(4)?,
            scope: row.get(5)?,
            inside: row.get(6)?,
            sending,
        },
        granted_at: row.get(14)?,
        failing,
        client_secret: row.get(2)?,
        refresh_token: row.get(11)?,
        access_token: row.get(12)?,
        access_until: row.get(13)?,
        claimed_until: row.get(15)?,
    })
}
