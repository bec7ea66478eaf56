//! Every question to the tables of push messages.

use crate::model::Kind;
use crate::push::BrowserKeys;
use kernel::{PersonId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::{Result, Tx, params};
use work::Reader;
use work::condition::SqlText;

/// Most browsers of one person; the oldest gives way.
const BROWSERS_MAX: i64 = 10;
/// Most people who are looked after at once; the others a minute later.
const DUE_MAX: i64 = 500;

/// A browser that wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Browser {
    pub(crate) id: i64,
    pub(crate) endpoint: String,
    pub(crate) keys: BrowserKeys,
    /// What it calls itself.
    pub(crate) device: String,
    /// Since when.
    pub(crate) since: Timestamp,
    /// The session in which it was switched on.
    pub(crate) session_hash: String,
    /// Whether somebody is signed in there still.
    pub(crate) signed_in: bool,
    pub(crate) stamp: i64,
}

/// A browser, as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct NewBrowser {
    pub(crate) person: PersonId,
    pub(crate) session_hash: String,
    pub(crate) endpoint: String,
    pub(crate) point: String,
    pub(crate) auth: String,
    pub(crate) device: String,
}

/// Keeps a browser. Whoever signs in there next has it next; what was told before is no news to it.
pub(crate) fn keep_browser(tx: &Tx<'_>, new: &NewBrowser, now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO push_subscriptions (person_id, session_hash, endpoint, point, auth, device, created_at, stamp) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(stamp), 0) FROM notifications)) \
         ON CONFLICT (endpoint) DO UPDATE SET person_id = excluded.person_id, session_hash = excluded.session_hash, \
         point = excluded.point, auth = excluded.auth, device = excluded.device, created_at = excluded.created_at, \
         stamp = excluded.stamp",
        params![
            new.person,
            &new.session_hash,
            &new.endpoint,
            &new.point,
            &new.auth,
            &new.device,
            now
        ],
    )?;
    tx.execute(
        "DELETE FROM push_subscriptions WHERE person_id = $1 AND id NOT IN \
         (SELECT id FROM push_subscriptions WHERE person_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)",
        params![new.person, BROWSERS_MAX],
    )?;
    Ok(())
}

/// Lets a browser that this person had before go on in another session; answers whether it was theirs.
pub(crate) fn go_on(tx: &Tx<'_>, person: PersonId, endpoint: &str, session: &str) -> Result<bool> {
    let sql =
        "UPDATE push_subscriptions SET session_hash = $3 WHERE endpoint = $2 AND person_id = $1";
    Ok(tx.execute(sql, params![person, endpoint, session])? > 0)
}

/// The browsers of a person.
pub(crate) fn browsers(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<Vec<Browser>> {
    tx.query(
        "SELECT p.id, p.endpoint, p.point, p.auth, p.device, p.created_at, p.stamp, p.session_hash, \
         s.hash FROM push_subscriptions p \
         LEFT JOIN sessions s ON s.hash = p.session_hash AND s.person_id = p.person_id AND s.expires_at > $2 \
         WHERE p.person_id = $1 ORDER BY p.created_at, p.id",
        params![person, now],
        |row| {
            Ok(Browser {
                id: row.get(0)?,
                endpoint: row.get(1)?,
                keys: BrowserKeys::read(row.text(2)?, row.text(3)?)
                    .ok_or_else(|| store::Error::Damaged("the keys of a browser".into()))?,
                device: row.get(4)?,
                since: row.get(5)?,
                stamp: row.get(6)?,
                session_hash: row.get(7)?,
                signed_in: row.get::<Option<String>>(8)?.is_some(),
            })
        },
    )
}

/// Whether a person has a browser that wants to be told.
pub(crate) fn has_browser(tx: &Tx<'_>, person: PersonId) -> Result<bool> {
    let sql = "SELECT id FROM push_subscriptions WHERE person_id = $1 LIMIT 1";
    let found = tx.find(sql, params![person], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Forgets a browser of a person.
pub(crate) fn forget_browser(tx: &Tx<'_>, person: PersonId, id: i64) -> Result<()> {
    let sql = "DELETE FROM push_subscriptions WHERE person_id = $1 AND id = $2";
    tx.execute(sql, params![person, id])?;
    Ok(())
}

/// A browser was told everything up to a stamp.
pub(crate) fn told_up_to(tx: &Tx<'_>, id: i64, stamp: i64) -> Result<()> {
    let sql = "UPDATE push_subscriptions SET stamp = $2 WHERE id = $1 AND stamp < $2";
    tx.execute(sql, params![id, stamp])?;
    Ok(())
}

/// Somebody's browsers are to be told, up to a stamp, at this instant.
pub(crate) fn set_due(tx: &Tx<'_>, person: PersonId, stamp: i64, at: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO push_due (person_id, stamp, due_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id) DO UPDATE SET stamp = excluded.stamp, due_at = excluded.due_at",
        params![person, stamp, at],
    )?;
    Ok(())
}

/// Puts off what is to be told.
pub(crate) fn put_off(tx: &Tx<'_>, person: PersonId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE push_due SET due_at = $2 WHERE person_id = $1";
    tx.execute(sql, params![person, at])?;
    Ok(())
}

/// Everything up to a stamp is told; what came after stays due.
pub(crate) fn end_due(tx: &Tx<'_>, person: PersonId, stamp: i64) -> Result<()> {
    let sql = "DELETE FROM push_due WHERE person_id = $1 AND stamp <= $2";
    tx.execute(sql, params![person, stamp])?;
    Ok(())
}

/// Whose browsers are to be told by now.
pub(crate) fn due(tx: &Tx<'_>, now: Timestamp) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM push_due WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
    tx.query(sql, params![now, DUE_MAX], |row| row.get(0))
}

/// Something that somebody is to be told beside the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) ticket: TicketId,
    /// Nothing where it is confidential: a locked screen is read by others.
    pub(crate) subject: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) actor: Option<String>,
    pub(crate) count: i64,
    pub(crate) stamp: i64,
}

/// What the reader has not read since an instant and a browser that was told up to `stamp` is to tell, newest first.
pub(crate) fn pending(
    tx: &Tx<'_>,
    reader: &Reader,
    (stamp, since): (i64, Timestamp),
    limit: i64,
) -> work::Result<Vec<Pending>> {
    pending_of(tx, reader, limit, |sql| {
        let (stamp, since) = (sql.bind(stamp), sql.bind(since));
        format!("n.push = 1 AND n.stamp > {stamp} AND n.at > {since}")
    })
}

/// What the reader has not read and meets a condition, newest first.
pub(super) fn pending_of(
    tx: &Tx<'_>,
    reader: &Reader,
    limit: i64,
    condition: impl Fn(&mut SqlText) -> String,
) -> work::Result<Vec<Pending>> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let me = sql.bind(reader.actor.person);
    let seen = super::known(&mut sql, &reader.actor, &BTreeSet::new());
    let condition = condition(&mut sql);
    let limit = sql.bind(limit);
    let text = format!(
        "SELECT n.ticket_id, CASE WHEN t.confidential = 0 THEN t.subject END, n.kind, \
         (SELECT name FROM people WHERE id = n.actor_id), n.count, n.stamp \
         FROM notifications n JOIN tickets t ON t.id = n.ticket_id WHERE n.person_id = {me} AND n.read_at IS NULL \
         AND {condition} AND {seen} ORDER BY n.at DESC, n.id DESC LIMIT {limit}"
    );
    tx.query(&text, &sql.params, |row| {
        let kind = Kind::named(row.text(2)?);
        Ok(Pending {
            ticket: row.get(0)?,
            subject: row.get(1)?,
            kind: kind
                .ok_or_else(|| store::Error::Damaged("a notification of an unknown kind".into()))?,
            actor: row.get(3)?,
            count: row.get(4)?,
            stamp: row.get(5)?,
        })
    })
}

/// The key that push messages are signed with, where one was made.
pub(crate) const KEY: &str = "push_key";
/// Where administrators do not want push messages.
pub(crate) const OFF: &str = "push_off";
/// Push services of one's own.
pub(crate) const SERVICES: &str = "push_services";
