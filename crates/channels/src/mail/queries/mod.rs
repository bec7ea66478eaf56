//! Every question to the tables of mail.

pub mod accounts;
pub(crate) mod alarms;
pub(crate) mod choices;
pub mod grants;
mod ids;
pub(crate) mod left;
pub mod letting_in;
pub mod outbox;
pub mod signing;
pub(crate) mod taken;
mod unreached;
pub(crate) mod withheld;

pub(crate) use ids::{
    claim_id, holder_of_id, insert_id, is_own_id, keep_own_id, place_of_id, ticket_of_own_id,
};
pub use unreached::is_unreachable;
pub(crate) use unreached::{count_bounces, forget_bounces, mark_address, unreachable_since};

use super::model::{Checked, Done, Mail, MailId, Mailbox, MailboxId, Outcome, Reason};
use super::token::TokenKey;
use kernel::{OrganisationId, PersonId, TeamId, TicketId, Timestamp};
use store::{Error, Result, Row, Tx, params};

/// What a mailbox is read by.
const MAILBOX: &str = "SELECT id, name, address, team_id, active, trusted_servers, service_id, plus_addresses FROM mailboxes";
/// The setting with the key of tokens.
const TOKEN_KEY: &str = "mail_token_key";
/// Most organisations that are looked at for a domain.
const DOMAINS_MAX: i64 = 1_000;

/// All mailboxes, by their names.
pub fn mailboxes(tx: &Tx<'_>) -> Result<Vec<Mailbox>> {
    let sql = format!("{MAILBOX} ORDER BY name, id");
    tx.query(&sql, params![], mailbox)
}

/// The mailbox.
pub fn find_mailbox(tx: &Tx<'_>, id: MailboxId) -> Result<Option<Mailbox>> {
    let sql = format!("{MAILBOX} WHERE id = $1");
    tx.find(&sql, params![id.0], mailbox)
}

/// The mailbox with an address, whether it takes mail or not.
pub(crate) fn mailbox_at(tx: &Tx<'_>, address: &str) -> Result<Option<Mailbox>> {
    let sql = format!("{MAILBOX} WHERE address = $1");
    tx.find(&sql, params![address], mailbox)
}

/// Adds a mailbox.
pub fn insert_mailbox(
    tx: &Tx<'_>,
    name: &str,
    address: &str,
    team: Option<TeamId>,
) -> Result<MailboxId> {
    let sql = "INSERT INTO mailboxes (name, address, team_id, active, version) VALUES ($1, $2, $3, 1, 1) RETURNING id";
    tx.one(sql, params![name, address, team]).map(MailboxId)
}

/// Changes a mailbox; answers whether there is one.
pub(crate) fn update_mailbox(tx: &Tx<'_>, mailbox: &Mailbox) -> Result<bool> {
    let sql = "UPDATE mailboxes SET name = $2, address = $3, team_id = $4, active = $5, trusted_servers = $6, service_id = $7, \
         plus_addresses = $8, version = version + 1 WHERE id = $1";
    let Mailbox {
        id,
        name,
        address,
        team,
        service,
        active,
        trusted_servers,
        plus_addresses,
    } = mailbox;
    let servers = trusted_servers.join(" ");
    let params = params![
        id.0,
        name,
        address,
        *team,
        *active,
        servers,
        *service,
        *plus_addresses
    ];
    Ok(tx.execute(sql, params)? > 0)
}

/// How many messages wait for somebody to look, at most `limit`.
pub(crate) fn count_waiting(tx: &Tx<'_>, limit: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM (SELECT id FROM mail_messages WHERE outcome IN ('quarantined', 'failed') LIMIT $1) AS waiting";
    tx.one(sql, params![limit])
}

fn mailbox(row: &Row<'_>) -> Result<Mailbox> {
    Ok(Mailbox {
        id: MailboxId(row.get(0)?),
        name: row.get(1)?,
        address: row.get(2)?,
        team: row.get(3)?,
        active: row.get(4)?,
        trusted_servers: row.text(5)?.split_whitespace().map(str::to_owned).collect(),
        service: row.get(6)?,
        plus_addresses: row.get(7)?,
    })
}

/// A message as it comes in.
pub(crate) struct Arrived<'a> {
    pub(crate) mailbox: MailboxId,
    pub(crate) source: &'a str,
    pub(crate) hash: &'a str,
    pub(crate) size_bytes: i64,
}

/// Keeps that a message came in; the one that is known already where the mailbox has given it before, and the one that is
/// known of where it was not handed over before. One with another content is another message: numbers come again where a
/// mailbox lies elsewhere now.
pub(crate) fn insert_mail(tx: &Tx<'_>, arrived: &Arrived<'_>, now: Timestamp) -> Result<MailId> {
    let sql = "SELECT hash FROM mail_messages WHERE mailbox_id = $1 AND source = $2";
    let known = tx.find(sql, params![arrived.mailbox.0, arrived.source], |row| {
        row.get::<String>(0)
    })?;
    let source = match known {
        Some(hash) if !hash.is_empty() && hash != arrived.hash => {
            format!("{}:{}", arrived.source, arrived.hash)
        }
        _ => arrived.source.to_owned(),
    };
    tx.execute(
        "INSERT INTO mail_messages (mailbox_id, source, hash, size_bytes, subject, outcome, reasons, attempts, received_at) \
         VALUES ($1, $2, $3, $4, '', $5, '[]', 0, $6) ON CONFLICT (mailbox_id, source) DO UPDATE SET hash = excluded.hash, \
         size_bytes = excluded.size_bytes, outcome = excluded.outcome, reasons = '[]', attempts = 0 WHERE mail_messages.hash = ''",
        params![
            arrived.mailbox.0,
            &source,
            arrived.hash,
            arrived.size_bytes,
            Outcome::Received.name(),
            now
        ],
    )?;
    let sql = "SELECT id FROM mail_messages WHERE mailbox_id = $1 AND source = $2";
    tx.one(sql, params![arrived.mailbox.0, &source]).map(MailId)
}

const MAIL: &str = "SELECT id, mailbox_id, hash, size_bytes, from_email, subject, outcome, reasons, ticket_id, received_at, checked_by, \
     checks FROM mail_messages";

/// The message.
pub fn find_mail(tx: &Tx<'_>, id: MailId) -> Result<Option<Mail>> {
    tx.find(&format!("{MAIL} WHERE id = $1"), params![id.0], mail)
}

/// The message, for whoever decides what becomes of it: nobody else does until the end of the unit of work.
pub(crate) fn claim_mail(tx: &Tx<'_>, id: MailId) -> Result<Option<Mail>> {
    let sql = "UPDATE mail_messages SET attempts = attempts WHERE id = $1";
    tx.execute(sql, params![id.0])?;
    find_mail(tx, id)
}

/// The latest messages, the newest first, of one outcome or of all; before one of them.
pub fn list_mail(
    tx: &Tx<'_>,
    outcome: Option<Outcome>,
    before: Option<MailId>,
    limit: i64,
) -> Result<Vec<Mail>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    match outcome {
        Some(outcome) => tx.query(
            &format!("{MAIL} WHERE outcome = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![outcome.name(), before, limit],
            mail,
        ),
        None => tx.query(
            &format!("{MAIL} WHERE id < $1 ORDER BY id DESC LIMIT $2"),
            params![before, limit],
            mail,
        ),
    }
}

/// The message that became something on a ticket at an instant.
pub(crate) fn mail_at(tx: &Tx<'_>, ticket: TicketId, at: Timestamp) -> Result<Option<MailId>> {
    let sql = "SELECT id FROM mail_messages WHERE ticket_id = $1 AND conversation IS NULL AND outcome IN ('created', 'appended') \
         ORDER BY ABS(processed_at - $2), id LIMIT 1";
    tx.find(sql, params![ticket, at], |row| Ok(MailId(row.get(0)?)))
}

/// Whether something on a ticket came by a message that is kept.
pub(crate) fn is_there_of(tx: &Tx<'_>, ticket: TicketId) -> work::Result<bool> {
    let sql = "SELECT 1 FROM mail_messages WHERE ticket_id = $1 AND conversation IS NULL \
         AND outcome IN ('created', 'appended') LIMIT 1";
    Ok(tx.find(sql, params![ticket], |_| Ok(()))?.is_some())
}

/// Messages that were kept and not understood, the oldest first: what was interrupted.
pub(crate) fn left_over(
    tx: &Tx<'_>,
    before: Timestamp,
    after: MailId,
    limit: i64,
) -> Result<Vec<Mail>> {
    let sql = format!(
        "{MAIL} WHERE outcome = $1 AND id > $2 AND received_at <= $3 AND hash <> '' ORDER BY id LIMIT $4"
    );
    let received = Outcome::Received.name();
    tx.query(&sql, params![received, after.0, before, limit], mail)
}

fn mail(row: &Row<'_>) -> Result<Mail> {
    let reasons: Vec<Reason> = serde_json::from_str(row.text(7)?)
        .map_err(|error| Error::Damaged(format!("reasons of a message: {error}")))?;
    let checks: Option<String> = row.get(11)?;
    let checked = match (row.get(10)?, checks) {
        (Some(by), Some(checks)) => Some(Checked {
            by,
            checks: serde_json::from_str(&checks)
                .map_err(|error| Error::Damaged(format!("checks of a message: {error}")))?,
        }),
        _ => None,
    };
    Ok(Mail {
        id: MailId(row.get(0)?),
        mailbox: MailboxId(row.get(1)?),
        hash: row.get(2)?,
        size_bytes: row.get(3)?,
        from_email: row.get(4)?,
        subject: row.get(5)?,
        outcome: Outcome::named(row.text(6)?)
            .ok_or_else(|| Error::Damaged("the outcome of a message".to_owned()))?,
        reasons,
        checked,
        ticket: row.get(8)?,
        received_at: row.get(9)?,
    })
}

/// What is known of a message once it is understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Understood {
    pub(crate) message_id: Option<String>,
    pub(crate) from_email: Option<String>,
    pub(crate) subject: String,
    /// By what others that say the same are known, written down.
    pub(crate) sketch: Option<String>,
    pub(crate) checked: Option<Checked>,
    /// Whether no machine is to answer it.
    pub(crate) quiet: bool,
}

/// Keeps what became of a message.
pub(crate) fn finish(
    tx: &Tx<'_>,
    id: MailId,
    understood: &Understood,
    done: &Done,
    now: Timestamp,
) -> Result<()> {
    let checked = understood.checked.as_ref();
    tx.execute(
        "UPDATE mail_messages SET message_id = $2, from_email = $3, subject = $4, text_hash = $5, outcome = $6, \
         reasons = $7, ticket_id = $8, person_id = $9, attempts = attempts + 1, processed_at = $10, checked_by = $11, \
         checks = $12, conversation = $13, quiet = $14 WHERE id = $1",
        params![
            id.0,
            understood.message_id.as_deref(),
            understood.from_email.as_deref(),
            &understood.subject,
            understood.sketch.as_deref(),
            done.outcome.name(),
            serde_json::json!(done.reasons).to_string(),
            done.ticket,
            done.person,
            now,
            checked.map(|checked| checked.by.as_str()),
            checked.map(|checked| serde_json::json!(checked.checks).to_string()),
            done.conversation.map(i64::from),
            understood.quiet
        ],
    )?;
    Ok(())
}

/// Whether no machine is to answer what somebody wrote last on a ticket.
pub(crate) fn is_quiet(tx: &Tx<'_>, ticket: TicketId, person: PersonId) -> Result<bool> {
    let sql = "SELECT quiet FROM mail_messages WHERE ticket_id = $1 AND person_id = $2 AND outcome IN ('created', 'appended') \
         ORDER BY id DESC LIMIT 1";
    let found = tx.find(sql, params![ticket, person], |row| row.get(0))?;
    Ok(found.unwrap_or(false))
}

/// The organisation that an address's domain belongs to.
pub(crate) fn organisation_of(tx: &Tx<'_>, email: &str) -> Result<Option<OrganisationId>> {
    let domain = email.rsplit('@').next().unwrap_or_default().to_owned();
    let sql = "SELECT id, domains FROM organisations WHERE active = 1 AND domains <> '' ORDER BY id LIMIT $1";
    let known: Vec<(OrganisationId, String)> = tx.query(sql, params![DOMAINS_MAX], |row| {
        Ok::<_, Error>((row.get(0)?, row.get(1)?))
    })?;
    let has = |domains: &str| {
        domains
            .split_whitespace()
            .any(|one| one.eq_ignore_ascii_case(&domain))
    };
    Ok(known
        .into_iter()
        .find(|(_, domains)| has(domains))
        .map(|(id, _)| id))
}

/// The key of tokens, once there is one.
pub(crate) fn token_key(tx: &Tx<'_>) -> Result<Option<TokenKey>> {
    let Some(text) = store::setting(tx, TOKEN_KEY)? else {
        return Ok(None);
    };
    let key = kernel::text::unhex(&text).and_then(|bytes| bytes.try_into().ok());
    let damaged = || Error::Damaged("the key of reply tokens".to_owned());
    key.map(|key| Some(TokenKey(key))).ok_or_else(damaged)
}

/// Keeps the key of tokens, unless there is one already.
pub(crate) fn keep_token_key(tx: &Tx<'_>, key: &TokenKey) -> Result<()> {
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING",
        params![TOKEN_KEY, kernel::text::hex(&key.0)],
    )?;
    Ok(())
}
