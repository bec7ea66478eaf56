//! Every question to the tables of notifications.

pub(crate) mod mail;
pub(crate) mod push;

use crate::model::{Choice, Kind, QuietHours};
use kernel::{Actor, PersonId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::{Tx, params};
use web::Bell;
use work::condition::SqlText;
use work::queries::visible;
use work::{Reader, Result};

/// Somebody is to be told something.
pub(crate) struct NewlyTold {
    pub(crate) stamp: i64,
    pub(crate) person: PersonId,
    pub(crate) ticket: TicketId,
    pub(crate) kind: Kind,
    pub(crate) actor: Option<PersonId>,
    pub(crate) at: Timestamp,
    /// Whether the browser is to tell it, too.
    pub(crate) push: bool,
    /// Whether it is to be mailed, too.
    pub(crate) mail: bool,
}

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The notification.
    pub id: i64,
    /// About which ticket.
    pub ticket: TicketId,
    /// Its subject.
    pub subject: String,
    /// Of what.
    pub kind: Kind,
    /// Who did it last; nobody when Spoc did.
    pub actor: Option<String>,
    /// When it last happened.
    pub at: Timestamp,
    /// How often since it was last read.
    pub count: i64,
    /// Whether it was read.
    pub read: bool,
}

/// Adds to what somebody has not read yet.
pub(crate) fn tell(tx: &Tx<'_>, told: &NewlyTold) -> store::Result<()> {
    tx.execute(
        "INSERT INTO notifications (stamp, person_id, ticket_id, kind, actor_id, at, count, push, mail) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) \
         ON CONFLICT (person_id, ticket_id, kind) WHERE read_at IS NULL \
         DO UPDATE SET stamp = excluded.stamp, actor_id = excluded.actor_id, at = excluded.at, \
         count = notifications.count + 1, push = excluded.push, mail = excluded.mail",
        params![
            told.stamp,
            told.person,
            told.ticket,
            told.kind.name(),
            told.actor,
            told.at,
            told.push,
            told.mail
        ],
    )?;
    Ok(())
}

/// The stamp of the last unit of work that told anybody anything.
pub(crate) fn newest_stamp(tx: &Tx<'_>) -> store::Result<i64> {
    tx.one("SELECT COALESCE(MAX(stamp), 0) FROM notifications", &[])
}

/// Who was told something after a stamp, and the newest stamp.
pub(crate) fn people_told_after(tx: &Tx<'_>, stamp: i64) -> store::Result<(i64, Vec<PersonId>)> {
    let newest = newest_stamp(tx)?;
    if newest <= stamp {
        return Ok((newest, Vec::new()));
    }
    let sql = "SELECT DISTINCT person_id FROM notifications WHERE stamp > $1 AND stamp <= $2";
    let people = tx.query(
        sql,
        params![stamp.max(newest - Bell::COUNTED_MAX), newest],
        |row| row.get(0),
    )?;
    Ok((newest, people))
}

/// What the reader was told, newest first, after the place that a page before ended at.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &Tx<'_>,
    reader: &Reader,
    off: &BTreeSet<String>,
    after: Option<(Timestamp, i64)>,
    limit: i64,
) -> Result<Vec<Told>> {
    told(tx, (reader, off), limit, |sql| match after {
        None => String::new(),
        Some((at, id)) => {
            let (at, id) = (sql.bind(at), sql.bind(id));
            format!(" AND (n.at, n.id) < ({at}, {id})")
        }
    })
}

/// What the reader was told of one kind and has not read, newest first.
pub(crate) fn unread_of(tx: &Tx<'_>, reader: &Reader, kind: Kind, limit: i64) -> Result<Vec<Told>> {
    told(tx, (reader, &BTreeSet::new()), limit, |sql| {
        let kind = sql.bind(kind.name());
        format!(" AND n.read_at IS NULL AND n.kind = {kind}")
    })
}

/// What the reader was told, newest first, as far as it meets a condition.
fn told(
    tx: &Tx<'_>,
    (reader, off): (&Reader, &BTreeSet<String>),
    limit: i64,
    condition: impl Fn(&mut SqlText) -> String,
) -> Result<Vec<Told>> {
    let Some(person) = reader.actor.person else {
        return Ok(Vec::new());
    };
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let me = sql.bind(person);
    let seen = known(&mut sql, &reader.actor, off);
    let condition = condition(&mut sql);
    let limit = sql.bind(limit);
    let text = format!(
        "SELECT n.id, n.ticket_id, t.subject, n.kind, (SELECT name FROM people WHERE id = n.actor_id), n.at, n.count, n.read_at \
         FROM notifications n JOIN tickets t ON t.id = n.ticket_id WHERE n.person_id = {me} AND {seen}{condition} \
         ORDER BY n.at DESC, n.id DESC LIMIT {limit}"
    );
    tx.query(&text, &sql.params, |row| {
        let kind = Kind::named(row.text(3)?);
        Ok(Told {
            id: row.get(0)?,
            ticket: row.get(1)?,
            subject: row.get(2)?,
            kind: kind
                .ok_or_else(|| store::Error::Damaged("a notification of an unknown kind".into()))?,
            actor: row.get(4)?,
            at: row.get(5)?,
            count: row.get(6)?,
            read: row.get::<Option<i64>>(7)?.is_some(),
        })
    })
}

/// Of which notifications somebody may know: those of tickets that they see, and that their approval is asked for.
/// What they were told by a practice that is `off` now rests with it.
pub(crate) fn known(sql: &mut SqlText, actor: &Actor, off: &BTreeSet<String>) -> String {
    let (seen, asked) = (visible(sql, actor), Kind::ApprovalAsked.name());
    let rests = |kind: &Kind| kind.practice().is_some_and(|it| off.contains(it));
    let resting = Kind::ALL.into_iter().filter(rests);
    let names: Vec<String> = resting.map(|kind| format!("'{}'", kind.name())).collect();
    let known = format!("(n.kind = '{asked}' OR {seen})");
    match names[..] {
        [] => known,
        _ => format!("({known} AND n.kind NOT IN ({}))", names.join(", ")),
    }
}

/// How much somebody has not read yet, counted up to a hundred.
///
/// # Errors
/// When the database fails.
pub(crate) fn unread_count(
    tx: &Tx<'_>,
    actor: &Actor,
    off: &BTreeSet<String>,
) -> store::Result<i64> {
    let Some(person) = actor.person else {
        return Ok(0);
    };
    let mut sql = SqlText::for_reader(tx.dialect(), actor);
    let me = sql.bind(person);
    let seen = known(&mut sql, actor, off);
    let limit = sql.bind(Bell::COUNTED_MAX);
    let text = format!(
        "SELECT COUNT(*) FROM (SELECT n.id FROM notifications n JOIN tickets t ON t.id = n.ticket_id \
         WHERE n.person_id = {me} AND n.read_at IS NULL AND {seen} LIMIT {limit}) counted"
    );
    tx.one(&text, &sql.params)
}

/// Marks one as read; answers its ticket and of what it is, or nothing if it is not this person's.
pub(crate) fn read(
    tx: &Tx<'_>,
    person: PersonId,
    id: i64,
    now: Timestamp,
) -> store::Result<Option<(TicketId, String)>> {
    tx.execute(
        "UPDATE notifications SET read_at = $3 WHERE id = $1 AND person_id = $2 AND read_at IS NULL",
        params![id, person, now],
    )?;
    let sql = "SELECT ticket_id, kind FROM notifications WHERE id = $1 AND person_id = $2";
    tx.find(sql, params![id, person], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Whether somebody was told something of a ticket and has not read it.
pub(crate) fn is_unread_of(tx: &Tx<'_>, person: PersonId, ticket: TicketId) -> store::Result<bool> {
    let sql = "SELECT 1 FROM notifications WHERE person_id = $1 AND ticket_id = $2 \
               AND read_at IS NULL LIMIT 1";
    let found: Option<i64> = tx.find(sql, params![person, ticket], |row| row.get(0))?;
    Ok(found.is_some())
}

/// Marks as read what this person was told of a ticket until now.
pub(crate) fn read_of(
    tx: &Tx<'_>,
    person: PersonId,
    ticket: TicketId,
    now: Timestamp,
) -> store::Result<()> {
    let sql = "UPDATE notifications SET read_at = $3 WHERE person_id = $1 AND ticket_id = $2 \
               AND read_at IS NULL AND at <= $3";
    tx.execute(sql, params![person, ticket, now])?;
    Ok(())
}

/// Marks everything as read that this person was told until now.
pub(crate) fn read_all(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> store::Result<()> {
    let sql = "UPDATE notifications SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL AND at <= $2";
    tx.execute(sql, params![person, now])?;
    Ok(())
}

/// How somebody wants to be told of a kind.
pub(crate) fn choice(tx: &Tx<'_>, person: PersonId, kind: Kind) -> store::Result<Choice> {
    let sql =
        "SELECT page, push, mail FROM notification_choices WHERE person_id = $1 AND kind = $2";
    let chosen = tx.find(sql, params![person, kind.name()], |row| {
        Ok::<_, store::Error>(Choice {
            page: row.get(0)?,
            push: row.get(1)?,
            // Whoever chose before there was mail has not said whether they want it.
            mail: row
                .get::<Option<i64>>(2)?
                .map_or(kind.by_default().mail, |mail| mail != 0),
        })
    })?;
    Ok(chosen.unwrap_or(kind.by_default()))
}

/// Keeps how somebody wants to be told of a kind.
pub(crate) fn choose(
    tx: &Tx<'_>,
    person: PersonId,
    kind: Kind,
    choice: Choice,
) -> store::Result<()> {
    tx.execute(
        "INSERT INTO notification_choices (person_id, kind, page, push, mail) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (person_id, kind) DO UPDATE SET page = excluded.page, push = excluded.push, mail = excluded.mail",
        params![
            person,
            kind.name(),
            choice.page,
            choice.push,
            choice.mail
        ],
    )?;
    Ok(())
}

/// When somebody is not to be disturbed.
pub(crate) fn quiet_hours(tx: &Tx<'_>, person: PersonId) -> store::Result<Option<QuietHours>> {
    let sql = "SELECT from_minute, to_minute FROM quiet_hours WHERE person_id = $1";
    let minute = |minute: i64| u16::try_from(minute).unwrap_or_default();
    tx.find(sql, params![person], |row| {
        Ok(QuietHours {
            from: minute(row.get(0)?),
            to: minute(row.get(1)?),
        })
    })
}

/// Keeps when somebody is not to be disturbed.
pub(crate) fn keep_quiet(
    tx: &Tx<'_>,
    person: PersonId,
    hours: Option<QuietHours>,
) -> store::Result<()> {
    tx.execute(
        "DELETE FROM quiet_hours WHERE person_id = $1",
        params![person],
    )?;
    if let Some(QuietHours { from, to }) = hours {
        tx.execute(
            "INSERT INTO quiet_hours (person_id, from_minute, to_minute) VALUES ($1, $2, $3)",
            params![person, i64::from(from), i64::from(to)],
        )?;
    }
    Ok(())
}
