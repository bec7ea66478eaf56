//! Every question to the tables of webhooks.

use crate::model::{Delivery, DeliveryId, DeliveryState, Due, NewDelivery, Reason};
use kernel::Timestamp;
use kernel::policy::Key;
use std::collections::BTreeMap;
use store::{Error, Result, Row, Tx, params};

/// Keeps that something is to be told, from an instant on; once, however often it is asked for.
pub(crate) fn insert(
    tx: &Tx<'_>,
    new: &NewDelivery,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO webhook_deliveries (name, webhook, ticket_id, event, body, state, attempts, due_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (name) DO NOTHING",
        params![
            &new.name,
            &new.webhook,
            new.ticket,
            new.event,
            &new.body,
            DeliveryState::Waiting.name(),
            due_at,
            now
        ],
    )?;
    Ok(())
}

/// The webhooks for which something is due.
pub(crate) fn due_webhooks(tx: &Tx<'_>, now: Timestamp) -> Result<Vec<Key>> {
    let sql = "SELECT DISTINCT webhook FROM webhook_deliveries WHERE state = $1 AND due_at <= $2";
    let waiting = DeliveryState::Waiting.name();
    tx.query(sql, params![waiting, now], |row| row.get(0))
}

/// Takes what is due first for a webhook: whoever takes it is alone with it until an instant.
pub(crate) fn claim(
    tx: &Tx<'_>,
    webhook: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Due>> {
    let waiting = DeliveryState::Waiting.name();
    let due = tx.find(
        "SELECT id, name, body, attempts FROM webhook_deliveries WHERE state = $1 AND webhook = $2 AND due_at <= $3 \
         ORDER BY due_at, id LIMIT 1",
        params![waiting, webhook, now],
        |row| {
            Ok(Due {
                id: DeliveryId(row.get(0)?),
                name: row.get(1)?,
                body: row.get(2)?,
                attempts: row.get::<i64>(3)? + 1,
            })
        },
    )?;
    let Some(due) = due else {
        return Ok(None);
    };
    let claimed = tx.execute(
        "UPDATE webhook_deliveries SET due_at = $2, attempts = $3 WHERE id = $1 AND state = $4 AND due_at <= $5",
        params![due.id.0, until, due.attempts, waiting, now],
    )?;
    Ok((claimed > 0).then_some(due))
}

/// Keeps how it went: done for good, or to be tried again at an instant.
pub(crate) fn settle(
    tx: &Tx<'_>,
    (id, attempts): (DeliveryId, i64),
    (state, reason): (DeliveryState, Option<&Reason>),
    due_at: Timestamp,
) -> Result<()> {
    tx.execute(
        "UPDATE webhook_deliveries SET attempts = $2, state = $3, reason = $4, due_at = $5 WHERE id = $1",
        params![id.0, attempts, state.name(), reason.map(Reason::written), due_at],
    )?;
    Ok(())
}

/// Tries again from the beginning what was not taken; answers whether there is such a delivery.
pub(crate) fn requeue(tx: &Tx<'_>, webhook: &str, id: DeliveryId, now: Timestamp) -> Result<bool> {
    let (waiting, taken) = (DeliveryState::Waiting.name(), DeliveryState::Taken.name());
    let requeued = tx.execute(
        "UPDATE webhook_deliveries SET state = $3, due_at = $4, attempts = 0 WHERE id = $1 AND webhook = $2 AND state <> $5",
        params![id.0, webhook, waiting, now, taken],
    )?;
    Ok(requeued > 0)
}

const DELIVERY: &str = "SELECT id, ticket_id, event, state, attempts, reason, created_at, due_at, webhook FROM webhook_deliveries";

/// What a webhook was told, the newest first.
pub(crate) fn list(tx: &Tx<'_>, webhook: &str, limit: i64) -> Result<Vec<Delivery>> {
    let sql = format!("{DELIVERY} WHERE webhook = $1 ORDER BY id DESC LIMIT $2");
    tx.query(&sql, params![webhook, limit], delivery)
}

/// The delivery by which the other side knows it.
pub(crate) fn find(tx: &Tx<'_>, name: &str) -> Result<Option<Delivery>> {
    tx.find(
        &format!("{DELIVERY} WHERE name = $1"),
        params![name],
        delivery,
    )
}

/// What each webhook was told last.
pub(crate) fn latest(tx: &Tx<'_>) -> Result<BTreeMap<Key, Delivery>> {
    let sql =
        format!("{DELIVERY} WHERE id IN (SELECT MAX(id) FROM webhook_deliveries GROUP BY webhook)");
    let found = tx.query(&sql, &[], |row| {
        Ok::<_, Error>((row.get::<String>(8)?, delivery(row)?))
    })?;
    Ok(found.into_iter().collect())
}

/// Forgets what was to be told before an instant.
pub(crate) fn forget(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    let sql = "DELETE FROM webhook_deliveries WHERE created_at < $1";
    tx.execute(sql, params![before])?;
    Ok(())
}

fn delivery(row: &Row<'_>) -> Result<Delivery> {
    let state = DeliveryState::named(row.text(3)?);
    Ok(Delivery {
        id: DeliveryId(row.get(0)?),
        ticket: row.get(1)?,
        event: row.get(2)?,
        state: state.ok_or_else(|| Error::Damaged("the state of a delivery".into()))?,
        attempts: row.get(4)?,
        reason: row.get::<Option<String>>(5)?.as_deref().map(Reason::read),
        created_at: row.get(6)?,
        due_at: row.get(7)?,
    })
}

/// What a webhook's calls are signed with, sealed, and since when.
pub(crate) fn secret(tx: &Tx<'_>, webhook: &str) -> Result<Option<(String, Timestamp)>> {
    let sql = "SELECT secret, made_at FROM webhook_secrets WHERE webhook = $1";
    tx.find(sql, params![webhook], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Keeps what a webhook's calls are signed with from now on, sealed.
pub(crate) fn keep_secret(tx: &Tx<'_>, webhook: &str, sealed: &str, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO webhook_secrets (webhook, secret, made_at) VALUES ($1, $2, $3) \
         ON CONFLICT (webhook) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at",
        params![webhook, sealed, now],
    )?;
    Ok(())
}
