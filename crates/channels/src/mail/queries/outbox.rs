//! Every question to the table of what is mailed.

use super::ids::conversation;
use crate::mail::model::{MailboxId, MailboxId as Id, Outcome};
use crate::mail::out::model::{CLAIM, Kind, OutboxState, Outgoing, OutgoingId};
use kernel::{PersonId, TicketId, Timestamp};
use store::{Error, Result, Row, Tx, params};

/// Most messages of ours, or of a side conversation, that a new one refers to.
const REFERENCES_MAX: i64 = 20;

/// Keeps that something is to be mailed; once, however often it is asked for.
pub(crate) fn insert_outgoing(
    tx: &Tx<'_>,
    stamp: &str,
    new: &Outgoing,
    now: Timestamp,
) -> Result<()> {
    let told = new.told.as_ref().map(serde_json::to_string).transpose();
    let told = told.map_err(|error| Error::Damaged(error.to_string()))?;
    tx.execute(
        "INSERT INTO mail_outbox (stamp, kind, ticket_id, position, mailbox_id, person_id, to_name, to_email, message_id, \
         state, attempts, due_at, created_at, conversation, told) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $11, $12, $13) \
         ON CONFLICT (stamp) DO NOTHING",
        params![
            stamp,
            new.kind.name(),
            new.ticket,
            new.position,
            new.mailbox.0,
            new.person,
            &new.to.name,
            &new.to.email,
            &new.message_id,
            new.state.name(),
            now,
            new.conversation.map(i64::from),
            told
        ],
    )?;
    if new.told.is_some() {
        return Ok(());
    }
    // Whoever spoke of it before it was there does not say where it belongs.
    tx.execute(
        "INSERT INTO mail_ids (message_id, ticket_id, ours, conversation) VALUES ($1, $2, 1, $3) ON CONFLICT (message_id) \
         DO UPDATE SET ticket_id = excluded.ticket_id, ours = 1, conversation = excluded.conversation",
        params![
            &new.message_id,
            new.ticket,
            new.conversation.map(i64::from)
        ],
    )?;
    Ok(())
}

const OUTGOING: &str = "SELECT id, kind, ticket_id, position, mailbox_id, person_id, to_name, to_email, message_id, state, \
     attempts, error, created_at, conversation, told, sent_hash FROM mail_outbox";

/// The mailbox whose own server a message goes out by; 0 where that is the desk's.
const WAY: &str = "COALESCE((SELECT g.mailbox_id FROM mail_grants g WHERE g.mailbox_id = mail_outbox.mailbox_id \
     AND g.send_host <> '' AND g.granted_at IS NOT NULL), 0)";

/// What somebody wrote goes before what is told by itself, and what is asked for the desk's sake goes last.
const FIRST: &str =
    "CASE kind WHEN 'reply' THEN 0 WHEN 'aside' THEN 0 WHEN 'survey' THEN 2 ELSE 1 END";

/// By which servers something is due: those of mailboxes, and the desk's.
pub(crate) fn due_ways(tx: &Tx<'_>, now: Timestamp) -> Result<Vec<Option<MailboxId>>> {
    let sql = format!("SELECT DISTINCT {WAY} FROM mail_outbox WHERE state = $1 AND due_at <= $2");
    let due = tx.query(&sql, params![OutboxState::Waiting.name(), now], |row| {
        row.get::<i64>(0)
    })?;
    let own = |id: i64| (id != 0).then_some(MailboxId(id));
    Ok(due.into_iter().map(own).collect())
}

/// Takes what is due next by a server, for a while: whoever takes it is alone with it until then.
pub(crate) fn claim_next(
    tx: &Tx<'_>,
    way: Option<MailboxId>,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Outgoing>> {
    let sql = format!(
        "{OUTGOING} WHERE state = $1 AND due_at <= $2 AND {WAY} = $3 ORDER BY {FIRST}, due_at, id LIMIT 1"
    );
    let (waiting, way) = (OutboxState::Waiting.name(), way.map_or(0, |own| own.0));
    let Some(one) = tx.find(&sql, params![waiting, now, way], outgoing)? else {
        return Ok(None);
    };
    let sql = "UPDATE mail_outbox SET due_at = $2, attempts = attempts + 1 WHERE id = $1 AND state = $3 AND due_at <= $4";
    let taken = tx.execute(sql, params![one.id.0, until, waiting, now])? > 0;
    Ok(Some(one).filter(|_| taken))
}

/// Keeps a message that is being sent from others for longer.
pub(crate) fn renew(tx: &Tx<'_>, id: OutgoingId, until: Timestamp) -> Result<()> {
    let sql = "UPDATE mail_outbox SET due_at = $2 WHERE id = $1 AND state = $3";
    tx.execute(sql, params![id.0, until, OutboxState::Waiting.name()])?;
    Ok(())
}

/// Keeps how it went: done for good, and as which stored file, or to be tried again at an instant; answers whether it was
/// still to be sent.
pub(crate) fn settle(
    tx: &Tx<'_>,
    id: OutgoingId,
    state: OutboxState,
    (error, sent): (Option<&str>, Option<&str>),
    (now, due_at): (Timestamp, Timestamp),
) -> Result<bool> {
    let sent_at = (state == OutboxState::Sent).then_some(now);
    // Whoever has lost it to somebody else meanwhile says nothing of it any more.
    let sql = "UPDATE mail_outbox SET state = $2, error = $3, due_at = $4, sent_at = $5, sent_hash = $6 \
               WHERE id = $1 AND state = $7";
    let waiting = OutboxState::Waiting.name();
    let kept = tx.execute(
        sql,
        params![id.0, state.name(), error, due_at, sent_at, sent, waiting],
    )?;
    Ok(kept > 0)
}

/// Looks once more at what was taken back while it waited, and has waited since an instant: it may have been brought back.
/// What is still taken back comes to nothing again.
pub(crate) fn bring_back(
    tx: &Tx<'_>,
    ticket: TicketId,
    since: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE mail_outbox SET state = $2, due_at = $3, attempts = 0 WHERE ticket_id = $1 AND state = $4 \
         AND created_at > $5 AND kind IN ($6, $7, $8)";
    let (waiting, withdrawn) = (OutboxState::Waiting.name(), OutboxState::Withdrawn.name());
    let [reply, resolved, aside] = [Kind::Reply, Kind::Resolved, Kind::Aside].map(Kind::name);
    let all = params![
        ticket, waiting, now, withdrawn, since, reply, resolved, aside
    ];
    tx.execute(sql, all)?;
    Ok(())
}

/// Puts what did not go out into the queue again; answers whether there is such a message. Whoever asks for that believes
/// that its address can be reached.
pub fn requeue(tx: &Tx<'_>, id: OutgoingId, now: Timestamp) -> Result<bool> {
    // An error, if only an empty one, tells what was sent again from what is tried for the first time. What somebody may be
    // sending is left alone, as another one would send it, too: if it does not go out, it is due soon by itself.
    let sql = "UPDATE mail_outbox SET state = $2, due_at = $3, attempts = 0, error = COALESCE(error, '') \
         WHERE id = $1 AND state <> $4 AND state <> $5 AND NOT (state = $2 AND due_at > $3 AND due_at <= $6)";
    let (waiting, sent) = (OutboxState::Waiting.name(), OutboxState::Sent.name());
    let (withdrawn, claimed_until) = (OutboxState::Withdrawn.name(), now.plus(CLAIM));
    let again = params![id.0, waiting, now, sent, withdrawn, claimed_until];
    if tx.execute(sql, again)? == 0 {
        let sql = "SELECT 1 FROM mail_outbox WHERE id = $1 AND state = $2";
        let found = tx.find(sql, params![id.0, waiting], |row| row.get::<i64>(0))?;
        return Ok(found.is_some());
    }
    let sql =
        "DELETE FROM mail_addresses WHERE email = (SELECT to_email FROM mail_outbox WHERE id = $1)";
    tx.execute(sql, params![id.0])?;
    Ok(true)
}

/// What is mailed, the newest first; before one of them.
pub fn list_outgoing(tx: &Tx<'_>, before: Option<OutgoingId>, limit: i64) -> Result<Vec<Outgoing>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let sql = format!("{OUTGOING} WHERE id < $1 ORDER BY id DESC LIMIT $2");
    tx.query(&sql, params![before, limit], outgoing)
}

/// The latest messages of a ticket, the newest first, each with whether it is kept as it was sent. What somebody is told of
/// several tickets is of none.
pub(crate) fn of_ticket(
    tx: &Tx<'_>,
    ticket: TicketId,
    limit: i64,
) -> Result<Vec<(Outgoing, bool)>> {
    let sql = format!("{OUTGOING} WHERE ticket_id = $1 AND told IS NULL ORDER BY id DESC LIMIT $2");
    tx.query(&sql, params![ticket, limit], |row| {
        let hash: Option<String> = row.get(15)?;
        Ok((outgoing(row)?, hash.is_some()))
    })
}

/// The ticket of a message and the stored file with it as it was sent, if that is kept.
pub(crate) fn sent(tx: &Tx<'_>, id: OutgoingId) -> Result<Option<(TicketId, String)>> {
    let sql =
        "SELECT ticket_id, sent_hash FROM mail_outbox WHERE id = $1 AND sent_hash IS NOT NULL";
    tx.find(sql, params![id.0], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Whether a message with this id went out to this address.
pub(crate) fn went_to(tx: &Tx<'_>, message_id: &str, email: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM mail_ids i JOIN mail_outbox o ON o.ticket_id = i.ticket_id \
         WHERE i.message_id = $1 AND o.message_id = $1 AND o.to_email = $2 LIMIT 1";
    let found = tx.find(sql, params![message_id, email], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// How much of what nobody wrote by hand was sent to an address since an instant, or is to be.
pub(crate) fn count_automatic(tx: &Tx<'_>, email: &str, since: Timestamp) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM mail_outbox o JOIN activities a ON a.position = o.position WHERE o.to_email = $1 \
         AND o.created_at > $2 AND o.kind IN ('reply', 'resolved') AND o.state <> $3 AND a.actor_id IS NULL";
    tx.one(sql, params![email, since, OutboxState::Held.name()])
}

/// Whether anything that nobody wrote by hand was sent to an address since an instant, or is to be.
pub(crate) fn was_told_by_itself(tx: &Tx<'_>, email: &str, since: Timestamp) -> Result<bool> {
    let sql = "SELECT 1 FROM mail_outbox o LEFT JOIN activities a ON a.position = o.position WHERE o.to_email = $1 \
         AND o.created_at > $2 AND o.state <> $3 AND a.actor_id IS NULL LIMIT 1";
    let held = OutboxState::Held.name();
    let found = tx.find(sql, params![email, since, held], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Whether something of a kind was sent to somebody since an instant, or is to be; but for what came to nothing.
pub(crate) fn was_sent(
    tx: &Tx<'_>,
    person: PersonId,
    kind: Kind,
    nothing: [OutboxState; 2],
    since: Timestamp,
) -> Result<bool> {
    let [one, other] = nothing.map(OutboxState::name);
    let found: Option<i64> = tx.find(
        "SELECT 1 FROM mail_outbox WHERE person_id = $1 AND kind = $2 AND created_at > $3 AND state <> $4 AND state <> $5 \
         LIMIT 1",
        params![person, kind.name(), since, one, other],
        |row| row.get(0),
    )?;
    Ok(found.is_some())
}

/// The ids of what went to and fro before a message that goes out, beside the side conversations, the nearest last: the
/// first and the latest that came in on its ticket, and the latest of ours that went to the same address.
pub(crate) fn ids_of_correspondence(tx: &Tx<'_>, one: &Outgoing) -> Result<Vec<String>> {
    let dated = |row: &Row<'_>| -> Result<(Timestamp, String)> { Ok((row.get(0)?, row.get(1)?)) };
    let sql = "SELECT created_at, message_id FROM mail_outbox WHERE ticket_id = $1 AND to_email = $2 AND conversation IS NULL \
         AND told IS NULL AND position < $3 AND state = $4 ORDER BY id DESC LIMIT $5";
    let (ticket, sent) = (one.ticket, OutboxState::Sent.name());
    let (to, before) = (&one.to.email, one.position);
    let ours = params![ticket, to, before, sent, REFERENCES_MAX];
    let mut said = tx.query(sql, ours, dated)?;
    for order in ["ASC", "DESC"] {
        let sql = format!(
            "SELECT received_at, message_id FROM mail_messages WHERE ticket_id = $1 AND conversation IS NULL \
             AND message_id IS NOT NULL AND outcome IN ('created', 'appended') ORDER BY id {order} LIMIT 1"
        );
        said.extend(tx.find(&sql, params![ticket], dated)?);
    }
    said.sort();
    said.dedup();
    Ok(said.into_iter().map(|(_, id)| id).collect())
}

/// The ids of what was said in a side conversation before a message that goes out, the nearest last.
pub(crate) fn ids_before(tx: &Tx<'_>, one: &Outgoing, number: u32) -> Result<Vec<String>> {
    let sql = "SELECT message_id FROM (\
         SELECT message_id, created_at AS at FROM mail_outbox WHERE ticket_id = $1 AND conversation = $2 AND position < $3 \
         AND state <> $5 UNION SELECT message_id, received_at AS at FROM mail_messages WHERE ticket_id = $1 \
         AND conversation = $2 AND outcome = $6 AND message_id IS NOT NULL AND received_at <= $4) AS said \
         GROUP BY message_id ORDER BY MIN(at) DESC, message_id DESC LIMIT $7";
    let (withdrawn, appended) = (OutboxState::Withdrawn.name(), Outcome::Appended.name());
    let mut ids: Vec<String> = tx.query(
        sql,
        params![
            one.ticket,
            i64::from(number),
            one.position,
            one.created_at,
            withdrawn,
            appended,
            REFERENCES_MAX
        ],
        |row| row.get(0),
    )?;
    ids.reverse();
    Ok(ids)
}

/// The mailbox that a ticket's last message came to, beside its side conversations.
pub(crate) fn mailbox_of(tx: &Tx<'_>, ticket: TicketId) -> Result<Option<MailboxId>> {
    let sql = "SELECT mailbox_id FROM mail_messages WHERE ticket_id = $1 AND conversation IS NULL \
         AND outcome IN ('created', 'appended') ORDER BY id DESC LIMIT 1";
    Ok(tx.find(sql, params![ticket], |row| row.get(0))?.map(Id))
}

fn outgoing(row: &Row<'_>) -> Result<Outgoing> {
    let damaged = |what: &str| Error::Damaged(format!("mail_outbox: {what}"));
    Ok(Outgoing {
        id: OutgoingId(row.get(0)?),
        kind: Kind::named(row.text(1)?).ok_or_else(|| damaged("kind"))?,
        ticket: row.get(2)?,
        position: row.get(3)?,
        mailbox: MailboxId(row.get(4)?),
        person: row.get(5)?,
        to: kernel::ticket::Address {
            name: row.get(6)?,
            email: row.get(7)?,
        },
        message_id: row.get(8)?,
        state: OutboxState::named(row.text(9)?).ok_or_else(|| damaged("state"))?,
        attempts: row.get(10)?,
        error: row.get(11)?,
        created_at: row.get(12)?,
        conversation: conversation(row, 13)?,
        told: match row.get::<Option<String>>(14)? {
            Some(told) => Some(serde_json::from_str(&told).map_err(|_| damaged("told"))?),
            None => None,
        },
    })
}
